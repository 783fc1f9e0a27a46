package org.surety.bound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.surety.base.InputException;

class PlanningTest {
  // ceil(ln beta / ln(1 - epsilon)), mpmath.
  @Tag("golden")
  @ParameterizedTest
  @CsvSource({
    "0.00017, 1e-7, 94805",
    "0.01, 1e-7, 1604",
    "0.001, 1e-7, 16111",
    "0.001, 1e-6, 13809",
  })
  void episodesWithoutViolationMatchTheClosedForm(double epsilon, double beta, long episodes) {
    assertEquals(episodes, Planning.plannedEpisodes(epsilon, ErrorProbability.of(beta), 0));
  }

  @Test
  void plannedNumberIsEnoughAndOneFewerIsNot() {
    ErrorProbability beta = ErrorProbability.of(1e-4);
    for (long k : new long[] {0, 1, 7, 40}) {
      for (double epsilon : new double[] {0.3, 0.02, 1e-5}) {
        long planned = Planning.plannedEpisodes(epsilon, beta, k);
        assertTrue(ClopperPearson.upper(k, planned, beta) <= epsilon);
        assertTrue(ClopperPearson.upper(k, planned - 1, beta) > epsilon);
        long anytime = Planning.anytimeEpisodes(epsilon, beta, k);
        assertTrue(AnytimeBound.upper(k, anytime, beta) <= epsilon);
        assertTrue(AnytimeBound.upper(k, anytime - 1, beta) > epsilon);
        assertTrue(anytime >= planned);
      }
    }
  }

  @Test
  void listOfPurchasesHoldsTheBoundsForEveryCount() {
    ErrorProbability beta = ErrorProbability.of(1e-7);
    var purchases = Planning.purchases(10_000, beta, 5);
    assertEquals(6, purchases.size());
    assertEquals(ClopperPearson.upper(5, 10_000, beta), purchases.get(5).planned());
    assertEquals(AnytimeBound.upper(5, 10_000, beta), purchases.get(5).anytime());
    assertEquals(SimultaneousBand.of(10_000, beta).upper(5), purchases.get(5).bestHorizon());
    assertEquals(3, Planning.purchases(2, beta, 100).size());
  }

  @Test
  void claimsOutOfReachAreRefusedWithARemedy() {
    ErrorProbability beta = ErrorProbability.of(1e-7);
    assertThrows(InputException.class, () -> Planning.plannedEpisodes(0, beta, 0));
    assertThrows(InputException.class, () -> Planning.plannedEpisodes(1, beta, 0));
    assertThrows(InputException.class, () -> Planning.plannedEpisodes(1e-14, beta, 0));
    assertThrows(InputException.class, () -> Planning.anytimeEpisodes(0.1, beta, -1));
    assertThrows(InputException.class, () -> Planning.purchases(0, beta, 1));
  }
}
