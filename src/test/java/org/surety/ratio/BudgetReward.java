package org.surety.ratio;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.surety.numeric.StandardNormal;

/**
 * What the transfers buy at one certified bound, in the simplest task: actions are standard normal
 * under the base policy, the reward of an episode is their sum, and the bound on violations may
 * grow tenfold, from 0.001 to 0.01.
 */
public final class BudgetReward {
  private static final double FACTOR = 10;
  private static final double BUDGET = Math.log(FACTOR);
  private static final BigDecimal EPSILON = new BigDecimal("0.001");
  private static final BigDecimal RISK = new BigDecimal("0.01");

  private BudgetReward() {}

  /** α^T with the Gaussian of largest mean. */
  public static double powerGaussian(int horizon) {
    return horizon * GaussianShift.largest(Math.exp(BUDGET / horizon));
  }

  /** α^T with the distribution of largest mean: the upper 1/α of the base. */
  public static double powerCapped(int horizon) {
    double alpha = Math.exp(BUDGET / horizon);
    return horizon * alpha * StandardNormal.density(StandardNormal.quantile(1 / alpha));
  }

  /** The chi-square transfer with the Gaussian of largest mean. */
  public static double chiSquare(int horizon) {
    double alpha =
        ChiSquareTransfer.everyDecision()
            .largestSetting(BaseRisk.unchanged(EPSILON, horizon), RISK);
    return horizon * GaussianShift.largest(alpha);
  }

  /** The mean budget, spent evenly. */
  public static double meanBudget(int horizon) {
    double budget =
        new MeanShiftTransfer().largestSetting(BaseRisk.unchanged(EPSILON, horizon), RISK);
    return budget * Math.sqrt(horizon);
  }

  /** The best of all laws with ratio at most 10: the upper tenth of the base's sums. */
  public static double optimum(int horizon) {
    return FACTOR
        * StandardNormal.density(StandardNormal.quantile(1 / FACTOR))
        * Math.sqrt(horizon);
  }

  /** A ledger with the Gaussian of largest mean within each decision's limit. */
  public static double ledgerGaussian(int horizon, int episodes, SplittableRandom random) {
    double cap = TrajectoryBudgetTransfer.perDecisionCap(BUDGET, horizon);
    GaussianProjection projection = new GaussianProjection(1);
    double[] zero = {0};
    double[] one = {1};
    double[] far = {1e4};
    double[] mean = new double[1];
    double[] std = new double[1];
    projection.project(cap, zero, one, far, one, mean, std, 0);
    double capMean = mean[0];
    double capStd = std[0];
    double reward = 0;
    for (int n = 0; n < episodes; n++) {
      double left = BUDGET;
      for (int t = 0; t < horizon; t++) {
        double m = capMean;
        double s = capStd;
        if (left < 1e-12) {
          m = 0;
          s = 1;
        } else if (left < cap) {
          projection.project(left, zero, one, far, one, mean, std, 0);
          m = mean[0];
          s = std[0];
        }
        double z = random.nextGaussian();
        double xi = m + s * z;
        left -= -Math.log(s) + 0.5 * (xi * xi - z * z);
        reward += xi;
      }
    }
    return reward / episodes;
  }

  /**
   * A ledger with the shift c/√T capped at what is left, c = 2 up to 100 decisions and 3 beyond.
   * What is left is rounded down to a grid, where the capped densities are computed once.
   */
  public static double ledgerCapped(int horizon, int episodes, SplittableRandom random) {
    double shift = (horizon <= 100 ? 2 : 3) / Math.sqrt(horizon);
    double least = 1e-5;
    // Beyond this the cap lies nine deviations out.
    double most = shift * (9 + shift);
    int points = 600;
    CappedGaussian[] grid = new CappedGaussian[points];
    double ratio = Math.pow(most / least, 1.0 / (points - 1));
    for (int i = 0; i < points; i++) {
      grid[i] = new CappedGaussian(shift, least * Math.pow(ratio, i));
    }
    double reward = 0;
    for (int n = 0; n < episodes; n++) {
      double left = BUDGET;
      for (int t = 0; t < horizon; t++) {
        if (left < least) {
          reward += random.nextGaussian();
          continue;
        }
        int i = (int) (Math.log(left / least) / Math.log(ratio) - 1e-6);
        CappedGaussian capped = grid[Math.min(points - 1, i)];
        double xi = draw(capped, shift, random);
        left -= capped.logRatioUpper(xi);
        reward += xi;
      }
      if (left < -1e-9) {
        throw new AssertionError("the ledger was overdrawn by " + -left);
      }
    }
    return reward / episodes;
  }

  /** By rejection, faster than {@link CappedGaussian#sample}: accept with min(1, cap) of both. */
  private static double draw(CappedGaussian capped, double shift, SplittableRandom random) {
    if (random.nextDouble() * shift < capped.mean()) {
      while (true) {
        double xi = shift + random.nextGaussian();
        if (xi <= capped.edge()) {
          return xi;
        }
      }
    }
    while (true) {
      double xi = random.nextGaussian();
      if (xi > capped.edge()) {
        return xi;
      }
    }
  }
}
