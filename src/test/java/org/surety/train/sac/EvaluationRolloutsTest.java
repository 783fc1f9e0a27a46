package org.surety.train.sac;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.surety.base.Progress;
import org.surety.env.PolicyController;
import org.surety.env.Rollouts;
import org.surety.policy.ActionScaling;
import org.surety.policy.Activation;
import org.surety.policy.Policy;
import org.surety.policy.StdMap;
import org.surety.train.Evaluation;
import org.surety.train.EvaluationRollouts;
import org.surety.train.tensor.GaussianActor;

class EvaluationRolloutsTest {
  private static final int EPISODES = 20_000;
  private static final int WITHIN = 12;

  private static final Policy POLICY =
      GaussianActor.fresh(
          1,
          1,
          List.of(4),
          Activation.TANH,
          StdMap.tanhLog(-1, 2),
          ActionScaling.bounded(
              ActionScaling.Mode.TANH_RESCALE, new double[] {-1}, new double[] {1}),
          5);

  private static Evaluation play(long seed, long episodes, int within) {
    try (EvaluationRollouts rollouts =
        new EvaluationRollouts(Corridor::new, seed, episodes, within, 0.25)) {
      Evaluation first = rollouts.play(POLICY, 7);
      assertEquals(first, rollouts.play(POLICY, 7), "the same episodes every time");
      return first;
    }
  }

  @Test
  void anEvaluationCountsWhatRolloutsShow() throws IOException {
    Evaluation evaluation = play(1, EPISODES, WITHIN);
    long[] successes = new long[1];
    double[] sums = new double[3]; // decisions, their squares, rewards
    new Rollouts(Corridor::new, new PolicyController(POLICY), 2, 1, 64)
        .collect(
            EPISODES,
            episode -> {
              int t = episode.decisions();
              double[] costs = episode.costs();
              boolean costly = costs != null && costs[t - 1] > 0;
              if (t <= WITHIN && episode.terminated()) {
                sums[2] += costly ? -0.25 : 1;
                if (!costly) {
                  successes[0]++;
                  sums[0] += t;
                  sums[1] += (double) t * t;
                }
              }
            },
            Progress.NONE);
    double mean = sums[0] / successes[0];
    double deviation = Math.sqrt(sums[1] / successes[0] - mean * mean);
    long succeeded = EPISODES - evaluation.failures();
    assertTrue(successes[0] > 2_000 && successes[0] < 18_000, successes[0] + " succeed");
    assertEquals(successes[0], succeeded, 5 * Math.sqrt(0.5 * EPISODES));
    assertEquals(mean, evaluation.decisions(), 5 * deviation * Math.sqrt(2.0 / successes[0]));
    assertEquals(deviation, evaluation.deviation(), 0.05 * deviation);
    assertEquals(sums[2] / EPISODES, evaluation.reward(), 5 * Math.sqrt(0.8 / EPISODES));
    assertEquals(7, evaluation.steps());
    assertEquals(EPISODES, evaluation.episodes());
  }

  @Test
  void episodesThatChooseAreThoseOfTheirSeed() {
    assertNotEquals(play(1, 300, 0), play(2, 300, 0));
    assertTrue(play(1, 300, WITHIN).failures() > play(1, 300, 0).failures());
  }

  @Test
  void fewerFailuresReplaceAnEarlierPolicyAndThenFewerDecisions() {
    Evaluation two = new Evaluation(10, 100, 2, 5, 1, 0.5);
    assertTrue(two.replaces(null));
    assertTrue(new Evaluation(20, 100, 1, 9, 1, 0.1).replaces(two));
    assertFalse(new Evaluation(20, 100, 3, 1, 1, 0.9).replaces(two));
    assertTrue(new Evaluation(20, 100, 2, 4, 1, 0.4).replaces(two));
    assertFalse(new Evaluation(20, 100, 2, 6, 1, 0.6).replaces(two));
    Evaluation none = new Evaluation(10, 100, 100, Double.NaN, Double.NaN, 0.5);
    assertTrue(new Evaluation(20, 100, 100, Double.NaN, Double.NaN, 0.6).replaces(none));
    assertFalse(new Evaluation(20, 100, 100, Double.NaN, Double.NaN, 0.4).replaces(none));
    assertTrue(new Evaluation(20, 100, 2, 5, 1, 0.5).replaces(two), "the later of two alike");
  }
}
