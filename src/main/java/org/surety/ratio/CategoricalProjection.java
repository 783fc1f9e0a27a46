package org.surety.ratio;

/**
 * Projects a categorical distribution t onto those whose ratio to a base q is at most α. The
 * minimizer of every f-divergence, in both directions, is the same: p = min(c t, α q) with c ≥ 1
 * such that the mass is 1; where the support of t is too small to hold it, the rest goes to q
 * outside. O(n log n).
 *
 * <p>The ratio of what is returned, {@linkplain Categorical#maxLogRatioUpper rounded up}, is at
 * most ln α. An instance owns its work space and allocates nothing while projecting; it serves one
 * thread.
 */
public final class CategoricalProjection {
  private final int categories;
  private final double[] base;
  private final double[] task;
  private final double[] capped;
  private final double[] mixed;
  private final double[] quotient;
  private final double[] restOfTask;
  private int[] order;
  private int[] merged;

  private enum Answer {
    TASK,
    BASE,
    BETWEEN
  }

  /**
   * A projection of distributions over so many categories.
   *
   * @param categories at least 1
   */
  public CategoricalProjection(int categories) {
    if (categories < 1) {
      throw new IllegalArgumentException("there must be a category, got " + categories);
    }
    this.categories = categories;
    base = new double[categories];
    task = new double[categories];
    capped = new double[categories];
    mixed = new double[categories];
    quotient = new double[categories];
    restOfTask = new double[categories + 1];
    order = new int[categories];
    merged = new int[categories];
  }

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
    CategoricalProjection one = new CategoricalProjection(n);
    for (int i = 0; i < n; i++) {
      one.base[i] = base.probability(i);
      one.task[i] = task.probability(i);
    }
    return switch (one.solve(logRatio)) {
      case TASK -> task;
      case BASE -> base;
      case BETWEEN -> Categorical.ofNormalized(one.mixed);
    };
  }

  /**
   * Projects one distribution. All arrays hold the categories' probabilities from {@code offset},
   * as {@link Categorical} holds them; the output array may be the task's.
   *
   * @param logRatio δ = ln α, finite and at least 0
   * @param projected receives the projection; bit for bit the task's or the base's where it is one
   *     of them
   * @throws IllegalArgumentException if an array holds no distribution
   */
  public void project(
      double logRatio,
      double[] baseProbabilities,
      double[] taskProbabilities,
      double[] projected,
      int offset) {
    System.arraycopy(baseProbabilities, offset, base, 0, categories);
    System.arraycopy(taskProbabilities, offset, task, 0, categories);
    requireDistribution(base);
    requireDistribution(task);
    double[] result =
        switch (solve(logRatio)) {
          case TASK -> task;
          case BASE -> base;
          case BETWEEN -> mixed;
        };
    System.arraycopy(result, 0, projected, offset, categories);
  }

  /**
   * Projects a batch, row by row; arrays are row-major [rows, categories].
   *
   * @param logRatios δ of each row
   */
  public void projectAll(
      int rows,
      double[] logRatios,
      double[] baseProbabilities,
      double[] taskProbabilities,
      double[] projected) {
    for (int row = 0; row < rows; row++) {
      project(logRatios[row], baseProbabilities, taskProbabilities, projected, row * categories);
    }
  }

  private void requireDistribution(double[] p) {
    double sum = 0;
    boolean positive = true;
    for (double x : p) {
      positive &= x >= 0;
      sum += x;
    }
    if (!positive || !(Math.abs(sum - 1) <= Categorical.normalizationSlack(categories))) {
      throw new IllegalArgumentException(
          "probabilities must not be negative and must add up to 1, they add up to " + sum);
    }
  }

  /** From {@code base} and {@code task}, into {@code mixed} where it is neither of them. */
  private Answer solve(double logRatio) {
    if (!(logRatio >= 0 && logRatio < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "the log ratio must be finite and at least 0, got " + logRatio);
    }
    if (Categorical.maxLogRatioUpper(task, base) <= logRatio) {
      return Answer.TASK;
    }
    // Room for the rounding of this computation and of the check.
    double slack = 4 * Categorical.normalizationSlack(categories);
    if (logRatio <= slack) {
      return Answer.BASE;
    }
    cap(StrictMath.exp(logRatio - slack) * (1 - 1e-15));
    for (double towardsBase = 0; towardsBase < 1; towardsBase = 2 * towardsBase + 1e-14) {
      double sum = 0;
      for (int i = 0; i < categories; i++) {
        mixed[i] = (1 - towardsBase) * capped[i] + towardsBase * base[i];
        sum += mixed[i];
      }
      for (int i = 0; i < categories; i++) {
        mixed[i] /= sum;
      }
      if (Categorical.maxLogRatioUpper(mixed, base) <= logRatio) {
        return Answer.BETWEEN;
      }
    }
    return Answer.BASE;
  }

  /** min(c t, α q) with mass 1, or as near as it comes, into {@code capped}; α > 1. */
  private void cap(double alpha) {
    sort();
    double baseMass = 0;
    double taskMass = 0;
    restOfTask[categories] = 0;
    for (int j = categories - 1; j >= 0; j--) {
      taskMass += task[order[j]];
      restOfTask[j] = taskMass;
    }
    double c = Double.POSITIVE_INFINITY; // everything in the support of t is capped
    for (int j = 0; j < categories; j++) {
      double candidate = (1 - alpha * baseMass) / restOfTask[j];
      int next = order[j];
      if (restOfTask[j] > 0 && candidate * task[next] <= alpha * base[next]) {
        c = candidate;
        break;
      }
      baseMass += base[next];
    }
    double mass = 0;
    double room = 0;
    for (int i = 0; i < categories; i++) {
      double most = alpha * base[i];
      capped[i] = task[i] == 0 ? 0 : Math.min(most, Math.max(0, c) * task[i]);
      mass += capped[i];
      room += most - capped[i];
    }
    double missing = 1 - mass;
    if (missing > 0 && room > 0) {
      double share = Math.min(1, missing / room);
      for (int i = 0; i < categories; i++) {
        capped[i] += share * (alpha * base[i] - capped[i]);
      }
    }
  }

  /**
   * Categories by t/q, decreasing, those of equal quotients in their order; one that q does not
   * have comes first and gets nothing. Merge sort from the bottom up.
   */
  private void sort() {
    for (int i = 0; i < categories; i++) {
      order[i] = i;
      quotient[i] = task[i] == 0 ? 0 : task[i] / base[i];
    }
    for (int width = 1; width < categories; width *= 2) {
      for (int from = 0; from < categories; from += 2 * width) {
        int middle = Math.min(from + width, categories);
        int to = Math.min(from + 2 * width, categories);
        int left = from;
        int right = middle;
        for (int k = from; k < to; k++) {
          boolean takeLeft =
              right == to || (left < middle && !(quotient[order[right]] > quotient[order[left]]));
          merged[k] = takeLeft ? order[left++] : order[right++];
        }
      }
      int[] swap = order;
      order = merged;
      merged = swap;
    }
  }
}
