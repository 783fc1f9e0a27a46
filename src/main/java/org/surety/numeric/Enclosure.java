package org.surety.numeric;

/**
 * Two doubles with a real number between them.
 *
 * @param lower at most the number; may be negative infinity
 * @param upper at least the number; may be positive infinity
 */
public record Enclosure(double lower, double upper) {
  /** Checks that the ends are ordered and not NaN. */
  public Enclosure {
    if (!(lower <= upper)) {
      throw new IllegalArgumentException("not an enclosure: [" + lower + ", " + upper + "]");
    }
  }

  /** The one-point enclosure of a double that is exact. */
  public static Enclosure exactly(double value) {
    return new Enclosure(value, value);
  }

  /** Everything within {@code error >= 0} of {@code center}, rounded outward. */
  public static Enclosure around(double center, double error) {
    return new Enclosure(Outward.down(center - error), Outward.up(center + error));
  }

  /** Encloses the sum of the two numbers. */
  public Enclosure plus(Enclosure other) {
    return new Enclosure(Outward.down(lower + other.lower), Outward.up(upper + other.upper));
  }

  /** Encloses the first number less the second. */
  public Enclosure minus(Enclosure other) {
    return new Enclosure(Outward.down(lower - other.upper), Outward.up(upper - other.lower));
  }

  /** Encloses the number with its sign changed; exact. */
  public Enclosure negated() {
    return new Enclosure(-upper, -lower);
  }

  /** {@code upper - lower}, not rounded to either side: a measure of quality, not a bound. */
  public double width() {
    return upper - lower;
  }
}
