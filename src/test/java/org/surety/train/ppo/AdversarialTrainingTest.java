package org.surety.train.ppo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.surety.env.BatchEnvironment;
import org.surety.guard.BudgetGuard;
import org.surety.guard.Guard;
import org.surety.guard.MeanGuard;
import org.surety.guard.PerStepGuard;
import org.surety.policy.ActionScaling;
import org.surety.policy.Activation;
import org.surety.policy.DenseLayer;
import org.surety.policy.Head;
import org.surety.policy.Network;
import org.surety.policy.Policy;
import org.surety.ratio.BaseRisk;
import org.surety.ratio.PolicyClass;
import org.surety.train.EpisodeTotals;
import org.surety.train.Settings;
import org.surety.train.tensor.GaussianActor;

/**
 * A learner that is paid for nothing but the violation, on a toy whose violation probability under
 * base is known: no guard may let it exceed the bound in any stretch of its training, and it must
 * come near enough, or the test would prove nothing.
 *
 * <p>Walk: 20 actions, N(0, 1) under base, violated if their sum exceeds 2.3263 √20; ε = 0.01.
 * Every guard is set to a bound of 0.1, and rollouts end in the middle of episodes.
 */
class AdversarialTrainingTest {
  private static final int STEPS = 20;
  private static final double LEVEL = 2.3263478740408408 * Math.sqrt(STEPS);
  private static final BaseRisk RISK = BaseRisk.unchanged(new BigDecimal("0.01"), STEPS);
  private static final ActionScaling SCALING = ActionScaling.none();

  /** What a guard is, and how far a good adversary gets under it. */
  private enum Kind {
    PER_STEP(Restriction.Kind.PER_STEP, () -> new PerStepGuard(1.23, STEPS), 0.06),
    BUDGET(Restriction.Kind.BUDGET, () -> new BudgetGuard(Math.log(10), 0.4, STEPS), 0.06),
    MEAN_ONLY(Restriction.Kind.MEAN_ONLY, () -> new MeanGuard(1.0447, 0.2336, STEPS), 0.08);

    final Restriction.Kind restriction;
    final Supplier<Guard> guard;
    final double atLeast;

    Kind(Restriction.Kind restriction, Supplier<Guard> guard, double atLeast) {
      this.restriction = restriction;
      this.guard = guard;
      this.atLeast = atLeast;
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void whoTrainsToViolateStaysBelowTheBoundWhileTraining(Kind kind) {
    Policy base =
        new Policy(
            2,
            null,
            Network.NONE,
            new Head.Gaussian(
                new Network(
                    List.of(new DenseLayer(2, new double[2], new double[1], Activation.IDENTITY))),
                new Head.ConstantDeviation(new double[] {0})),
            SCALING);
    Policy start = GaussianActor.fresh(2, 1, List.of(32, 32), Activation.TANH, 1, SCALING, 5);
    String text =
        """
        seed = 1
        [rollout]
        lanes = 256
        steps = 48
        [ppo]
        minibatch = 2048
        epochs = 4
        learning_rate = 3e-3
        gamma = 1
        warm_up = 0
        pull = 0
        [network]
        hidden = [32, 32]
        """;
    PpoSettings settings =
        PpoSettings.of(
            Settings.parse(text.getBytes(StandardCharsets.UTF_8), "test", PpoSettings.KEYS)
                .with(Map.of("guard.kind", '"' + kind.restriction.word() + '"'), "test"));
    double bound = kind.guard.get().riskUpper(RISK, PolicyClass.GAUSSIAN);
    assertTrue(bound > 0.09 && bound < 0.105, "the guard's bound is " + bound);
    try (PpoLearner learner =
        new PpoLearner(
            settings,
            "cpu",
            List.of(Walk::new),
            base,
            kind.guard,
            null,
            kind.restriction.spends() ? GaussianActor.withRemainingShare(start) : start)) {
      double last = 0;
      EpisodeTotals all = new EpisodeTotals();
      for (int stretch = 0; stretch < 6; stretch++) {
        EpisodeTotals totals = new EpisodeTotals();
        for (int i = 0; i < 4; i++) {
          totals.add(learner.update().episodes);
        }
        all.add(totals);
        last = violated(totals, bound);
        assertEquals(0, totals.exceptions());
      }
      violated(all, bound);
      assertTrue(last >= kind.atLeast, last + ": the adversary has not learned to violate");
    }
  }

  /** The share of episodes that violated, which is not above the bound but by chance. */
  private static double violated(EpisodeTotals totals, double bound) {
    double share = (double) totals.costly() / totals.episodes();
    double error = 4 * Math.sqrt(bound * (1 - bound) / totals.episodes());
    assertTrue(share <= bound + error, share + " of " + totals.episodes() + ", bound " + bound);
    return share;
  }

  /** Sums of actions; more than the level after 20 of them is a violation, and all that is paid. */
  private static final class Walk implements BatchEnvironment {
    private final double[] observations;
    private final double[] rewards;
    private final double[] costs;
    private final double[] sum;
    private final int[] taken;

    Walk(int lanes) {
      observations = new double[2 * lanes];
      rewards = new double[lanes];
      costs = new double[lanes];
      sum = new double[lanes];
      taken = new int[lanes];
    }

    @Override
    public void reset(int lane, long seed, long episode) {
      sum[lane] = 0;
      taken[lane] = 0;
      see(lane);
    }

    @Override
    public void step(double[] actions, int from, int to) {
      for (int lane = from; lane < to; lane++) {
        if (taken[lane] < STEPS) {
          sum[lane] += actions[lane];
          taken[lane]++;
          see(lane);
        }
      }
    }

    private void see(int lane) {
      observations[2 * lane] = (double) taken[lane] / STEPS;
      observations[2 * lane + 1] = sum[lane] / LEVEL;
      costs[lane] = taken[lane] == STEPS && sum[lane] > LEVEL ? 1 : 0;
      rewards[lane] = costs[lane];
    }

    @Override
    public boolean terminated(int lane) {
      return taken[lane] == STEPS;
    }

    @Override
    public boolean truncated(int lane) {
      return false;
    }

    @Override
    public int lanes() {
      return sum.length;
    }

    @Override
    public int observationSize() {
      return 2;
    }

    @Override
    public int actionSize() {
      return 1;
    }

    @Override
    public double[] observations() {
      return observations;
    }

    @Override
    public double[] rewards() {
      return rewards;
    }

    @Override
    public double[] costs() {
      return costs;
    }

    @Override
    public List<String> atoms() {
      return List.of();
    }

    @Override
    public long[] labels() {
      return new long[sum.length];
    }

    @Override
    public List<String> infoNames() {
      return List.of();
    }

    @Override
    public double[] infos() {
      return new double[0];
    }
  }
}
