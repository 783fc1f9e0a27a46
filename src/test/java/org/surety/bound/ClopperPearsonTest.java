package org.surety.bound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.surety.numeric.BinomialTail;

class ClopperPearsonTest {
  // Roots computed with mpmath at 30 digits or more.
  @Tag("golden")
  @ParameterizedTest
  @CsvSource({
    "10000, 0, 1e-7, 0.0016105112976723941965",
    "10000, 1, 1e-7, 0.001910248775218121491",
    "10000, 2, 1e-7, 0.0021647581366114466636",
    "10000, 3, 1e-7, 0.0023961079210232133812",
    "10000, 4, 1e-7, 0.0026125815139228678889",
    "10000, 5, 1e-7, 0.0028184096708499123669",
    "10000, 6, 1e-7, 0.0030161127206910656508",
    "10000, 7, 1e-7, 0.0032073408423630776985",
    "10000, 8, 1e-7, 0.0033932464597302069122",
    "10000, 9, 1e-7, 0.0035746731364689764897",
    "10000, 10, 1e-7, 0.0037522609272703356046",
    "10000, 20, 1e-7, 0.0053922260881147427463",
    "10000, 50, 1e-7, 0.0096932006619545898222",
    "10000, 100, 1e-7, 0.016168654999603752376",
    "10000, 500, 1e-7, 0.062219431516118895903",
    "10000, 1000, 1e-7, 0.1163828137230142245",
    "1000, 0, 1e-7, 0.015988894238866255159",
    "1000, 3, 1e-2, 0.010009791991707747423",
    "100, 0, 1e-3, 0.066745699203008956468",
    "100, 5, 1e-3, 0.15536730581046828579",
    "1000, 0, 1e-6, 0.013720514368789528427",
    "1000, 10, 1e-6, 0.034009775995208000417",
    "100000, 0, 1e-7, 0.00016116796755707916203",
    "100000, 10, 1e-7, 0.00037569198717756259186",
    "1000000, 0, 1e-9, 0.00002072305111155620979",
    "1000000, 1000, 1e-9, 0.0012024457888061272225",
    "509, 7, 1e-7, 0.061555516644255505355",
    "10001, 47, 1e-7, 0.009283823788092588",
    "10, 9, 0.05, 0.994883803108176299",
    "100, 99, 1e-3, 0.999989995046714044",
    "1, 0, 0.05, 0.95",
  })
  void upperBoundIsTightAndOnTheSafeSideOfTheExactRoot(
      long episodes, long violations, double beta, String printed) {
    ReferenceValues.assertTightUpperBound(
        printed,
        ClopperPearson.upper(violations, episodes, ErrorProbability.of(beta)),
        violations + " of " + episodes);
  }

  @Tag("golden")
  @ParameterizedTest
  @CsvFileSource(resources = "/bound/reference_bounds.csv")
  void boundOfRandomCountsIsTightAndOnTheSafeSide(
      long violations, long episodes, String beta, String planned, String anytime) {
    ReferenceValues.assertTightUpperBound(
        planned,
        ClopperPearson.upper(violations, episodes, ErrorProbability.parse(beta)),
        violations + " of " + episodes + " at " + beta);
  }

  @Test
  void returnedBoundMakesTheTailAtMostBeta() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 3000; i++) {
      long episodes = 1 + (long) Math.exp(random.nextDouble() * Math.log(1e7));
      long violations = random.nextLong(episodes);
      ErrorProbability beta = ErrorProbability.ofLn(-Math.exp(6 * random.nextDouble() - 0.5));
      double bound = ClopperPearson.upper(violations, episodes, beta);
      if (bound < 1) {
        assertTrue(BinomialTail.lnAtMost(violations, episodes, bound).upper() <= beta.ln());
        double inside = bound * (1 - 2e-13);
        assertTrue(
            BinomialTail.lnAtMost(violations, episodes, inside).lower() > beta.ln(),
            violations + " of " + episodes + " at ln beta " + beta.ln() + ": not tight");
      }
    }
  }

  @Test
  void boundRisesWithViolationsAndFallsWithEpisodesAndBeta() {
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 2000; i++) {
      long episodes = 2 + (long) Math.exp(random.nextDouble() * Math.log(1e5));
      long violations = random.nextLong(episodes);
      double lnBeta = -0.1 - 30 * random.nextDouble();
      ErrorProbability beta = ErrorProbability.ofLn(lnBeta);
      double bound = ClopperPearson.upper(violations, episodes, beta);
      assertTrue(ClopperPearson.upper(violations + 1, episodes, beta) >= bound);
      assertTrue(ClopperPearson.upper(violations, episodes + 1, beta) <= bound);
      assertTrue(
          ClopperPearson.upper(violations, episodes, ErrorProbability.ofLn(lnBeta - 0.01))
              >= bound - 0x1p-48); // each is rounded up by a few ulps of its own
    }
  }

  @Test
  void lowerBoundMirrorsTheUpperBound() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 1000; i++) {
      long episodes = 1 + random.nextLong(5000);
      long violations = random.nextLong(episodes + 1);
      ErrorProbability beta = ErrorProbability.ofLn(-0.1 - 20 * random.nextDouble());
      double lower = ClopperPearson.lower(violations, episodes, beta);
      double mirrored = 1 - ClopperPearson.upper(episodes - violations, episodes, beta);
      assertEquals(mirrored, lower, 1e-14);
      assertTrue(lower <= (double) violations / episodes || beta.ln() > -0.7);
      if (lower > 0) {
        assertTrue(BinomialTail.lnAtLeast(violations, episodes, lower).upper() <= beta.ln());
      }
    }
  }

  @Test
  void everyCountOfABillionEpisodesHasABound() {
    ErrorProbability beta = ErrorProbability.of(1e-7);
    long n = 1_000_000_000L;
    double previous = 0;
    for (long k : new long[] {0, 1, 10, 1000, 1_000_000, n / 4, n / 2, n - 1_000_000, n - 10}) {
      double bound = ClopperPearson.upper(k, n, beta);
      assertTrue(bound > previous && bound > (double) k / n && bound < 1, k + ": " + bound);
      previous = bound;
    }
    assertEquals(1, ClopperPearson.upper(n, n, beta));
  }

  @Test
  void countsThatCannotBeAreRefused() {
    ErrorProbability beta = ErrorProbability.of(0.05);
    assertThrows(IllegalArgumentException.class, () -> ClopperPearson.upper(-1, 10, beta));
    assertThrows(IllegalArgumentException.class, () -> ClopperPearson.upper(11, 10, beta));
    assertThrows(IllegalArgumentException.class, () -> ClopperPearson.upper(0, 0, beta));
  }
}
