package org.surety.numeric;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Doubles as decimal text, rounded to a stated side, and back. The comparison is between exact
 * values: a double is a binary fraction, and its usual shortest decimal may lie on either side.
 */
public final class Decimals {
  /** Digits of a printed bound. */
  private static final int DIGITS = 12;

  /** Enough digits for some decimal on either side to fall within half a unit of any double. */
  private static final int ROUND_TRIP_DIGITS = 19;

  private Decimals() {}

  /** The least decimal of at most 12 significant digits that is at least {@code x}. */
  public static String up(double x) {
    return up(x, DIGITS);
  }

  /** The greatest decimal of at most 12 significant digits that is at most {@code x}. */
  public static String down(double x) {
    return down(x, DIGITS);
  }

  /**
   * The least decimal of at most so many significant digits that is at least {@code x}.
   *
   * @param x finite
   * @param digits at least 1
   */
  public static String up(double x, int digits) {
    return text(new BigDecimal(x).round(new MathContext(digits, RoundingMode.CEILING)));
  }

  /** The greatest decimal of at most so many significant digits that is at most {@code x}. */
  public static String down(double x, int digits) {
    return text(new BigDecimal(x).round(new MathContext(digits, RoundingMode.FLOOR)));
  }

  /** The shortest decimal that is at least {@code x} and is read back as {@code x}. */
  public static String exactUp(double x) {
    return roundTrip(x, RoundingMode.CEILING);
  }

  /** The shortest decimal that is at most {@code x} and is read back as {@code x}. */
  public static String exactDown(double x) {
    return roundTrip(x, RoundingMode.FLOOR);
  }

  /** The greatest double that is at most the decimal. */
  public static double down(BigDecimal decimal) {
    double nearest = decimal.doubleValue();
    return compare(nearest, decimal) > 0 ? Math.nextDown(nearest) : nearest;
  }

  /** The least double that is at least the decimal. */
  public static double up(BigDecimal decimal) {
    double nearest = decimal.doubleValue();
    return compare(nearest, decimal) < 0 ? Math.nextUp(nearest) : nearest;
  }

  /** The decimal without trailing zeros, with an exponent below 1e-6 and from 1e21; exact. */
  public static String text(BigDecimal decimal) {
    if (decimal.signum() == 0) {
      return "0";
    }
    BigDecimal stripped = decimal.stripTrailingZeros();
    int exponent = stripped.precision() - stripped.scale() - 1;
    return exponent >= -6 && exponent < 21
        ? stripped.toPlainString()
        : stripped.toString().replace('E', 'e').replace("e+", "e");
  }

  private static int compare(double x, BigDecimal exact) {
    return Double.isInfinite(x) ? (x > 0 ? 1 : -1) : new BigDecimal(x).compareTo(exact);
  }

  private static String roundTrip(double x, RoundingMode mode) {
    BigDecimal exact = new BigDecimal(x);
    for (int digits = 1; digits <= ROUND_TRIP_DIGITS; digits++) {
      BigDecimal rounded = exact.round(new MathContext(digits, mode));
      if (rounded.doubleValue() == x) {
        return text(rounded);
      }
    }
    return text(exact);
  }
}
