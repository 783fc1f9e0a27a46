package org.surety.train.ppo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.surety.env.BatchEnvironment;
import org.surety.env.DeadlineEnvironment;
import org.surety.env.Environments;
import org.surety.env.PointReachAvoid;
import org.surety.env.ProductRewards;
import org.surety.env.ReachAvoidTask;
import org.surety.env.TemporalTask;
import org.surety.policy.ActionScaling;
import org.surety.policy.Activation;
import org.surety.policy.Policy;
import org.surety.ratio.GaussianProjection;
import org.surety.train.EpisodeTotals;
import org.surety.train.Settings;
import org.surety.train.tensor.GaussianActor;
import org.surety.train.tensor.Tensor;
import org.surety.train.tensor.Workspace;
import org.surety.train.tensor.Workspace.Precision;

/** Training on a device, here the processor: what it may not do, and that it learns. */
class DeviceLearnerTest {
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
  private static final DeviceTask ROBOT = new DeviceTask(ReachAvoidTask.POINT_ROBOT, 0);

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

  private static DeviceLearner learner(PpoSettings settings, DeviceTask... stages) {
    boolean free = settings.guard() == Restriction.Kind.NONE;
    return new DeviceLearner(
        settings,
        "cpu",
        List.of(stages),
        free ? null : BASE,
        DeviceGuards.of(settings.guard()),
        settings.guard().spends() ? GaussianActor.withRemainingShare(BASE) : BASE);
  }

  @ParameterizedTest
  @EnumSource(Restriction.Kind.class)
  void anInterruptedRunContinuesBitForBit(Restriction.Kind kind) {
    PpoSettings settings = settings(kind, Map.of());
    Policy whole;
    try (DeviceLearner learner = learner(settings, ROBOT)) {
      for (int i = 0; i < 5; i++) {
        learner.update();
      }
      whole = learner.policy();
    }
    try (DeviceLearner first = learner(settings, ROBOT);
        DeviceLearner second = learner(settings, ROBOT)) {
      for (int i = 0; i < 3; i++) {
        first.update();
      }
      assertNotEquals(whole, first.policy());
      second.restore(first.checkpoint());
      for (int i = 0; i < 2; i++) {
        second.update();
      }
      assertEquals(5, second.updates());
      assertEquals(whole, second.policy());
    }
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
    try (DeviceLearner learner = learner(settings, ROBOT)) {
      for (int i = 0; i < 12; i++) {
        UpdateReport report = learner.update();
        totals.add(report.episodes);
        divergence = report.divergence();
      }
    }
    assertTrue(divergence > 0.1, "the projection has something to do");
    assertTrue(totals.largestCharge() > 0);
    assertEquals(12 * 480, totals.decisions());
    assertEquals(0, totals.exceptions());
  }

  /** The losses' sums and gradients by the outputs, of the same decisions. */
  @ParameterizedTest
  @EnumSource(Restriction.Kind.class)
  void lossesAndTheirGradientsAreThoseOnArrays(Restriction.Kind kind) {
    for (String objective : List.of("\"projected\"", "\"paper\"")) {
      PpoSettings settings =
          settings(kind, Map.of("ppo.entropy", "0.02", "ppo.objective", objective));
      GaussianActor actor = new GaussianActor(BASE);
      int rows = 500;
      SplittableRandom random = new SplittableRandom(2);
      Rollout rollout = new Rollout(rows, 1, 2, 6, 8);
      float[] outputs = new float[rows * 4];
      double[] decisions = new double[rows * 12];
      for (int row = 0; row < rows; row++) {
        rollout.limit[row] = 0.3 * random.nextDouble();
        rollout.active[row] = random.nextInt(10) > 0;
        rollout.logProb[row] = -2 + random.nextGaussian();
        rollout.advantages[row] = random.nextGaussian();
        for (int i = 0; i < 2; i++) {
          int k = 2 * row + i;
          rollout.baseMean[k] = random.nextGaussian();
          rollout.baseStd[k] = Math.exp(0.3 * random.nextGaussian());
          rollout.raw[k] = rollout.baseMean[k] + rollout.baseStd[k] * random.nextGaussian();
          outputs[4 * row + i] =
              (float) (rollout.baseMean[k] + rollout.baseStd[k] * random.nextGaussian());
          outputs[4 * row + 2 + i] = (float) (0.3 * random.nextGaussian());
          decisions[12 * row + i] = rollout.baseMean[k];
          decisions[12 * row + 2 + i] = rollout.baseStd[k];
          decisions[12 * row + 4 + i] = rollout.raw[k];
        }
        decisions[12 * row + 6] = rollout.logProb[row];
        decisions[12 * row + 7] = rollout.limit[row];
        decisions[12 * row + 8] = rollout.active[row] ? 1 : 0;
        decisions[12 * row + 9] = 1.2 * multiplier(rollout, row, outputs);
        decisions[12 * row + 10] = rollout.advantages[row];
      }
      GaussianLoss expected = new GaussianLoss(actor, settings);
      float[] bar = new float[rows * 4];
      for (int row = 0; row < rows; row++) {
        expected.add(rollout, row, outputs, bar, row, 0.25);
      }
      try (Workspace workspace = new Workspace("cpu");
          Workspace.Scope scope = workspace.scope()) {
        DeviceActorLoss loss = new DeviceActorLoss(workspace, actor, settings);
        double[] actual =
            loss.cotangents(
                    workspace.of(Precision.DOUBLE, decisions, rows, 12),
                    workspace.of(Precision.SINGLE, doubles(outputs), rows, 4),
                    0.25)
                .toArray();
        int off = 0;
        for (int i = 0; i < bar.length; i++) {
          double size = 1 + Math.abs(bar[i]);
          assertEquals(bar[i], actual[i], 1e-2 * size, kind + " at " + i);
          off += Math.abs(bar[i] - actual[i]) > 1e-5 * size ? 1 : 0;
        }
        // A few searches from multipliers that are off by a fifth have not quite come home.
        assertTrue(off < 0.02 * bar.length, off + " are off by more than 1e-5");
        assertArrayEquals(
            new double[] {
              expected.rows(),
              expected.clipped(),
              expected.loss(),
              expected.divergence(),
              expected.change()
            },
            loss.sums().toArray(),
            1e-4 * rows);
      }
    }
  }

  /** Of a row's projection; near it a multiplier is that the policy had when it decided. */
  private static double multiplier(Rollout rollout, int row, float[] outputs) {
    double[] mean = new double[2];
    double[] std = new double[2];
    double[] baseMean = Arrays.copyOfRange(rollout.baseMean, 2 * row, 2 * row + 2);
    double[] baseStd = Arrays.copyOfRange(rollout.baseStd, 2 * row, 2 * row + 2);
    for (int i = 0; i < 2; i++) {
      mean[i] = outputs[4 * row + i];
      std[i] = Math.exp(outputs[4 * row + 2 + i]);
    }
    return new GaussianProjection(2)
        .project(rollout.limit[row], baseMean, baseStd, mean, std, new double[2], new double[2], 0);
  }

  private static double[] doubles(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  @Test
  void advantagesAndReturnsAreThoseOnArrays() {
    int lanes = 20;
    int n = 9;
    SplittableRandom random = new SplittableRandom(3);
    Rollout expected = new Rollout(lanes, n, 1, 1, 1);
    DeviceRollout.Steps steps = new DeviceRollout.Steps();
    try (Workspace workspace = new Workspace("cpu");
        Workspace.Scope scope = workspace.scope()) {
      for (int t = 0; t < n; t++) {
        double[] rewards = new double[lanes];
        double[] values = new double[lanes];
        double[] last = new double[lanes];
        double[] cut = new double[lanes];
        for (int lane = 0; lane < lanes; lane++) {
          int row = t * lanes + lane;
          rewards[lane] = random.nextGaussian();
          values[lane] = (float) random.nextGaussian();
          last[lane] = random.nextInt(4) == 0 ? 1 : 0;
          cut[lane] = last[lane] == 1 && random.nextBoolean() ? (float) random.nextGaussian() : 0;
          expected.rewards[row] = rewards[lane];
          expected.values[row] = (float) values[lane];
          expected.last[row] = last[lane] == 1;
          expected.cutOffValue[row] = (float) cut[lane];
        }
        steps.rewards.add(workspace.of(Precision.DOUBLE, rewards, lanes, 1));
        steps.values.add(workspace.of(Precision.DOUBLE, values, lanes, 1));
        steps.last.add(workspace.of(Precision.DOUBLE, last, lanes, 1));
        steps.cutOffValues.add(workspace.of(Precision.DOUBLE, cut, lanes, 1));
        Tensor none = workspace.filled(Precision.DOUBLE, 0, lanes, 1);
        steps.actorIn.add(none);
        steps.criticIn.add(none);
        steps.decisions.add(workspace.filled(Precision.DOUBLE, 0, lanes, 7));
      }
      double[] after = new double[lanes];
      for (int lane = 0; lane < lanes; lane++) {
        after[lane] = (float) random.nextGaussian();
        expected.finalValue[lane] = (float) after[lane];
      }
      expected.estimateAdvantages(0.97, 0.9);
      expected.normalizeAdvantages();
      DeviceRollout rollout =
          DeviceRollout.of(
              workspace, steps, workspace.of(Precision.DOUBLE, after, lanes, 1), 0.97, 0.9);
      DeviceRollout.Columns columns = new DeviceRollout.Columns(1);
      assertArrayEquals(
          expected.advantages, columns.advantage(rollout.decisions()).toArray(), 1e-9);
      assertArrayEquals(
          doubles(expected.returns), columns.returns(rollout.decisions()).toArray(), 1e-6);
      UpdateReport report = new UpdateReport();
      report.finish(expected);
      assertEquals(report.explained(), rollout.explained().value(), 1e-5);
    }
  }

  @Test
  void itLearnsToReachTheGoal() {
    PpoSettings settings =
        settings(
            Restriction.Kind.NONE,
            Map.of("rollout.lanes", "256", "ppo.minibatch", "1024", "ppo.cost_weight", "1"));
    UpdateReport report = new UpdateReport();
    double first = 0;
    try (DeviceLearner learner = learner(settings, ROBOT)) {
      for (int i = 0; i < 60; i++) {
        report = learner.update();
        first = i == 8 ? report.episodes.reward() / report.episodes.episodes() : first;
      }
    }
    double last = report.episodes.reward() / report.episodes.episodes();
    assertTrue(last > first + 0.5, "mean reward went from " + first + " to " + last);
  }

  /** Both collectors with policies that do not learn: the same episodes but for the draws. */
  @Test
  void episodesAgainstTheClockAddUpToWhatTheyDoOnArrays() {
    PpoSettings settings =
        settings(
            Restriction.Kind.NONE,
            Map.of("rollout.lanes", "256", "ppo.learning_rate", "0", "ppo.epochs", "1"));
    EpisodeTotals here = new EpisodeTotals();
    EpisodeTotals there = new EpisodeTotals();
    try (DeviceLearner device = learner(settings, new DeviceTask(ReachAvoidTask.POINT_ROBOT, 25));
        PpoLearner host =
            new PpoLearner(
                settings,
                "cpu",
                List.of(
                    lanes ->
                        DeadlineEnvironment.of(
                            new PointReachAvoid(ReachAvoidTask.POINT_ROBOT, lanes), 25)),
                null,
                null,
                null,
                BASE)) {
      for (int i = 0; i < 10; i++) {
        here.add(device.update().episodes);
        there.add(host.update().episodes);
      }
    }
    assertTrue(there.episodes() > 1000);
    assertEquals(there.episodes(), here.episodes(), 0.02 * there.episodes());
    assertEquals(
        (double) there.costly() / there.episodes(), (double) here.costly() / here.episodes(), 0.06);
    assertEquals(there.reward() / there.episodes(), here.reward() / here.episodes(), 0.01);
    assertEquals(0, here.truncated());
  }

  /** What is seen is alike, and so is its scale; an interruption does not change it. */
  @Test
  void scalesOfObservationsAndRewardsAreThoseOnArrays() {
    PpoSettings settings =
        settings(
            Restriction.Kind.NONE,
            Map.of(
                "rollout.lanes", "256",
                "ppo.epochs", "1",
                "ppo.learning_rate", "0",
                "network.normalize", "\"running\"",
                "ppo.reward_scale", "\"running\""));
    try (DeviceLearner device = learner(settings, ROBOT);
        DeviceLearner second = learner(settings, ROBOT);
        PpoLearner host =
            new PpoLearner(
                settings,
                "cpu",
                List.of(lanes -> new PointReachAvoid(ReachAvoidTask.POINT_ROBOT, lanes)),
                null,
                null,
                null,
                BASE)) {
      for (int i = 0; i < 6; i++) {
        device.update();
        host.update();
        if (i == 2) {
          second.restore(device.checkpoint());
        }
      }
      double[] here = device.checkpoint().doubles("scales", 1 + 2 * 6 + 3);
      double[] there = host.checkpoint().doubles("scales", 1 + 2 * 6 + 3);
      assertEquals(there[0], here[0]);
      for (int i = 1; i <= 6; i++) {
        double deviation = Math.sqrt(there[6 + i] / there[0]);
        assertEquals(there[i], here[i], 0.1 * deviation, "mean " + i);
        assertEquals(deviation, Math.sqrt(here[6 + i] / here[0]), 0.1 * deviation, "width " + i);
      }
      double paid = Math.sqrt(there[15] / there[13]);
      assertEquals(paid, Math.sqrt(here[15] / here[13]), 0.1 * paid, "rewards");
      for (int i = 0; i < 3; i++) {
        second.update();
      }
      assertEquals(device.policy(), second.policy());
      assertTrue(device.policy().normalizer() != null);
    }
  }

  /** As above, with a formula that pays and a policy that jumps. */
  @ParameterizedTest
  @ValueSource(strings = {"!hazard U goal", "F G !hazard"})
  void episodesThatAFormulaJudgesAddUpToWhatTheyDoOnArrays(String formula) {
    PpoSettings settings =
        settings(
            Restriction.Kind.NONE,
            Map.of("rollout.lanes", "256", "ppo.learning_rate", "0", "ppo.epochs", "1"));
    TemporalTask task = TemporalTask.of(formula, "auto", List.of("goal", "hazard"), "test");
    ProductRewards paid = new ProductRewards(0, 1, -1, 1, settings.gamma());
    IntFunction<BatchEnvironment> judged =
        lanes -> task.learned(new PointReachAvoid(ReachAvoidTask.POINT_ROBOT, lanes), paid);
    BatchEnvironment one = judged.apply(1);
    Policy policy =
        GaussianActor.fresh(
            one.observationSize(),
            one.actionSize(),
            List.of(16),
            Activation.TANH,
            0.8,
            ActionScaling.bounded(ActionScaling.Mode.CLIP, one.actionLow(), one.actionHigh()),
            1);
    EpisodeTotals here = new EpisodeTotals();
    EpisodeTotals there = new EpisodeTotals();
    try (DeviceLearner device =
            new DeviceLearner(
                settings, "cpu", List.of(DeviceTask.of(one).orElseThrow()), null, null, policy);
        PpoLearner host =
            new PpoLearner(settings, "cpu", List.of(judged), null, null, null, policy)) {
      for (int i = 0; i < 20; i++) {
        here.add(device.update().episodes);
        there.add(host.update().episodes);
      }
    }
    assertTrue(there.episodes() > 100, "episodes end");
    assertEquals(there.episodes(), here.episodes(), 0.1 * there.episodes());
    assertEquals(
        (double) there.costly() / there.episodes(), (double) here.costly() / here.episodes(), 0.06);
    double reward = there.reward() / there.episodes();
    assertEquals(reward, here.reward() / here.episodes(), 0.1 + 0.15 * Math.abs(reward));
  }

  @Test
  void successLeadsToTheNextStageAndAnInterruptionDoesNotLeadBack() {
    PpoSettings settings =
        settings(
            Restriction.Kind.NONE,
            Map.of("rollout.lanes", "64", "ppo.minibatch", "512", "curriculum.success", "0"));
    Policy policy = GaussianActor.fresh(44, 2, List.of(16), Activation.TANH, 1, BASE.scaling(), 1);
    List<DeviceTask> stages = List.of(task("point-reach-avoid-1"), task("point-reach-avoid-5"));
    try (DeviceLearner whole = new DeviceLearner(settings, "cpu", stages, null, null, policy);
        DeviceLearner part = new DeviceLearner(settings, "cpu", stages, null, null, policy)) {
      UpdateReport report = whole.update();
      assertTrue(report.episodes.episodes() >= 100, "episodes end");
      assertEquals(1, whole.stage());
      part.restore(whole.checkpoint());
      assertEquals(1, part.stage());
      whole.update();
      part.update();
      assertEquals(whole.policy(), part.policy());
    }
  }

  private static DeviceTask task(String name) {
    // A deadline, so that many episodes end soon.
    return DeviceTask.of(DeadlineEnvironment.of(Environments.named(name).batch().apply(1), 8))
        .orElseThrow();
  }

  @Test
  void twoThousandIterationsUnderAGuardLeaveNativeMemoryFlat() throws IOException {
    Path statm = Path.of("/proc/self/statm");
    Assumptions.assumeTrue(Files.exists(statm), "only Linux says how much memory is resident");
    PpoSettings settings =
        settings(
            Restriction.Kind.BUDGET,
            Map.of(
                "rollout.lanes", "8",
                "rollout.steps", "1",
                "ppo.minibatch", "8",
                "ppo.epochs", "1",
                "network.hidden", "[4]"));
    try (DeviceLearner learner = learner(settings, ROBOT)) {
      long before = 0;
      int arrays = 0;
      for (int i = 0; i < 2000; i++) {
        if (i == 200) {
          System.gc();
          before = resident(statm);
          arrays = learner.attachedArrays();
        }
        learner.update();
      }
      System.gc();
      long grown = resident(statm) - before;
      assertEquals(arrays, learner.attachedArrays(), "arrays that stay");
      assertTrue(grown < 48L << 20, "1,800 iterations took " + (grown >> 20) + " MiB");
    }
  }

  private static long resident(Path statm) throws IOException {
    return 4096 * Long.parseLong(Files.readString(statm).split(" ")[1]);
  }
}
