package org.surety.bound;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.surety.bench.Coverage;
import org.surety.bench.CoverageStudy;

class CoverageTest {
  static List<CoverageStudy.Line> lines() {
    return CoverageStudy.lines();
  }

  /** At fewer runs than the study; a naive choice must be caught all the same. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("lines")
  void boundCoversTheTrueRiskAtTheStatedRateAndTheNaiveChoiceDoesNot(CoverageStudy.Line line) {
    Coverage.Rate rate = line.experiment().apply(new Coverage(800, 7));
    assertEquals(
        !line.claimed(),
        rate.refutes(CoverageStudy.BETA),
        () -> line.setting() + ", " + line.method() + ": " + rate.estimate());
  }
}
