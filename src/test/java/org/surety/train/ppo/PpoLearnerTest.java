package org.surety.train.ppo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.surety.base.InputException;
import org.surety.env.BatchEnvironment;
import org.surety.env.Environments;
import org.surety.guard.BaseKind;
import org.surety.guard.BudgetGuard;
import org.surety.guard.CouplingCharge;
import org.surety.guard.Guard;
import org.surety.guard.GuardedPolicy;
import org.surety.guard.MeanGuard;
import org.surety.guard.PerStepGuard;
import org.surety.policy.ActionScaling;
import org.surety.policy.Activation;
import org.surety.policy.Normalizer;
import org.surety.policy.Policy;
import org.surety.policy.PolicyEvaluator;
import org.surety.train.EpisodeTotals;
import org.surety.train.Settings;
import org.surety.train.tensor.GaussianActor;
import org.surety.train.tensor.NetworkReplica;

class PpoLearnerTest {
  private static final Policy BASE =
      GaussianActor.fresh(
          6,
          2,
          List.of(16, 16),
          Activation.TANH,
          0.5,
          ActionScaling.bounded(
              ActionScaling.Mode.CLIP, new double[] {-1, -1}, new double[] {1, 1}),
          7);

  private static PpoSettings settings(Restriction.Kind kind, Map<String, String> more) {
    String text =
        """
        seed = 3
        [rollout]
        lanes = 30
        [ppo]
        minibatch = 96
        warm_up = 0
        [network]
        hidden = [16, 16]
        """;
    return PpoSettings.of(
        Settings.parse(text.getBytes(StandardCharsets.UTF_8), "test", PpoSettings.KEYS)
            .with(Map.of("guard.kind", '"' + kind.word() + '"'), "test")
            .with(more, "test"));
  }

  private static Supplier<Guard> guard(Restriction.Kind kind) {
    return switch (kind) {
      case PER_STEP -> () -> new PerStepGuard(1.3, 40);
      case BUDGET -> () -> new BudgetGuard(2.5, 0.5, 40);
      case MEAN_ONLY -> () -> new MeanGuard(1.5, 0.4, 40);
      case NONE -> throw new IllegalArgumentException();
    };
  }

  private static PpoLearner learner(PpoSettings settings) {
    boolean free = settings.guard() == Restriction.Kind.NONE;
    return new PpoLearner(
        settings,
        "cpu",
        List.of(Environments.named("point-robot").batch()),
        free ? null : BASE,
        free ? null : guard(settings.guard()),
        null,
        settings.guard().spends() ? GaussianActor.withRemainingShare(BASE) : BASE);
  }

  @ParameterizedTest
  @EnumSource(Restriction.Kind.class)
  void anInterruptedRunContinuesBitForBit(Restriction.Kind kind) {
    PpoSettings settings = settings(kind, Map.of());
    Policy whole;
    try (PpoLearner learner = learner(settings)) {
      for (int i = 0; i < 7; i++) {
        learner.update();
      }
      whole = learner.policy();
    }
    try (PpoLearner first = learner(settings);
        PpoLearner second = learner(settings)) {
      for (int i = 0; i < 4; i++) {
        first.update();
      }
      assertNotEquals(whole, first.policy());
      second.restore(first.checkpoint());
      for (int i = 0; i < 3; i++) {
        second.update();
      }
      assertEquals(7, second.updates());
      assertEquals(whole.description(), second.policy().description());
    }
  }

  /** The policy that is written sees what the network saw, and a run that continues does, too. */
  @Test
  void aNewPolicyLearnsTheScaleOfWhatItObserves() {
    PpoSettings settings =
        settings(
            Restriction.Kind.NONE,
            Map.of("network.normalize", "\"running\"", "ppo.reward_scale", "\"running\""));
    Policy whole;
    try (PpoLearner learner = learner(settings)) {
      learner.update();
      Normalizer first = Objects.requireNonNull(learner.policy().normalizer());
      // All episodes start at (0.05858, -0.45696), and 20 steps do not take them far.
      assertEquals(0.06, first.mean()[0], 0.3);
      assertEquals(-0.46, first.mean()[1], 0.3);
      assertTrue(first.variance()[0] > 0 && first.variance()[0] < 0.3, "" + first);
      learner.update();
      learner.update();
      whole = learner.policy();
      assertNotEquals(first.mean()[1], Objects.requireNonNull(whole.normalizer()).mean()[1]);
    }
    try (PpoLearner first = learner(settings);
        PpoLearner second = learner(settings)) {
      first.update();
      second.restore(first.checkpoint());
      second.update();
      second.update();
      assertEquals(whole.description(), second.policy().description());
      assertArrayEquals(
          Objects.requireNonNull(whole.normalizer()).variance(),
          Objects.requireNonNull(second.policy().normalizer()).variance());
    }
    assertThrows(
        InputException.class,
        () -> settings(Restriction.Kind.BUDGET, Map.of("network.normalize", "\"running\"")),
        "the base's normalizer stays");
  }

  @ParameterizedTest
  @EnumSource(
      value = Restriction.Kind.class,
      names = {"PER_STEP", "BUDGET", "MEAN_ONLY"})
  void noDecisionOfTrainingBreaksTheGuard(Restriction.Kind kind) {
    // A learner that is far too greedy, so that the task policy leaves the set at once.
    PpoSettings settings =
        settings(kind, Map.of("ppo.learning_rate", "0.05", "ppo.entropy", "0.1"));
    EpisodeTotals totals = new EpisodeTotals();
    double divergence = 0;
    try (PpoLearner learner = learner(settings)) {
      for (int i = 0; i < 20; i++) {
        UpdateReport report = learner.update();
        totals.add(report.episodes);
        divergence = report.divergence();
      }
    }
    assertTrue(divergence > 0.1, "the projection has something to do");
    assertTrue(totals.largestCharge() > 0);
    assertEquals(9600, totals.decisions());
    assertEquals(0, totals.exceptions());
  }

  /** The same network, guard and noise, once in the learner's batches, once as it is deployed. */
  @ParameterizedTest
  @EnumSource(
      value = Restriction.Kind.class,
      names = {"PER_STEP", "BUDGET", "MEAN_ONLY"})
  void trainingPlaysWhatIsDeployed(Restriction.Kind kind) {
    PpoSettings settings = settings(kind, Map.of());
    Policy wider = kind.spends() ? GaussianActor.withRemainingShare(BASE) : BASE;
    Policy task = moved(wider);
    GaussianActor actor = new GaussianActor(task);
    int lanes = settings.lanes();
    BatchEnvironment environment = Environments.named("point-robot").batch().apply(1);
    Rollout rollout = new Rollout(lanes, 16, 2, actor.shape().inputs(), 8);
    try (NetworkReplica network = new NetworkReplica(actor.shape(), "cpu");
        NetworkReplica critic =
            new NetworkReplica(
                org.surety.train.tensor.NetworkShape.perceptron(8, List.of(4), Activation.TANH, 1),
                "cpu")) {
      network.load(actor.numbers());
      new Collector(
              settings,
              0,
              lanes,
              Environments.named("point-robot").batch(),
              BASE,
              guard(kind),
              null,
              actor,
              task)
          .collect(rollout, network, critic);
    }
    PolicyEvaluator evaluator = task.evaluator(1);
    for (int lane = 0; lane < lanes; lane += 7) {
      GuardedPolicy deployed =
          new GuardedPolicy(
              BASE.evaluator(1)::distribution,
              BaseKind.INDEPENDENT,
              (observation, share) -> {
                double[] in = java.util.Arrays.copyOf(observation, actor.shape().inputs());
                if (kind.spends()) {
                  in[observation.length] = Math.min(1, share);
                }
                return evaluator.distribution(in);
              },
              guard(kind).get(),
              CouplingCharge.sameEvaluator("surety"),
              Collector.seed(settings));
      deployed.start(lane);
      environment.reset(0, Collector.seed(settings), lane);
      for (int t = 0; t < 16 && !environment.ended(0); t++) {
        double[] raw = deployed.act(environment.observations().clone()).raw();
        int row = t * lanes + lane;
        double[] trained = java.util.Arrays.copyOfRange(rollout.raw, 2 * row, 2 * row + 2);
        assertArrayEquals(raw, trained, 1e-4, "lane " + lane + ", decision " + t);
        double[] action = trained.clone();
        task.scaling().apply(action);
        environment.step(action);
      }
    }
  }

  /** A task policy that goes somewhere else, and looks at the share that is left. */
  private static Policy moved(Policy policy) {
    GaussianActor actor = new GaussianActor(policy);
    float[] numbers = actor.numbers();
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] += (float) (0.3 * (random.nextDouble() - 0.5));
    }
    return actor.policy(numbers);
  }

  @Test
  void plainPpoLearnsToReachTheGoal() {
    PpoSettings settings =
        settings(
            Restriction.Kind.NONE,
            Map.of("rollout.lanes", "256", "ppo.minibatch", "1024", "ppo.cost_weight", "1"));
    UpdateReport report = new UpdateReport();
    double first = 0;
    try (PpoLearner learner = learner(settings)) {
      for (int i = 0; i < 60; i++) {
        report = learner.update();
        first = i == 8 ? report.episodes.meanReward() : first;
      }
    }
    double last = report.episodes.meanReward();
    assertTrue(last > first + 0.5, "mean reward went from " + first + " to " + last);
  }

  @Test
  void successLeadsToTheNextStageAndAnInterruptionDoesNotLeadBack() {
    PpoSettings settings =
        settings(
            Restriction.Kind.NONE,
            Map.of(
                "rollout.lanes", "128",
                "rollout.steps", "128",
                "ppo.minibatch", "4096",
                "curriculum.success", "0.01"));
    try (PpoLearner whole = staged(settings);
        PpoLearner part = staged(settings)) {
      UpdateReport report = whole.update();
      assertTrue(report.episodes.episodes() >= 100, "the first stage is an easy one");
      assertEquals(1, whole.stage());
      part.restore(whole.checkpoint());
      assertEquals(1, part.stage());
      whole.update();
      part.update();
      assertEquals(1, whole.stage(), "there is no third");
      assertEquals(whole.policy().description(), part.policy().description());
    }
  }

  private static PpoLearner staged(PpoSettings settings) {
    Policy policy = GaussianActor.fresh(44, 2, List.of(16), Activation.TANH, 1, BASE.scaling(), 1);
    return new PpoLearner(
        settings,
        "cpu",
        List.of(
            Environments.named("point-reach-avoid-1").batch(),
            Environments.named("point-reach-avoid-5").batch()),
        null,
        null,
        null,
        policy);
  }
}
