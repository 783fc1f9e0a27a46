package org.surety.bound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** More violations than a bound allows are told, and no fewer are. */
class ExcessEvidenceTest {
  @Test
  void fewViolationsAreNoEvidence() {
    assertEquals(1, ExcessEvidence.probabilityUpper(0, 0, 0.01));
    assertEquals(1, ExcessEvidence.probabilityUpper(0, 1_000_000, 0.01));
    assertEquals(1, ExcessEvidence.probabilityUpper(100, 10_000, 0.01));
    assertEquals(1, ExcessEvidence.probabilityUpper(50, 50, 1));
    assertTrue(ExcessEvidence.probabilityUpper(130, 10_000, 0.01) > 0.01);
  }

  /** One rate by hand: k = 3 of 3 at 0.1 with q = 0.8 is a wealth of 512, of 6 rates. */
  @Test
  void wealthIsAtLeastThatOfTheBestRateOverTheirNumber() {
    double p = ExcessEvidence.probabilityUpper(3, 3, 0.1);
    assertEquals(6 / 512.0, p, 1e-9);
    assertTrue(p >= 6 / 512.0);
    assertTrue(ExcessEvidence.probabilityUpper(1000, 10_000, 0.01) < 1e-200);
    double more = 1;
    for (long k = 100; k < 400; k += 20) {
      double next = ExcessEvidence.probabilityUpper(k, 10_000, 0.01);
      assertTrue(next <= more);
      more = next;
    }
    assertTrue(ExcessEvidence.probabilityUpper(10_000_000, 1_000_000_000, 0.001) > 0);
  }

  /** Conditional rates that follow what happened before, at most 0.05, looked at all the time. */
  @Test
  void aBoundThatHoldsIsSuspectedNoMoreOftenThanStated() {
    Random random = new Random(11);
    int suspected = 0;
    int runs = 4000;
    for (int run = 0; run < runs; run++) {
      long violations = 0;
      boolean below = false;
      for (int n = 1; n <= 300 && !below; n++) {
        double rate = violations * 20 > n ? 0.05 : 0.05 * (n % 3) / 2;
        violations += random.nextDouble() < rate ? 1 : 0;
        below = ExcessEvidence.probabilityUpper(violations, n, 0.05) <= 0.1;
      }
      suspected += below ? 1 : 0;
    }
    // Three standard errors above the stated rate.
    assertTrue(suspected <= runs * 0.1 + 3 * Math.sqrt(runs * 0.09), suspected + " of " + runs);
  }

  /** Short episodes that end by a violation come first: started ones have to be counted. */
  @Test
  void episodesThatStillRunAreNoEvidenceEither() {
    Random random = new Random(12);
    int suspected = 0;
    int naive = 0;
    int runs = 3000;
    int lanes = 40;
    for (int run = 0; run < runs; run++) {
      // A violation, of probability 0.1, ends an episode at once; others take ten steps.
      int[] left = new int[lanes];
      boolean[] bad = new boolean[lanes];
      long started = 0;
      long ended = 0;
      long violations = 0;
      boolean below = false;
      boolean below0 = false;
      for (int t = 0; t < 25; t++) {
        for (int lane = 0; lane < lanes; lane++) {
          if (left[lane] == 0) {
            bad[lane] = random.nextDouble() < 0.1;
            left[lane] = bad[lane] ? 1 : 10;
            started++;
          }
          if (--left[lane] == 0) {
            ended++;
            violations += bad[lane] ? 1 : 0;
          }
        }
        below |= ExcessEvidence.probabilityUpper(violations, started, 0.1) <= 0.05;
        below0 |= ExcessEvidence.probabilityUpper(violations, ended, 0.1) <= 0.05;
      }
      suspected += below ? 1 : 0;
      naive += below0 ? 1 : 0;
    }
    assertTrue(suspected <= runs * 0.05 + 3 * Math.sqrt(runs * 0.0475), suspected + "");
    assertTrue(naive > runs / 4, "counting those that ended would be wrong: " + naive);
  }

  @Test
  void countsThatCannotBeAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> ExcessEvidence.probabilityUpper(2, 1, 0.1));
    assertThrows(IllegalArgumentException.class, () -> ExcessEvidence.probabilityUpper(-1, 1, 0.1));
    assertThrows(IllegalArgumentException.class, () -> ExcessEvidence.probabilityUpper(0, 1, 0));
    assertThrows(
        IllegalArgumentException.class, () -> ExcessEvidence.probabilityUpper(0, 1, Double.NaN));
  }
}
