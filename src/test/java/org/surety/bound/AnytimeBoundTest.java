package org.surety.bound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class AnytimeBoundTest {
  // Roots computed with mpmath at 30 digits, half weight on u = 0, half uniform.
  @Tag("golden")
  @ParameterizedTest
  @CsvSource({
    "10000, 0, 1e-7, 0.00167391991689934422",
    "10000, 1, 1e-7, 0.00230635187757526739",
    "10000, 2, 1e-7, 0.00258463166304074418",
    "10000, 3, 1e-7, 0.00283686260818468296",
    "10000, 5, 1e-7, 0.00329559654879968347",
    "10000, 10, 1e-7, 0.00430347869802778402",
    "100, 0, 1e-3, 0.0719978005677638642",
    "100, 5, 1e-3, 0.19428392618725761",
    "1000, 3, 1e-6, 0.0254033827892496582",
    "100000, 20, 1e-9, 0.000675352443193816942",
  })
  void boundIsTightAndOnTheSafeSideOfTheExactRoot(
      long episodes, long violations, double beta, String printed) {
    ReferenceValues.assertTightUpperBound(
        printed,
        AnytimeBound.upper(violations, episodes, ErrorProbability.of(beta)),
        violations + " of " + episodes);
  }

  /**
   * With a violation, the wealth of the uniform mixture alone is twice that of the half-and-half
   * one, so its bound at beta is ours at 2 beta: references of the second mixture for the first.
   */
  @Tag("golden")
  @ParameterizedTest
  @CsvSource({
    "10000, 1, 1e-7, 0.00223051508825412586",
    "10000, 2, 1e-7, 0.00250626431576732295",
    "10000, 3, 1e-7, 0.00275621342436091354",
    "10000, 5, 1e-7, 0.00321089292371644728",
    "10000, 10, 1e-7, 0.00421042127285944906",
    "100, 5, 1e-3, 0.186203478768906527",
    "1000, 3, 1e-6, 0.0245997918701743306",
    "100000, 20, 1e-9, 0.000665265554030255268",
  })
  void boundAtTwiceBetaIsThatOfTheUniformMixtureAtBeta(
      long episodes, long violations, double beta, String printed) {
    ReferenceValues.assertTightUpperBound(
        printed,
        AnytimeBound.upper(violations, episodes, ErrorProbability.of(2 * beta)),
        violations + " of " + episodes);
  }

  @Tag("golden")
  @ParameterizedTest
  @CsvFileSource(resources = "/bound/reference_bounds.csv")
  void boundOfRandomCountsIsTightAndOnTheSafeSide(
      long violations, long episodes, String beta, String planned, @Nullable String anytime) {
    assumeTrue(anytime != null);
    ReferenceValues.assertTightUpperBound(
        anytime,
        AnytimeBound.upper(violations, episodes, ErrorProbability.parse(beta)),
        violations + " of " + episodes + " at " + beta);
  }

  @Tag("golden")
  @Test
  void logarithmOfTheWealthEnclosesTheReference() {
    double ln = 17.530099467500372748; // mpmath: n = 10000, k = 3, e = 0.003
    assertEquals(ln, AnytimeBound.lnWealth(3, 10000, 0.003).lower(), 1e-13);
    assertTrue(AnytimeBound.lnWealth(3, 10000, 0.003).lower() <= ln);
    assertTrue(AnytimeBound.lnWealth(3, 10000, 0.003).upper() >= ln);
  }

  @Test
  void boundRisesWithViolationsAndFallsWithSatisfyingEpisodesAndBeta() {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 2000; i++) {
      long episodes = 2 + (long) Math.exp(random.nextDouble() * Math.log(1e5));
      long violations = random.nextLong(episodes);
      double lnBeta = -0.1 - 30 * random.nextDouble();
      ErrorProbability beta = ErrorProbability.ofLn(lnBeta);
      double bound = AnytimeBound.upper(violations, episodes, beta);
      assertTrue(AnytimeBound.upper(violations + 1, episodes, beta) >= bound);
      assertTrue(AnytimeBound.upper(violations, episodes + 1, beta) <= bound);
      // Each bound is rounded up by a few ulps of its own, which shows near 1.
      double slack = 0x1p-48;
      assertTrue(
          AnytimeBound.upper(violations, episodes, ErrorProbability.ofLn(lnBeta - 0.01))
              >= bound - slack);
      assertTrue(bound >= ClopperPearson.upper(violations, episodes, beta) - slack);
      if (bound < 1) {
        assertTrue(AnytimeBound.margin(violations, episodes, bound, lnBeta) >= 0);
        assertTrue(
            AnytimeBound.lnWealth(violations, episodes, bound * (1 - 1e-12)).lower() < -lnBeta);
      }
    }
  }

  @Test
  void nothingIsClaimedBeforeAnEpisodeSatisfiesTheProperty() {
    ErrorProbability beta = ErrorProbability.of(0.05);
    assertEquals(1, AnytimeBound.upper(0, 0, beta));
    assertEquals(1, AnytimeBound.upper(7, 7, beta));
  }
}
