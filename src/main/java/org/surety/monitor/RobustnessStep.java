package org.surety.monitor;

import org.surety.logic.Formula;

/**
 * One pass of a compiled robustness program: reads signals, writes one temporary. {@code from} and
 * {@code to} bound the letters that someone reads ({@code to} is exclusive, {@link
 * Formula#UNBOUNDED} for all).
 */
sealed interface RobustnessStep {
  /**
   * @param margins the columns of margins
   * @param temporaries temporary signals, each of at least {@code letters} doubles
   * @param letters length of the word, at least 1
   */
  void run(double[][] margins, double[][] temporaries, int letters);

  /**
   * An operand.
   *
   * @param place the margin column, or {@code ~t} for temporary t
   * @param factor ±1.0, to read it with
   */
  record Signal(int place, double factor) {
    double[] in(double[][] margins, double[][] temporaries) {
      return place >= 0 ? margins[place] : temporaries[~place];
    }
  }

  /** The constant minus infinity. */
  record Lowest(int from, int to, int out) implements RobustnessStep {
    @Override
    public void run(double[][] margins, double[][] temporaries, int letters) {
      java.util.Arrays.fill(
          temporaries[out],
          Math.min(from, letters),
          Math.min(to, letters),
          Double.NEGATIVE_INFINITY);
    }
  }

  /** Pointwise maximum. */
  record Max(Signal x, Signal y, int from, int to, int out) implements RobustnessStep {
    @Override
    public void run(double[][] margins, double[][] temporaries, int letters) {
      Kernels.max(
          x.in(margins, temporaries),
          x.factor,
          y.in(margins, temporaries),
          y.factor,
          from,
          Math.min(to, letters),
          temporaries[out]);
    }
  }

  /** Maximum over the window [a, b] of steps ahead; a = b is next; b may be unbounded. */
  record Window(Signal x, int a, int b, int from, int to, int suffix, int out)
      implements RobustnessStep {
    @Override
    public void run(double[][] margins, double[][] temporaries, int letters) {
      if (from >= letters) {
        return;
      }
      double[] in = x.in(margins, temporaries);
      if (to - from == 1) {
        temporaries[out][from] =
            Kernels.greatest(in, x.factor, ahead(from, a, letters), after(from, b, letters));
      } else if (a == 0 && b == Formula.UNBOUNDED) {
        Kernels.suffixMax(in, x.factor, from, letters, temporaries[out]);
      } else {
        int last = Math.min(to, letters);
        int limit = after(last - 1, b, letters);
        Kernels.windowMax(
            in, x.factor, a, b, from, last, limit, temporaries[suffix], temporaries[out]);
      }
    }
  }

  /** Until over the rest of the word; {@code end} is its value after the last letter. */
  record Until(Signal x, Signal y, double end, int from, int to, int out)
      implements RobustnessStep {
    @Override
    public void run(double[][] margins, double[][] temporaries, int letters) {
      if (from >= letters) {
        return;
      }
      double[] held = x.in(margins, temporaries);
      double[] goal = y.in(margins, temporaries);
      if (to - from == 1) {
        temporaries[out][from] = Kernels.until(held, x.factor, goal, y.factor, from, letters, end);
      } else {
        Kernels.until(held, x.factor, goal, y.factor, from, letters, end, temporaries[out]);
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
    public void run(double[][] margins, double[][] temporaries, int letters) {
      if (from >= letters) {
        return;
      }
      double[] held = x.in(margins, temporaries);
      double[] goal = y.in(margins, temporaries);
      double[] result = temporaries[out];
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
      double[] until = temporaries[room];
      double[] scratch = temporaries[suffix];
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
