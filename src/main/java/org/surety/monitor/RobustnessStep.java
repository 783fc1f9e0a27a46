package org.surety.monitor;

import org.surety.logic.Formula;

/**
 * One pass of a compiled robustness program: reads signals, writes one. A signal is an index into
 * the table of arrays together with its factor ±1.0; {@code from} and {@code to} bound the letters
 * that someone reads ({@code to} is exclusive, {@link Formula#UNBOUNDED} for all).
 */
sealed interface RobustnessStep {
  /**
   * @param arrays the table of arrays, each of at least {@code letters} doubles
   * @param letters length of the word, at least 1
   */
  void run(double[][] arrays, int letters);

  /** An operand: which array, and the factor to read it with. */
  record Signal(int array, double factor) {}

  /** The constant minus infinity. */
  record Lowest(int from, int to, int out) implements RobustnessStep {
    @Override
    public void run(double[][] arrays, int letters) {
      java.util.Arrays.fill(
          arrays[out], Math.min(from, letters), Math.min(to, letters), Double.NEGATIVE_INFINITY);
    }
  }

  /** Pointwise maximum. */
  record Max(Signal x, Signal y, int from, int to, int out) implements RobustnessStep {
    @Override
    public void run(double[][] arrays, int letters) {
      Kernels.max(
          arrays[x.array],
          x.factor,
          arrays[y.array],
          y.factor,
          from,
          Math.min(to, letters),
          arrays[out]);
    }
  }

  /** Maximum over the window [a, b] of steps ahead; a = b is next; b may be unbounded. */
  record Window(Signal x, int a, int b, int from, int to, int suffix, int out)
      implements RobustnessStep {
    @Override
    public void run(double[][] arrays, int letters) {
      if (from >= letters) {
        return;
      }
      double[] in = arrays[x.array];
      if (to - from == 1) {
        arrays[out][from] =
            Kernels.greatest(in, x.factor, ahead(from, a, letters), after(from, b, letters));
      } else if (a == 0 && b == Formula.UNBOUNDED) {
        Kernels.suffixMax(in, x.factor, from, letters, arrays[out]);
      } else {
        int last = Math.min(to, letters);
        int limit = after(last - 1, b, letters);
        Kernels.windowMax(in, x.factor, a, b, from, last, limit, arrays[suffix], arrays[out]);
      }
    }
  }

  /** Until over the rest of the word; {@code end} is its value after the last letter. */
  record Until(Signal x, Signal y, double end, int from, int to, int out)
      implements RobustnessStep {
    @Override
    public void run(double[][] arrays, int letters) {
      if (from >= letters) {
        return;
      }
      double[] held = arrays[x.array];
      double[] goal = arrays[y.array];
      if (to - from == 1) {
        arrays[out][from] = Kernels.until(held, x.factor, goal, y.factor, from, letters, end);
      } else {
        Kernels.until(held, x.factor, goal, y.factor, from, letters, end, arrays[out]);
      }
    }
  }

  /**
   * Strong until over the window [a, b] of steps ahead: the least of three passes, the sliding
   * maximum of y over [a, b], the sliding minimum of x over [0, a-1], and the until from a steps
   * ahead (Donzé, Ferrère and Maler, CAV 2013; the middle pass is needed when a > 0).
   */
  record BoundedUntil(
      Signal x, Signal y, int a, int b, int from, int to, int suffix, int room, int out)
      implements RobustnessStep {
    @Override
    public void run(double[][] arrays, int letters) {
      if (from >= letters) {
        return;
      }
      double[] held = arrays[x.array];
      double[] goal = arrays[y.array];
      double[] result = arrays[out];
      if (to - from == 1) {
        int start = ahead(from, a, letters);
        double before = -Kernels.greatest(held, -x.factor, from, start);
        double reached =
            Kernels.until(
                held,
                x.factor,
                goal,
                y.factor,
                start,
                after(from, b, letters),
                Double.NEGATIVE_INFINITY);
        result[from] = Math.min(before, reached);
        return;
      }
      int last = Math.min(to, letters);
      int limit = after(last - 1, b, letters);
      double[] until = arrays[room];
      double[] scratch = arrays[suffix];
      int start = ahead(from, a, letters);
      Kernels.until(held, x.factor, goal, y.factor, start, limit, Double.NEGATIVE_INFINITY, until);
      // What lies a steps ahead exists for these letters only; for the rest the window is empty.
      int full = Math.max(from, Math.min(last, limit - a));
      java.util.Arrays.fill(result, full, last, Double.NEGATIVE_INFINITY);
      if (b == Formula.UNBOUNDED) {
        System.arraycopy(until, start, result, from, full - from);
      } else {
        Kernels.windowMax(goal, y.factor, a, b, from, full, limit, scratch, result);
        least(result, until, from, full, a);
      }
      if (a > 0) {
        // The until is used up: its room takes the negated minimum of x over [0, a-1].
        Kernels.windowMax(held, -x.factor, 0, a - 1, from, full, limit, scratch, until);
        leastNegated(result, until, from, full);
      }
    }

    private static void least(double[] result, double[] until, int from, int to, int a) {
      for (int i = from; i < to; i++) {
        result[i] = Math.min(result[i], until[i + a]);
      }
    }

    private static void leastNegated(double[] result, double[] other, int from, int to) {
      for (int i = from; i < to; i++) {
        result[i] = Math.min(result[i], -other[i]);
      }
    }
  }

  private static int ahead(int from, int steps, int letters) {
    return (int) Math.min((long) from + steps, letters);
  }

  private static int after(int last, int steps, int letters) {
    return (int) Math.min((long) last + steps + 1, letters);
  }
}
