package org.surety.bound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimultaneousBandTest {
  // Equal local levels, mpmath at 30 digits.
  @Tag("golden")
  @ParameterizedTest
  @CsvSource({
    "100, 5, 1e-3, 0.00027590513333415869085",
    "1000, 10, 1e-6, 1.5851137301947126255e-7",
    "10000, 5, 1e-7, 2.341895417671282835e-8",
    "10000, 10, 1e-7, 1.5269649236548596103e-8",
    "10000, 20, 1e-7, 1.0080167672838382137e-8",
  })
  void localErrorProbabilityIsTightAndSpendsNoMoreThanBeta(
      long episodes, int cap, double beta, String printed) {
    ErrorProbability local = SimultaneousBand.local(episodes, cap, ErrorProbability.of(beta), 0);
    BigDecimal reference = new BigDecimal(printed);
    BigDecimal shortfall = reference.subtract(new BigDecimal(local.value()));
    assertTrue(shortfall.add(reference.ulp()).signum() >= 0, local.value() + " above " + printed);
    assertTrue(ReferenceValues.relative(shortfall, reference) <= 3e-12, local.value() + printed);
  }

  @Tag("golden")
  @ParameterizedTest
  @CsvSource({
    "10000, 10, 1e-7, 0, 0.00179812130821746985",
    "10000, 10, 1e-7, 1, 0.00210714666879547782",
    "10000, 10, 1e-7, 5, 0.00304262601025141874",
    "100, 5, 1e-3, 0, 0.078686154455942496",
    "100, 5, 1e-3, 1, 0.101518962102658953",
    "100, 5, 1e-3, 5, 0.170507055922898988",
  })
  void boundaryAtEqualLevelsIsTightAndOnTheSafeSide(
      long episodes, int cap, double beta, int violations, String printed) {
    ErrorProbability local = SimultaneousBand.local(episodes, cap, ErrorProbability.of(beta), 0);
    ReferenceValues.assertTightUpperBound(
        printed,
        SimultaneousBand.boundary(episodes, cap, local, 0)[violations],
        violations + " of " + episodes);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 10, 150, 200, 201, 202, 230, 1000})
  void wholeBandIsCrossedWithProbabilityAtMostBeta(long episodes) {
    ErrorProbability beta = ErrorProbability.of(0.05);
    SimultaneousBand band = SimultaneousBand.of(episodes, beta);
    double[] boundary = new double[(int) episodes];
    for (int k = 0; k < episodes; k++) {
      boundary[k] = band.upper(k);
    }
    assertEquals(1, band.upper(episodes));
    double crossing = OrderStatistics.crossingUp(episodes, boundary);
    assertTrue(crossing <= 0.05 * (1 + 1e-9), crossing + " at N = " + episodes);
    assertTrue(crossing > 0.045, crossing + " at N = " + episodes + " wastes error probability");
  }

  @Test
  void noCountBelowAllEpisodesGetsAnEmptyBound() {
    for (long episodes : new long[] {300, 10_000, 100_000_000}) {
      SimultaneousBand band = SimultaneousBand.of(episodes, ErrorProbability.of(1e-7));
      double previous = 0;
      for (long k = 0; k < episodes; k += 1 + k / 20) {
        double bound = band.upper(k);
        assertTrue(bound > previous && bound < 1, k + " of " + episodes + ": " + bound);
        assertTrue(bound > ClopperPearson.upper(k, episodes, ErrorProbability.of(1e-7)));
        previous = bound;
      }
    }
  }

  @Test
  void bandOfOneEpisodeIsClopperPearson() {
    ErrorProbability beta = ErrorProbability.of(0.05);
    assertEquals(ClopperPearson.upper(0, 1, beta), SimultaneousBand.of(1, beta).upper(0));
  }

  @Test
  void fewEpisodesAtASmallErrorProbabilityStillHaveABand() {
    ErrorProbability beta = ErrorProbability.parse("1e-20");
    SimultaneousBand band = SimultaneousBand.of(3, beta);
    assertEquals(1 - 1e-20 / 3, band.upper(2), 1e-15);
    assertTrue(band.upper(0) >= ClopperPearson.upper(0, 3, beta) && band.upper(0) < 1);
  }

  @Test
  void priceOverOneGivenHorizonIsAsDocumented() {
    ErrorProbability beta = ErrorProbability.of(1e-7);
    SimultaneousBand band = SimultaneousBand.of(10_000, beta);
    double highest = 0;
    for (int k = 0; k <= 200; k++) {
      highest = Math.max(highest, band.upper(k) / ClopperPearson.upper(k, 10_000, beta) - 1);
    }
    assertEquals(0.07, band.upper(0) / ClopperPearson.upper(0, 10_000, beta) - 1, 0.005);
    assertEquals(0.12, highest, 0.005);
  }

  @Test
  void errorProbabilitiesTooSmallForTheRecursionFallBackToTheUnionBound() {
    ErrorProbability beta = ErrorProbability.parse("1e-290");
    double bound = SimultaneousBand.of(10_000, beta).upper(3);
    assertTrue(bound > ClopperPearson.upper(3, 10_000, beta) && bound < 0.1);
  }
}
