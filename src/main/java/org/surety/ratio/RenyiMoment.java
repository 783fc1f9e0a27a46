package org.surety.ratio;

import java.util.function.DoubleUnaryOperator;

/**
 * Log moments ψ_r = ln E_b[(π'/π_b)^r] of Gaussian density ratios, in base-relative coordinates of
 * one dimension: x = (μ' − μ_b)/σ_b and v = 1 − (σ'/σ_b)², which is negative where the new policy
 * is wider. The moment of a diagonal Gaussian is the sum over its dimensions.
 *
 * <pre>ψ_r = −(r−1)/2 ln(1−v) − 1/2 ln(1+(r−1)v) + r(r−1)x² / (2(1+(r−1)v)),  v > −1/(r−1)</pre>
 */
public final class RenyiMoment {
  private static final double RELATIVE_ERROR = 64 * 0x1p-53;

  private RenyiMoment() {}

  /**
   * ψ_r of one dimension, rounded up; infinite where the moment does not exist.
   *
   * @param order r > 1
   * @param x shift of the mean in base standard deviations
   * @param v 1 − (σ'/σ_b)², below 1
   */
  public static double upper(double order, double x, double v) {
    if (!(order > 1) || !(v < 1)) {
      throw new IllegalArgumentException(
          "expected an order above 1 and v below 1, got " + order + " and " + v);
    }
    double k = order - 1;
    double narrowing = 1 + k * v;
    if (!(narrowing > 0x1p-40 * (1 + k))) {
      return Double.POSITIVE_INFINITY;
    }
    double first = -k / 2 * StrictMath.log1p(-v);
    double second = -0.5 * StrictMath.log1p(k * v);
    double third = order * k * x * x / (2 * narrowing);
    double conditioning = 1 + Math.abs(k * v) / narrowing;
    double slack =
        RELATIVE_ERROR
            * conditioning
            * (Math.abs(first) + Math.abs(second) + third + Math.abs(k * v));
    return Math.nextUp(first + second + third + slack);
  }

  /**
   * sup ψ_r over Gaussians no wider than the base with density ratio at most e^δ: pure shrinking,
   * (r−1)δ − 1/2 ln(1 + (r−1)(1 − e^{−2δ})).
   */
  static double ofRatio(double order, double delta) {
    double k = order - 1;
    return k * delta - 0.5 * StrictMath.log1p(-k * StrictMath.expm1(-2 * delta));
  }

  /**
   * min over r of e^{T ψ_r/r} ε^{1−1/r} for Gaussians of density ratio at most α: what the Rényi
   * transfer gives where chi-square applies, too. For comparison; computed to about 12 digits.
   */
  public static double ratioBound(double epsilon, double alpha, int horizon) {
    double delta = StrictMath.log(alpha);
    double logEpsilon = StrictMath.log(epsilon);
    DoubleUnaryOperator exponent =
        t -> {
          double r = 1 + StrictMath.exp(t);
          return (horizon * ofRatio(r, delta) + (r - 1) * logEpsilon) / r;
        };
    // Golden section in ln(r − 1); the exponent has one minimum.
    double low = -10;
    double high = 12;
    double golden = (Math.sqrt(5) - 1) / 2;
    for (int i = 0; i < 90; i++) {
      double a = high - golden * (high - low);
      double b = low + golden * (high - low);
      if (exponent.applyAsDouble(a) < exponent.applyAsDouble(b)) {
        high = b;
      } else {
        low = a;
      }
    }
    return Math.min(1, StrictMath.exp(exponent.applyAsDouble((low + high) / 2)));
  }
}
