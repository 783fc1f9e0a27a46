package org.surety.bound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.surety.base.InputException;

class ErrorProbabilityTest {
  @Test
  void whatIsSpentIsAtMostWhatWasStated() {
    for (String text : new String[] {"1e-7", "0.05", "0.1", "0.3", "1E-9", "0.0009765625"}) {
      ErrorProbability beta = ErrorProbability.parse(text);
      double nearest = Double.parseDouble(text);
      assertTrue(beta.value() <= nearest && beta.value() >= nearest * (1 - 1e-13), text);
      assertTrue(beta.sharedBy(3).value() * 3 <= nearest, text);
      assertEquals(nearest / 3, beta.sharedBy(3).value(), nearest * 1e-13);
      assertTrue(beta.part(0.25).value() * 4 <= nearest, text);
    }
  }

  @Test
  void isPrintedAsStated() {
    assertEquals("1e-7", ErrorProbability.parse(" 1E-7").toString());
    assertEquals("0.05", ErrorProbability.of(0.05).toString());
    assertEquals("0.0000012", ErrorProbability.parse("1.20e-6").toString());
    assertEquals("0.0166666666667", ErrorProbability.of(0.05).sharedBy(3).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "-0.1", "1.5", "NaN", "beta", "", "1e-320", "1e400"})
  void whatIsNoErrorProbabilityIsRefused(String text) {
    assertThrows(InputException.class, () -> ErrorProbability.parse(text));
  }

  @Test
  void doublesThatAreNoProbabilityAreRefused() {
    assertThrows(InputException.class, () -> ErrorProbability.of(Double.NaN));
    assertThrows(InputException.class, () -> ErrorProbability.of(Double.POSITIVE_INFINITY));
    assertThrows(IllegalArgumentException.class, () -> ErrorProbability.of(0.1).sharedBy(0));
  }
}
