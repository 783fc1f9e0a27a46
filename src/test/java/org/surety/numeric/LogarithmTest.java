package org.surety.numeric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LogarithmTest {
  private static final double UNIT = 0x1p-53;

  /** The library's functions are within one unit in the last place, that is 2 units of 2⁻⁵³. */
  @Test
  void relativeErrorsStayBelowFourUnits() {
    SplittableRandom random = new SplittableRandom(12);
    double worst = 0;
    for (int i = 0; i < 100_000; i++) {
      double x = Math.exp(1400 * random.nextDouble() - 700);
      worst = Math.max(worst, error(Logarithm.log(x), StrictMath.log(x)));
      double near = 0.5 + 1.5 * random.nextDouble();
      worst = Math.max(worst, error(Logarithm.log(near), StrictMath.log(near)));
      double v = 0.29 * Math.pow(random.nextDouble(), 4);
      worst = Math.max(worst, error(Logarithm.minusLogOneMinus(v), -StrictMath.log1p(-v)));
      double tiny = Math.exp(-40 * random.nextDouble() - 2);
      worst = Math.max(worst, error(Logarithm.minusLogOneMinus(tiny), -StrictMath.log1p(-tiny)));
    }
    double found = worst;
    assertTrue(worst <= (4 + 2) * UNIT, () -> found / UNIT + " units");
    assertEquals(0, Logarithm.log(1), 0);
    assertEquals(0, Logarithm.minusLogOneMinus(0), 0);
  }

  private static double error(double value, double exact) {
    return exact == 0 ? Math.abs(value) : Math.abs(value - exact) / Math.abs(exact);
  }
}
