package org.surety.ratio;

/**
 * The last layer of a network whose density ratio to a base Gaussian is bounded by construction: no
 * projection, smooth everywhere, and every Gaussian inside the limit can be reached. From d + 1
 * logits, d width inputs c and d mean inputs e,
 *
 * <pre>δ_i = δ softmax(logits)_i,  v_i = (1 − e^{−2δ_i}) sigmoid(c_i),
 * x_i = tanh(e_i) √(2 v_i (δ_i + ln(1 − v_i)/2)),  μ' = μ_b + σ_b x,  σ' = σ_b √(1 − v).</pre>
 *
 * The last logit is slack. In real numbers the ratio is at most e^δ; the doubles returned are
 * checked and, where rounding has carried them over, drawn towards the base.
 */
public final class RatioBoundedHead {
  private final int dimension;

  /**
   * A head for actions of one dimension.
   *
   * @param dimension number of action dimensions, at least 1
   */
  public RatioBoundedHead(int dimension) {
    this.dimension = dimension;
  }

  /**
   * Applies the head.
   *
   * @param logRatio δ, finite and at least 0
   * @param logits {@code dimension + 1} numbers
   * @param widths the c_i
   * @param shifts the e_i
   * @param mean receives μ'
   * @param std receives σ'
   */
  public void apply(
      double logRatio,
      double[] logits,
      double[] widths,
      double[] shifts,
      double[] baseMean,
      double[] baseStd,
      double[] mean,
      double[] std) {
    double most = logits[dimension];
    for (int i = 0; i < dimension; i++) {
      most = Math.max(most, logits[i]);
    }
    double sum = 0;
    for (int i = 0; i <= dimension; i++) {
      sum += StrictMath.exp(logits[i] - most);
    }
    for (int i = 0; i < dimension; i++) {
      double share = logRatio * (1 - 1e-14) * (StrictMath.exp(logits[i] - most) / sum);
      double v = -StrictMath.expm1(-2 * share) / (1 + StrictMath.exp(-widths[i]));
      double room = Math.max(0, share + 0.5 * StrictMath.log1p(-v));
      double x = StrictMath.tanh(shifts[i]) * Math.sqrt(2 * v * room);
      std[i] = baseStd[i] - baseStd[i] * (v / (1 + Math.sqrt(1 - v)));
      mean[i] = std[i] == baseStd[i] ? baseMean[i] : baseMean[i] + baseStd[i] * x;
    }
    GaussianProjection.shrinkUntilKept(logRatio, baseMean, baseStd, mean, std, 0, dimension);
  }

  /**
   * The mean-only head: x = ρ e / max(1, |e|), width kept.
   *
   * @param radius ρ ≥ 0 in base standard deviations
   * @param shifts the e_i
   * @param mean receives μ'; its squared shift, rounded up, is at most ρ²
   */
  public void applyToMean(
      double radius, double[] shifts, double[] baseMean, double[] baseStd, double[] mean) {
    double length = 0;
    for (int i = 0; i < dimension; i++) {
      length = Math.hypot(length, shifts[i]);
    }
    for (double factor = 1; ; factor = factor == 1 ? 1 - 1e-15 : 1 - 8 * (1 - factor)) {
      double scale = factor < 0.5 ? 0 : factor * radius / Math.max(1, length);
      for (int i = 0; i < dimension; i++) {
        mean[i] = baseMean[i] + baseStd[i] * (scale * shifts[i]);
      }
      if (scale == 0
          || MeanProjection.squaredShiftUpper(mean, baseMean, baseStd, 0, dimension)
              <= radius * radius) {
        return;
      }
    }
  }
}
