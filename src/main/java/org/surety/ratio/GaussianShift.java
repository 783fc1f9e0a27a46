package org.surety.ratio;

/**
 * What a density ratio buys in the unit of a Gaussian policy: the largest shift of the mean, in
 * standard deviations of the base policy, that one dimension allows.
 */
public final class GaussianShift {
  private GaussianShift() {}

  /**
   * The largest |μ' − μ_b| / σ_b over Gaussians N(μ', σ'²), σ' ≤ σ_b, with sup π'/π_b ≤ α. With v =
   * 1 − (σ'/σ_b)² the constraint is x² ≤ 2v (δ + ln(1 − v) / 2), δ = ln α; the maximum lies where δ
   * + ln(1 − v) / 2 = v / (2 (1 − v)), and there x = v / √(1 − v). About δ for small δ, so a ratio
   * of 1.01 buys a hundredth of a standard deviation.
   *
   * @param alpha ratio, at least 1
   * @return the shift in base standard deviations, to about 12 digits (for display)
   */
  public static double largest(double alpha) {
    if (!(alpha >= 1) || Double.isInfinite(alpha)) {
      throw new IllegalArgumentException("alpha must be finite and at least 1, got " + alpha);
    }
    double delta = StrictMath.log(alpha);
    double low = 0;
    double high = -StrictMath.expm1(-2 * delta);
    for (int i = 0; i < 200 && low < high; i++) {
      double v = low + (high - low) / 2;
      if (v <= low || v >= high) {
        break;
      }
      if (delta + StrictMath.log1p(-v) / 2 >= v / (2 * (1 - v))) {
        low = v;
      } else {
        high = v;
      }
    }
    return low / Math.sqrt(1 - low);
  }
}
