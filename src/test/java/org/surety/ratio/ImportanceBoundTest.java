package org.surety.ratio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ImportanceBoundTest {
  /** Reference with 18 digits: N = 1000, M = 10, five violating episodes. */
  @Test
  void theReferenceIsReproducedFromAbove() {
    double bound = ImportanceBound.upper(new double[] {0.5, 1, 2, 4, 8}, 1000, 10, 1e-3);
    assertEquals(0.113567243444980236, bound, 1e-11);
    assertTrue(bound >= 0.113567243444980236);
  }

  @Test
  void theTrueMeanIsMissedAtMostAtTheStatedRate() {
    SplittableRandom random = new SplittableRandom(3);
    double mean = 0.02 * 2.5; // violates with 0.02, ratio uniform in (0, 5)
    int missed = 0;
    int runs = 400;
    for (int run = 0; run < runs; run++) {
      double[] violating = new double[400];
      int count = 0;
      for (int n = 0; n < 400; n++) {
        if (random.nextDouble() < 0.02) {
          violating[count++] = 5 * random.nextDouble();
        }
      }
      if (ImportanceBound.upper(Arrays.copyOf(violating, count), 400, 5, 0.1) < mean) {
        missed++;
      }
    }
    assertTrue(missed <= 0.1 * runs + 3 * Math.sqrt(0.09 * runs));
  }

  @Test
  void moreViolationsAndLargerRatiosRaiseTheBound() {
    double none = ImportanceBound.upper(new double[0], 1000, 10, 1e-3);
    double one = ImportanceBound.upper(new double[] {1}, 1000, 10, 1e-3);
    double larger = ImportanceBound.upper(new double[] {3}, 1000, 10, 1e-3);
    // Without violations no less than M (1 − β^{1/N}), and not much more.
    assertTrue(none >= 0.0688395157906622842 && none < 0.1);
    assertTrue(none < one && one < larger);
    assertEquals(1, ImportanceBound.upper(new double[] {2, 2}, 2, 2, 0.05), 0);
  }

  @Test
  void ratiosBeyondTheBudgetAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> ImportanceBound.upper(new double[] {10.1}, 1000, 10, 1e-3));
    assertThrows(
        IllegalArgumentException.class,
        () -> ImportanceBound.upper(new double[] {1, 1}, 1, 10, 1e-3));
    assertThrows(
        IllegalArgumentException.class, () -> ImportanceBound.upper(new double[0], 9, 10, 0));
  }
}
