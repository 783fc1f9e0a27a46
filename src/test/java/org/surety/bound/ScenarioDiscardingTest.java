package org.surety.bound;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioDiscardingTest {
  // mpmath at 30 digits.
  @Tag("golden")
  @ParameterizedTest
  @CsvSource({
    "5, 1, 0.0028184096708499123669",
    "5, 2, 0.0032352975214570511406",
    "5, 3, 0.0035862657133279457646",
    "5, 5, 0.0041962302477628695799",
    "5, 10, 0.0054777906670928306612",
    "0, 2, 0.001910248775218121491",
    "0, 5, 0.0026125815139228678889",
  })
  void boundIsTightAndOnTheSafeSide(long discarded, long parameters, String printed) {
    ReferenceValues.assertTightUpperBound(
        printed,
        ScenarioDiscarding.upper(discarded, 10_000, ErrorProbability.of(1e-7), parameters),
        discarded + " discarded, " + parameters + " parameters");
  }

  @Test
  void tooManyParametersForTheEpisodesProveNothing() {
    assertEquals(1, ScenarioDiscarding.upper(3, 10, ErrorProbability.of(0.05), 8));
  }
}
