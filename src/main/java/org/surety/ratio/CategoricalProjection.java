package org.surety.ratio;

import java.util.Arrays;

/**
 * Projects a categorical distribution t onto those whose ratio to a base q is at most α. The
 * minimizer of every f-divergence, in both directions, is the same: p = min(c t, α q) with c ≥ 1
 * such that the mass is 1; where the support of t is too small to hold it, the rest goes to q
 * outside. O(n log n).
 *
 * <p>The ratio of the {@link Categorical} returned, {@linkplain Categorical#maxLogRatioUpper
 * rounded up}, is at most ln α.
 */
public final class CategoricalProjection {
  private CategoricalProjection() {}

  /**
   * The distribution nearest to {@code task} with ratio at most e^{logRatio} to {@code base}.
   *
   * @param logRatio δ = ln α, finite and at least 0
   */
  public static Categorical project(double logRatio, Categorical base, Categorical task) {
    int n = base.categories();
    if (task.categories() != n) {
      throw new IllegalArgumentException(
          "not comparable: " + base + " and " + task + " differ in their number of categories");
    }
    if (!(logRatio >= 0 && logRatio < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "the log ratio must be finite and at least 0, got " + logRatio);
    }
    if (task.maxLogRatioUpper(base) <= logRatio) {
      return task;
    }
    // Room for the rounding of this computation and of the check.
    double slack = 4 * Categorical.normalizationSlack(n);
    if (logRatio <= slack) {
      return base;
    }
    double alpha = StrictMath.exp(logRatio - slack) * (1 - 1e-15);
    double[] p = capped(alpha, base.probabilities(), task.probabilities());
    for (double towardsBase = 0; towardsBase < 1; towardsBase = 2 * towardsBase + 1e-14) {
      double[] mixed = new double[n];
      for (int i = 0; i < n; i++) {
        mixed[i] = (1 - towardsBase) * p[i] + towardsBase * base.probability(i);
      }
      Categorical projection = Categorical.of(mixed);
      if (projection.maxLogRatioUpper(base) <= logRatio) {
        return projection;
      }
    }
    return base;
  }

  /** min(c t, α q) with mass 1, or as near as it comes; α > 1. */
  private static double[] capped(double alpha, double[] q, double[] t) {
    int n = q.length;
    Integer[] order = new Integer[n];
    Arrays.setAll(order, i -> i);
    // t/q decreasing; a category that q does not have comes first and gets nothing.
    Arrays.sort(order, (i, j) -> Double.compare(quotient(t[j], q[j]), quotient(t[i], q[i])));
    double baseMass = 0;
    double taskMass = 0;
    double[] restOfTask = new double[n + 1];
    for (int j = n - 1; j >= 0; j--) {
      taskMass += t[order[j]];
      restOfTask[j] = taskMass;
    }
    double c = Double.POSITIVE_INFINITY; // everything in the support of t is capped
    for (int j = 0; j < n; j++) {
      double candidate = (1 - alpha * baseMass) / restOfTask[j];
      int next = order[j];
      if (restOfTask[j] > 0 && candidate * t[next] <= alpha * q[next]) {
        c = candidate;
        break;
      }
      baseMass += q[next];
    }
    double[] p = new double[n];
    double mass = 0;
    double room = 0;
    for (int i = 0; i < n; i++) {
      double cap = alpha * q[i];
      p[i] = t[i] == 0 ? 0 : Math.min(cap, Math.max(0, c) * t[i]);
      mass += p[i];
      room += cap - p[i];
    }
    double missing = 1 - mass;
    if (missing > 0 && room > 0) {
      double share = Math.min(1, missing / room);
      for (int i = 0; i < n; i++) {
        p[i] += share * (alpha * q[i] - p[i]);
      }
    }
    return p;
  }

  private static double quotient(double t, double q) {
    return t == 0 ? 0 : t / q;
  }
}
