package org.surety.ratio;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Independent normal distributions N(μ_i, σ_i²). */
public final class DiagonalGaussian implements ActionDistribution {
  static final double HALF_LOG_2PI = 0.9189385332046728;

  private final double[] mean;
  private final double[] std;

  /**
   * The distribution with these parameters, which are copied.
   *
   * @param mean finite
   * @param std positive and finite, as many
   */
  public DiagonalGaussian(double[] mean, double[] std) {
    if (mean.length == 0 || mean.length != std.length) {
      throw new IllegalArgumentException(
          "as many means as standard deviations are needed, got "
              + mean.length
              + " and "
              + std.length);
    }
    for (int i = 0; i < mean.length; i++) {
      if (!Double.isFinite(mean[i]) || !(std[i] > 0) || Double.isInfinite(std[i])) {
        throw new IllegalArgumentException(
            "dimension "
                + i
                + " needs a finite mean and a positive finite standard deviation, got "
                + mean[i]
                + " and "
                + std[i]);
      }
    }
    this.mean = mean.clone();
    this.std = std.clone();
  }

  /** μ of one dimension. */
  public double mean(int i) {
    return mean[i];
  }

  /** σ of one dimension. */
  public double std(int i) {
    return std[i];
  }

  /** A copy of all means. */
  public double[] means() {
    return mean.clone();
  }

  /** A copy of all standard deviations. */
  public double[] stds() {
    return std.clone();
  }

  @Override
  public int dimension() {
    return mean.length;
  }

  @Override
  public double logDensity(double[] action) {
    double sum = 0;
    for (int i = 0; i < mean.length; i++) {
      double z = (action[i] - mean[i]) / std[i];
      sum -= 0.5 * z * z + StrictMath.log(std[i]) + HALF_LOG_2PI;
    }
    return sum;
  }

  /**
   * {@inheritDoc} One standard normal z is drawn a dimension, in order, and μ + σz returned. That z
   * has finitely many values is left out of the theory, as everywhere.
   */
  @Override
  public void sample(RandomGenerator random, double[] action) {
    for (int i = 0; i < mean.length; i++) {
      action[i] = mean[i] + std[i] * random.nextGaussian();
    }
  }

  @Override
  public double divergenceFrom(ActionDistribution other) {
    DiagonalGaussian that = same(other);
    double sum = 0;
    for (int i = 0; i < mean.length; i++) {
      // (t − ln(1 + t) + z²)/2 with t = (σ/σ₂)² − 1.
      double t = (std[i] - that.std[i]) / that.std[i];
      t *= 2 + t;
      double z = (mean[i] - that.mean[i]) / that.std[i];
      sum += 0.5 * (excessOfLog(t) + z * z);
    }
    return sum;
  }

  /** t − ln(1 + t) ≥ 0 for t > −1, without cancellation next to 0. */
  static double excessOfLog(double t) {
    if (Math.abs(t) > 0.01) {
      return t - StrictMath.log1p(t);
    }
    double sum = 0;
    double power = -t;
    for (int n = 2; n <= 9; n++) {
      power *= -t;
      sum += power / n;
    }
    return sum;
  }

  @Override
  public double maxLogRatioUpper(ActionDistribution base) {
    DiagonalGaussian that = same(base);
    return GaussianRatio.maxLogRatioUpper(mean, std, that.mean, that.std, 0, mean.length);
  }

  @Override
  public double logRatioUpper(ActionDistribution base, double[] action) {
    DiagonalGaussian that = same(base);
    return GaussianRatio.logRatioUpper(mean, std, that.mean, that.std, action, 0, mean.length);
  }

  private DiagonalGaussian same(ActionDistribution other) {
    if (other instanceof DiagonalGaussian that && that.mean.length == mean.length) {
      return that;
    }
    throw new IllegalArgumentException("not comparable: " + this + " and " + other);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DiagonalGaussian that
        && Arrays.equals(mean, that.mean)
        && Arrays.equals(std, that.std);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(mean) + Arrays.hashCode(std);
  }

  @Override
  public String toString() {
    return "Gaussian with means "
        + Arrays.toString(mean)
        + " and deviations "
        + Arrays.toString(std);
  }
}
