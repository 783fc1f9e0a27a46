package org.surety.bound;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;

/** Comparison with printed values, which are rounded in their last digit. */
final class ReferenceValues {
  private static final double TOLERANCE = 1e-12;

  private ReferenceValues() {}

  /** At least the printed value, up to half a unit of its last digit, and within 1e-12 of it. */
  static void assertTightUpperBound(String printed, double bound, String what) {
    BigDecimal reference = new BigDecimal(printed);
    BigDecimal excess = new BigDecimal(bound).subtract(reference);
    BigDecimal lastDigit = reference.ulp();
    assertTrue(
        excess.add(lastDigit).signum() >= 0,
        () -> what + ": " + new BigDecimal(bound) + " is below " + printed);
    assertTrue(
        relative(excess.subtract(lastDigit), reference) <= TOLERANCE,
        () -> what + ": " + bound + " exceeds " + printed + " by " + relative(excess, reference));
  }

  static double relative(BigDecimal difference, BigDecimal reference) {
    return difference.divide(reference, MathContext.DECIMAL64).doubleValue();
  }
}
