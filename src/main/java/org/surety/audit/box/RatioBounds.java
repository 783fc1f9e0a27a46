package org.surety.audit.box;

/**
 * The largest log density ratio of a pair of Gaussian policies, bounded over a box of states. Each
 * {@link RatioTerm} is convex along every one of its three arguments, and so is it less any linear
 * function, which is therefore largest at a vertex of the arguments' box. So the sum of terms is at
 * most a·(m, v, l) + c with c from the vertices, and a·(m, v, l) is bounded as one form in the
 * states: dimensions, means and deviations are not maximized apart. Serves one thread.
 */
final class RatioBounds {
  private static final double UNIT = 0x1p-53;
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  private final BoxBounds bounds;
  private final RatioTerm term;
  private final int d;
  private final double[] slope = new double[3];
  private final double[] slopes;
  private final double[] harm;

  /** Within this, logarithms of deviations neither overflow nor underflow. */
  private final double large;

  private final double[] low;
  private final double[] high;

  /** Where, in a box, the last form that was best is largest. */
  final double[] corner;

  /** The input by which to split the last box. */
  int split;

  RatioBounds(BoxBounds bounds) {
    large = bounds.largestLogarithm();
    this.bounds = bounds;
    term = bounds.net.narrowing ? RatioTerm.SOFTPLUS : RatioTerm.DIFFERENCE;
    d = bounds.net.actions;
    slopes = new double[3 * d];
    low = bounds.low;
    high = bounds.high;
    corner = new double[bounds.net.inputs];
    harm = new double[bounds.net.inputs];
  }

  /** At least the log ratio at every state of the box; infinite where it cannot be bounded. */
  double upper(double[] lower, double[] upper) {
    bounds.over(lower, upper);
    double apart = 0;
    for (int i = 0; i < d; i++) {
      apart += vertices(i, 0, 0, 0);
    }
    apart *= 1 + (d + 2) * UNIT;
    if (!(apart < INFINITY)) {
      unbounded(lower, upper);
      return INFINITY;
    }
    for (int i = 0; i < d; i++) {
      tangent(i);
    }
    double result = apart;
    double first = jointly();
    if (first < result) {
      result = first;
    }
    choose(lower, upper);
    for (int i = 0; i < d; i++) {
      secant(i);
    }
    double second = jointly();
    if (second < result) {
      result = second;
      choose(lower, upper);
    }
    return Math.max(0, result);
  }

  /** At most the log ratio at the state {@code x}, whichever way the evaluator rounds there. */
  double lowerAt(double[] x) {
    bounds.over(x, x);
    double sum = 0;
    for (int i = 0; i < d; i++) {
      double m = low[i] > 0 ? low[i] : high[i] < 0 ? -high[i] : 0;
      if (Math.abs(low[2 * d + i]) > large || high[d + i] > large) {
        // The deviations may be out of the evaluator's range. No term is below 0.
        continue;
      }
      double least = term.narrowing(low[d + i]);
      double most = term.narrowing(high[d + i]) * (1 + 64 * UNIT);
      if (most < 0 || (most == 0 && m > 0)) {
        return INFINITY;
      }
      double quadratic = 0;
      if (m > 0) {
        double z = m * StrictMath.exp(-high[2 * d + i]);
        quadratic = z * z / (-2 * StrictMath.expm1(-2 * most));
        quadratic = quadratic < INFINITY ? quadratic * (1 - 64 * UNIT) : 0;
      }
      sum += Math.max(0, least * (1 - 64 * UNIT)) + quadratic;
    }
    return Double.isNaN(sum) ? 0 : sum * (1 - (d + 8) * UNIT);
  }

  /** The greatest value less the linear function over the vertices of dimension i, rounded up. */
  private double vertices(int i, double am, double av, double al) {
    double most = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < 8; k++) {
      double m = (k & 1) == 0 ? low[i] : high[i];
      double v = (k & 2) == 0 ? low[d + i] : high[d + i];
      double l = (k & 4) == 0 ? low[2 * d + i] : high[2 * d + i];
      if (!(Math.abs(l) < large && v < large)) {
        return INFINITY;
      }
      double g = term.value(m, v, l);
      double excess = g - am * m - av * v - al * l;
      double slack = 64 * UNIT * (g + Math.abs(am * m) + Math.abs(av * v) + Math.abs(al * l));
      if (!(excess + slack <= most)) {
        most = excess + slack;
      }
    }
    return Double.isNaN(most) ? INFINITY : most;
  }

  private double jointly() {
    double constant = 0;
    double size = 0;
    for (int i = 0; i < d; i++) {
      double c = vertices(i, slopes[i], slopes[d + i], slopes[2 * d + i]);
      constant += c;
      size += Math.abs(c);
    }
    bounds.combine(slopes);
    double sum = constant + bounds.combinedHigh;
    return sum + (d + 4) * UNIT * (size + Math.abs(bounds.combinedHigh));
  }

  private void tangent(int i) {
    term.slopes(
        0.5 * (low[i] + high[i]),
        0.5 * (low[d + i] + high[d + i]),
        0.5 * (low[2 * d + i] + high[2 * d + i]),
        slope);
    for (int axis = 0; axis < 3; axis++) {
      slopes[axis * d + i] = slope[axis];
    }
  }

  /** Mean differences over the box in place of derivatives. */
  private void secant(int i) {
    tangent(i);
    for (int axis = 0; axis < 3; axis++) {
      double width = high[axis * d + i] - low[axis * d + i];
      if (width > 1e-9) {
        double sum = 0;
        for (int k = 0; k < 8; k++) {
          double m = (k & 1) == 0 ? low[i] : high[i];
          double v = (k & 2) == 0 ? low[d + i] : high[d + i];
          double l = (k & 4) == 0 ? low[2 * d + i] : high[2 * d + i];
          sum += ((k >> axis & 1) == 0 ? -1 : 1) * term.value(m, v, l);
        }
        slopes[axis * d + i] = sum / (4 * width);
      }
    }
  }

  /** Where the last form is largest, and the input whose width widens it most. */
  private void choose(double[] lower, double[] upper) {
    for (int j = 0; j < corner.length; j++) {
      corner[j] = bounds.combined[j] > 0 ? upper[j] : lower[j];
      harm[j] = bounds.blame[j] + 1e-3 * Math.abs(bounds.combined[j]) * (upper[j] - lower[j]);
    }
    split(lower, upper);
  }

  /** Here it is the deviations that have to be told apart first. */
  private void unbounded(double[] lower, double[] upper) {
    int n = corner.length;
    for (int j = 0; j < n; j++) {
      corner[j] = 0.5 * (lower[j] + upper[j]);
      harm[j] = 0;
      for (int i = 0; i < d; i++) {
        if (!(low[d + i] > 0)) {
          harm[j] += Math.abs(bounds.outputForm[(d + i) * n + j]) * (upper[j] - lower[j]);
        }
      }
    }
    split(lower, upper);
  }

  private void split(double[] lower, double[] upper) {
    double most = -1;
    for (int j = 0; j < harm.length; j++) {
      double width = upper[j] - lower[j];
      double gain = harm[j] < INFINITY ? harm[j] + 1e-9 * width : width;
      if (width > 0 && gain > most) {
        most = gain;
        split = j;
      }
    }
  }
}
