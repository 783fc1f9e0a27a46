package org.surety.train.sac;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.surety.guard.CounterNoise;
import org.surety.train.Checkpoint;

class ReplayBufferTest {
  private static ReplayBuffer filled(int capacity, double alpha, int transitions) {
    ReplayBuffer replay = new ReplayBuffer(capacity, 2, 1, alpha);
    for (int i = 0; i < transitions; i++) {
      replay.add(
          new float[] {9, i, -i},
          1,
          new float[] {0, 0.1f * i},
          1,
          i,
          new double[] {8, 8, i + 0.5, -i},
          2,
          i % 3);
    }
    return replay;
  }

  private static ReplayBuffer.Batch only(int... indices) {
    ReplayBuffer.Batch batch = new ReplayBuffer.Batch(indices.length);
    System.arraycopy(indices, 0, batch.index, 0, indices.length);
    return batch;
  }

  @Test
  void theLastTransitionsAreKept() {
    ReplayBuffer replay = filled(5, 0, 12);
    assertEquals(5, replay.size());
    ReplayBuffer.Batch all = only(0, 1, 2, 3, 4);
    float[] before = new float[10];
    float[] after = new float[10];
    float[] pairs = new float[15];
    replay.observations(all, 0, 5, before);
    replay.nextObservations(all, 0, 5, after);
    replay.actions(all, 0, 5, pairs, 3, 2);
    int[] numbers = {10, 11, 7, 8, 9};
    for (int i = 0; i < 5; i++) {
      int n = numbers[i];
      assertEquals(n, before[2 * i]);
      assertEquals(-n, before[2 * i + 1]);
      assertEquals(n + 0.5f, after[2 * i]);
      assertEquals(0.1f * n, pairs[3 * i + 2]);
      assertEquals(n, replay.reward(all, i));
      assertEquals(n % 3, replay.decisions(all, i));
    }
  }

  @Test
  void everyTransitionIsEquallyLikelyWithoutPriorities() {
    ReplayBuffer replay = filled(100, 0, 10);
    int[] counts = count(replay, 10);
    for (int i = 0; i < 10; i++) {
      assertEquals(10_000, counts[i], 5 * Math.sqrt(9000), "transition " + i);
    }
  }

  private static int[] count(ReplayBuffer replay, int transitions) {
    CounterNoise noise = new CounterNoise(4);
    int[] counts = new int[transitions];
    ReplayBuffer.Batch batch = new ReplayBuffer.Batch(100);
    for (int draw = 0; draw < 1000; draw++) {
      noise.seek(draw, 0);
      replay.draw(noise, 1, batch);
      for (int index : batch.index) {
        counts[index]++;
      }
    }
    return counts;
  }

  @Test
  void transitionsAreDrawnInProportionToTheirPriorities() {
    double alpha = 0.6;
    ReplayBuffer replay = filled(64, alpha, 20);
    ReplayBuffer.Batch errors = new ReplayBuffer.Batch(20);
    double[] expected = new double[20];
    double total = 0;
    for (int i = 0; i < 20; i++) {
      errors.index[i] = i;
      errors.error[i] = (i % 2 == 0 ? 1 : -1) * 0.05 * i * i;
      expected[i] = Math.pow(0.05 * i * i + ReplayBuffer.LEAST_PRIORITY, alpha);
      total += expected[i];
    }
    replay.prioritize(errors);
    int[] counts = count(replay, 20);
    for (int i = 0; i < 20; i++) {
      double p = expected[i] / total;
      // Drawing from equal parts varies less than independent draws would.
      assertEquals(100_000 * p, counts[i], 1 + 5 * Math.sqrt(100_000 * p), "transition " + i);
    }
  }

  @Test
  void weightsUndoThePrioritiesAndNoneExceedsOne() {
    ReplayBuffer replay = filled(16, 1, 4);
    ReplayBuffer.Batch errors = only(0, 1, 2, 3);
    double[] sizes = {1, 2, 4, 8};
    System.arraycopy(sizes, 0, errors.error, 0, 4);
    replay.prioritize(errors);
    CounterNoise noise = new CounterNoise(1);
    ReplayBuffer.Batch batch = new ReplayBuffer.Batch(64);
    for (double beta : new double[] {0, 0.4, 1}) {
      replay.draw(noise, beta, batch);
      double least = Double.POSITIVE_INFINITY;
      for (int index : batch.index) {
        least = Math.min(least, sizes[index]);
      }
      for (int i = 0; i < batch.size; i++) {
        double expected = Math.pow(sizes[batch.index[i]] / least, -beta);
        assertEquals(expected, batch.weight[i], 1e-5);
      }
    }
  }

  @Test
  void newTransitionsHaveTheLargestPrioritySoFar() {
    ReplayBuffer replay = filled(8, 1, 3);
    ReplayBuffer.Batch errors = only(0, 1, 2);
    errors.error[0] = 50;
    replay.prioritize(errors);
    replay.add(new float[2], 0, new float[1], 0, 77, new double[2], 0, 1);
    int[] counts = count(replay, 4);
    assertEquals(counts[0], counts[3], 5 * Math.sqrt(50_000));
    assertTrue(counts[1] + counts[2] < 10, "errors of 0 are all but forgotten");
  }

  @Test
  void errorsThatAreNoNumbersLeaveThePrioritiesAlone() {
    ReplayBuffer replay = filled(8, 1, 2);
    ReplayBuffer.Batch errors = only(0, 1);
    errors.error[0] = Double.NaN;
    errors.error[1] = Double.POSITIVE_INFINITY;
    replay.prioritize(errors);
    int[] counts = count(replay, 2);
    assertEquals(counts[0], counts[1], 5 * Math.sqrt(50_000));
  }

  @Test
  void aRestoredBufferDrawsTheSame() {
    ReplayBuffer replay = filled(7, 0.6, 18);
    ReplayBuffer.Batch errors = only(0, 3, 5);
    errors.error[1] = 3;
    errors.error[2] = 0.2;
    replay.prioritize(errors);
    Checkpoint saved = new Checkpoint();
    replay.save(saved);
    ReplayBuffer other = new ReplayBuffer(7, 2, 1, 0.6);
    other.restore(saved);
    for (ReplayBuffer each : new ReplayBuffer[] {replay, other}) {
      each.add(new float[] {1, 2}, 0, new float[] {0.5f}, 0, -1, new double[2], 0, 0);
    }
    ReplayBuffer.Batch a = new ReplayBuffer.Batch(50);
    ReplayBuffer.Batch b = new ReplayBuffer.Batch(50);
    replay.draw(new CounterNoise(9), 0.5, a);
    other.draw(new CounterNoise(9), 0.5, b);
    for (int i = 0; i < 50; i++) {
      assertEquals(a.index[i], b.index[i]);
      assertEquals(a.weight[i], b.weight[i]);
      assertEquals(replay.reward(a, i), other.reward(b, i));
    }
    assertFalse(a.index[0] == a.index[49], "the draw is spread");
  }
}
