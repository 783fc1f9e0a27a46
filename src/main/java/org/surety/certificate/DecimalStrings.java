package org.surety.certificate;

import java.util.regex.Pattern;
import org.surety.base.InputException;

/**
 * Real numbers as they travel in certificates: decimal strings, because a reader may round a JSON
 * number to a binary double and a bound must not move.
 */
final class DecimalStrings {
  private static final Pattern FORM =
      Pattern.compile("-?(0|[1-9][0-9]{0,60})(\\.[0-9]{1,1100})?([eE][+-]?[0-9]{1,4})?");

  private DecimalStrings() {}

  /** {@code text} if it has the form of a decimal string; {@code place} names it otherwise. */
  static String require(String text, String place) {
    if (!FORM.matcher(text).matches()) {
      throw new InputException(
          place, "'" + text + "' is not a decimal number", "expected digits as in 0.00162 or 1e-7");
    }
    return text;
  }

  /** The double nearest to a decimal string, to check its range. */
  static double nearest(String decimal) {
    return Double.parseDouble(decimal);
  }
}
