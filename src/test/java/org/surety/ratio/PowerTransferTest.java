package org.surety.ratio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PowerTransferTest {
  private final PowerTransfer transfer = new PowerTransfer();

  /** The talk's example and the published 5 Hz experiment of SPoRt, to the digits printed there. */
  @Test
  void publishedExamplesAreReproduced() {
    BaseRisk talk = BaseRisk.unchanged(new BigDecimal("0.00017"), 10);
    assertEquals(1.502986597391, transfer.largestSetting(talk, new BigDecimal("0.01")), 1e-12);
    assertEquals(0.009803056640625, transfer.bound(talk, 1.5), 1e-15);
    BaseRisk fiveHertz = BaseRisk.unchanged(new BigDecimal("0.009285"), 21);
    assertEquals(1.2496, transfer.largestSetting(fiveHertz, BigDecimal.ONE), 5e-5);
    assertEquals(0.42716, transfer.bound(fiveHertz, 1.2), 5e-6);
  }

  @Test
  void theRobustExtensionPaysForInitialDistributionOnceAndForDynamicsAtEveryStep() {
    BaseRisk robust =
        new BaseRisk(new BigDecimal("0.001"), 10, new BigDecimal("2"), new BigDecimal("1.1"));
    double alpha = transfer.largestSetting(robust, new BigDecimal("0.01"));
    assertEquals(Math.pow(0.01 / (0.001 * 2), 0.1) / 1.1, alpha, 1e-12);
    assertTrue(transfer.bound(robust, alpha) <= 0.01);
  }

  /** Recomputed with 60 digits: the setting keeps the risk, the next double breaks it. */
  @Test
  void theLargestSettingKeepsTheRiskAndItsSuccessorDoesNot() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 300; i++) {
      BigDecimal epsilon = new BigDecimal(Math.exp(-10 * random.nextDouble() - 3));
      BigDecimal risk = new BigDecimal(Math.exp(-2.9 * random.nextDouble()));
      int horizon = 1 + random.nextInt(1000);
      BaseRisk base = BaseRisk.unchanged(epsilon, horizon);
      double alpha = transfer.largestSetting(base, risk);
      assertTrue(power(epsilon, alpha, horizon).compareTo(risk) <= 0);
      assertTrue(power(epsilon, Math.nextUp(alpha), horizon).compareTo(risk) > 0);
      assertTrue(
          new BigDecimal(transfer.bound(base, alpha)).compareTo(power(epsilon, alpha, horizon))
              >= 0);
    }
  }

  @Test
  void noSettingExistsWhenTheBasePolicyAloneExceedsTheRisk() {
    BaseRisk base = BaseRisk.unchanged(new BigDecimal("0.02"), 22);
    assertTrue(Double.isNaN(transfer.largestSetting(base, new BigDecimal("0.01"))));
    assertEquals(1.0, transfer.largestSetting(base, new BigDecimal("0.02")), 0);
  }

  @Test
  void boundsNeverExceedOne() {
    assertEquals(1, transfer.bound(BaseRisk.unchanged(new BigDecimal("0.1"), 1_000_000), 10), 0);
  }

  /** Reference value computed with 30 digits: alpha = 10 allows a shift of 1.554131242432691. */
  @Test
  void gaussianShiftMatchesItsReferenceAndIsAboutLogAlphaForSmallRatios() {
    assertEquals(1.55413124243269072, GaussianShift.largest(10), 1e-12);
    assertEquals(1e-6, GaussianShift.largest(1 + 1e-6), 1e-9);
    assertEquals(0, GaussianShift.largest(1), 0);
  }

  private static BigDecimal power(BigDecimal epsilon, double alpha, int horizon) {
    return new BigDecimal(alpha).pow(horizon, new MathContext(60)).multiply(epsilon);
  }
}
