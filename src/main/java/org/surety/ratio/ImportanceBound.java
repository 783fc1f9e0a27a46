package org.surety.ratio;

import org.surety.numeric.Directed;
import org.surety.numeric.Threshold;

/**
 * Bounds a new policy's violation probability from episodes of the base policy, by the ratios Z_i =
 * Λ_i 1{episode i violates} in [0, M]: their expectation is P'(V). The new policy must have been
 * chosen without these episodes, and a trajectory budget B gives the range M = e^B.
 *
 * <p>For a hypothetical mean m, ∏ (1 + u (m − Z_i)/(M − m)) is a non-negative supermartingale for
 * every stake u in (0, 1) if the mean is at least m; the average over a grid of stakes exceeds 1/β
 * with probability at most β at any time (Ville). It increases in m; the bound is where it reaches
 * 1/β. Valid at any number of episodes, also one that depends on the data. Waudby-Smith and Ramdas,
 * "Estimating means of bounded random variables by betting", 2024.
 */
public final class ImportanceBound {
  private static final int STAKES = 64;
  private static final double UNIT = 0x1p-53;

  private ImportanceBound() {}

  /**
   * The bound, rounded up and at most 1.
   *
   * @param violating the ratios Λ of the episodes that violate, in [0, range]
   * @param episodes number of all episodes, violating or not
   * @param range M ≥ 1, a bound on the ratio of every trajectory
   * @param beta error probability in (0, 1)
   */
  public static double upper(double[] violating, long episodes, double range, double beta) {
    if (episodes < violating.length || !(range >= 1) || Double.isInfinite(range)) {
      throw new IllegalArgumentException(
          "expected at least "
              + violating.length
              + " episodes and a finite range of at least 1,"
              + " got "
              + episodes
              + " and "
              + range);
    }
    if (!(beta > 0 && beta < 1)) {
      throw new IllegalArgumentException("beta must lie in (0, 1), got " + beta);
    }
    for (double ratio : violating) {
      if (!(ratio >= 0 && ratio <= range)) {
        throw new IllegalArgumentException(
            "ratios lie in [0, " + range + "], got " + ratio + "; was the budget kept?");
      }
    }
    double needed = -Directed.logUp(beta) + 4 * UNIT * Math.abs(StrictMath.log(beta));
    double last = range * (1 - 0x1p-30);
    if (!(logWealthLower(last, violating, episodes, range) >= needed)) {
      return 1;
    }
    double bound =
        Threshold.last(m -> logWealthLower(m, violating, episodes, range) >= needed, last, 0);
    return Math.min(1, bound);
  }

  /** ln of the average wealth at the mean m, less a bound on its rounding error. */
  private static double logWealthLower(double m, double[] violating, long episodes, double range) {
    double most = Double.NEGATIVE_INFINITY;
    double[] logs = new double[STAKES];
    double worst = 0;
    long quiet = episodes - violating.length;
    for (int j = 0; j < STAKES; j++) {
      double u = (j + 0.5) / STAKES;
      double term = quiet * StrictMath.log1p(u * (m / (range - m)));
      double sum = term;
      double magnitude = Math.abs(term);
      for (double ratio : violating) {
        // At least 1 − u, so the relative error of the factor is at most 4 / (1 − u) units.
        term = StrictMath.log1p(u * ((m - ratio) / (range - m)));
        sum += term;
        magnitude += Math.abs(term);
      }
      logs[j] = sum;
      most = Math.max(most, sum);
      worst =
          Math.max(
              worst, (violating.length + 8) * UNIT * (magnitude + 4 * episodes * Math.min(1, m)));
      worst = Math.max(worst, 8 * UNIT / (1 - u) * violating.length);
    }
    double wealth = 0;
    for (double log : logs) {
      wealth += StrictMath.exp(log - most);
    }
    return most + StrictMath.log(wealth / STAKES) - 2 * worst - 256 * UNIT;
  }
}
