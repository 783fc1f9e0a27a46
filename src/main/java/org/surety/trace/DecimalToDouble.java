package org.surety.trace;

import java.math.BigInteger;

/**
 * The double nearest to {@code w · 10^q}, for a decimal of at most 19 digits.
 *
 * <p>Small cases by one exact multiplication or division (W. D. Clinger, "How to read floating
 * point numbers accurately", PLDI 1990); the rest by a 128-bit product with a truncated power of
 * five (D. Lemire, "Number parsing at a gigabyte per second", Software: Practice and Experience
 * 51(8), 2021; that the product always suffices for 19 digits is N. Mushtak and D. Lemire, "Fast
 * number parsing without fallback", 2023). Subnormal and overflowing results are left to the
 * caller.
 */
final class DecimalToDouble {
  /** Returned where the caller must parse by other means. No finite double has these bits. */
  static final long UNDECIDED = -1L;

  private static final int MIN_POWER = -342;
  private static final int MAX_POWER = 308;
  private static final long[] HIGH = new long[MAX_POWER - MIN_POWER + 1];
  private static final long[] LOW = new long[HIGH.length];
  private static final double[] EXACT_POWERS = new double[23];

  static {
    BigInteger five = BigInteger.valueOf(5);
    for (int q = MIN_POWER; q <= MAX_POWER; q++) {
      BigInteger c;
      if (q < 0) {
        BigInteger power = five.pow(-q);
        int z = power.subtract(BigInteger.ONE).bitLength(); // least z with 2^z >= 5^-q
        int b = q >= -27 ? z + 127 : 2 * z + 128;
        c = BigInteger.ONE.shiftLeft(b).divide(power).add(BigInteger.ONE);
      } else {
        c = five.pow(q);
      }
      int excess = c.bitLength() - 128;
      c = excess > 0 ? c.shiftRight(excess) : c.shiftLeft(-excess);
      HIGH[q - MIN_POWER] = c.shiftRight(64).longValue();
      LOW[q - MIN_POWER] = c.longValue();
    }
    double power = 1;
    for (int i = 0; i < EXACT_POWERS.length; i++) {
      EXACT_POWERS[i] = power;
      power *= 10;
    }
  }

  private DecimalToDouble() {}

  /**
   * Bits of the double nearest to {@code w · 10^q}, ties to even, or {@link #UNDECIDED}.
   *
   * @param w up to 19 digits, so at most 10^19 - 1, unsigned
   */
  static long bits(long w, int q) {
    if (w >= 0 && w <= 1L << 53 && q >= -22 && q <= 22) {
      // Both operands are exact, so IEEE division or multiplication rounds once and correctly.
      return Double.doubleToRawLongBits(q < 0 ? w / EXACT_POWERS[-q] : w * EXACT_POWERS[q]);
    }
    if (w == 0) {
      return 0;
    }
    if (q < MIN_POWER || q > MAX_POWER) {
      return UNDECIDED;
    }
    int leading = Long.numberOfLeadingZeros(w);
    long normal = w << leading;
    long high = unsignedHigh(normal, HIGH[q - MIN_POWER]);
    long low = normal * HIGH[q - MIN_POWER];
    if ((high & 0x1FF) == 0x1FF) {
      long more = unsignedHigh(normal, LOW[q - MIN_POWER]);
      low += more;
      if (Long.compareUnsigned(more, low) > 0) {
        high++;
      }
    }
    int upper = (int) (high >>> 63);
    long mantissa = high >>> (upper + 9);
    int exponent = ((217706 * q) >> 16) + 63 + upper - leading + 1023;
    if (exponent <= 0) {
      return UNDECIDED;
    }
    if (Long.compareUnsigned(low, 1) <= 0
        && q >= -4
        && q <= 23
        && (mantissa & 3) == 1
        && mantissa << (upper + 9) == high) {
      mantissa &= ~1L; // exactly half way: to even, which is down here
    }
    mantissa = (mantissa + (mantissa & 1)) >>> 1;
    if (mantissa >= 1L << 53) {
      mantissa = 1L << 52;
      exponent++;
    }
    if (exponent >= 0x7FF) {
      return UNDECIDED;
    }
    return (mantissa & ~(1L << 52)) | (long) exponent << 52;
  }

  private static long unsignedHigh(long a, long b) {
    return Math.multiplyHigh(a, b) + ((a >> 63) & b) + ((b >> 63) & a);
  }
}
