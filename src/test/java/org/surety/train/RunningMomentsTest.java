package org.surety.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.apache.commons.math3.stat.StatUtils;
import org.junit.jupiter.api.Test;
import org.surety.policy.Normalizer;

/** What new policies learn of their observations. */
class RunningMomentsTest {
  @Test
  void partsTogetherHaveTheMomentsOfAllRows() {
    SplittableRandom random = new SplittableRandom(1);
    int n = 1000;
    double[] rows = new double[2 * n];
    double[] first = new double[n];
    double[] second = new double[n];
    RunningMoments[] parts = {new RunningMoments(2), new RunningMoments(2), new RunningMoments(2)};
    for (int i = 0; i < n; i++) {
      first[i] = rows[2 * i] = 1e6 + random.nextDouble();
      second[i] = rows[2 * i + 1] = -3 * random.nextDouble();
      parts[i % 7 == 0 ? 0 : 1].add(rows, 2 * i);
    }
    parts[0].add(new double[] {0, 1, Double.NaN}, 1);
    RunningMoments all = new RunningMoments(2);
    for (RunningMoments part : parts) {
      all.add(part);
    }
    assertEquals(n, all.count());
    Normalizer normalizer = all.normalizer();
    assertEquals(StatUtils.mean(first), normalizer.mean()[0], 1e-8);
    assertEquals(StatUtils.mean(second), normalizer.mean()[1], 1e-14);
    assertEquals(StatUtils.populationVariance(first), normalizer.variance()[0], 1e-10);
    assertEquals(StatUtils.populationVariance(second), normalizer.variance()[1], 1e-13);
    RunningMoments again = new RunningMoments(2);
    again.restore(all.toArray());
    assertArrayEquals(all.toArray(), again.toArray());
    all.reset();
    assertEquals(1, all.variance(0), "nothing is known");
  }
}
