package org.surety.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.surety.numeric.StandardNormal;
import org.surety.ratio.ActionDistribution;
import org.surety.ratio.BaseRisk;
import org.surety.ratio.Categorical;
import org.surety.ratio.DiagonalGaussian;
import org.surety.ratio.PolicyClass;

/**
 * Policies that want nothing but the violation, on toys whose violation probability under base is
 * known: no guard may let them exceed its bound, and where the bound is tight they must come near
 * it, or the test would prove nothing.
 *
 * <p>Walk: T = 20 actions from N(0, 1), violated if their sum exceeds 2.3263 √20, ε = 0.01. Coins:
 * 7 fair coins, violated if all show 1, ε = 1/128.
 */
class GuardSimulationTest {
  private static final int STEPS = 20;
  private static final int COINS = 7;
  private static final int EPISODES = 40_000;
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double LEVEL = 2.3263478740408408 * Math.sqrt(STEPS);
  private static final BaseRisk WALK = BaseRisk.unchanged(new BigDecimal("0.01"), STEPS);
  private static final BaseRisk TOSS = BaseRisk.unchanged(new BigDecimal("0.0078125"), COINS);
  private static final DiagonalGaussian BASE =
      new DiagonalGaussian(new double[] {0}, new double[] {1});

  /** What the adversary wants at decision t with this sum so far. */
  private interface Adversary {
    DiagonalGaussian at(int t, double sum);
  }

  private static DiagonalGaussian gaussian(double mean, double std) {
    return new DiagonalGaussian(new double[] {mean}, new double[] {std});
  }

  /** Needs the same shift in every decision that is left, and does not push once it is there. */
  private static DiagonalGaussian evenly(int t, double sum) {
    double shift = (LEVEL + 1 - sum) / (STEPS - t);
    return gaussian(Math.max(0, shift), 0.9);
  }

  private static double walk(Guard guard, Adversary adversary, long seed) {
    GuardedPolicy policy =
        new GuardedPolicy(
            s -> BASE,
            BaseKind.INDEPENDENT,
            (s, share) -> adversary.at((int) s[0], s[1]),
            guard,
            CouplingCharge.sameEvaluator("double"),
            seed);
    int violations = 0;
    for (int episode = 0; episode < EPISODES; episode++) {
      policy.start(episode);
      double sum = 0;
      for (int t = 0; t < STEPS; t++) {
        GuardedAction action = policy.act(new double[] {t, sum});
        sum += action.raw()[0];
        assertTrue(guard instanceof PerStepGuard || action.entry().remaining() >= 0);
      }
      violations += sum > LEVEL ? 1 : 0;
    }
    return (double) violations / EPISODES;
  }

  private static double error(double p) {
    return 4 * Math.sqrt(p * (1 - p) / EPISODES) + 1e-4;
  }

  private static void withinBound(Guard guard, Adversary adversary, long seed) {
    double bound = guard.riskUpper(WALK, PolicyClass.GAUSSIAN);
    double rate = walk(guard, adversary, seed);
    assertTrue(rate <= bound + error(bound), rate + " exceeds " + bound);
    assertTrue(rate >= 0.012, rate + " is no more than base: the adversary does not try");
  }

  @Test
  void baseViolatesAsOftenAsIsKnown() {
    double rate = walk(new BudgetGuard(0, INF, STEPS), GuardSimulationTest::evenly, 1);
    assertEquals(0.01, rate, error(0.01));
  }

  @Test
  void greedyPolicyUnderThePerStepGuardStaysBelowChiSquare() {
    withinBound(new PerStepGuard(1.2, STEPS), (t, s) -> gaussian(5, 1), 2);
    withinBound(new PerStepGuard(1.2, STEPS), GuardSimulationTest::evenly, 3);
    withinBound(new PerStepGuard(1.05, STEPS), (t, s) -> gaussian(5, 0.1), 4);
  }

  @Test
  void greedyPolicyUnderTheBudgetGuardStaysBelowItsFactor() {
    double budget = Math.log(10);
    double cap = 0.8 * budget / Math.sqrt(STEPS);
    withinBound(new BudgetGuard(budget, INF, STEPS), (t, s) -> gaussian(5, 1), 5);
    withinBound(new BudgetGuard(budget, cap, STEPS), (t, s) -> gaussian(5, 1), 6);
    withinBound(new BudgetGuard(budget, cap, STEPS), GuardSimulationTest::evenly, 7);
    // Shrinking collects refunds, which the adversary then spends at the end.
    withinBound(
        new BudgetGuard(budget, INF, STEPS),
        (t, s) -> t < STEPS / 2 ? gaussian(0.3, 0.95) : evenly(t, s),
        8);
  }

  @Test
  void evenShiftReachesTheBoundOfTheMeanGuard() {
    MeanGuard guard = new MeanGuard(1, 1 / Math.sqrt(STEPS), STEPS);
    double bound = guard.riskUpper(WALK, PolicyClass.GAUSSIAN_MEAN);
    assertEquals(StandardNormal.cdfUpper(StandardNormal.quantileUpper(0.01) + 1), bound, 1e-9);
    double rate = walk(guard, (t, s) -> gaussian(5, 1), 9);
    assertEquals(bound, rate, error(bound));
    withinBound(new MeanGuard(1, INF, STEPS), GuardSimulationTest::evenly, 10);
    withinBound(new MeanGuard(1, 0.5, STEPS), GuardSimulationTest::evenly, 11);
  }

  @Test
  void coinsReachTheBoundOfTheBudgetGuard() {
    Guard guard = new BudgetGuard(Math.log(16), INF, COINS);
    double bound = guard.riskUpper(TOSS, PolicyClass.CATEGORICAL);
    assertEquals(0.125, bound, 1e-10);
    assertEquals(bound, coins(guard, 12), error(bound));
  }

  @Test
  void coinsReachTheBoundOfThePerStepGuard() {
    Guard guard = new PerStepGuard(1.3, COINS);
    double bound = guard.riskUpper(TOSS, PolicyClass.ANY);
    assertEquals(Math.pow(0.65, COINS), bound, 1e-10);
    assertEquals(bound, coins(guard, 13), error(bound));
  }

  private static double coins(Guard guard, long seed) {
    ActionDistribution fair = Categorical.of(1, 1);
    ActionDistribution always = Categorical.of(0, 1);
    GuardedPolicy policy =
        new GuardedPolicy(
            s -> fair,
            BaseKind.INDEPENDENT,
            (s, share) -> always,
            guard,
            CouplingCharge.sameEvaluator("double"),
            seed);
    int violations = 0;
    for (int episode = 0; episode < EPISODES; episode++) {
      policy.start(episode);
      boolean all = true;
      for (int t = 0; t < COINS; t++) {
        all &= policy.act(new double[0]).raw()[0] == 1;
      }
      violations += all ? 1 : 0;
    }
    return (double) violations / EPISODES;
  }
}
