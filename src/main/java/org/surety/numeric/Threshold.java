package org.surety.numeric;

import java.util.function.DoublePredicate;

/**
 * Finds where a predicate that changes once along the line changes, to the last bit: bisection on
 * the ordered bit patterns of doubles, at most 64 evaluations whatever the range.
 */
public final class Threshold {
  private Threshold() {}

  /**
   * The end of the range where the predicate holds.
   *
   * @param holds the predicate; near its threshold it may flicker, the result satisfies it all the
   *     same
   * @param inside where it holds
   * @param outside where it does not, on either side
   * @return a double where the predicate holds and whose neighbor towards {@code outside} fails it
   */
  public static double last(DoublePredicate holds, double inside, double outside) {
    long good = key(inside);
    long bad = key(outside);
    while (good - bad > 1 || bad - good > 1) {
      long middle = (good & bad) + ((good ^ bad) >> 1);
      if (holds.test(value(middle))) {
        good = middle;
      } else {
        bad = middle;
      }
    }
    return value(good);
  }

  private static long key(double x) {
    long bits = Double.doubleToRawLongBits(x);
    return bits >= 0 ? bits : Long.MIN_VALUE - bits;
  }

  private static double value(long key) {
    return Double.longBitsToDouble(key >= 0 ? key : Long.MIN_VALUE - key);
  }
}
