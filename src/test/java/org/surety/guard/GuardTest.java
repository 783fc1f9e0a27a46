package org.surety.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.surety.base.InputException;
import org.surety.ratio.ActionDistribution;
import org.surety.ratio.BaseRisk;
import org.surety.ratio.Categorical;
import org.surety.ratio.DiagonalGaussian;
import org.surety.ratio.MeanProjection;
import org.surety.ratio.PolicyClass;

class GuardTest {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final ReleaseTerms TERMS = new ReleaseTerms("ab".repeat(32), "spec 12");

  @Test
  void noDecisionOfThePerStepGuardExceedsItsRatio() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 20_000; i++) {
      double alpha = 1 + Math.exp(random.nextDouble(-25, 5));
      PerStepGuard guard = new PerStepGuard(alpha, 3);
      ActionDistribution[] pair = pair(random);
      ActionDistribution played = guard.restrict(pair[0], pair[1]);
      assertTrue(
          played.maxLogRatioUpper(pair[0]) <= StrictMath.log(alpha), pair[0] + " " + pair[1]);
      LedgerEntry entry = guard.account(draw(played, random));
      assertTrue(entry.charge() <= StrictMath.log(alpha));
    }
  }

  @Test
  void ledgerOfTheBudgetGuardNeverExceedsTheBudget() {
    SplittableRandom random = new SplittableRandom(2);
    for (int episode = 0; episode < 2_000; episode++) {
      double budget = Math.exp(random.nextDouble(-20, 4));
      double cap = random.nextBoolean() ? INF : budget / 5;
      BudgetGuard guard = new BudgetGuard(budget, cap, 40);
      BigDecimal ledger = BigDecimal.ZERO;
      for (int t = 0; t < 40; t++) {
        ActionDistribution[] pair = pair(random);
        double left = guard.remaining();
        ActionDistribution played = guard.restrict(pair[0], pair[1]);
        assertTrue(played.maxLogRatioUpper(pair[0]) <= Math.min(cap, left));
        LedgerEntry entry = guard.account(draw(played, random));
        ledger = ledger.add(new BigDecimal(entry.charge()));
        assertTrue(ledger.compareTo(new BigDecimal(budget)) <= 0);
        assertTrue(
            new BigDecimal(budget).subtract(ledger).compareTo(new BigDecimal(entry.remaining()))
                >= 0);
      }
    }
  }

  @Test
  void shiftsUnderTheMeanGuardAddUpToTheSquareOfTheBudgetAtMost() {
    SplittableRandom random = new SplittableRandom(3);
    for (int episode = 0; episode < 2_000; episode++) {
      double budget = Math.exp(random.nextDouble(-6, 3));
      MeanGuard guard = new MeanGuard(budget, random.nextBoolean() ? INF : budget / 5, 40);
      BigDecimal spent = BigDecimal.ZERO;
      for (int t = 0; t < 40; t++) {
        DiagonalGaussian base = gaussian(random, 2);
        DiagonalGaussian played = (DiagonalGaussian) guard.restrict(base, gaussian(random, 2));
        for (int i = 0; i < 2; i++) {
          assertEquals(base.std(i), played.std(i));
        }
        spent =
            spent.add(
                new BigDecimal(
                    MeanProjection.squaredShiftUpper(
                        played.means(), base.means(), base.stds(), 0, 2)));
        guard.account(draw(played, random));
      }
      BigDecimal square = new BigDecimal(budget).pow(2);
      assertTrue(spent.compareTo(square) <= 0, spent + " > " + square);
    }
  }

  @Test
  void spentBudgetPlaysTheBaseItself() {
    List<Supplier<Guard>> guards =
        List.of(
            () -> new BudgetGuard(0, INF, 5),
            () -> new BudgetGuard(0.9e-12, INF, 5),
            () -> new MeanGuard(0.9e-6, INF, 5),
            () -> new PerStepGuard(1, 5));
    SplittableRandom random = new SplittableRandom(4);
    for (Supplier<Guard> made : guards) {
      Guard guard = made.get();
      DiagonalGaussian base = gaussian(random, 3);
      assertSame(base, guard.restrict(base, gaussian(random, 3)));
      double before = guard.remaining();
      LedgerEntry entry = guard.account(new double[3]);
      assertEquals(new LedgerEntry(0, 0.0, before, Fallback.BUDGET_SPENT), entry);
    }
  }

  @Test
  void refundsRaiseWhatIsLeftWithoutLimit() {
    BudgetGuard guard = new BudgetGuard(1, INF, 10);
    DiagonalGaussian base = new DiagonalGaussian(new double[] {0}, new double[] {1});
    guard.restrict(base, new DiagonalGaussian(new double[] {0}, new double[] {0.5}));
    LedgerEntry entry = guard.account(new double[] {10});
    assertTrue(entry.charge() < -100, entry.toString());
    assertTrue(guard.remainingShare() > 100);
  }

  @Test
  void baseIsPlayedBeyondTheHorizonAndWithoutAValidTask() {
    PerStepGuard guard = new PerStepGuard(2, 1);
    DiagonalGaussian base = new DiagonalGaussian(new double[] {0}, new double[] {1});
    DiagonalGaussian task = new DiagonalGaussian(new double[] {0.1}, new double[] {0.9});
    assertSame(base, guard.restrict(base, null));
    assertEquals(Fallback.TASK_INVALID, guard.account(new double[] {0}).fallback());
    assertSame(base, guard.restrict(base, task));
    assertEquals(Fallback.HORIZON_PASSED, guard.account(new double[] {0}).fallback());
    guard.reset();
    DiagonalGaussian wild = new DiagonalGaussian(new double[] {1e300}, new double[] {1});
    assertSame(base, guard.restrict(base, wild));
    assertEquals(Fallback.TASK_INVALID, guard.account(new double[] {0}).fallback());
  }

  @Test
  void everyDecisionIsAccountedForOnce() {
    PerStepGuard guard = new PerStepGuard(2, 5);
    DiagonalGaussian base = new DiagonalGaussian(new double[] {0}, new double[] {1});
    assertThrows(IllegalStateException.class, () -> guard.account(new double[1]));
    guard.restrict(base, base);
    assertThrows(IllegalStateException.class, () -> guard.restrict(base, base));
    assertThrows(IllegalStateException.class, guard::state);
    assertThrows(IllegalArgumentException.class, () -> guard.account(new double[2]));
    assertThrows(IllegalArgumentException.class, () -> guard.account(new double[] {Double.NaN}));
    assertEquals(0.0, guard.account(new double[1]).charge());
    Categorical fair = Categorical.of(1, 1);
    guard.restrict(fair, null);
    for (double none : new double[] {-1, 0.5, 2}) {
      assertThrows(IllegalArgumentException.class, () -> guard.account(new double[] {none}));
    }
    assertEquals(1, guard.account(new double[] {1}).decision());
  }

  @Test
  void releaseNeedsTheAgreedCertificateAndTheAgreedLabels() {
    PerStepGuard strict = new PerStepGuard(1.1, 5);
    CertifiedDecision decided = new CertifiedDecision(TERMS.certificate(), TERMS.labelSource());
    assertThrows(InputException.class, () -> strict.release(decided));
    PerStepGuard guard = new PerStepGuard(1.1, 5, Optional.of(TERMS));
    assertThrows(
        InputException.class,
        () -> guard.release(new CertifiedDecision("cd".repeat(32), TERMS.labelSource())));
    assertThrows(
        InputException.class,
        () -> guard.release(new CertifiedDecision(TERMS.certificate(), "camera")));
    assertFalse(guard.released());
    guard.release(decided);
    DiagonalGaussian base = new DiagonalGaussian(new double[] {0}, new double[] {1});
    DiagonalGaussian task = new DiagonalGaussian(new double[] {5}, new double[] {3});
    assertSame(task, guard.restrict(base, task));
    assertEquals(Fallback.RELEASED, guard.account(new double[1]).fallback());
    PerStepGuard other = new PerStepGuard(1.1, 5);
    assertThrows(InputException.class, () -> other.resume(guard.state()));
    guard.reset();
    assertFalse(guard.released());
  }

  @Test
  void savedStateIsRefusedWhenDamagedOrAnothers() {
    BudgetGuard guard = new BudgetGuard(2, 0.5, 9);
    String saved = guard.state().toJson();
    assertEquals(guard.state(), GuardState.parse(saved + "\n", "state"));
    for (int i = 0; i < saved.length(); i++) {
      char c = saved.charAt(i) == '1' ? '2' : '1';
      String damaged = saved.substring(0, i) + c + saved.substring(i + 1);
      assertThrows(InputException.class, () -> GuardState.parse(damaged, "state"), damaged);
    }
    GuardState state = GuardState.parse(saved, "state");
    assertThrows(InputException.class, () -> new BudgetGuard(2, 0.6, 9).resume(state));
    assertThrows(InputException.class, () -> new BudgetGuard(2, 0.5, 8).resume(state));
    assertThrows(InputException.class, () -> new MeanGuard(2, 0.5, 9).resume(state));
  }

  @Test
  void wrongSettingsAreRefusedWithARemedy() {
    assertThrows(InputException.class, () -> new PerStepGuard(0.99, 5));
    assertThrows(InputException.class, () -> new PerStepGuard(Double.NaN, 5));
    assertThrows(InputException.class, () -> new PerStepGuard(INF, 5));
    assertThrows(InputException.class, () -> new PerStepGuard(2, 0));
    assertThrows(InputException.class, () -> new BudgetGuard(-1, 1, 5));
    assertThrows(InputException.class, () -> new BudgetGuard(INF, 1, 5));
    assertThrows(InputException.class, () -> new BudgetGuard(1, 0, 5));
    assertThrows(InputException.class, () -> new MeanGuard(Double.NaN, 1, 5));
    assertThrows(InputException.class, () -> new MeanGuard(1, Double.NaN, 5));
    assertThrows(InputException.class, () -> new ReleaseTerms("12", "x"));
  }

  @Test
  void baseWhoseNoisePersistsUnseenIsRefused() {
    for (BaseKind.Noise noise : BaseKind.Noise.values()) {
      if (noise == BaseKind.Noise.INDEPENDENT) {
        new BaseKind(noise, false).requireGuardable();
      } else {
        InputException refused =
            assertThrows(InputException.class, () -> new BaseKind(noise, false).requireGuardable());
        assertTrue(refused.getMessage().startsWith("base policy: "));
      }
    }
    new BaseKind(BaseKind.Noise.STATE_DEPENDENT_EXPLORATION, true).requireGuardable();
    assertThrows(
        InputException.class, () -> new BaseKind(BaseKind.Noise.NONE, true).requireGuardable());
  }

  @Test
  void differenceOfEvaluatorsIsChargedOrRefused() {
    assertThrows(
        InputException.class, () -> new CouplingCharge("torch float32", "double", 0).require(5, 1));
    CouplingCharge charge = CouplingCharge.ofGaussians("torch float32", "double", 1e-6, 0, 1);
    assertEquals(8.7767e-6, charge.total(22), 1e-10); // math: 8.8e-6 at 22 decisions
    assertEquals(3.9894e-4, charge.total(1000), 1e-8);
    charge.require(1000, 1e-3);
    assertThrows(InputException.class, () -> charge.require(1000, 1e-4));
    assertTrue(charge.riskUpper(0.01, 22) >= 0.01 + 22 * charge.perDecision());
    assertEquals(1.0, charge.riskUpper(0.9999, 1000));
    assertEquals(0.01, CouplingCharge.sameEvaluator("double").riskUpper(0.01, 1000));
  }

  @Test
  void couplingBoundsTheTotalVariationOfGaussians() {
    for (double shift : new double[] {0, 1e-3, 0.1, 1}) {
      for (double log : new double[] {0, 1e-3, 0.1, 1}) {
        double exact = totalVariation(shift, Math.exp(log));
        double bound = CouplingCharge.ofGaussians("a", "b", shift, log, 1).perDecision();
        assertTrue(exact <= bound + 1e-9, shift + " " + log + ": " + exact + " > " + bound);
      }
    }
  }

  /** Of N(0, 1) and N(shift, std²), by the midpoint rule. */
  private static double totalVariation(double shift, double std) {
    double sum = 0;
    double h = 1e-3;
    for (double x = -30; x < 30; x += h) {
      double z = (x - shift) / std;
      double p = Math.exp(-0.5 * x * x);
      double q = Math.exp(-0.5 * z * z) / std;
      sum += 0.5 * Math.abs(p - q) * h;
    }
    return sum / Math.sqrt(2 * Math.PI);
  }

  @Test
  void reportedRiskIsThatOfTheGuardsTheorem() {
    BaseRisk base = BaseRisk.unchanged(new BigDecimal("0.00017"), 10);
    assertEquals(
        0.009803056640625, new PerStepGuard(1.5, 10).riskUpper(base, PolicyClass.ANY), 1e-12);
    assertEquals(
        0.00589452283270497613,
        new PerStepGuard(1.5, 10).riskUpper(base, PolicyClass.GAUSSIAN),
        1e-12);
    assertEquals(
        0.00170000000001700,
        new BudgetGuard(Math.log(10), INF, 10).riskUpper(base, PolicyClass.ANY),
        1e-13);
    assertEquals(
        0.00490085998545776915,
        new MeanGuard(1, INF, 10).riskUpper(base, PolicyClass.GAUSSIAN_MEAN),
        1e-12);
  }

  @Test
  void interruptedEpisodeContinuesAsIfItHadNotBeen() {
    SplittableRandom random = new SplittableRandom(5);
    List<ActionDistribution[]> pairs = new ArrayList<>();
    for (int t = 0; t < 60; t++) {
      pairs.add(new ActionDistribution[] {gaussian(random, 2), gaussian(random, 2)});
    }
    GuardedPolicy whole = guarded(pairs);
    whole.start(7);
    List<String> expected = new ArrayList<>();
    for (int t = 0; t < 60; t++) {
      expected.add(String.valueOf(whole.act(new double[] {t}).entry()));
    }
    for (int stop = 0; stop < 60; stop += 7) {
      GuardedPolicy first = guarded(pairs);
      first.start(7);
      for (int t = 0; t < stop; t++) {
        first.act(new double[] {t});
      }
      String saved = first.state().toJson();
      GuardedPolicy second = guarded(pairs);
      second.resume(GuardState.parse(saved, "state"));
      assertEquals(7, second.episode());
      for (int t = stop; t < 60; t++) {
        assertEquals(expected.get(t), String.valueOf(second.act(new double[] {t}).entry()));
      }
    }
  }

  private static GuardedPolicy guarded(List<ActionDistribution[]> pairs) {
    return new GuardedPolicy(
        s -> pairs.get((int) s[0])[0],
        BaseKind.INDEPENDENT,
        (s, share) -> pairs.get((int) s[0])[1],
        new BudgetGuard(3, 0.4, 100),
        CouplingCharge.sameEvaluator("double"),
        42);
  }

  private static ActionDistribution[] pair(SplittableRandom random) {
    if (random.nextInt(4) == 0) {
      int n = random.nextInt(2, 8);
      return new ActionDistribution[] {categorical(random, n), categorical(random, n)};
    }
    int d = random.nextInt(1, 5);
    return new ActionDistribution[] {gaussian(random, d), gaussian(random, d)};
  }

  private static Categorical categorical(SplittableRandom random, int n) {
    double[] weights = new double[n];
    for (int i = 0; i < n; i++) {
      weights[i] = random.nextInt(6) == 0 ? 0 : Math.exp(random.nextDouble(-6, 3));
    }
    weights[random.nextInt(n)] += 1e-3;
    return Categorical.of(weights);
  }

  private static DiagonalGaussian gaussian(SplittableRandom random, int d) {
    double[] mean = new double[d];
    double[] std = new double[d];
    for (int i = 0; i < d; i++) {
      mean[i] = random.nextDouble(-1, 1);
      std[i] = Math.exp(random.nextDouble(-3, 2));
    }
    return new DiagonalGaussian(mean, std);
  }

  private static double[] draw(ActionDistribution played, SplittableRandom random) {
    double[] raw = new double[played.dimension()];
    played.sample(random, raw);
    return raw;
  }
}
