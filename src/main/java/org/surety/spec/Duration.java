package org.surety.spec;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A length of time, exactly as written.
 *
 * @param amount the number
 * @param unit {@code s}, {@code ms}, {@code us}, {@code min}, {@code h}; or {@code Hz}: one period
 */
record Duration(BigDecimal amount, String unit) {
  private static final Map<String, BigDecimal> SECONDS = new LinkedHashMap<>();

  static {
    SECONDS.put("s", BigDecimal.ONE);
    SECONDS.put("ms", new BigDecimal("0.001"));
    SECONDS.put("us", new BigDecimal("0.000001"));
    SECONDS.put("min", new BigDecimal(60));
    SECONDS.put("h", new BigDecimal(3600));
  }

  /** The units of a length of time. */
  static java.util.Set<String> units() {
    return SECONDS.keySet();
  }

  /** In seconds. */
  double seconds() {
    return inSeconds().doubleValue();
  }

  /** How many of {@code step} it takes, to 34 digits. */
  BigDecimal dividedBy(Duration step) {
    return step.unit.equals("Hz")
        ? inSeconds().multiply(step.amount)
        : inSeconds().divide(step.inSeconds(), MathContext.DECIMAL128);
  }

  /** So many of this, as it is written in a file. */
  String times(BigDecimal count) {
    Duration total =
        unit.equals("Hz")
            ? new Duration(count.divide(amount, MathContext.DECIMAL64), "s")
            : new Duration(amount.multiply(count), unit);
    return total.toString();
  }

  private BigDecimal inSeconds() {
    return unit.equals("Hz")
        ? BigDecimal.ONE.divide(amount, MathContext.DECIMAL128)
        : amount.multiply(SECONDS.getOrDefault(unit, BigDecimal.ONE));
  }

  /** The nearest whole number of steps if it is within 1e-9 of one, otherwise the floor. */
  static BigDecimal floorOrNearest(BigDecimal steps) {
    BigDecimal nearest = steps.setScale(0, RoundingMode.HALF_EVEN);
    return isWhole(steps) ? nearest : steps.setScale(0, RoundingMode.FLOOR);
  }

  static boolean isWhole(BigDecimal steps) {
    BigDecimal nearest = steps.setScale(0, RoundingMode.HALF_EVEN);
    return steps.subtract(nearest).abs().compareTo(new BigDecimal("1e-9")) <= 0;
  }

  @Override
  public String toString() {
    return new Term.Literal(amount) + " " + unit;
  }
}
