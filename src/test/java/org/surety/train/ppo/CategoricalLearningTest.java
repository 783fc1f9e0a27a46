package org.surety.train.ppo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.surety.base.Progress;
import org.surety.env.BatchEnvironment;
import org.surety.env.CategoricalPolicyController;
import org.surety.env.Environments;
import org.surety.env.Rollouts;
import org.surety.env.TemporalTask;
import org.surety.env.world.WorldOptimum;
import org.surety.policy.Activation;
import org.surety.policy.Policy;
import org.surety.train.Settings;
import org.surety.train.TrainingEnvironments;
import org.surety.train.tensor.CategoricalActor;

/** Policies over choices learn formulas, as well as can be done at all. */
class CategoricalLearningTest {
  private static final int EPISODES = 2000;

  private static Settings settings(String environment, String formula) {
    return settings(environment, formula, 0);
  }

  private static Settings settings(String environment, String formula, double anywhere) {
    String text =
        """
        environment = "%s"
        formula = "%s"
        seed = 2
        [rollout]
        lanes = 128
        steps = 32
        [ppo]
        minibatch = 1024
        learning_rate = 1e-3
        entropy = 0.003
        [network]
        hidden = [32]
        [curriculum]
        anywhere = %s
        """
            .formatted(environment, formula, anywhere);
    return Settings.parse(text.getBytes(StandardCharsets.UTF_8), "test", PpoSettings.KEYS);
  }

  private static PpoLearner learner(Settings settings) {
    PpoSettings chosen = PpoSettings.of(settings);
    TrainingEnvironments environments = TrainingEnvironments.of(settings, chosen.gamma());
    Policy start =
        CategoricalActor.fresh(
            environments.observationSize(),
            environments.actionChoices(),
            List.of(32),
            Activation.TANH,
            1);
    return new PpoLearner(chosen, "cpu", environments.stages(), null, null, null, start);
  }

  private static double share(String environment, TemporalTask task, Policy policy, int atom)
      throws IOException {
    Environments.Description found = Environments.named(environment);
    long[] satisfied = {0};
    new Rollouts(
            lanes -> task.watched(found.batch().apply(lanes)),
            new CategoricalPolicyController(policy),
            9,
            2,
            256)
        .collect(
            EPISODES,
            episode -> {
              double[][] goal = Objects.requireNonNull(episode.infos().get("goal" + atom));
              double[][] unsafe = episode.infos().get("unsafe");
              boolean reached = false;
              boolean safe = true;
              for (int t = 0; t < goal.length; t++) {
                reached |= goal[t][0] > 0;
                safe &= unsafe == null || unsafe[t][0] == 0;
              }
              satisfied[0] += reached && safe ? 1 : 0;
            },
            Progress.NONE);
    return (double) satisfied[0] / EPISODES;
  }

  @Test
  void theLakeIsCrossedAsWellAsPossible() throws IOException {
    Settings settings = settings("frozen-lake-4x4", "F goal2 & G !unsafe");
    Policy policy;
    try (PpoLearner learner = learner(settings)) {
      for (int i = 0; i < 60; i++) {
        learner.update();
      }
      policy = learner.policy();
    }
    TemporalTask task = TrainingEnvironments.of(settings, 0.99).task().orElseThrow();
    double best;
    try (BatchEnvironment lake = Environments.named("frozen-lake-4x4").batch().apply(1)) {
      best = WorldOptimum.of(lake, "F goal2 & G !unsafe");
    }
    double rate = share("frozen-lake-4x4", task, policy, 2);
    double margin = 5 * Math.sqrt(best * (1 - best) / EPISODES);
    assertTrue(best > 0.8 && best < 0.999, "the lake is slippery: " + best);
    assertTrue(rate <= best + margin, rate + " is more than is possible, " + best);
    assertTrue(rate >= best - 0.04, rate + " is well below what is possible, " + best);
  }

  @Test
  void whenToJumpIsLearnedWithWhereToGo() {
    Settings settings = settings("gridworld-3", "F G goal1 | F G goal2");
    try (PpoLearner learner = learner(settings);
        BatchEnvironment one = TrainingEnvironments.of(settings, 0.99).stages().get(0).apply(1)) {
      assertEquals(5 * 3, one.actionChoices(), "five moves, each with one of two jumps or none");
      UpdateReport report = new UpdateReport();
      for (int i = 0; i < 100; i++) {
        report = learner.update();
      }
      double share = report.episodes.successShare();
      assertTrue(share > 0.8, "of the last episodes " + share + " settled in a goal");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "minecraft, F (wood & X F tool_shed), 0",
    "minecraft, F (wood & X F tool_shed), 0.5",
    "pacman-small, F food1 & F food2 & G !ghost, 0",
    "pacman-small, F food1 & F food2 & G !ghost, 0.5"
  })
  void anInterruptedRunContinuesBitForBit(String environment, String formula, double anywhere) {
    Settings settings = settings(environment, formula, anywhere);
    try (PpoLearner whole = learner(settings);
        PpoLearner part = learner(settings)) {
      for (int i = 0; i < 5; i++) {
        whole.update();
        if (i == 2) {
          part.restore(whole.checkpoint());
        }
      }
      assertNotEquals(whole.policy(), part.policy());
      part.update();
      part.update();
      assertEquals(whole.policy().description(), part.policy().description());
    }
  }
}
