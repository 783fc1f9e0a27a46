package org.surety.numeric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class SafeRootTest {
  private static void assertSafeAndTight(DoubleUnaryOperator f, double safe, double unsafe) {
    double root = SafeRoot.safeEnd(f, safe, unsafe);
    assertTrue(f.applyAsDouble(root) >= 0, "unsafe end " + root);
    double inside = root + Math.signum(unsafe - safe) * Math.abs(root) * 0x1p-48;
    assertTrue(f.applyAsDouble(inside) < 0, "not tight at " + root);
  }

  @Test
  void returnsTheSafeEndOnEitherSide() {
    assertSafeAndTight(x -> x * x - 2, 5, 0);
    assertSafeAndTight(x -> 2 - x * x, 0.5, 9);
    assertSafeAndTight(x -> Math.exp(x) - 1e9, 300, 1);
    assertSafeAndTight(x -> Math.pow(x, 21) - 1e-40, 1, 1e-9);
  }

  @Test
  void jumpsAndInfinitiesAreBisected() {
    assertSafeAndTight(x -> x < Math.PI ? -1 : 1, 10, 1);
    assertSafeAndTight(x -> x < 0.3 ? Double.NEGATIVE_INFINITY : x, 1, 0.1);
  }

  @Test
  void endsThatDoNotBracketAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> SafeRoot.safeEnd(x -> x, -1, -2));
    assertThrows(IllegalArgumentException.class, () -> SafeRoot.safeEnd(x -> x, 2, 1));
    assertEquals(2, SafeRoot.safeEnd(x -> x < 2 ? -1 : 0, 2, Math.nextDown(2.0)));
  }
}
