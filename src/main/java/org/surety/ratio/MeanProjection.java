package org.surety.ratio;

import org.surety.numeric.Directed;

/**
 * Projects the mean of a Gaussian whose width is the base's: minimize Σ (x_i − m_i)²/u_i, the
 * divergence to the task, subject to |x| ≤ ρ, all in base standard deviations. With the multiplier
 * λ of the secular equation Σ (m_i/(1 + λu_i))² = ρ² the solution is x_i = m_i/(1 + λu_i); Newton's
 * iteration on 1/|x| − 1/ρ rises to λ from 0 and never overshoots (Moré and Sorensen 1983).
 *
 * <p>The squared length computed from the doubles returned, rounded up, is at most ρ².
 */
public final class MeanProjection {
  private final int dimension;
  private final double[] x;

  /**
   * A projection of Gaussians of one dimension; it serves one thread.
   *
   * @param dimension number of action dimensions, at least 1
   */
  public MeanProjection(int dimension) {
    this.dimension = dimension;
    x = new double[dimension];
  }

  /**
   * Projects one mean. Arrays hold the dimensions from {@code offset}; {@code mean} may be the
   * task's.
   *
   * @param radius ρ ≥ 0 in base standard deviations
   * @param taskStd weighs the dimensions, positive; the projection keeps the base's
   * @param mean receives μ'; bit for bit the base's where ρ = 0
   * @return the multiplier λ, 0 where the task's mean is within the radius
   */
  public double project(
      double radius,
      double[] baseMean,
      double[] baseStd,
      double[] taskMean,
      double[] taskStd,
      double[] mean,
      int offset) {
    if (!(radius >= 0)) {
      throw new IllegalArgumentException("the radius must be at least 0, got " + radius);
    }
    double size = 0;
    for (int i = 0; i < dimension; i++) {
      double m = (taskMean[offset + i] - baseMean[offset + i]) / baseStd[offset + i];
      size = Math.max(size, Math.abs(m));
      if (!Double.isFinite(m) || !(baseStd[offset + i] > 0) || !(taskStd[offset + i] > 0)) {
        throw new IllegalArgumentException(
            "means must be finite and standard deviations positive, got at index "
                + (offset + i)
                + " a shift of "
                + m);
      }
    }
    if (squaredShiftUpper(taskMean, baseMean, baseStd, offset, dimension)
        <= Directed.multiplyDown(radius, radius)) {
      System.arraycopy(taskMean, offset, mean, offset, dimension);
      return 0;
    }
    double lambda = 0;
    double target = radius * (1 - 1e-14);
    if (radius > 0) {
      for (int step = 0; step < 200; step++) {
        double squares = 0;
        double slope = 0; // of |x|², over −2
        for (int i = 0; i < dimension; i++) {
          int k = offset + i;
          double ratio = taskStd[k] / baseStd[k];
          double u = ratio * ratio;
          double denominator = 1 + lambda * u;
          x[i] = (taskMean[k] - baseMean[k]) / baseStd[k] / denominator;
          double scaled = x[i] / size;
          squares += scaled * scaled;
          slope += scaled * scaled * u / denominator;
        }
        double length = size * Math.sqrt(squares);
        // Newton on 1/|x|: its slope is Σ x²u/(1 + λu) / |x|³.
        double increment = (length / target - 1) * squares / slope;
        if (!(increment > 1e-15 * lambda)) {
          break;
        }
        lambda += increment;
      }
    }
    double limit = Directed.multiplyDown(radius, radius);
    for (double factor = 1; ; factor = factor == 1 ? 1 - 1e-15 : 1 - 8 * (1 - factor)) {
      boolean base = radius == 0 || factor < 0.5;
      for (int i = 0; i < dimension; i++) {
        int k = offset + i;
        mean[k] = base ? baseMean[k] : baseMean[k] + baseStd[k] * (factor * x[i]);
      }
      if (base || squaredShiftUpper(mean, baseMean, baseStd, offset, dimension) <= limit) {
        return radius == 0 ? Double.POSITIVE_INFINITY : lambda;
      }
    }
  }

  /** Σ ((μ' − μ_b)/σ_b)², rounded up: what a mean budget charges. */
  public static double squaredShiftUpper(
      double[] mean, double[] baseMean, double[] baseStd, int offset, int dimension) {
    double sum = 0;
    for (int k = offset; k < offset + dimension; k++) {
      double shift = (mean[k] - baseMean[k]) / baseStd[k];
      sum += shift * shift;
    }
    return sum == 0 ? 0 : Math.nextUp(sum * (1 + (dimension + 8) * 0x1p-53));
  }
}
