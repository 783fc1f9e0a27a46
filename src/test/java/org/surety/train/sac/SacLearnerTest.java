package org.surety.train.sac;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.surety.env.BatchEnvironment;
import org.surety.env.Environments;
import org.surety.policy.ActionScaling;
import org.surety.policy.Activation;
import org.surety.policy.Policy;
import org.surety.policy.StdMap;
import org.surety.train.Checkpoint;
import org.surety.train.Evaluation;
import org.surety.train.Learner;
import org.surety.train.Settings;
import org.surety.train.tensor.GaussianActor;

class SacLearnerTest {
  @TempDir Path folder;

  private static SacSettings settings(String... pairs) {
    String text =
        """
        seed = 3
        [rollout]
        lanes = 16
        [sac]
        batch = 64
        burn_in = 320
        [network]
        hidden = [16, 16]
        [run]
        report_every = 320
        """;
    Settings settings =
        Settings.parse(text.getBytes(StandardCharsets.UTF_8), "test", SacSettings.KEYS);
    for (int i = 0; i < pairs.length; i += 2) {
      settings = settings.with(Map.of(pairs[i], pairs[i + 1]), "test");
    }
    return SacSettings.of(settings);
  }

  private static Policy fresh(SacSettings settings, int observations, int actions) {
    double[] high = new double[actions];
    double[] low = new double[actions];
    java.util.Arrays.fill(high, 1);
    java.util.Arrays.fill(low, -1);
    return GaussianActor.fresh(
        observations,
        actions,
        settings.hidden(),
        Activation.TANH,
        StdMap.tanhLog(-5, 2),
        ActionScaling.bounded(ActionScaling.Mode.TANH_RESCALE, low, high),
        5);
  }

  private static SacLearner robot(SacSettings settings) {
    return new SacLearner(
        settings, "cpu", List.of(Environments.named("point-robot").batch()), fresh(settings, 6, 2));
  }

  private static SacLearner one(
      SacSettings settings, List<IntFunction<? extends BatchEnvironment>> stages) {
    return new SacLearner(settings, "cpu", stages, fresh(settings, 1, 1));
  }

  @ParameterizedTest
  @CsvSource({"0, 1, 1, 3", "0.6, 2, 2, 1", "0.6, 1, 3, 1"})
  void anInterruptedRunContinuesBitForBit(
      String priority, String actorEvery, String workers, String returnSteps) throws IOException {
    SacSettings settings =
        settings(
            "replay.priority",
            priority,
            "sac.actor_every",
            actorEvery,
            "rollout.workers",
            workers,
            "replay.capacity",
            "1500",
            "sac.return_steps",
            returnSteps,
            "evaluation.every",
            "640",
            "evaluation.episodes",
            "5",
            "evaluation.keep",
            "\"last\"");
    Path file = folder.resolve("checkpoint");
    Path end = folder.resolve("end");
    Path whole = folder.resolve("whole");
    try (SacLearner learner = robot(settings)) {
      for (int i = 0; i < 7; i++) {
        learner.advance();
      }
      learner.checkpoint().write(whole);
    }
    try (SacLearner first = robot(settings);
        SacLearner second = robot(settings)) {
      for (int i = 0; i < 4; i++) {
        first.advance();
      }
      first.checkpoint().write(file);
      second.restore(Checkpoint.read(file));
      assertEquals(first.policy(), second.policy());
      for (int i = 0; i < 3; i++) {
        second.advance();
      }
      assertNotEquals(first.policy(), second.policy());
      assertEquals(2240, second.steps());
      assertEquals(240, second.criticUpdates());
      second.checkpoint().write(end);
    }
    assertArrayEquals(Files.readAllBytes(whole), Files.readAllBytes(end));
  }

  @Test
  void theBestPolicyOfThoseEvaluatedIsKeptAndTrainingIsTheSame() {
    String[] evaluated = {"evaluation.every", "320", "evaluation.episodes", "40", "steps", "3200"};
    SacSettings best = settings(evaluated);
    SacSettings last =
        settings(
            Stream.concat(Stream.of(evaluated), Stream.of("evaluation.keep", "\"last\""))
                .toArray(String[]::new));
    try (SacLearner kept = one(best, List.of(Corridor::new));
        SacLearner plain = one(last, List.of(Corridor::new));
        SacLearner alone = one(settings("steps", "3200"), List.of(Corridor::new))) {
      double fewest = Double.POSITIVE_INFINITY;
      double most = 0;
      Map<Long, Policy> byStep = new HashMap<>();
      for (int i = 0; i < 10; i++) {
        Map<String, Double> row = kept.advance().columns();
        plain.advance();
        alone.advance();
        fewest = Math.min(fewest, row.get("evaluated_failures"));
        most = Math.max(most, row.get("evaluated_failures"));
        byStep.put(plain.steps(), plain.policy());
        assertEquals(alone.policy(), plain.policy());
      }
      assertTrue(fewest < most, "there is something to choose");
      Evaluation chosen = kept.chosen().orElseThrow();
      assertEquals(fewest, chosen.failures());
      assertEquals(byStep.get(chosen.steps()), kept.policy());
      assertTrue(plain.chosen().isEmpty());
    }
  }

  @Test
  void itLearnsToWalkTheCorridor() {
    SacSettings settings =
        settings(
            "sac.updates_per_step",
            "0.25",
            "sac.learning_rate",
            "0.003",
            "sac.critic_learning_rate",
            "0.005",
            "sac.cost_weight",
            "0.25",
            "sac.tau",
            "0.02",
            "sac.gamma",
            "0.95",
            "sac.target_entropy",
            "-0.5",
            "sac.entropy_learning_rate",
            "0.01",
            "steps",
            "6400");
    try (SacLearner learner = one(settings, List.of(Corridor::new))) {
      Learner.Report random = learner.advance();
      assertTrue(random.episodes().successShare() < 0.6, "uniform actions do not solve it");
      Learner.Report last = random;
      for (int i = 0; i < 19; i++) {
        last = learner.advance();
        assertTrue(last.finite());
      }
      assertEquals(6400, learner.steps());
      assertTrue(last.episodes().episodes() > 20, last.toString());
      assertEquals(1, last.episodes().successShare(), "every episode of the last 320 decisions");
      assertEquals(-0.5, last.columns().get("entropy"), 0.25, "the entropy is the one asked for");
    }
  }

  @ParameterizedTest
  @CsvSource({"true, 0, 2", "false, 0, 1", "false, 1, 0.75"})
  void aTimeLimitGoesOnInValueAndATerminalStateDoesNot(
      boolean byTimeLimit, double cost, double value) {
    SacSettings settings =
        settings(
            "sac.gamma",
            "0.5",
            "sac.tau",
            "0.2",
            "sac.entropy",
            "1e-9",
            "sac.entropy_learning_rate",
            "0",
            "sac.critic_learning_rate",
            "0.01",
            "sac.cost_weight",
            "0.25",
            "sac.updates_per_step",
            "0.5");
    try (SacLearner learner =
        one(settings, List.of(lanes -> Corridor.onePayment(lanes, byTimeLimit, cost)))) {
      double found = 0;
      for (int i = 0; i < 4; i++) {
        found = learner.advance().columns().get("value");
      }
      assertEquals(value, found, 0.02);
      assertEquals(1e-9, learner.entropy(), 1e-15, "the coefficient is kept");
    }
  }

  @Test
  void aRewardThatIsNoNumberIsNoticed() {
    SacSettings settings = settings("sac.cost_weight", "1");
    try (SacLearner learner =
        one(settings, List.of(lanes -> Corridor.onePayment(lanes, true, Double.NaN)))) {
      assertTrue(learner.advance().finite(), "nothing is learned before the burn-in ends");
      assertFalse(learner.advance().finite());
    }
  }

  @Test
  void theCurriculumGoesOnWhenEnoughOfTheLastEpisodesSucceed() {
    SacSettings settings = settings("curriculum.success", "0.95");
    IntFunction<BatchEnvironment> easy = lanes -> Corridor.onePayment(lanes, false, 0);
    IntFunction<BatchEnvironment> late = lanes -> Corridor.onePayment(lanes, true, 0);
    try (SacLearner learner = one(settings, List.of(easy, Corridor::new, late))) {
      assertEquals(0, learner.advance().columns().get("stage"), "the stage that it began in");
      Learner.Report second = learner.advance();
      assertEquals(1, second.columns().get("stage"));
      assertTrue(second.episodes().meanLength() > 1, "these are other episodes");
      assertFalse(second.episodes().successShare() > 0.95);
      assertEquals(1, learner.advance().columns().get("stage"), "and not yet good enough");
    }
  }

  @Test
  void twoThousandUpdatesLeaveNativeMemoryFlat() throws IOException {
    Path statm = Path.of("/proc/self/statm");
    Assumptions.assumeTrue(Files.exists(statm), "only Linux says how much memory is resident");
    SacSettings settings =
        settings("sac.updates_per_step", "3.125", "rollout.workers", "1", "sac.burn_in", "16");
    try (SacLearner learner = robot(settings)) {
      learner.advance();
      // What the collector of garbage has yet to return comes and goes; what leaks stays.
      long before = leastResident(learner, statm);
      learner.advance();
      long grown = leastResident(learner, statm) - before;
      assertTrue(learner.criticUpdates() > 4900);
      assertTrue(grown < 48L << 20, "2,000 updates took " + (grown >> 20) + " MiB");
    }
  }

  private static long leastResident(SacLearner learner, Path statm) throws IOException {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 2; i++) {
      learner.advance();
      System.gc();
      least = Math.min(least, resident(statm));
    }
    return least;
  }

  private static long resident(Path statm) throws IOException {
    return 4096 * Long.parseLong(Files.readString(statm).split(" ")[1]);
  }
}
