package org.surety.audit.box;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.surety.base.Progress;

class BoxAuditTest {
  private static final double[] LOW = {-1};
  private static final double[] HIGH = {1};

  /** Computed with 50 digits; the maximum is at s = −0.79566305327692362326. */
  private static final double VECTOR = 0.44697099429343465307;

  private static BoxAuditResult vector(double logAlpha, double gap) {
    return BoxAudit.audit(
        Pairs.vectorBase(),
        Pairs.vectorTask(),
        LOW,
        HIGH,
        logAlpha,
        gap,
        Duration.ofSeconds(10),
        Progress.NONE);
  }

  @Test
  void boundsEncloseTheKnownMaximum() {
    for (double gap : new double[] {0.5, 0.05, 1e-3, 1e-6}) {
      BoxAuditResult result = vector(Double.POSITIVE_INFINITY, gap);
      assertTrue(result.maxLogRatioUpper() >= VECTOR, result::toString);
      assertTrue(result.maxLogRatioUpper() <= VECTOR * (1 + gap) + 1e-12, result::toString);
      assertTrue(result.maxLogRatioLower() <= VECTOR, result::toString);
      assertTrue(result.maxLogRatioLower() * (1 + gap) >= VECTOR - 1e-12, result::toString);
    }
  }

  @Test
  void noSampledStateExceedsABoundOrFallsBelowOne() {
    SplittableRandom random = new SplittableRandom(11);
    int finite = 0;
    double tightness = 0;
    for (int round = 0; round < 400; round++) {
      int inputs = 1 + random.nextInt(4);
      Pairs.Pair pair = Pairs.any(random, inputs, 1 + random.nextInt(3), 0.1 * random.nextInt(4));
      double reach = Math.pow(10, random.nextDouble(-4, 0));
      double[] lower = random.doubles(inputs, -1, 1).toArray();
      double[] upper = lower.clone();
      for (int i = 0; i < inputs; i++) {
        upper[i] += reach * random.nextDouble();
      }
      BoxAuditResult result =
          BoxAudit.audit(
              pair.base(),
              pair.task(),
              lower,
              upper,
              Double.POSITIVE_INFINITY,
              0.3,
              Duration.ofMillis(100),
              Progress.NONE);
      StatePoints points = new StatePoints(pair.base(), pair.task(), null, lower, upper);
      double most = 0;
      for (int k = 0; k < 1000; k++) {
        double[] x = new double[inputs];
        for (int i = 0; i < inputs; i++) {
          x[i] = Math.min(upper[i], lower[i] + random.nextDouble() * (upper[i] - lower[i]));
        }
        most = Math.max(most, points.at(x));
      }
      assertTrue(most * (1 - 1e-13) <= result.maxLogRatioUpper(), result::toString);
      if (!result.witness().isEmpty()) {
        double[] x = result.witness().stream().mapToDouble(v -> v).toArray();
        assertTrue(points.at(x) >= result.maxLogRatioLower(), result::toString);
      }
    }
  }
}
