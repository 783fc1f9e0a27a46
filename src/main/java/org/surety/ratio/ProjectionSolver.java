package org.surety.ratio;

import org.surety.numeric.Logarithm;

/**
 * The one-multiplier search behind {@link GaussianProjection}, in base-relative coordinates. For
 * given λ every dimension is a cubic of its own; an outer Newton iteration on ln G against ln λ or
 * ln(H − λ), safeguarded by a bracket, finds the λ at which the dimensions' ratios add up to the
 * target. Each inner root starts from the last one and its derivative.
 *
 * <p>Over 10⁵ random problems (see the projection study) it took 4 outer steps on average and 29 at
 * most.
 */
final class ProjectionSolver {
  private static final double TOLERANCE = 4e-12;
  private static final int MOST_STEPS = 200;

  private final int dimension;
  private final double[] shift; // m
  private final double[] square; // m²
  private final double[] width; // u
  private final double[] narrowing; // 1 − u
  private final double[] threshold; // λ*
  private final double[] v;
  private final double[] y; // 1 − v
  private final double[] w; // v + λu
  private final double[] slopeOfV; // dv/dλ

  private double top; // H
  private double value; // G(λ)
  private double slope; // G'(λ)
  private double evaluatedAt; // λ at which v was found, NaN before the first time
  private int steps;

  ProjectionSolver(int dimension) {
    this.dimension = dimension;
    shift = new double[dimension];
    square = new double[dimension];
    width = new double[dimension];
    narrowing = new double[dimension];
    threshold = new double[dimension];
    v = new double[dimension];
    y = new double[dimension];
    w = new double[dimension];
    slopeOfV = new double[dimension];
  }

  /** Starts a new problem; {@link #set} then gives every dimension. */
  void clear() {
    top = 0;
  }

  /**
   * One dimension of the task.
   *
   * @param m shift of the mean in base standard deviations
   * @param ratio σ_t/σ_b
   */
  void set(int i, double m, double ratio) {
    double u = ratio * ratio;
    double narrower = (1 - ratio) * (1 + ratio);
    double root = Math.sqrt(narrower * narrower + 4 * m * m);
    double star = u > 1 ? 2 * m * m / (u * (root - narrower)) : (narrower + root) / (2 * u);
    shift[i] = m;
    square[i] = m * m;
    width[i] = u;
    narrowing[i] = narrower;
    threshold[i] = star;
    top = Math.max(top, star);
  }

  /** H = max λ*: the multiplier from which on the solution is the base. */
  double top() {
    return top;
  }

  /** 1 − (σ'/σ_b)² of the solution; 0 where the dimension has collapsed onto the base. */
  double v(int i) {
    return v[i];
  }

  /** 1 − v without cancellation. */
  double y(int i) {
    return y[i];
  }

  /** The shift of the solution's mean in base standard deviations, where v is positive. */
  double x(int i) {
    return shift[i] * v[i] / w[i];
  }

  /** Outer steps of the last search. */
  int steps() {
    return steps;
  }

  /**
   * Finds λ with G(λ) = target, leaving v and y of every dimension.
   *
   * @param target positive
   * @return λ, in (0, top)
   */
  double solve(double target) {
    double q = 1 / Math.sqrt(1 + 2 * target);
    double lambda = top * q;
    double theta = top * (2 * target / (1 + 2 * target) / (1 + q)); // H (1 − q)
    double lowLambda = 0;
    double lowTheta = top;
    double highLambda = top;
    double highTheta = 0;
    double last = Double.POSITIVE_INFINITY;
    double beforeLast = Double.POSITIVE_INFINITY;
    evaluatedAt = Double.NaN;
    for (steps = 1; ; steps++) {
      boolean fromTop = theta < 0.5 * top;
      evaluate(lambda, theta, fromTop);
      double excess = value - target;
      if (Math.abs(excess) <= TOLERANCE * target || steps == MOST_STEPS) {
        break;
      }
      if (excess > 0) {
        lowLambda = lambda;
        lowTheta = theta;
      } else {
        highLambda = lambda;
        highTheta = theta;
      }
      // Newton on ln G against ln θ or ln λ.
      double elasticity = (fromTop ? -theta : lambda) * slope / value;
      double relative = excess / target;
      double log =
          Math.abs(relative) < 1e-3
              ? -relative * (1 - 0.5 * relative)
              : value > 0 ? -Logarithm.log(value / target) : 1;
      double step = log / elasticity;
      boolean newton = Math.abs(step) <= 0.5 * beforeLast && Math.abs(step) < 1.5;
      if (newton) {
        // e^step, to a few digits where it is large.
        double half = 1 + step * step * (1 / 12.0);
        double growth = (half + 0.5 * step) / (half - 0.5 * step);
        if (fromTop) {
          double next = theta * growth;
          newton = next > highTheta && next < lowTheta;
          if (newton) {
            theta = next;
            lambda = top - theta;
          }
        } else {
          double next = lambda * growth;
          newton = next > lowLambda && next < highLambda;
          if (newton) {
            lambda = next;
            theta = top - lambda;
          }
        }
      }
      if (newton) {
        beforeLast = last;
        last = Math.abs(step);
      } else {
        beforeLast = Double.POSITIVE_INFINITY;
        last = Double.POSITIVE_INFINITY;
        if (fromTop) {
          theta = middle(highTheta, lowTheta);
          lambda = top - theta;
        } else {
          lambda = middle(lowLambda, highLambda);
          theta = top - lambda;
        }
        if (lambda <= lowLambda && lambda >= highLambda) {
          break;
        }
      }
    }
    return lambda;
  }

  /** The middle of an interval of positive numbers, geometric where it is wide. */
  private static double middle(double low, double high) {
    if (high <= 16 * low) {
      return 0.5 * (low + high);
    }
    return low > 0 ? Math.sqrt(low) * Math.sqrt(high) : high / 64;
  }

  /** Solves all dimensions at λ; sets v, y, w, dv/dλ, G and G'. */
  private void evaluate(double lambda, double theta, boolean fromTop) {
    double sum = 0;
    double derivative = 0;
    double change = lambda - evaluatedAt;
    for (int i = 0; i < dimension; i++) {
      double gap = fromTop ? (threshold[i] - top) + theta : threshold[i] - lambda;
      if (gap <= 0) {
        v[i] = 0;
        y[i] = 1;
        slopeOfV[i] = 0;
        continue;
      }
      double u = width[i];
      double mm = square[i];
      if (mm == 0) {
        double narrow = (1 + lambda) * u;
        v[i] = u * gap;
        y[i] = narrow;
        w[i] = v[i] + lambda * u;
        slopeOfV[i] = -u;
        sum += minusHalfLog(v[i], narrow);
        derivative -= u / (2 * narrow);
        continue;
      }
      double warm = slopeOfV[i] == 0 || Double.isNaN(evaluatedAt) ? 0 : v[i] + slopeOfV[i] * change;
      solveDimension(i, lambda, gap, warm);
      double vi = v[i];
      double yi = y[i];
      double lu = lambda * u;
      double iw = 1 / (lu + vi);
      double iy = 1 / yi;
      double ratio = mm * iw * iw;
      double cubic = ratio * iw;
      double byLambda = iy + cubic * (lu - vi);
      double byV = (1 + lambda) * iy * iy + 2 * lambda * cubic;
      double dv = -byLambda / byV;
      w[i] = lu + vi;
      slopeOfV[i] = dv;
      sum += minusHalfLog(vi, yi) + 0.5 * ratio * vi;
      derivative += 0.5 * byLambda * dv - cubic * vi * u;
    }
    value = sum;
    slope = derivative;
    evaluatedAt = lambda;
  }

  /** −ln(1 − v)/2 from v and y = 1 − v. */
  static double minusHalfLog(double v, double y) {
    return v < 0.28 ? 0.5 * Logarithm.minusLogOneMinus(v) : -0.5 * Logarithm.log(y);
  }

  /**
   * The root of P(y) = y (1/u + λm²/w²) − (1 + λ), w = 1 + λu − y, which is increasing and convex:
   * Newton's iteration falls from the right of the root and returns to the right from the left.
   *
   * @param warm an estimate of v, or 0
   */
  private void solveDimension(int i, double lambda, double gap, double warm) {
    double u = width[i];
    double mm = square[i];
    double lu = lambda * u;
    double iu = 1 / u;
    double one = 1 + lambda;
    double c = mm * iu * iu;
    double il = 1 / lambda;
    // P is evaluated as −y h(v), h(v) = v ((1+λ)/(1−v) + K (w + λu)/w²) − ρ, where v < λu and as
    // yλm²/w² + (y − u)/u − λ elsewhere: neither cancels there.
    double rho = gap * (lambda + c / threshold[i]) * il;
    double k = c * il;
    double lm = lambda * mm;
    double vi = warm;
    double yi = 1 - warm;
    if (!(vi > 0 && vi < 1)) {
      double s = 1 + lu;
      double a = lm / one;
      double right = 2 * s * s / (2 * s + a + Math.sqrt(a * a + 4 * a * s));
      yi = Math.min(1, Math.min(one * u, right));
      vi = 1 - yi;
    }
    for (int j = 0; j < 100; j++) {
      double iw = 1 / (lu + vi);
      double ratio = lm * iw * iw;
      double p = iu + ratio;
      double residual =
          vi < lu
              ? yi * rho - vi * (one + yi * k * (1 + lu * iw) * iw)
              : yi * ratio + (vi < 0.5 ? narrowing[i] - vi : yi - u) * iu - lambda;
      double step = residual / (p + 2 * ratio * yi * iw);
      double nextV = vi + step;
      double nextY = yi - step;
      if (nextV <= 0) {
        nextV = vi * 0x1p-10;
        nextY = 1 - nextV;
      } else if (nextY <= 0) {
        nextY = yi * 0x1p-10;
        nextV = 1 - nextY;
      }
      vi = nextV;
      yi = nextY;
      if (Math.abs(step) <= 1e-6 * Math.min(vi, yi)) {
        break;
      }
    }
    v[i] = vi;
    y[i] = yi;
  }
}
