package org.surety.ratio;

/**
 * Pulls gradients back through {@link MeanProjection}: from cotangents of μ' to those of (μ_t,
 * σ_t). With m = (μ_t − μ_b)/σ_b, u = (σ_t/σ_b)², D_i = 1 + λu_i the projection is x_i = m_i/D_i,
 * and Σ x_i dx_i = 0 on the sphere gives dλ, so that
 *
 * <pre>m̄_i = (x̄_i − c x_i)/D_i,  ū_i = −λ m_i (x̄_i − c x_i)/D_i²,
 * c = Σ x̄_i m_i u_i/D_i² / Σ x_i m_i u_i/D_i².</pre>
 *
 * <p>Serves one thread.
 */
public final class MeanProjectionGradient {
  private final int dimension;

  /**
   * For Gaussians of one dimension.
   *
   * @param dimension number of action dimensions, at least 1
   */
  public MeanProjectionGradient(int dimension) {
    this.dimension = dimension;
  }

  /**
   * The vector–Jacobian product of one projection. Arrays hold the dimensions from {@code offset};
   * output arrays may be the cotangents'.
   *
   * @param multiplier what {@link MeanProjection#project} returned
   * @param meanBar cotangent of μ'
   * @param taskMeanBar receives the cotangent of μ_t
   * @param taskStdBar receives the cotangent of σ_t
   */
  public void pullBack(
      double multiplier,
      double[] baseMean,
      double[] baseStd,
      double[] taskMean,
      double[] taskStd,
      double[] meanBar,
      double[] taskMeanBar,
      double[] taskStdBar,
      int offset) {
    boolean base = Double.isInfinite(multiplier); // radius 0
    double above = 0;
    double below = 0;
    for (int k = offset; k < offset + dimension; k++) {
      double m = (taskMean[k] - baseMean[k]) / baseStd[k];
      double u = taskStd[k] / baseStd[k] * (taskStd[k] / baseStd[k]);
      double d = 1 + multiplier * u;
      above += baseStd[k] * meanBar[k] * m * u / (d * d);
      below += m / d * m * u / (d * d);
    }
    double c = multiplier == 0 || below == 0 ? 0 : above / below;
    for (int k = offset; k < offset + dimension; k++) {
      double m = (taskMean[k] - baseMean[k]) / baseStd[k];
      double ratio = taskStd[k] / baseStd[k];
      double d = 1 + multiplier * ratio * ratio;
      double along = base ? 0 : (baseStd[k] * meanBar[k] - c * m / d) / d;
      double byWidth = base ? 0 : -multiplier * m * along / d;
      taskMeanBar[k] = along / baseStd[k];
      taskStdBar[k] = byWidth * 2 * ratio / baseStd[k];
    }
  }
}
