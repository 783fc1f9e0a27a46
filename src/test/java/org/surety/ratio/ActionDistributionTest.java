package org.surety.ratio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ActionDistributionTest {
  private static final double INFINITE = Double.POSITIVE_INFINITY;

  /** Reference values with 20 digits; the maximum lies at 1.3888888888888888889. */
  @Test
  void maximalRatiosMatchTheirReferenceFromAbove() {
    DiagonalGaussian base = gaussian(0, 1);
    DiagonalGaussian task = gaussian(0.5, 0.8);
    double one = task.maxLogRatioUpper(base);
    assertEquals(0.57036577353643197799, one, 1e-13);
    assertTrue(one >= 0.57036577353643197799);
    assertEquals(one, task.logRatioUpper(base, new double[] {1.3888888888888888889}), 1e-13);
    DiagonalGaussian base2 = new DiagonalGaussian(new double[] {0, -0.2}, new double[] {1, 0.3});
    DiagonalGaussian task2 =
        new DiagonalGaussian(new double[] {0.5, -0.25}, new double[] {0.8, 0.25});
    double two = task2.maxLogRatioUpper(base2);
    assertEquals(0.79814187578493205875, two, 1e-13);
    assertTrue(two >= 0.79814187578493205875);
  }

  /** Two networks of one input: the largest ratio over the states, with 20 digits. */
  @Test
  void theLargestRatioOverStatesMatchesItsReference() {
    assertEquals(0.445306873912, ratioAt(-1), 1e-12);
    assertEquals(0.398591856788, ratioAt(1), 1e-12);
    double largest = ratioAt(-0.79566305327669362326);
    assertEquals(0.44697099429343465307, largest, 1e-13);
    for (double s = -1; s <= 1; s += 1 / 1024.0) {
      assertTrue(ratioAt(s) <= largest + 1e-15);
    }
  }

  private static double ratioAt(double s) {
    double baseMean = 0.5 * Math.tanh(2 * s);
    double baseLog = -0.5 + 0.1 * Math.tanh(s);
    double taskMean = baseMean + 0.1 * Math.tanh(3 * s - 1);
    double taskLog = -0.9 + 0.1 * Math.tanh(2 * s + 0.3);
    return gaussian(taskMean, Math.exp(taskLog))
        .maxLogRatioUpper(gaussian(baseMean, Math.exp(baseLog)));
  }

  @Test
  void oneUnitInTheLastPlaceOfWidthMakesTheRatioUnbounded() {
    DiagonalGaussian base = gaussian(0.3, 0.7);
    assertEquals(INFINITE, gaussian(0.3, Math.nextUp(0.7)).maxLogRatioUpper(base), 0);
    assertEquals(INFINITE, gaussian(Math.nextUp(0.3), 0.7).maxLogRatioUpper(base), 0);
    assertEquals(0, gaussian(0.3, 0.7).maxLogRatioUpper(base), 0);
    assertEquals(0, gaussian(0.3, 0.7).logRatioUpper(base, new double[] {9}), 0);
    assertTrue(gaussian(0.3, Math.nextDown(0.7)).maxLogRatioUpper(base) < 1e-15);
  }

  @Test
  void chargesAreAtLeastTheDifferenceOfLogDensitiesAndAtMostTheSupremum() {
    SplittableRandom random = new SplittableRandom(1);
    for (int n = 0; n < 500; n++) {
      ProjectionCheck check = ProjectionCheck.moderate(random, 3);
      check.solve(new GaussianProjection(3));
      DiagonalGaussian base = new DiagonalGaussian(check.baseMean, check.baseStd);
      DiagonalGaussian task = new DiagonalGaussian(check.mean, check.std);
      double[] action = new double[3];
      task.sample(random, action);
      double charge = task.logRatioUpper(base, action);
      double difference = task.logDensity(action) - base.logDensity(action);
      assertEquals(difference, charge, 1e-12 * (1 + Math.abs(difference)) * 10);
      assertTrue(charge >= difference - 1e-14 * (1 + Math.abs(task.logDensity(action))));
      assertTrue(charge <= task.maxLogRatioUpper(base) + 1e-13);
    }
  }

  /** Means of the log ratio under the new distribution, 200,000 draws each. */
  @Test
  void divergencesAreExpectedLogRatios() {
    SplittableRandom random = new SplittableRandom(2);
    double[] low = {-1, 0};
    double[] high = {1, 5};
    DiagonalGaussian base = new DiagonalGaussian(new double[] {0.2, -1}, new double[] {1, 0.5});
    DiagonalGaussian task = new DiagonalGaussian(new double[] {0.4, -1.1}, new double[] {0.8, 0.4});
    double[][] baseCovariance = {{1, 0.3}, {0.3, 0.5}};
    double[][] taskCovariance = {{0.7, 0.2}, {0.2, 0.35}};
    ActionDistribution[][] pairs = {
      {base, task},
      {new SquashedGaussian(base, low, high), new SquashedGaussian(task, low, high)},
      {
        new FullGaussian(new double[] {0, 0}, baseCovariance),
        new FullGaussian(new double[] {0.3, -0.2}, taskCovariance)
      },
      {Categorical.of(1, 2, 3, 4), Categorical.of(4, 2, 1, 1)}
    };
    for (ActionDistribution[] pair : pairs) {
      double[] action = new double[pair[0].dimension()];
      double sum = 0;
      double squares = 0;
      int draws = 200_000;
      double most = 0;
      for (int n = 0; n < draws; n++) {
        pair[1].sample(random, action);
        double ratio = pair[1].logDensity(action) - pair[0].logDensity(action);
        assertTrue(pair[1].logRatioUpper(pair[0], action) >= ratio - 1e-12);
        sum += ratio;
        squares += ratio * ratio;
        most = Math.max(most, ratio);
      }
      double mean = sum / draws;
      double error = Math.sqrt((squares / draws - mean * mean) / draws);
      assertEquals(pair[1].divergenceFrom(pair[0]), mean, 4.5 * error, pair[0].toString());
      double bound = pair[1].maxLogRatioUpper(pair[0]);
      assertTrue(most <= bound + 1e-12);
      assertTrue(most >= 0.8 * bound, pair[0].toString()); // nearly attained
    }
  }

  @Test
  void samplesHaveTheMomentsOfTheirDistribution() {
    SplittableRandom random = new SplittableRandom(3);
    FullGaussian full =
        new FullGaussian(new double[] {1, -2}, new double[][] {{2, 0.6}, {0.6, 0.5}});
    double[] action = new double[2];
    double[] sums = new double[5];
    int draws = 100_000;
    for (int n = 0; n < draws; n++) {
      full.sample(random, action);
      double x = action[0] - 1;
      double y = action[1] + 2;
      sums[0] += x;
      sums[1] += y;
      sums[2] += x * x;
      sums[3] += y * y;
      sums[4] += x * y;
    }
    double[] expected = {0, 0, 2, 0.5, 0.6};
    for (int k = 0; k < 5; k++) {
      assertEquals(expected[k], sums[k] / draws, 0.03, "moment " + k);
    }
  }

  @Test
  void fullCovarianceAgreesWithTheDiagonalCaseAndSurvivesRotation() {
    SplittableRandom random = new SplittableRandom(4);
    for (int n = 0; n < 200; n++) {
      ProjectionCheck check = ProjectionCheck.moderate(random, 2);
      check.solve(new GaussianProjection(2));
      DiagonalGaussian base = new DiagonalGaussian(check.baseMean, check.baseStd);
      double[] narrower = {0.95 * check.std[0], 0.9 * check.std[1]};
      DiagonalGaussian task = new DiagonalGaussian(check.mean, narrower);
      double angle = 6 * random.nextDouble();
      FullGaussian turnedBase = turned(base, angle);
      FullGaussian turnedTask = turned(task, angle);
      double expected = task.maxLogRatioUpper(base);
      double computed = turnedTask.maxLogRatioUpper(turnedBase);
      assertEquals(expected, computed, 1e-9 * expected);
      assertTrue(computed >= expected * (1 - 1e-14));
      assertEquals(task.divergenceFrom(base), turnedTask.divergenceFrom(turnedBase), 1e-9);
      assertEquals(0, turnedBase.maxLogRatioUpper(turnedBase), 0);
      assertEquals(INFINITE, turnedBase.maxLogRatioUpper(turnedTask), 0);
    }
  }

  @Test
  void squashingKeepsRatiosAndChangesDensitiesByItsJacobian() {
    double[] low = {-2};
    double[] high = {2};
    SquashedGaussian squashed = new SquashedGaussian(gaussian(0.3, 0.8), low, high);
    SquashedGaussian base = new SquashedGaussian(gaussian(0, 1), low, high);
    assertEquals(
        gaussian(0.3, 0.8).maxLogRatioUpper(gaussian(0, 1)), squashed.maxLogRatioUpper(base), 0);
    // The density integrates to one.
    double sum = 0;
    int cells = 20_000;
    for (int k = 0; k < cells; k++) {
      double action = -2 + 4 * (k + 0.5) / cells;
      sum += Math.exp(squashed.logDensity(new double[] {action})) * 4 / cells;
    }
    assertEquals(1, sum, 1e-6);
    double[] raw = {12.0};
    assertEquals(
        -0.5 * Math.pow(11.7 / 0.8, 2)
            - Math.log(0.8)
            - 0.9189385332046728
            - Math.log(2)
            - (2 * Math.log(2) - 24),
        squashed.logDensityOfRaw(raw),
        1e-9);
    assertThrows(IllegalArgumentException.class, () -> squashed.logDensity(new double[] {2.0}));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            squashed.maxLogRatioUpper(new SquashedGaussian(gaussian(0, 1), low, new double[] {3})));
  }

  /** The charge from a squashed action covers the one from the raw action it came from. */
  @Test
  void chargesOfSquashedActionsCoverThoseOfTheRawOnes() {
    SplittableRandom random = new SplittableRandom(10);
    double[] low = {-3};
    double[] high = {1};
    SquashedGaussian base = new SquashedGaussian(gaussian(1, 4), low, high);
    SquashedGaussian task = new SquashedGaussian(gaussian(2, 3), low, high);
    double[] raw = new double[1];
    double[] action = new double[1];
    int compared = 0;
    for (int n = 0; n < 20_000; n++) {
      task.raw().sample(random, raw);
      task.squash(raw, action);
      if (action[0] <= -3 || action[0] >= 1) {
        continue;
      }
      double exact = task.raw().logDensity(raw) - base.raw().logDensity(raw);
      double charge = task.logRatioUpper(base, action);
      assertTrue(charge >= exact - 1e-14, () -> raw[0] + ": " + charge + " < " + exact);
      assertEquals(exact, charge, Math.abs(raw[0]) < 5 ? 1e-10 : 10);
      compared++;
    }
    assertTrue(compared > 19_000);
    assertEquals(0, base.logRatioUpper(base, new double[] {0.5}), 0);
    assertThrows(
        IllegalArgumentException.class,
        () -> Categorical.of(1, 1).logRatioUpper(Categorical.of(1, 2), new double[] {2}));
  }

  @Test
  void badParametersAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> gaussian(0, 0));
    assertThrows(IllegalArgumentException.class, () -> gaussian(Double.NaN, 1));
    assertThrows(IllegalArgumentException.class, () -> gaussian(0, INFINITE));
    assertThrows(IllegalArgumentException.class, () -> Categorical.of(0, 0));
    assertThrows(IllegalArgumentException.class, () -> Categorical.of(1, -1));
    assertThrows(IllegalArgumentException.class, () -> Categorical.ofLogits(Double.NaN, 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> new FullGaussian(new double[2], new double[][] {{1, 2}, {2, 1}}));
    assertThrows(
        IllegalArgumentException.class,
        () -> gaussian(0, 1).maxLogRatioUpper(Categorical.of(1, 1)));
  }

  @Test
  void categoriesWithoutBaseMassHaveInfiniteRatios() {
    Categorical base = Categorical.of(1, 0, 3);
    Categorical task = Categorical.of(1, 1, 2);
    assertEquals(INFINITE, task.maxLogRatioUpper(base), 0);
    assertEquals(INFINITE, task.divergenceFrom(base), 0);
    assertFalse(Double.isInfinite(base.divergenceFrom(task)));
    assertEquals(Math.log(1.5), base.maxLogRatioUpper(task), 1e-14);
    Categorical logits = Categorical.ofLogits(1000, 1000 + Math.log(3));
    assertEquals(0.75, logits.probability(1), 1e-12);
  }

  private static FullGaussian turned(DiagonalGaussian diagonal, double angle) {
    double c = Math.cos(angle);
    double s = Math.sin(angle);
    double a = diagonal.std(0) * diagonal.std(0);
    double b = diagonal.std(1) * diagonal.std(1);
    double[][] covariance = {
      {c * c * a + s * s * b, c * s * (a - b)}, {c * s * (a - b), s * s * a + c * c * b}
    };
    double[] mean = {
      c * diagonal.mean(0) - s * diagonal.mean(1), s * diagonal.mean(0) + c * diagonal.mean(1)
    };
    return new FullGaussian(mean, covariance);
  }

  private static DiagonalGaussian gaussian(double mean, double std) {
    return new DiagonalGaussian(new double[] {mean}, new double[] {std});
  }
}
