package org.surety.numeric;

/**
 * The error of Stirling's formula, {@code ln n! - ((n + 1/2) ln n - n + ln(2 pi)/2)}.
 *
 * <p>Up to 16 a table, computed with 40 digits and rounded once; above, the first six terms of the
 * Stirling series, whose remainder is smaller than the seventh term (NIST Handbook of Mathematical
 * Functions, 5.11(ii)), 1.4e-18 at 17.
 */
final class StirlingError {
  /** The absolute error of {@link #at} is at most this. */
  static final double ERROR = 0x1p-58;

  private static final double[] TABLE = {
    0.08106146679532726,
    0.0413406959554093,
    0.02767792568499834,
    0.020790672103765093,
    0.016644691189821193,
    0.013876128823070748,
    0.01189670994589177,
    0.010411265261972096,
    0.009255462182712733,
    0.00833056343336287,
    0.007573675487951841,
    0.00694284010720953,
    0.006408994188004207,
    0.0059513701127588475,
    0.005554733551962801,
    0.0052076559196096404
  };

  private StirlingError() {}

  /**
   * The error of Stirling's formula at n.
   *
   * @param n at least 1
   * @return to within {@link #ERROR} for n at least 2; at 1 within 2^-57
   */
  static double at(long n) {
    if (n <= TABLE.length) {
      return TABLE[(int) n - 1];
    }
    double x = 1.0 / n;
    double y = x * x;
    double tail = 1.0 / 1260 - y * (1.0 / 1680 - y * (1.0 / 1188 - y * (691.0 / 360360)));
    return x * (1.0 / 12 - y * (1.0 / 360 - y * tail));
  }
}
