package org.surety.numeric;

/**
 * Distribution function and quantiles of the standard normal, enclosed: the lower value is below
 * and the upper value above the exact one, at a relative distance of about 10⁻¹⁴ in the lower tail
 * too.
 *
 * <p>Near the origin by the series Φ(x) = 1/2 + φ(x) (x + x³/3 + x⁵/15 + …) of positive terms; in
 * the tail by Laplace's continued fraction of the Mills ratio, of which two successive convergents
 * lie on either side of the value.
 */
public final class StandardNormal {
  private static final double UNIT = 0x1p-53;
  private static final double SERIES_UP_TO = 1.5;
  private static final double INVERSE_SQRT_2PI = 0.3989422804014327;

  private StandardNormal() {}

  /** Φ(x) from above. */
  public static double cdfUpper(double x) {
    return cdf(x, true);
  }

  /** Φ(x) from below. */
  public static double cdfLower(double x) {
    return cdf(x, false);
  }

  /** Φ(x) to about 14 digits, on no particular side. */
  public static double cdf(double x) {
    return 0.5 * (cdf(x, true) + cdf(x, false));
  }

  /** The density at x, to a few units in the last place. */
  public static double density(double x) {
    double square = x * x;
    double rest = Math.fma(x, x, -square);
    double kernel = StrictMath.exp(-square / 2);
    return kernel == 0 ? 0 : INVERSE_SQRT_2PI * kernel * (1 - rest / 2);
  }

  /** The quantile from above: Φ(result) ≥ p for certain; p in [0, 1], infinite at both ends. */
  public static double quantileUpper(double p) {
    double x = quantile(p);
    if (Double.isInfinite(x)) {
      return x;
    }
    // The estimate is off by less than the margin, or anything up to 40 where Φ is flat next to 1.
    double margin = 1e-7 * (1 + Math.abs(x));
    double inside = x < 5 && cdfLower(x + margin) >= p ? x + margin : 40;
    return Threshold.last(y -> cdfLower(y) >= p, inside, x < 5 ? x - margin : 4);
  }

  /** The quantile from below: Φ(result) ≤ p for certain; p in [0, 1], infinite at both ends. */
  public static double quantileLower(double p) {
    double x = quantile(p);
    if (Double.isInfinite(x)) {
      return x;
    }
    double margin = 1e-7 * (1 + Math.abs(x));
    double inside = x < 5 && cdfUpper(x - margin) <= p ? x - margin : x < 5 ? -40 : 4;
    return Threshold.last(y -> cdfUpper(y) <= p, inside, x < 5 ? x + margin : 40);
  }

  /**
   * The quantile to about 12 digits (8 next to 1), on no particular side; for sampling by inversion
   * and as a start. Newton's iteration on ln Φ, which is concave, from the side of the tail.
   */
  public static double quantile(double p) {
    checkProbability(p);
    if (p <= 0 || p >= 1) {
      return p <= 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    if (p > 0.5) {
      return -quantile(1 - p);
    }
    double t = Math.sqrt(-2 * StrictMath.log(p));
    // Abramowitz and Stegun 26.2.23: within 4.5e-4.
    double x =
        (2.515517 + t * (0.802853 + t * 0.010328))
                / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)))
            - t;
    for (int i = 0; i < 3; i++) {
      double cdf = cdf(x);
      x -= cdf / density(x) * StrictMath.log(cdf / p);
    }
    return x;
  }

  private static double cdf(double x, boolean up) {
    if (Double.isNaN(x)) {
      throw new IllegalArgumentException("the normal distribution is not defined at NaN");
    }
    if (x > SERIES_UP_TO) {
      return up
          ? Math.min(1, Math.nextUp(1 - tail(x, false)))
          : Math.min(Math.nextDown(1.0), Math.nextDown(1 - tail(x, true)));
    }
    if (x < -SERIES_UP_TO) {
      return tail(-x, up);
    }
    double term = Math.abs(x);
    double sum = term;
    int n = 0;
    while (term > sum * 0x1p-60) {
      n++;
      term *= x * x / (2 * n + 1);
      sum += term;
    }
    double half = density(x) * sum;
    double slack = half * UNIT * (6.0 * n + 24) + 2 * UNIT;
    double value = x < 0 ? 0.5 - half : 0.5 + half;
    return up ? value + slack : value - slack;
  }

  /** P(Z > x), x > 1, from above or below. */
  private static double tail(double x, boolean up) {
    if (x > 39) {
      return up ? Double.MIN_VALUE : 0;
    }
    int n = (int) (300 / (x * x)) + 20;
    double one = millsDenominator(x, n);
    double two = millsDenominator(x, n + 1);
    double slack = UNIT * (4.0 * n + 32);
    double value = density(x) / (up ? Math.min(one, two) : Math.max(one, two));
    return up
        ? value * (1 + slack) + 4 * Double.MIN_VALUE
        : Math.max(0, value * (1 - slack) - 4 * Double.MIN_VALUE);
  }

  /** x + 1/(x + 2/(x + … n/x)). */
  private static double millsDenominator(double x, int n) {
    double value = x;
    for (int k = n; k >= 1; k--) {
      value = x + k / value;
    }
    return value;
  }

  private static void checkProbability(double p) {
    if (!(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException("a probability lies in [0, 1], got " + p);
    }
  }
}
