package org.surety.monitor;

/**
 * The loops behind {@link RobustnessProgram}. Every signal is an array of doubles indexed by letter
 * and a factor ±1.0 that is applied on reading (exact, and it flips the sign of a zero), so that
 * negation costs no pass and each operator needs no dual: a minimum is the negated maximum of
 * negated signals.
 *
 * <p>{@code Math.max} and {@code Math.min} order the two zeros and compile to branch-free code. A
 * plain comparison appears only to skip work that cannot change a result.
 */
final class Kernels {
  private static final double LOWEST = Double.NEGATIVE_INFINITY;
  private static final double HIGHEST = Double.POSITIVE_INFINITY;

  /** Below this many letters a branch-free loop beats one whose branches must be learned. */
  private static final int SHORT = 32;

  /** Up to this width a sliding maximum is taken directly, one vectorized pass per element. */
  private static final int NARROW = 8;

  private Kernels() {}

  /** {@code out[i] = max(sx x[i], sy y[i])} for {@code from <= i < to}. */
  static void max(double[] x, double sx, double[] y, double sy, int from, int to, double[] out) {
    for (int i = from; i < to; i++) {
      out[i] = Math.max(x[i] * sx, y[i] * sy);
    }
  }

  /**
   * Maximum of {@code s x[i]} over {@code from <= i < to}; the lowest value where that is empty.
   */
  static double greatest(double[] x, double s, int from, int to) {
    double m = LOWEST;
    for (int i = from; i < to; i++) {
      double v = x[i] * s;
      if (v >= m) { // rarely true after the first letters; equality is kept for the zeros
        m = Math.max(m, v);
      }
    }
    return m;
  }

  /** {@code out[i] = max over j in [i, to) of s x[j]}, for {@code from <= i < to}. */
  static void suffixMax(double[] x, double s, int from, int to, double[] out) {
    double u = LOWEST;
    int i = to - 1;
    // Four letters a step: only one maximum of the four waits for the step before.
    for (; i >= from + 3; i -= 4) {
      double m0 = x[i] * s;
      double m1 = Math.max(x[i - 1] * s, m0);
      double m2 = Math.max(x[i - 2] * s, m1);
      double m3 = Math.max(x[i - 3] * s, m2);
      double v = u;
      u = Math.max(m3, v);
      out[i] = Math.max(m0, v);
      out[i - 1] = Math.max(m1, v);
      out[i - 2] = Math.max(m2, v);
      out[i - 3] = u;
    }
    for (; i >= from; i--) {
      u = Math.max(x[i] * s, u);
      out[i] = u;
    }
  }

  /**
   * Robustness at letter {@code from} of {@code x U y} on the letters {@code from <= i < to}, where
   * {@code end} is its value after the last letter: lowest for strong, highest for weak until.
   *
   * <p>Forward form: the maximum over j of min(y_j, min of x before j). It stops as soon as the
   * running minimum of x is no better than the best so far.
   */
  static double until(double[] x, double sx, double[] y, double sy, int from, int to, double end) {
    if (to - from < SHORT) {
      double u = end;
      for (int i = to - 1; i >= from; i--) {
        u = Math.max(y[i] * sy, Math.min(x[i] * sx, u));
      }
      return u;
    }
    double held = HIGHEST;
    double best = LOWEST;
    for (int i = from; i < to; i++) {
      double goal = y[i] * sy;
      if (goal >= best) {
        best = Math.max(best, Math.min(goal, held));
      }
      double v = x[i] * sx;
      if (v <= held) {
        held = Math.min(held, v);
        if (held < best) {
          return best;
        }
      }
    }
    return Math.max(best, Math.min(held, end));
  }

  /** As {@link #until(double[], double, double[], double, int, int, double)}, at every letter. */
  static void until(
      double[] x, double sx, double[] y, double sy, int from, int to, double end, double[] out) {
    double u = end;
    int i = to - 1;
    // Two letters composed: max(y1, min(x1, max(y0, min(x0, u)))) = max(Y, min(X, u)) with
    // X = min(x1, x0) and Y = max(y1, min(x1, y0)), which do not wait for u.
    for (; i >= from + 1; i -= 2) {
      double x0 = x[i] * sx;
      double y0 = y[i] * sy;
      double x1 = x[i - 1] * sx;
      double xs = Math.min(x1, x0);
      double ys = Math.max(y[i - 1] * sy, Math.min(x1, y0));
      double v = u;
      u = Math.max(ys, Math.min(xs, v));
      out[i] = Math.max(y0, Math.min(x0, v));
      out[i - 1] = u;
    }
    if (i >= from) {
      out[i] = Math.max(y[i] * sy, Math.min(x[i] * sx, u));
    }
  }

  /**
   * Sliding maximum {@code out[i] = max of s x[j] over i + a <= j <= i + b, j < limit}, the lowest
   * value where that is empty, for {@code from <= i < to}. Three comparisons a letter whatever the
   * width.
   *
   * @param suffix room for {@code limit} doubles, overwritten; neither {@code x} nor {@code out}
   */
  static void windowMax(
      double[] x,
      double s,
      int a,
      int b,
      int from,
      int to,
      int limit,
      double[] suffix,
      double[] out) {
    // The last output whose window is not empty; in long, for a may be near the largest int.
    int full = (int) Math.max(from, Math.min(to, (long) limit - a));
    java.util.Arrays.fill(out, full, to, LOWEST);
    if (full == from) {
      return;
    }
    int width = (int) Math.min((long) b - a + 1, limit);
    if (width <= NARROW) {
      narrowMax(x, s, a, width, from, full, limit, out);
      return;
    }
    for (int block = from + a; block < full + a; block += width) {
      int end = (int) Math.min((long) block + width, limit);
      suffixMax(x, s, block, end, suffix);
      int last = Math.min(end, full + a);
      double prefix = LOWEST;
      int ahead = (int) Math.min((long) last, (long) limit - width);
      int l = block;
      for (; l < ahead; l++) {
        out[l - a] = Math.max(suffix[l], prefix);
        prefix = Math.max(prefix, x[l + width] * s);
      }
      for (; l < last; l++) {
        out[l - a] = Math.max(suffix[l], prefix);
      }
      if (end == limit) {
        break;
      }
    }
  }

  private static void narrowMax(
      double[] x, double s, int a, int width, int from, int to, int limit, double[] out) {
    for (int i = from; i < to; i++) {
      out[i] = x[i + a] * s;
    }
    for (int d = 1; d < width; d++) {
      int offset = a + d;
      int last = Math.min(to, limit - offset);
      for (int i = from; i < last; i++) {
        out[i] = Math.max(out[i], x[i + offset] * s);
      }
    }
  }
}
