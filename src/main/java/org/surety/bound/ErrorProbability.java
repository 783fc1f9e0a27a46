package org.surety.bound;

import org.surety.base.InputException;
import org.surety.numeric.Decimals;
import org.surety.numeric.Outward;

/**
 * The probability, over the draw of the episodes, with which a statement may be false: beta, the
 * input of every bound. (It is not recomputed as one minus a confidence: {@code 1 - 0.9999999} is
 * wrong by 5e-10 relative.) Kept as a logarithm beside the number, so that shares of a very small
 * budget keep their precision; both are rounded down, so that what is spent is never more than what
 * was stated.
 */
public final class ErrorProbability {
  private final double lnLower;

  private ErrorProbability(double lnLower) {
    this.lnLower = lnLower;
  }

  /**
   * The error probability that is exactly this double.
   *
   * @throws InputException unless {@code 0 < beta < 1}
   */
  public static ErrorProbability of(double beta) {
    if (!(beta > 0 && beta < 1)) {
      throw new InputException(
          "error probability beta",
          beta + " is not strictly between 0 and 1",
          "give the probability with which the certificate may be wrong, such as 1e-7");
    }
    return new ErrorProbability(Outward.lnDown(beta));
  }

  /**
   * The error probability a user wrote, such as {@code 1e-7}: the greatest double that is not above
   * the decimal.
   *
   * @throws InputException unless the text is a decimal strictly between 0 and 1
   */
  public static ErrorProbability parse(String text) {
    double beta;
    try {
      beta = Decimals.parseDown(text);
    } catch (NumberFormatException e) {
      throw new InputException(
          "error probability beta", "'" + text + "' is not a number", "write it as 1e-7", e);
    }
    return of(beta);
  }

  /**
   * The error probability with this natural logarithm; may be below what a double can hold.
   *
   * @param lnBeta negative and finite
   */
  public static ErrorProbability ofLn(double lnBeta) {
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

  /** The probability, rounded down; 0 if it is below the smallest double. */
  public double value() {
    return Outward.expDown(lnLower);
  }

  @Override
  public String toString() {
    return Decimals.down(value(), 6);
  }
}
