package org.surety.ratio;

import org.surety.numeric.Logarithm;

/**
 * Projects diagonal Gaussians onto those whose density ratio to a base Gaussian is at most e^δ:
 *
 * <pre>minimize KL(N(μ', σ'²) ‖ N(μ_t, σ_t²))  subject to  max ln π'/π_b ≤ δ, σ' ≤ σ_b.</pre>
 *
 * <p>The problem is strictly convex. In base-relative coordinates m = (μ_t − μ_b)/σ_b, u =
 * (σ_t/σ_b)², x = (μ' − μ_b)/σ_b, v = 1 − (σ'/σ_b)² its optimality conditions separate given one
 * multiplier λ: x = m v/(v + λu), and v is the root of a cubic or 0 once λ reaches
 *
 * <pre>λ* = ((1 − u) + √((1 − u)² + 4m²)) / (2u).</pre>
 *
 * The ratio G(λ) falls from its value at the task to 0 at H = max λ*, and a safeguarded Newton
 * iteration finds G(λ) = δ, in λ or in θ = H − λ, whichever is smaller. Derivation and reference
 * values: {@code src/site/transfers.md}.
 *
 * <p>What is returned has been checked: the ratio computed from the doubles returned, rounded up,
 * is at most δ, or the Gaussian is shrunk towards the base until it is; at worst it is the base,
 * bit for bit. Stored as 32-bit floats it would lose that property.
 *
 * <p>An instance owns its work space and allocates nothing while projecting; it serves one thread.
 */
public final class GaussianProjection {
  /** The root is sought this far inside, so that the check of the rounded result passes. */
  private static final double INSIDE = 1e-11;

  private final int dimension;
  private final ProjectionSolver solver;

  /**
   * A projection of Gaussians of one dimension.
   *
   * @param dimension number of action dimensions, at least 1
   */
  public GaussianProjection(int dimension) {
    if (dimension < 1) {
      throw new IllegalArgumentException("the dimension must be at least 1, got " + dimension);
    }
    this.dimension = dimension;
    solver = new ProjectionSolver(dimension);
  }

  /** The number of action dimensions. */
  public int dimension() {
    return dimension;
  }

  /**
   * Projects one Gaussian. All arrays hold {@code dimension()} entries from {@code offset}; the
   * output arrays may be the task's.
   *
   * @param logRatio δ = ln α, at least 0 and finite
   * @param baseMean μ_b, finite
   * @param baseStd σ_b, positive and finite
   * @param taskMean μ_t, finite
   * @param taskStd σ_t, positive and finite
   * @param mean receives μ'
   * @param std receives σ'
   * @return the multiplier λ of the constraint, 0 where it does not bind; needed for the gradient
   * @throws IllegalArgumentException if a parameter is out of range
   */
  public double project(
      double logRatio,
      double[] baseMean,
      double[] baseStd,
      double[] taskMean,
      double[] taskStd,
      double[] mean,
      double[] std,
      int offset) {
    if (!(logRatio >= 0 && logRatio < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "the log ratio must be finite and at least 0, got " + logRatio);
    }
    boolean open = true;
    double least = 0;
    solver.clear();
    for (int i = 0; i < dimension; i++) {
      int k = offset + i;
      double inverse = 1 / baseStd[k];
      double m = (taskMean[k] - baseMean[k]) * inverse;
      double ratio = taskStd[k] * inverse;
      double u = ratio * ratio;
      double mm = m * m;
      if (!(u > 0 && ratio > 0 && inverse > 0) || !(u + mm + inverse < Double.POSITIVE_INFINITY)) {
        throw outOfRange(k, baseMean[k], baseStd[k], taskMean[k], taskStd[k]);
      }
      solver.set(i, m, ratio);
      if (mm > 0) {
        open &= u < 1;
        least += mm / (2 * (1 - u));
      }
    }
    if (open
        && least <= logRatio
        && keepTask(logRatio, baseMean, baseStd, taskMean, taskStd, mean, std, offset)) {
      return 0;
    }
    if (logRatio == 0 || solver.top() == 0) {
      System.arraycopy(baseMean, offset, mean, offset, dimension);
      System.arraycopy(baseStd, offset, std, offset, dimension);
      return solver.top();
    }
    double multiplier = solver.solve(logRatio * (1 - INSIDE));
    for (int i = 0; i < dimension; i++) {
      int k = offset + i;
      place(i, k, baseMean[k], baseStd[k], mean, std);
    }
    shrinkUntilKept(logRatio, baseMean, baseStd, mean, std, offset, dimension);
    return multiplier;
  }

  /**
   * Projects a batch, row by row; arrays are row-major, {@code rows * dimension()} long.
   *
   * @param logRatios δ of each row, {@code rows} long
   * @param multipliers receives λ of each row, {@code rows} long
   */
  public void projectAll(
      int rows,
      double[] logRatios,
      double[] baseMean,
      double[] baseStd,
      double[] taskMean,
      double[] taskStd,
      double[] mean,
      double[] std,
      double[] multipliers) {
    for (int row = 0; row < rows; row++) {
      multipliers[row] =
          project(logRatios[row], baseMean, baseStd, taskMean, taskStd, mean, std, row * dimension);
    }
  }

  /** Outer steps of the last projection whose constraint was binding. */
  int steps() {
    return solver.steps();
  }

  private static IllegalArgumentException outOfRange(
      int index, double baseMean, double baseStd, double taskMean, double taskStd) {
    return new IllegalArgumentException(
        "means must be finite, standard deviations positive and finite, and their ratios"
            + " representable; got at index "
            + index
            + " base ("
            + baseMean
            + ", "
            + baseStd
            + ") and task ("
            + taskMean
            + ", "
            + taskStd
            + ")");
  }

  /** Returns the task itself, clipped to the base's width where only that differs, if it may be. */
  private boolean keepTask(
      double logRatio,
      double[] baseMean,
      double[] baseStd,
      double[] taskMean,
      double[] taskStd,
      double[] mean,
      double[] std,
      int offset) {
    double sum = 0;
    for (int k = offset; k < offset + dimension; k++) {
      sum +=
          GaussianRatio.term(
              taskMean[k], Math.min(taskStd[k], baseStd[k]), baseMean[k], baseStd[k]);
    }
    if (!(GaussianRatio.upward(sum, dimension) <= logRatio)) {
      return false;
    }
    for (int k = offset; k < offset + dimension; k++) {
      mean[k] = taskMean[k];
      std[k] = Math.min(taskStd[k], baseStd[k]);
    }
    return true;
  }

  /**
   * Rounds a dimension of the solution to doubles. Where v is small, rounding σ' changes v by a
   * large fraction; x then takes what is left of the dimension's share of the ratio, which costs
   * the objective only the square of that fraction. The mean is rounded towards the base's.
   */
  private void place(int i, int k, double center, double b, double[] mean, double[] std) {
    double vi = solver.v(i);
    if (vi == 0) {
      mean[k] = center;
      std[k] = b;
      return;
    }
    double root = Math.sqrt(solver.y(i));
    double narrow = vi < 0.5 ? b - b * (vi / (1 + root)) : b * root;
    double x = solver.x(i);
    if (vi < 1e-3) {
      double fraction = (b - narrow) / b;
      double rounded = fraction * (1 + narrow / b);
      double share = ProjectionSolver.minusHalfLog(vi, solver.y(i)) + x * x / (2 * vi);
      double room = share - Logarithm.minusLogOneMinus(fraction);
      x = room > 0 ? Math.copySign(Math.sqrt(2 * rounded * room), x) : 0;
      if (room < 0) {
        narrow = Math.min(b, Math.nextUp(narrow));
      }
    }
    double move = b * x;
    double moved = center + move;
    if (Math.abs(moved - center) > Math.abs(move)) {
      moved = move > 0 ? Math.nextDown(moved) : Math.nextUp(moved);
    }
    mean[k] = narrow == b ? center : moved;
    std[k] = narrow;
  }

  /** The check that makes the bound true of the doubles returned. */
  static void shrinkUntilKept(
      double logRatio,
      double[] baseMean,
      double[] baseStd,
      double[] mean,
      double[] std,
      int offset,
      int dimension) {
    for (int attempt = 0; attempt < 8; attempt++) {
      double ratio =
          GaussianRatio.maxLogRatioUpper(mean, std, baseMean, baseStd, offset, dimension);
      if (ratio <= logRatio) {
        return;
      }
      double factor = logRatio / ratio * (1 - 1e-13 * (1 << (3 * attempt)));
      for (int k = offset; k < offset + dimension; k++) {
        mean[k] = baseMean[k] + factor * (mean[k] - baseMean[k]);
        std[k] = baseStd[k] - factor * (baseStd[k] - std[k]);
        if (std[k] == baseStd[k]) {
          mean[k] = baseMean[k];
        }
      }
    }
    System.arraycopy(baseMean, offset, mean, offset, dimension);
    System.arraycopy(baseStd, offset, std, offset, dimension);
  }
}
