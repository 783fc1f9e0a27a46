package org.surety.ratio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.surety.ratio.TransferTrial.Model;
import org.surety.ratio.TransferTrial.Outcome;

/**
 * The chi-square transfer for full covariances against its worst sets: at every decision the new
 * policy narrows one direction, which turns with what was drawn before, so that no fixed
 * coordinates diagonalize the trajectory.
 */
class FullCovarianceMonteCarloTest {
  private static final double[][] FACTOR = {{0.7, 0, 0}, {-0.4, 1.1, 0}, {0.9, 0.3, 0.2}};
  private static final double[] MEAN = {0.3, -1, 2};
  private static final FullGaussian BASE = new FullGaussian(MEAN, covariance(identity()));

  private static double[][] identity() {
    return new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
  }

  /** L W Lᵀ. */
  private static double[][] covariance(double[][] white) {
    double[][] result = new double[3][3];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        for (int k = 0; k < 3; k++) {
          for (int l = 0; l < 3; l++) {
            result[i][j] += FACTOR[i][k] * white[k][l] * FACTOR[j][l];
          }
        }
      }
    }
    return result;
  }

  /** N(μ + s L u, L (1 − (1 − 1/g²) u uᵀ) Lᵀ): g times narrower along u, shifted along it by s. */
  private static FullGaussian narrowed(double[] u, double g, double s) {
    double[][] white = identity();
    double[] mean = MEAN.clone();
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        white[i][j] -= (1 - 1 / (g * g)) * u[i] * u[j];
        mean[i] += s * FACTOR[i][j] * u[j];
      }
    }
    return new FullGaussian(mean, covariance(white));
  }

  /** The direction that a number points to. */
  private static double[] direction(double x) {
    double polar = 2 * Math.sin(3 * x);
    double azimuth = 5 * x;
    return new double[] {
      Math.sin(polar) * Math.cos(azimuth), Math.sin(polar) * Math.sin(azimuth), Math.cos(polar)
    };
  }

  private static Model adaptive(double alpha, double narrowing, int horizon) {
    double shift =
        Math.sqrt(2 * (1 - 1 / (narrowing * narrowing)) * (Math.log(alpha) - Math.log(narrowing)));
    return random -> {
      double sum = 0;
      double[] action = {0, 0, 0};
      for (int t = 0; t < horizon; t++) {
        FullGaussian task = narrowed(direction(action[0] + action[2] + t), narrowing, shift);
        task.sample((RandomGenerator) random, action);
        sum += task.logDensity(action) - BASE.logDensity(action);
      }
      return sum;
    };
  }

  @Test
  void worstSetsStayBelowTheBoundAndAttainItWhereOnlyWidthsShrink() {
    ChiSquareTransfer transfer = ChiSquareTransfer.everyDecision();
    for (int horizon : new int[] {1, 6}) {
      BaseRisk base = BaseRisk.unchanged(new BigDecimal("0.02"), horizon);
      double alpha = transfer.largestSetting(base, new BigDecimal("0.2"));
      // Where only a width shrinks, the ratio is largest at the mean.
      double atMean = narrowed(direction(1), alpha, 0).logDensity(MEAN) - BASE.logDensity(MEAN);
      assertEquals(Math.log(alpha), atMean, 1e-12);
      Outcome pure =
          TransferTrial.run(
              "full covariance, turning, T=" + horizon,
              transfer,
              alpha,
              base,
              adaptive(alpha, alpha, horizon),
              true,
              60_000,
              horizon);
      assertTrue(pure.holds() && pure.attained(0.02), pure::toString);
      double half = Math.sqrt(alpha);
      Outcome shifted =
          TransferTrial.run(
              "full covariance, turning and shifted, T=" + horizon,
              transfer,
              alpha,
              base,
              adaptive(alpha, half, horizon),
              false,
              60_000,
              horizon);
      assertTrue(shifted.holds(), shifted::toString);
    }
  }
}
