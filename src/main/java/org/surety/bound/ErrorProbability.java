package org.surety.bound;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;
import org.surety.numeric.Decimals;
import org.surety.numeric.Outward;

/**
 * The probability, over the draw of the episodes, with which a statement may be false: beta, the
 * input of every bound. (It is not recomputed as one minus a confidence: {@code 1 - 0.9999999} is
 * wrong by 5e-10 relative.) What the user states is a decimal; what is spent is at most that, in
 * every part and share, and kept as a logarithm, so that shares of a very small budget keep their
 * precision.
 */
public final class ErrorProbability {
  private static final String PLACE = "error probability beta";

  private final double lnLower;
  private final double value;
  private final String decimal;

  private ErrorProbability(double lnLower, double value, String decimal) {
    this.lnLower = lnLower;
    this.value = value;
    this.decimal = decimal;
  }

  private ErrorProbability(double lnLower) {
    this(lnLower, Outward.expDown(lnLower), Decimals.up(Outward.expUp(lnLower)));
  }

  /**
   * The error probability that this double prints as: {@code of(0.05)} is one twentieth.
   *
   * @throws InputException unless {@code 0 < beta < 1}
   */
  public static ErrorProbability of(double beta) {
    return parse(Double.toString(beta));
  }

  /**
   * The error probability a user wrote, such as {@code 1e-7}.
   *
   * @throws InputException unless the text is a decimal strictly between 0 and 1
   */
  public static ErrorProbability parse(String text) {
    BigDecimal stated;
    try {
      stated = new BigDecimal(text.trim());
    } catch (NumberFormatException e) {
      throw new InputException(PLACE, "'" + text + "' is not a number", "write it as 1e-7", e);
    }
    if (stated.signum() <= 0 || stated.compareTo(BigDecimal.ONE) >= 0) {
      throw new InputException(
          PLACE,
          text.trim() + " is not strictly between 0 and 1",
          "give the probability with which the certificate may be wrong, such as 1e-7");
    }
    double beta = Decimals.down(stated);
    if (beta < Double.MIN_NORMAL) {
      throw new InputException(
          PLACE, text.trim() + " is too small for a computer's numbers", "give at least 1e-300");
    }
    return new ErrorProbability(Outward.lnDown(beta), beta, Decimals.text(stated));
  }

  /**
   * The error probability with this natural logarithm; may be below what a double can hold.
   *
   * @param lnBeta negative and finite
   */
  static ErrorProbability ofLn(double lnBeta) {
    if (!(lnBeta < 0 && lnBeta > Double.NEGATIVE_INFINITY)) {
      throw new IllegalArgumentException("ln beta must be negative and finite, not " + lnBeta);
    }
    return new ErrorProbability(lnBeta);
  }

  /**
   * An equal share for each of so many statements, which then hold together (union bound).
   *
   * @param statements at least 1
   */
  public ErrorProbability sharedBy(long statements) {
    if (statements < 1) {
      throw new IllegalArgumentException("cannot be shared by " + statements + " statements");
    }
    return statements == 1
        ? this
        : new ErrorProbability(Outward.down(lnLower - Outward.lnUp((double) statements)));
  }

  /** The part {@code 0 < fraction <= 1} of it, rounded down. */
  public ErrorProbability part(double fraction) {
    if (!(fraction > 0 && fraction <= 1)) {
      throw new IllegalArgumentException("not a part: " + fraction);
    }
    return fraction == 1
        ? this
        : new ErrorProbability(Outward.down(lnLower + Outward.lnDown(fraction)));
  }

  /** Natural logarithm, rounded down. */
  public double ln() {
    return lnLower;
  }

  /**
   * The probability, rounded down; 0 if it is below the smallest double. For output there is {@link
   * #toString}.
   */
  public double value() {
    return value;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ErrorProbability that && lnLower == that.lnLower;
  }

  @Override
  public int hashCode() {
    return Double.hashCode(lnLower);
  }

  /** The decimal as stated; of a part or share 12 digits, rounded up. */
  @Override
  public String toString() {
    return decimal;
  }
}
