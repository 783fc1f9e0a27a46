package org.surety.numeric;

import java.util.function.DoubleUnaryOperator;

/**
 * Root bracketing that returns the safe end of the bracket.
 *
 * <p>The caller's function is a <em>certified</em> margin: where it is at least 0 the statement to
 * be made is proved, rounding included. The search only decides how tight the answer is; that the
 * answer is safe follows from the sign at the returned point, whatever the search did.
 *
 * <p>Steps are those of T. R. Chandrupatla, <em>A new hybrid quadratic/bisection algorithm for
 * finding the zero of a nonlinear function without using derivatives</em>, Advances in Engineering
 * Software 28 (1997) 145-149.
 */
public final class SafeRoot {
  /** The bracket is narrowed to this width, relative to its ends. */
  private static final double TOLERANCE = 0x1p-52;

  private static final int MAX_STEPS = 200;

  private SafeRoot() {}

  /**
   * A point at which the margin is at least 0, within 2^-51 (relative) of one where it is below 0.
   *
   * @param margin evaluated only between the two ends; never NaN
   * @param safe where the margin is at least 0; may lie on either side of {@code unsafe}
   * @param unsafe where the margin is below 0
   */
  public static double safeEnd(DoubleUnaryOperator margin, double safe, double unsafe) {
    double a = unsafe;
    double b = safe;
    double fa = margin.applyAsDouble(a);
    double fb = margin.applyAsDouble(b);
    if (!(fb >= 0) || !(fa < 0)) {
      throw new IllegalArgumentException(
          "no bracket: margin " + fb + " at the safe end, " + fa + " at the unsafe end");
    }
    // As in the paper: [a, b] brackets, a is the newest point, c the one dropped last.
    double c = a;
    double fc = fa;
    double t = 0.5;
    for (int step = 0; step < MAX_STEPS; step++) {
      double x = a + t * (b - a);
      if (x == a || x == b) {
        break;
      }
      double fx = margin.applyAsDouble(x);
      if ((fx >= 0) == (fa >= 0)) {
        c = a;
        fc = fa;
      } else {
        c = b;
        fc = fb;
        b = a;
        fb = fa;
      }
      a = x;
      fa = fx;
      double tolerance = TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
      double relative = tolerance / Math.abs(b - a);
      if (relative > 0.5) {
        break;
      }
      double xi = (a - b) / (c - b);
      double phi = (fa - fb) / (fc - fb);
      boolean quadratic =
          Double.isFinite(fa)
              && Double.isFinite(fb)
              && phi * phi < xi
              && (1 - phi) * (1 - phi) < 1 - xi;
      t =
          quadratic
              ? fa / (fb - fa) * (fc / (fb - fc))
                  + (c - a) / (b - a) * (fa / (fc - fa)) * (fb / (fc - fb))
              : 0.5;
      t = Math.min(1 - relative, Math.max(relative, t));
    }
    return fa >= 0 ? a : b;
  }
}
