package org.surety.ratio;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.surety.ratio.TransferTrial.Outcome;

/** The short form of {@code org.surety.bench.TransferStudy}. */
class TransferMonteCarloTest {
  @Test
  void worstSetsOfAdmittedPoliciesStayBelowEveryBoundAndAttainTheTightOnes() {
    for (int horizon : new int[] {1, 12}) {
      for (Outcome outcome : TransferModels.allTransfers(horizon, 40_000)) {
        assertTrue(outcome.holds(), outcome::toString);
        assertTrue(outcome.attained(0.02), outcome::toString);
      }
    }
  }

  /** A wrong theorem does not survive: α^T with one decision too few. */
  @Test
  void theTrialFindsABoundThatIsTooLow() {
    java.math.BigDecimal epsilon = new java.math.BigDecimal("0.02");
    double alpha = Math.exp(Math.log(10) / 5);
    Outcome outcome =
        TransferTrial.run(
            "one decision too few",
            new PowerTransfer(),
            alpha,
            BaseRisk.unchanged(epsilon, 4),
            TransferModels.twoPoint(alpha, 0, 5, false),
            false,
            40_000,
            1);
    assertTrue(!outcome.holds(), outcome::toString);
  }
}
