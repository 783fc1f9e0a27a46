package org.surety.audit.box;

/**
 * The largest log density ratio of a pair of Gaussian policies, bounded over a box of states. In m
 * = μ_task − μ_base, u = ln σ_base − ln σ_task and l = ln σ_base it is
 *
 * <pre>Σ u + m² e^{−2l} / (2 (1 − e^{−2u})),   infinite where u ≤ 0 and m ≠ 0 or u &lt; 0,</pre>
 *
 * convex in (m, u) and convex in l. Less any linear function it is therefore largest at a vertex of
 * a box in (m, u, l). So Σ ≤ a·(m, u, l) + c with c from the vertices, and a·(m, u, l) is bounded
 * as one form in the states: dimensions and means and deviations are not maximized apart. Serves
 * one thread.
 */
final class RatioBounds {
  private static final double UNIT = 0x1p-53;
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  private final BoxBounds bounds;
  private final int d;
  private final double[] slopes;
  private final double[] low;
  private final double[] high;

  /** Where, in a box, the last form that was best is largest. */
  final double[] corner;

  /** The input by which to split the last box. */
  int split;

  RatioBounds(BoxBounds bounds) {
    this.bounds = bounds;
    d = bounds.net.actions;
    slopes = new double[3 * d];
    low = bounds.low;
    high = bounds.high;
    corner = new double[bounds.net.inputs];
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
    double result = Math.min(apart, jointly());
    choose(lower, upper);
    for (int i = 0; i < d; i++) {
      secant(i);
    }
    double second = jointly();
    if (second < result) {
      result = second;
      choose(lower, upper);
    }
    return Double.isNaN(result) ? INFINITY : Math.max(0, result);
  }

  /** At most the log ratio at the state {@code x}, whichever way the evaluator rounds there. */
  double lowerAt(double[] x) {
    bounds.over(x, x);
    double sum = 0;
    for (int i = 0; i < d; i++) {
      double m = low[i] > 0 ? low[i] : high[i] < 0 ? -high[i] : 0;
      double least = low[d + i];
      double most = high[d + i];
      if (most < 0 || (most == 0 && m > 0)) {
        return INFINITY;
      }
      double quadratic = 0;
      if (m > 0) {
        double z = m * StrictMath.exp(-high[2 * d + i]);
        quadratic = z * z / (-2 * StrictMath.expm1(-2 * most));
        quadratic = quadratic < INFINITY ? quadratic * (1 - 64 * UNIT) : 0;
      }
      sum += Math.max(0, least) + quadratic;
    }
    return Double.isNaN(sum) ? 0 : sum * (1 - (d + 8) * UNIT);
  }

  private static double value(double m, double u, double l) {
    if (!(u > 0)) {
      return u == 0 && m == 0 ? 0 : INFINITY;
    }
    double z = m * StrictMath.exp(-l);
    return m == 0 ? u : u + z * z / (-2 * StrictMath.expm1(-2 * u));
  }

  /** The greatest value less the linear function over the vertices of dimension i, rounded up. */
  private double vertices(int i, double am, double au, double al) {
    double most = Double.NEGATIVE_INFINITY;
    for (int v = 0; v < 8; v++) {
      double m = (v & 1) == 0 ? low[i] : high[i];
      double u = (v & 2) == 0 ? low[d + i] : high[d + i];
      double l = (v & 4) == 0 ? low[2 * d + i] : high[2 * d + i];
      if (!(Math.abs(l) < 700)) {
        return INFINITY;
      }
      double g = value(m, u, l);
      double excess = g - am * m - au * u - al * l;
      double slack = 64 * UNIT * (g + Math.abs(am * m) + Math.abs(au * u) + Math.abs(al * l));
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
    double m = 0.5 * (low[i] + high[i]);
    double u = 0.5 * (low[d + i] + high[d + i]);
    double l = 0.5 * (low[2 * d + i] + high[2 * d + i]);
    double v = -StrictMath.expm1(-2 * u);
    double inverse = StrictMath.exp(-2 * l);
    slopes[i] = v > 0 ? m * inverse / v : 0;
    slopes[d + i] = v > 0 ? 1 - m * m * inverse * (1 - v) / (v * v) : 1;
    slopes[2 * d + i] = v > 0 ? -m * m * inverse / v : 0;
  }

  /** Mean differences over the box in place of derivatives. */
  private void secant(int i) {
    tangent(i);
    for (int axis = 0; axis < 3; axis++) {
      double width = high[axis * d + i] - low[axis * d + i];
      if (width > 1e-9) {
        double sum = 0;
        for (int v = 0; v < 8; v++) {
          double m = (v & 1) == 0 ? low[i] : high[i];
          double u = (v & 2) == 0 ? low[d + i] : high[d + i];
          double l = (v & 4) == 0 ? low[2 * d + i] : high[2 * d + i];
          sum += ((v >> axis & 1) == 0 ? -1 : 1) * value(m, u, l);
        }
        slopes[axis * d + i] = sum / (4 * width);
      }
    }
  }

  private void choose(double[] lower, double[] upper) {
    double most = -1;
    for (int j = 0; j < corner.length; j++) {
      corner[j] = bounds.combined[j] > 0 ? upper[j] : lower[j];
      double width = upper[j] - lower[j];
      double gain = bounds.blame[j] + 1e-3 * Math.abs(bounds.combined[j]) * width;
      if (gain > most && width > 0) {
        most = gain;
        split = j;
      }
    }
  }

  private void unbounded(double[] lower, double[] upper) {
    double most = -1;
    int n = corner.length;
    for (int j = 0; j < n; j++) {
      corner[j] = 0.5 * (lower[j] + upper[j]);
      double width = upper[j] - lower[j];
      double gain = 0;
      for (int i = 0; i < d; i++) {
        if (!(low[d + i] > 0)) {
          gain += Math.abs(bounds.outputForm[(d + i) * n + j]) * width;
        }
      }
      gain = gain > 0 ? gain : 1e-9 * width;
      if (gain > most && width > 0) {
        most = gain;
        split = j;
      }
    }
  }
}
