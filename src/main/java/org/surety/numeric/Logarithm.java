package org.surety.numeric;

/**
 * The natural logarithm from additions, multiplications and divisions alone, without fused
 * operations: the same bits on every machine and in every language with IEEE doubles, and fast
 * enough for inner loops.
 *
 * <p>With s = (f − 1)/(f + 1), ln f = 2s + s·R(s²) for f between √½ and √2, where R is the minimax
 * polynomial of FDLIBM's {@code e_log.c} (Sun Microsystems, 1993; error below 2⁻⁵⁸). Relative error
 * at most 4 units of 2⁻⁵³ for both functions, measured on 10⁵ random arguments in the tests.
 */
public final class Logarithm {
  private static final double LN2_HIGH = 0.6931471803691238;
  private static final double LN2_LOW = 1.9082149292705877e-10;
  private static final long MANTISSA = 0x000fffffffffffffL;
  private static final long ONE = 0x3ff0000000000000L;
  private static final double SQRT2 = 0x1.6a09e667f3bcdp0;

  private Logarithm() {}

  /** ln x for positive and normal x; infinity, or not a number, where x is. */
  public static double log(double x) {
    if (!(x <= Double.MAX_VALUE)) {
      return x; // a quotient of deviations may overflow, and its logarithm is no 709.78
    }
    long bits = Double.doubleToRawLongBits(x);
    int exponent = (int) (bits >> 52) - 1023;
    double f = Double.longBitsToDouble((bits & MANTISSA) | ONE);
    if (f > SQRT2) {
      f *= 0.5;
      exponent++;
    }
    double s = (f - 1) / (f + 1);
    double tail = s * remainder(s * s);
    return exponent == 0
        ? 2 * s + tail
        : exponent * LN2_HIGH + (2 * s + (tail + exponent * LN2_LOW));
  }

  /** −ln(1 − v) for v in [0, 0.29], with full relative accuracy next to 0. */
  public static double minusLogOneMinus(double v) {
    double s = v / (2 - v);
    return 2 * s + s * remainder(s * s);
  }

  private static double remainder(double z) {
    double w = z * z;
    double even = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373));
    double odd =
        z
            * (0.6666666666666735
                + w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586)));
    return even + odd;
  }
}
