package org.surety.spec;

/**
 * The numbers from a least to a greatest one, both included.
 *
 * @param least not NaN, not above {@code greatest}
 * @param greatest not NaN
 */
public record Range(double least, double greatest) {
  /** Every number, the infinite ones included. */
  public static final Range ANYTHING =
      new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  /** Checks the order. */
  public Range {
    if (!(least <= greatest)) {
      throw new IllegalArgumentException("from " + least + " to " + greatest);
    }
  }
}
