package org.surety.numeric;

/**
 * Directed rounding. Java rounds every operation to nearest, so the next double up (down) from a
 * rounded result is at least (at most) the exact one.
 */
public final class Outward {
  /** Unit roundoff: the relative error of one correctly rounded operation is at most this. */
  public static final double UNIT_ROUNDOFF = 0x1p-53;

  private Outward() {}

  /** The next double up: at least the exact result that was rounded to {@code x}. */
  public static double up(double x) {
    return Math.nextUp(x);
  }

  /** The next double down: at most the exact result that was rounded to {@code x}. */
  public static double down(double x) {
    return Math.nextDown(x);
  }

  /**
   * At least every number within the relative error {@code roundoffs} * 2^-53 of {@code x}.
   *
   * @param x finite
   * @param roundoffs at least 0 and below 2^40
   */
  public static double up(double x, double roundoffs) {
    return Math.nextUp(x + Math.abs(x) * slack(roundoffs));
  }

  /** At most every number within the relative error {@code roundoffs} * 2^-53 of {@code x}. */
  public static double down(double x, double roundoffs) {
    return Math.nextDown(x - Math.abs(x) * slack(roundoffs));
  }

  /** At least the quotient. */
  public static double divideUp(double dividend, double divisor) {
    return up(dividend / divisor);
  }

  /** At most the quotient. */
  public static double divideDown(double dividend, double divisor) {
    return down(dividend / divisor);
  }

  /** At most the natural logarithm of {@code x >= 0}; minus infinity at 0. */
  public static double lnDown(double x) {
    return x == 1 ? 0 : down(StrictMath.log(x), 2);
  }

  /** At least the natural logarithm of {@code x >= 0}. */
  public static double lnUp(double x) {
    return x == 1 || x == 0 ? StrictMath.log(x) : up(StrictMath.log(x), 2);
  }

  /** At least e to the power {@code x}. */
  public static double expUp(double x) {
    return x == 0 ? 1 : up(StrictMath.exp(x), 2);
  }

  /** At most e to the power {@code x}; never negative. */
  public static double expDown(double x) {
    return x == 0 ? 1 : Math.max(0, down(StrictMath.exp(x), 2));
  }

  /** Relative slack for a first-order error, enlarged for its higher orders and the rounding. */
  private static double slack(double roundoffs) {
    return roundoffs * (UNIT_ROUNDOFF * (1 + 0x1p-10));
  }
}
