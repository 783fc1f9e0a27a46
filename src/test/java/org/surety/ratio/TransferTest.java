package org.surety.ratio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What all transfers promise alike, and how they are compared. */
class TransferTest {
  private static final BigDecimal HUNDREDTH = new BigDecimal("0.01");

  private static List<Transfer> all() {
    return List.of(
        new PowerTransfer(),
        ChiSquareTransfer.everyDecision(),
        ChiSquareTransfer.deviatingAtMost(3),
        new TrajectoryBudgetTransfer(),
        new MeanShiftTransfer(),
        TwoSidedTransfer.symmetric(),
        TwoSidedTransfer.withLowerRatio(3),
        new RenyiTransfer(4));
  }

  @Test
  void theBasePolicyItselfKeepsExactlyItsBound() {
    BaseRisk base = BaseRisk.unchanged(new BigDecimal("0.001"), 22);
    for (Transfer transfer : all()) {
      double atBase = transfer.setting().atBase();
      double bound = transfer.bound(base, atBase);
      assertEquals(0.001, bound, 1e-18, transfer.name());
      assertEquals(atBase, transfer.largestSetting(base, new BigDecimal("0.001")), 1e-9);
    }
  }

  @Test
  void everySettingReturnedKeepsItsRiskAndALittleMoreBreaksIt() {
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < 30; i++) {
      BigDecimal epsilon = new BigDecimal(Math.exp(-3 - 9 * random.nextDouble()));
      BigDecimal risk = new BigDecimal(Math.exp(-0.1 - 2.8 * random.nextDouble()));
      BaseRisk base =
          new BaseRisk(
              epsilon, 1 + random.nextInt(150), new BigDecimal("1.01"), new BigDecimal("1.0001"));
      for (Transfer transfer : all()) {
        double setting = transfer.largestSetting(base, risk);
        double more = setting + 1e-7 * (1 + setting);
        assertTrue(transfer.bound(base, setting) <= risk.doubleValue(), transfer.name());
        assertTrue(transfer.bound(base, more) > risk.doubleValue(), transfer.name());
      }
    }
  }

  @Test
  void theRobustExtensionMultipliesEveryBoundByItsFactor() {
    BaseRisk same = BaseRisk.unchanged(new BigDecimal("0.0001"), 20);
    BaseRisk changed =
        new BaseRisk(new BigDecimal("0.0001"), 20, new BigDecimal("2"), new BigDecimal("1.05"));
    for (Transfer transfer : all()) {
      double setting = transfer.setting().atBase() + 0.1;
      double factor = 2 * Math.pow(1.05, 20);
      assertEquals(
          factor * transfer.bound(same, setting),
          transfer.bound(changed, setting),
          1e-9 * transfer.bound(changed, setting),
          transfer.name());
    }
  }

  @Test
  void noSettingExistsBelowTheBaseBoundAndNoneIsTooLargeAtRiskOne() {
    BaseRisk base = BaseRisk.unchanged(new BigDecimal("0.02"), 22);
    for (Transfer transfer : all()) {
      assertTrue(Double.isNaN(transfer.largestSetting(base, HUNDREDTH)), transfer.name());
    }
    Transfer chiSquare = ChiSquareTransfer.everyDecision();
    assertEquals(Double.POSITIVE_INFINITY, chiSquare.largestSetting(base, BigDecimal.ONE), 0);
    assertTrue(chiSquare.bound(base, 1e300) <= 1);
  }

  @Test
  void chiSquareIsBelowThePowerBoundAndGainsWithTheHorizon() {
    for (int horizon : new int[] {1, 5, 22, 100, 1000}) {
      BaseRisk base = BaseRisk.unchanged(new BigDecimal("0.001"), horizon);
      for (double alpha : new double[] {1 + 1e-9, 1.001, 1.05, 1.5}) {
        double chiSquare = ChiSquareTransfer.everyDecision().bound(base, alpha);
        assertTrue(chiSquare <= new PowerTransfer().bound(base, alpha) * (1 + 1e-11));
      }
    }
  }

  /** Few deviating decisions allow a larger ratio at each of them. */
  @Test
  void fewDeviatingDecisionsCostAsMuchAsAShortEpisode() {
    BaseRisk longEpisode = BaseRisk.unchanged(new BigDecimal("0.001"), 1000);
    BaseRisk shortEpisode = BaseRisk.unchanged(new BigDecimal("0.001"), 10);
    assertEquals(
        ChiSquareTransfer.everyDecision().bound(shortEpisode, 1.3),
        ChiSquareTransfer.deviatingAtMost(10).bound(longEpisode, 1.3),
        0);
    assertEquals(
        ChiSquareTransfer.everyDecision().bound(shortEpisode, 1.3),
        ChiSquareTransfer.deviatingAtMost(50).bound(shortEpisode, 1.3),
        0);
  }

  @Test
  void theTrajectoryBudgetDoesNotDependOnTheHorizonButForRounding() {
    TrajectoryBudgetTransfer transfer = new TrajectoryBudgetTransfer();
    BaseRisk base = BaseRisk.unchanged(new BigDecimal("0.001"), 100);
    double budget = transfer.largestSetting(base, HUNDREDTH);
    assertEquals(Math.log(10), budget, 1.1e-10);
    assertTrue(budget < Math.log(10) - 0.99e-10);
    assertEquals(0.01, transfer.bound(base, budget), 1e-15);
  }

  /** Windows are exact decimal sums: α⁵ · 0.0004 + α²² · 0.0011. */
  @Test
  void timeResolvedBoundsPayForEveryWindowUpToItsEnd() {
    TimeResolvedTransfer transfer =
        new TimeResolvedTransfer(
            List.of(
                new TimeResolvedTransfer.Window(5, new BigDecimal("0.0004")),
                new TimeResolvedTransfer.Window(22, new BigDecimal("0.0011"))));
    BaseRisk base =
        new BaseRisk(new BigDecimal("0.0014"), 22, new BigDecimal("1.5"), new BigDecimal("1.001"));
    double step = 1.1 * 1.001;
    double expected = 1.5 * (0.0004 * Math.pow(step, 5) + 0.0011 * Math.pow(step, 22));
    assertEquals(expected, transfer.bound(base, 1.1), 1e-13);
    double alpha = transfer.largestSetting(base, HUNDREDTH);
    assertTrue(transfer.bound(base, alpha) <= 0.01);
    assertTrue(transfer.bound(base, alpha * (1 + 1e-14)) > 0.01);
    assertThrows(
        IllegalArgumentException.class,
        () -> transfer.bound(BaseRisk.unchanged(HUNDREDTH, 30), 1.1));
    assertThrows(
        IllegalArgumentException.class,
        () ->
            new TimeResolvedTransfer(
                List.of(
                    new TimeResolvedTransfer.Window(5, HUNDREDTH),
                    new TimeResolvedTransfer.Window(5, HUNDREDTH))));
  }

  /** Bounds of 47 late or hazardous episodes of 10001, against 4 hazardous ones alone. */
  @Test
  void aCauseWithALimitOfItsOwnMayAllowMore() {
    BigDecimal hazard = new BigDecimal("0.0026125");
    BigDecimal late = new BigDecimal("0.0087");
    BaseRisk world = BaseRisk.unchanged(BigDecimal.ONE, 22);
    CauseSplit split =
        new CauseSplit(
            world,
            List.of(
                new CauseSplit.Cause("hazard", hazard, 22),
                new CauseSplit.Cause("late", late, 22)));
    Transfer budget = new TrajectoryBudgetTransfer();
    assertTrue(Double.isNaN(split.largestSetting(budget, HUNDREDTH)));
    double apart = split.largestSetting(budget, List.of(HUNDREDTH, new BigDecimal("0.2")));
    assertEquals(Math.log(0.01 / 0.0026125), apart, 1e-10);
    double together = split.largestSetting(budget, new BigDecimal("0.05"));
    assertEquals(Math.log(0.05 / 0.0113125), together, 1e-10);
    assertTrue(split.bound(budget, together) <= 0.05);
    assertThrows(
        IllegalArgumentException.class, () -> split.largestSetting(budget, List.of(HUNDREDTH)));
  }

  @Test
  void everyTransferSaysWhyItDoesNotApply() {
    for (Transfer transfer : all()) {
      assertFalse(transfer.premise().isBlank());
      for (PolicyClass policies : PolicyClass.values()) {
        Optional<String> objection = transfer.objection(policies);
        objection.ifPresent(reason -> assertTrue(reason.length() > 20, reason));
      }
    }
    assertTrue(new PowerTransfer().objection(PolicyClass.GAUSSIAN_MEAN).isPresent());
    assertTrue(ChiSquareTransfer.everyDecision().objection(PolicyClass.CATEGORICAL).isPresent());
    assertTrue(TwoSidedTransfer.symmetric().objection(PolicyClass.GAUSSIAN).isPresent());
  }

  @Test
  void theTableShowsEveryTransferAndRecommendsOneThatApplies() {
    BaseRisk base = BaseRisk.unchanged(new BigDecimal("0.001"), 100);
    for (PolicyClass policies : PolicyClass.values()) {
      TransferTable table = TransferTable.of(base, HUNDREDTH, policies);
      assertEquals(6, table.rows().size());
      String name = table.recommended().orElseThrow();
      for (TransferTable.Row row : table.rows()) {
        assertEquals(row.applies(), !Double.isNaN(row.setting()), row.transfer().name());
        if (row.applies()) {
          assertTrue(row.bound() <= 0.01);
        }
        if (row.transfer().name().equals(name)) {
          assertTrue(row.applies());
        }
      }
    }
    TransferTable none =
        TransferTable.of(
            BaseRisk.unchanged(new BigDecimal("0.1"), 100), HUNDREDTH, PolicyClass.ANY);
    assertTrue(none.recommended().isEmpty());
  }

  /** The unit everyone understands: chi-square buys 2.7 times as much as the power at T = 100. */
  @Test
  void shiftsPerDecisionOrderTheTransfers() {
    BaseRisk base = BaseRisk.unchanged(new BigDecimal("0.001"), 100);
    TransferTable table = TransferTable.of(base, HUNDREDTH, PolicyClass.GAUSSIAN);
    double power = shift(table, "alpha^T");
    assertEquals(0.02289, power, 1e-5);
    assertEquals(0.06087, shift(table, "chi-square"), 1e-5);
    assertEquals(0.0763884, shift(table, "mean-budget"), 1e-6);
    assertTrue(shift(table, "trajectory-budget") > shift(table, "mean-budget"));
    // Rényi's best order gives √(2 ln 1/ε) − √(2 ln 1/risk).
    double renyi = Math.sqrt(-2 * Math.log(0.001)) - Math.sqrt(-2 * Math.log(0.01));
    assertEquals(renyi / 10, shift(table, "renyi"), 1e-8);
  }

  private static double shift(TransferTable table, String name) {
    return table.rows().stream()
        .filter(row -> row.transfer().name().equals(name))
        .mapToDouble(TransferTable.Row::shiftPerDecision)
        .findFirst()
        .orElseThrow();
  }
}
