package org.surety.ratio;

import org.surety.numeric.Logarithm;

/**
 * The largest log density ratio of diagonal Gaussians N(μ', σ'²) over N(μ_b, σ_b²),
 *
 * <pre>Σ ln(σ_b/σ') + (μ' − μ_b)² / (2 (σ_b² − σ'²)),</pre>
 *
 * a term being 0 where the two are equal, and infinite where σ' > σ_b, or where σ' = σ_b and the
 * means differ: one unit in the last place decides. A common bijection of the actions, such as tanh
 * and a scaling, changes nothing.
 */
public final class GaussianRatio {
  private static final double UNIT = 0x1p-53;

  private GaussianRatio() {}

  /**
   * The supremum over all actions of ln π'/π_b, rounded up: with (σ_b − σ')(σ_b + σ') for the
   * difference of squares the relative error is below 12 units of 2⁻⁵³ a dimension, for which 16
   * are added.
   *
   * @param mean means of the new policy; {@code dimension} entries from {@code offset} in this and
   *     the other arrays
   * @param std standard deviations of the new policy, positive
   * @param baseMean means of the base policy
   * @param baseStd standard deviations of the base policy, positive
   * @return at least 0; infinity where the ratio is unbounded or an entry is not a number
   */
  public static double maxLogRatioUpper(
      double[] mean, double[] std, double[] baseMean, double[] baseStd, int offset, int dimension) {
    double sum = 0;
    for (int i = offset; i < offset + dimension; i++) {
      sum += term(mean[i], std[i], baseMean[i], baseStd[i]);
    }
    return upward(sum, dimension);
  }

  /**
   * ln π'/π_b at an action that was drawn, rounded up: what a ledger charges. Exactly 0 where new
   * and base policy are the same bit for bit. Basic operations only, so that guards in other
   * languages arrive at the same bits.
   *
   * @param action raw action, before any squashing; arrays as in {@link #maxLogRatioUpper}
   */
  public static double logRatioUpper(
      double[] mean,
      double[] std,
      double[] baseMean,
      double[] baseStd,
      double[] action,
      int offset,
      int dimension) {
    double sum = 0;
    double magnitude = 0;
    for (int i = offset; i < offset + dimension; i++) {
      if (mean[i] == baseMean[i] && std[i] == baseStd[i]) {
        continue;
      }
      double z = (action[i] - mean[i]) / std[i];
      double zBase = (action[i] - baseMean[i]) / baseStd[i];
      double square = z * z;
      double squareBase = zBase * zBase;
      double logarithm = Logarithm.log(baseStd[i] / std[i]);
      sum += logarithm + 0.5 * (squareBase - square);
      // The quotient under the logarithm is off by a unit, whatever its logarithm.
      magnitude += 1 + Math.abs(logarithm) + square + squareBase;
    }
    return magnitude == 0 ? 0 : sum + (16 + dimension) * UNIT * magnitude;
  }

  /** The rounding-up of a sum of {@link #term}. */
  static double upward(double sum, int dimension) {
    return sum * (1 + 16 * (dimension + 1) * UNIT);
  }

  /** The part of one dimension, to a relative error of 12 units. */
  static double term(double mean, double std, double baseMean, double baseStd) {
    double narrowing = baseStd - std;
    double shift = mean - baseMean;
    if (narrowing == 0 && shift == 0) {
      return 0;
    }
    if (!(narrowing > 0) || !(std >= Double.MIN_NORMAL)) {
      return Double.POSITIVE_INFINITY;
    }
    double fraction = narrowing / baseStd;
    double logarithm =
        fraction < 0.28 ? Logarithm.minusLogOneMinus(fraction) : Logarithm.log(baseStd / std);
    // Quotients first: their product neither overflows nor underflows where it matters.
    double value = logarithm + 0.5 * (shift / narrowing) * (shift / (baseStd + std));
    return value >= 0 ? value : Double.POSITIVE_INFINITY;
  }
}
