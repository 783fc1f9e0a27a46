package org.surety.policy;

import java.util.Arrays;

/**
 * Observations become clip((x − mean) / √(var + epsilon), −clip, clip) before the first layer, as
 * in Stable-Baselines3's {@code VecNormalize} and Gymnasium's {@code NormalizeObservation}.
 */
public final class Normalizer {
  private final double[] mean;
  private final double[] variance;
  private final double[] scale;
  private final double epsilon;
  private final double clip;

  /**
   * A normalizer with copies of these numbers.
   *
   * @param mean finite
   * @param variance as many, not negative
   * @param epsilon not negative; with it every variance must be positive
   * @param clip positive; infinite if nothing is clipped
   */
  public Normalizer(double[] mean, double[] variance, double epsilon, double clip) {
    if (mean.length < 1 || mean.length != variance.length) {
      throw new IllegalArgumentException(
          "the normalizer has " + mean.length + " means and " + variance.length + " variances");
    }
    if (!(epsilon >= 0) || Double.isInfinite(epsilon) || !(clip > 0)) {
      throw new IllegalArgumentException(
          "the normalizer's epsilon is " + epsilon + " and its clip " + clip);
    }
    this.mean = mean.clone();
    this.variance = variance.clone();
    this.epsilon = epsilon;
    this.clip = clip;
    scale = new double[mean.length];
    for (int i = 0; i < scale.length; i++) {
      scale[i] = Math.sqrt(variance[i] + epsilon);
      if (!Double.isFinite(mean[i]) || !(scale[i] > 0) || Double.isInfinite(scale[i])) {
        throw new IllegalArgumentException(
            "the normalizer's mean and variance of observation "
                + i
                + " are "
                + mean[i]
                + " and "
                + variance[i]);
      }
    }
  }

  /** Number of observations. */
  public int size() {
    return mean.length;
  }

  /** A copy of the means. */
  public double[] mean() {
    return mean.clone();
  }

  /** A copy of the variances. */
  public double[] variance() {
    return variance.clone();
  }

  /** What is added to the variance. */
  public double epsilon() {
    return epsilon;
  }

  /** Where normalized observations are clipped; infinite for nowhere. */
  public double clip() {
    return clip;
  }

  /**
   * Normalizes rows.
   *
   * @param in row-major [rows, observations] from {@code offset}
   * @param out receives [rows, observations]
   */
  public void apply(double[] in, int offset, int rows, double[] out) {
    for (int r = 0, k = 0; r < rows; r++) {
      for (int i = 0; i < mean.length; i++, k++) {
        double x = (in[offset + k] - mean[i]) / scale[i];
        out[k] = Math.min(Math.max(x, -clip), clip);
      }
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Normalizer that
        && epsilon == that.epsilon
        && clip == that.clip
        && Arrays.equals(mean, that.mean)
        && Arrays.equals(variance, that.variance);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(mean) + Arrays.hashCode(variance);
  }

  @Override
  public String toString() {
    return "normalizer of " + mean.length + " observations, clip " + clip;
  }
}
