package org.surety.ratio;

/**
 * Pulls gradients back through {@link GaussianProjection} by implicit differentiation of its
 * optimality conditions, in closed form: from cotangents of (μ', σ') to those of (μ_t, σ_t) and δ.
 *
 * <p>With F the condition on v at given λ, F_λ its partial derivatives and so on, V_p = −F_p/F_v
 * and X_p those of x = m v/(v + λu), the total derivative through λ follows from G(λ) = δ.
 * Dimensions that have collapsed onto the base have gradient zero; a policy that is trained through
 * the projection needs another pull for them, for example a small penalty on the divergence from
 * task to projection.
 *
 * <p>An instance owns its work space and serves one thread.
 */
public final class ProjectionGradient {
  private final int dimension;
  private final double[] byMean; // xb X_m + A V_m
  private final double[] byWidth; // xb X_u + A V_u
  private final double[] ratioByMean; // g_m + g_v V_m
  private final double[] ratioByWidth; // g_u + g_v V_u

  /**
   * For Gaussians of one dimension.
   *
   * @param dimension number of action dimensions, at least 1
   */
  public ProjectionGradient(int dimension) {
    this.dimension = dimension;
    byMean = new double[dimension];
    byWidth = new double[dimension];
    ratioByMean = new double[dimension];
    ratioByWidth = new double[dimension];
  }

  /**
   * The vector–Jacobian product of one projection. Arrays hold the dimensions from {@code offset};
   * output arrays may be the cotangents'.
   *
   * @param multiplier what {@link GaussianProjection#project} returned
   * @param mean μ' as projected
   * @param std σ' as projected
   * @param meanBar cotangent of μ'
   * @param stdBar cotangent of σ'
   * @param taskMeanBar receives the cotangent of μ_t
   * @param taskStdBar receives the cotangent of σ_t (that of ln σ_t is σ_t times it)
   * @return the cotangent of δ, 0 where the constraint does not bind
   */
  public double pullBack(
      double multiplier,
      double[] baseMean,
      double[] baseStd,
      double[] taskMean,
      double[] taskStd,
      double[] mean,
      double[] std,
      double[] meanBar,
      double[] stdBar,
      double[] taskMeanBar,
      double[] taskStdBar,
      int offset) {
    if (multiplier == 0) {
      for (int k = offset; k < offset + dimension; k++) {
        taskMeanBar[k] = meanBar[k];
        taskStdBar[k] = taskStd[k] < baseStd[k] ? stdBar[k] : 0;
      }
      return 0;
    }
    double multiplierBar = 0;
    double slope = 0; // G'(λ)
    for (int i = 0; i < dimension; i++) {
      int k = offset + i;
      double b = baseStd[k];
      double v = (b - std[k]) / b * ((b + std[k]) / b);
      if (v <= 0) {
        byMean[i] = 0;
        byWidth[i] = 0;
        ratioByMean[i] = 0;
        ratioByWidth[i] = 0;
        continue;
      }
      double root = std[k] / b; // √(1 − v)
      double y = root * root;
      double m = (taskMean[k] - baseMean[k]) / b;
      double ratio = taskStd[k] / b;
      double u = ratio * ratio;
      double lu = multiplier * u;
      double iw = 1 / (lu + v);
      double square = m * m * iw * iw; // m²/w²
      double cubic = square * iw; // m²/w³
      double difference = cubic * (lu - v);

      double conditionByV = (1 + multiplier) / (y * y) + 2 * multiplier * cubic;
      double vByLambda = -(1 / y + difference) / conditionByV;
      double vByMean = 2 * multiplier * m * iw * iw / conditionByV;
      double vByWidth = -(1 / (u * u) + 2 * multiplier * multiplier * cubic) / conditionByV;
      double xByV = m * lu * iw * iw;
      double ratioByV = 0.5 * (1 / y + difference);

      double xBar = b * meanBar[k];
      double vBar = -b * stdBar[k] / (2 * root);
      double total = xBar * xByV + vBar;
      multiplierBar += -xBar * m * v * u * iw * iw + total * vByLambda;
      slope += -cubic * v * u + ratioByV * vByLambda;
      byMean[i] = xBar * v * iw + total * vByMean;
      byWidth[i] = -xBar * m * v * multiplier * iw * iw + total * vByWidth;
      ratioByMean[i] = m * v * iw * iw + ratioByV * vByMean;
      ratioByWidth[i] = -cubic * v * multiplier + ratioByV * vByWidth;
    }
    double throughRatio = slope == 0 ? 0 : multiplierBar / slope;
    for (int i = 0; i < dimension; i++) {
      int k = offset + i;
      double b = baseStd[k];
      taskMeanBar[k] = (byMean[i] - throughRatio * ratioByMean[i]) / b;
      taskStdBar[k] = (byWidth[i] - throughRatio * ratioByWidth[i]) * 2 * (taskStd[k] / b) / b;
    }
    return throughRatio;
  }
}
