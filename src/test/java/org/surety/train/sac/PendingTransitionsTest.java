package org.surety.train.sac;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PendingTransitionsTest {
  private static final double GAMMA = 0.5;
  private static final int LENGTH = 7;

  /** Observation t, action t + 0.5, reward 2^t, so that discounted sums show every reward. */
  private static void decide(
      PendingTransitions pending, int t, boolean terminal, boolean ended, ReplayBuffer replay) {
    pending.decided(1, new float[] {9, t}, 1, new float[] {t + 0.5f}, 0);
    pending.rewarded(1, Math.pow(2, t), new double[] {t + 1}, 0, terminal, ended, replay);
  }

  private static ReplayBuffer.Batch all(ReplayBuffer replay) {
    ReplayBuffer.Batch batch = new ReplayBuffer.Batch(replay.size());
    for (int i = 0; i < replay.size(); i++) {
      batch.index[i] = i;
    }
    return batch;
  }

  private static void check(ReplayBuffer replay, int n, boolean terminal) {
    assertEquals(LENGTH, replay.size(), "each decision once");
    ReplayBuffer.Batch batch = all(replay);
    float[] before = new float[LENGTH];
    float[] after = new float[LENGTH];
    float[] actions = new float[LENGTH];
    replay.observations(batch, 0, LENGTH, before);
    replay.nextObservations(batch, 0, LENGTH, after);
    replay.actions(batch, 0, LENGTH, actions, 1, 0);
    for (int t = 0; t < LENGTH; t++) {
      int end = Math.min(t + n, LENGTH);
      assertEquals(t, before[t]);
      assertEquals(t + 0.5f, actions[t]);
      assertEquals(end, after[t]);
      assertEquals(Math.pow(2, t) * (end - t), replay.reward(batch, t), "γ is 1/2");
      boolean last = terminal && t + n >= LENGTH;
      assertEquals(last ? 0 : end - t, replay.decisions(batch, t));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 20})
  void everyDecisionIsPaidForItsNextRewards(int n) {
    for (boolean terminal : new boolean[] {true, false}) {
      PendingTransitions pending = new PendingTransitions(2, n, 1, 1, GAMMA);
      for (int episode = 0; episode < 2; episode++) {
        ReplayBuffer replay = new ReplayBuffer(100, 1, 1, 0);
        for (int t = 0; t < LENGTH; t++) {
          boolean ended = t == LENGTH - 1;
          decide(pending, t, ended && terminal, ended, replay);
        }
        check(replay, n, terminal);
      }
    }
  }

  @Test
  void whatIsPendingIsSaved() {
    PendingTransitions first = new PendingTransitions(2, 4, 1, 1, GAMMA);
    ReplayBuffer replay = new ReplayBuffer(100, 1, 1, 0);
    for (int t = 0; t < 5; t++) {
      decide(first, t, false, false, replay);
    }
    double[] saved = new double[3 + first.stateSize()];
    first.save(1, saved, 3);
    PendingTransitions second = new PendingTransitions(2, 4, 1, 1, GAMMA);
    second.restore(1, saved, 3);
    decide(second, 5, false, false, replay);
    decide(second, 6, true, true, replay);
    check(replay, 4, true);
  }
}
