package org.surety.numeric;

import java.math.BigDecimal;

/**
 * Sums, products and quotients of doubles rounded towards a named side. The rounding error is found
 * exactly (Knuth's two-sum, Dekker's product by fused multiply–add), so an exact result stays as it
 * is; outside the normal range the result moves outward by one step more than may be needed.
 */
public final class Directed {
  private static final double TINY = 0x1p-960;

  private Directed() {}

  /** The least double that is not below a + b. */
  public static double addUp(double a, double b) {
    double s = a + b;
    double t = s - a;
    double error = (a - (s - t)) + (b - t);
    return error > 0 || Double.isNaN(error) ? Math.nextUp(s) : s;
  }

  /** The greatest double that is not above a + b. */
  public static double addDown(double a, double b) {
    return -addUp(-a, -b);
  }

  /** A double that is not below a · b; the least such one for normal results. */
  public static double multiplyUp(double a, double b) {
    double p = a * b;
    if (p == 0 && (a == 0 || b == 0)) {
      return 0;
    }
    return Math.abs(p) < TINY || Math.fma(a, b, -p) > 0 ? Math.nextUp(p) : p;
  }

  /** A double that is not above a · b; the greatest such one for normal results. */
  public static double multiplyDown(double a, double b) {
    return -multiplyUp(-a, b);
  }

  /** A double that is not below a / b; the least such one for normal results. Needs b ≠ 0. */
  public static double divideUp(double a, double b) {
    double q = a / b;
    if (a == 0) {
      return 0;
    }
    boolean below =
        b > 0 ? Math.fma(-q, b, a) > 0 : Math.fma(-q, b, a) < 0; // sign of (a − q b) / b
    return Math.abs(q) < TINY || Math.abs(a) < TINY || below ? Math.nextUp(q) : q;
  }

  /** A double that is not above a / b; the greatest such one for normal results. Needs b ≠ 0. */
  public static double divideDown(double a, double b) {
    return -divideUp(-a, b);
  }

  /** A double not below e^x: the library's function is within one unit in the last place. */
  public static double expUp(double x) {
    return x == 0 ? 1 : Math.nextUp(Math.nextUp(StrictMath.exp(x)));
  }

  /** A double not below ln x, for x ≥ 0. */
  public static double logUp(double x) {
    return x == 1 ? 0 : Math.nextUp(Math.nextUp(StrictMath.log(x)));
  }

  /** The least double that is not below {@code value}. */
  public static double up(BigDecimal value) {
    double nearest = value.doubleValue();
    if (Double.isInfinite(nearest)) {
      return nearest > 0 ? nearest : -Double.MAX_VALUE;
    }
    return new BigDecimal(nearest).compareTo(value) >= 0 ? nearest : Math.nextUp(nearest);
  }

  /** The greatest double that is not above {@code value}. */
  public static double down(BigDecimal value) {
    return -up(value.negate());
  }
}
