package org.surety.certificate;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.regex.Pattern;
import org.surety.base.InputException;

/**
 * Real numbers as they travel in certificates: decimal strings, because a reader may round a JSON
 * number to a binary double and a bound must not move. The direction of rounding is part of the
 * call.
 */
public final class Decimals {
  private static final Pattern FORM =
      Pattern.compile("-?(0|[1-9][0-9]{0,60})(\\.[0-9]{1,400})?(E-?[0-9]{1,4})?");

  private Decimals() {}

  /** {@code value} rounded up (towards +∞) to at most {@code digits} significant digits. */
  public static String up(double value, int digits) {
    return rounded(value, digits, RoundingMode.CEILING);
  }

  /** {@code value} rounded down (towards −∞) to at most {@code digits} significant digits. */
  public static String down(double value, int digits) {
    return rounded(value, digits, RoundingMode.FLOOR);
  }

  /** The shortest decimal that reads back as {@code value}: for inputs that the user typed. */
  public static String shortest(double value) {
    return text(new BigDecimal(Double.toString(finite(value))));
  }

  /** The double nearest to a decimal string. */
  public static double nearest(String decimal) {
    return Double.parseDouble(decimal);
  }

  private static String rounded(double value, int digits, RoundingMode mode) {
    return text(new BigDecimal(finite(value)).round(new MathContext(digits, mode)));
  }

  private static double finite(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(value + " has no decimal form");
    }
    return value;
  }

  /** One spelling for one number: no trailing zeros, exponent only where it saves zeros. */
  private static String text(BigDecimal value) {
    if (value.signum() == 0) {
      return "0";
    }
    BigDecimal stripped = value.stripTrailingZeros();
    return stripped.scale() >= 0 && stripped.scale() - stripped.precision() < 6
        ? stripped.toPlainString()
        : stripped.scale() < 0 && stripped.precision() - stripped.scale() <= 20
            ? stripped.toPlainString()
            : stripped.toString().replace("+", "");
  }

  /** {@code text} if it has the form of a decimal string; {@code place} names it otherwise. */
  static String require(String text, String place) {
    if (!FORM.matcher(text).matches()) {
      throw new InputException(
          place, "'" + text + "' is not a decimal number", "expected digits as in 0.00162 or 1E-7");
    }
    return text;
  }
}
