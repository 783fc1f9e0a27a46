package org.surety.certify;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.surety.bound.ClopperPearson;
import org.surety.bound.ErrorProbability;

/** Few simulated certifications of each kind; {@code CertifyCoverageStudy} runs 20,000 of each. */
class CertifyCoverageTest {
  private static final int RUNS = 250;

  /** The chance that a method at exactly the stated rate would seem to exceed it. */
  private static final ErrorProbability FLAKE = ErrorProbability.of(1e-4);

  @TestFactory
  Stream<DynamicTest> certificatesErrAtMostAtTheStatedRateAndNaiveOnesDoNot() {
    return CertifyCoverage.settings().entrySet().stream()
        .map(
            e ->
                DynamicTest.dynamicTest(
                    e.getKey(),
                    () -> {
                      int errors = CertifyCoverage.errors(e.getValue(), RUNS, 7);
                      double atLeast = ClopperPearson.lower(errors, RUNS, FLAKE);
                      boolean exceeds = atLeast > CertifyCoverage.BETA;
                      assertTrue(
                          exceeds != e.getValue().claims(),
                          errors + " of " + RUNS + " certificates were wrong");
                    }));
  }
}
