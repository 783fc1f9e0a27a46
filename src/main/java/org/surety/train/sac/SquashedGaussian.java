package org.surety.train.sac;

/**
 * A Gaussian with independent dimensions whose draws are squashed by tanh, on arrays of one thread:
 * draws, their log-densities on (−1, 1)^d, and the gradient of the actor's loss through a draw that
 * is held to its noise (reparameterization; Haarnoja et al. 2018, appendix C).
 *
 * <p>With u = m + σ z, a = tanh u: ln π(a) = Σ −z²/2 − ln σ − ln √(2π) − ln(1 − a²), whose last
 * term is evaluated without cancellation.
 */
final class SquashedGaussian {
  private static final double HALF_LOG_2PI = 0.9189385332046728;
  private static final double LOG_2 = 0.6931471805599453;

  private final int d;

  /** The draw before it is squashed. */
  final double[] raw;

  /** And after. */
  final double[] squashed;

  /** The standard normal numbers that it comes from. */
  final double[] noise;

  private double logDensity;

  SquashedGaussian(int dimensions) {
    d = dimensions;
    raw = new double[d];
    squashed = new double[d];
    noise = new double[d];
  }

  /** Squashes the draw that {@link #noise} makes of a mean and deviations. */
  void draw(double[] mean, double[] std) {
    double sum = 0;
    for (int i = 0; i < d; i++) {
      double z = noise[i];
      raw[i] = mean[i] + std[i] * z;
      squashed[i] = StrictMath.tanh(raw[i]);
      sum -= 0.5 * z * z + StrictMath.log(std[i]) + HALF_LOG_2PI + logSlope(raw[i]);
    }
    logDensity = sum;
  }

  /** Log-density of the last draw, by volume in (−1, 1)^d. */
  double logDensity() {
    return logDensity;
  }

  /** ln(1 − tanh² u) = 2 (ln 2 − |u| − ln(1 + e^{−2|u|})). */
  static double logSlope(double u) {
    double size = Math.abs(u);
    return 2 * (LOG_2 - size - StrictMath.log1p(StrictMath.exp(-2 * size)));
  }

  /**
   * The gradient of {@code entropy} · ln π(a) − Q(a) at the last draw, whose noise is held.
   *
   * @param entropy coefficient, at least 0
   * @param value the gradient of Q by the squashed action, from {@code from}
   * @param byMean receives the gradient by the means
   * @param byStd receives the gradient by the deviations
   */
  void pullBack(
      double entropy, float[] value, int from, double[] std, double[] byMean, double[] byStd) {
    for (int i = 0; i < d; i++) {
      double a = squashed[i];
      byMean[i] = 2 * entropy * a - value[from + i] * (1 - a) * (1 + a);
      byStd[i] = byMean[i] * noise[i] - entropy / std[i];
    }
  }
}
