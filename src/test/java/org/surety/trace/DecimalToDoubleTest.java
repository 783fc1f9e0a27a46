package org.surety.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DecimalToDoubleTest {
  private static void check(long w, int q) {
    long bits = DecimalToDouble.bits(w, q);
    double expected = Double.parseDouble(Long.toUnsignedString(w) + "e" + q);
    if (bits == DecimalToDouble.UNDECIDED) {
      assertTrue(
          Math.abs(expected) < Double.MIN_NORMAL * 2 || Double.isInfinite(expected),
          w + "e" + q + " was left undecided");
      return;
    }
    assertEquals(expected, Double.longBitsToDouble(bits), () -> Long.toUnsignedString(w) + "e" + q);
  }

  @Test
  void everyDecimalIsRoundedAsTheJdkRoundsIt() {
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < 400_000; i++) {
      long w = random.nextLong() >>> random.nextInt(63);
      w = Long.remainderUnsigned(w, 10_000_000_000_000_000_00L); // at most 19 digits
      check(w, random.nextInt(-30, 10));
      check(w, random.nextInt(-345, 312));
    }
  }

  @Test
  void halfwayCasesGoToEven() {
    SplittableRandom random = new SplittableRandom(12);
    for (int i = 0; i < 200_000; i++) {
      // m + 1/2 with m of 53 bits, scaled: exactly between two doubles
      long halfway = (random.nextLong(1L << 52, 1L << 53) << 1) | 1;
      check(halfway, 0);
      check(halfway, random.nextInt(-3, 3));
      long small = random.nextLong(1L << 52) | 1;
      check(small * 5, -1);
      check(small * 125, -3);
    }
    check(9_007_199_254_740_993L, 0);
    check(-1L, 0); // 2^64 - 1 as an unsigned number
  }

  @Test
  void doublesPrintedByTheJdkComeBack() {
    SplittableRandom random = new SplittableRandom(13);
    for (int i = 0; i < 200_000; i++) {
      double value = random.nextDouble();
      String digits = new java.math.BigDecimal(Double.toString(value)).unscaledValue().toString();
      int scale = new java.math.BigDecimal(Double.toString(value)).scale();
      long bits = DecimalToDouble.bits(Long.parseUnsignedLong(digits), -scale);
      assertEquals(value, Double.longBitsToDouble(bits));
    }
  }
}
