package org.surety.numeric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DecimalsTest {
  @Test
  void printedBoundIsOnItsSideAndWithinTwelveDigits() {
    SplittableRandom random = new SplittableRandom(17);
    for (int i = 0; i < 3_000; i++) {
      double x = Double.longBitsToDouble(random.nextLong());
      if (!Double.isFinite(x)) {
        continue;
      }
      BigDecimal exact = new BigDecimal(x);
      BigDecimal up = new BigDecimal(Decimals.up(x));
      BigDecimal down = new BigDecimal(Decimals.down(x));
      assertTrue(up.compareTo(exact) >= 0 && down.compareTo(exact) <= 0, "at " + x);
      assertTrue(up.subtract(down).compareTo(exact.abs().movePointLeft(11)) <= 0, "at " + x);
      BigDecimal exactUp = new BigDecimal(Decimals.exactUp(x));
      BigDecimal exactDown = new BigDecimal(Decimals.exactDown(x));
      assertTrue(exactUp.compareTo(exact) >= 0 && exactUp.doubleValue() == x, "at " + x);
      assertTrue(exactDown.compareTo(exact) <= 0 && exactDown.doubleValue() == x, "at " + x);
    }
  }

  @Test
  void textIsShortAndPlain() {
    assertEquals("0.0016105112977", Decimals.up(0.0016105112976723942, 11));
    assertEquals("0.00161051129768", Decimals.up(0.0016105112976723942));
    assertEquals("0.00161051129767", Decimals.down(0.0016105112976723942));
    assertEquals("1", Decimals.up(1));
    assertEquals("0", Decimals.down(0));
    assertEquals("10000", Decimals.exactUp(10000));
    assertEquals("1e-7", Decimals.exactUp(1e-7));
    assertEquals("-0.25", Decimals.exactDown(-0.25));
    assertEquals("1.5e30", Decimals.text(new BigDecimal("1.50e30")));
  }

  @Test
  void decimalsAreReadToTheSideAsked() {
    for (String text : new String[] {"0.1", "1e-7", "0.05", "3", "0.30000000000000004"}) {
      BigDecimal decimal = new BigDecimal(text);
      double down = Decimals.down(decimal);
      double up = Decimals.up(decimal);
      assertTrue(new BigDecimal(down).compareTo(decimal) <= 0);
      assertTrue(new BigDecimal(up).compareTo(decimal) >= 0);
      assertTrue(up == down || up == Math.nextUp(down));
    }
    assertEquals(Double.MAX_VALUE, Decimals.down(new BigDecimal("1e400")));
    assertEquals(Double.MIN_VALUE, Decimals.up(new BigDecimal("1e-400")));
  }
}
