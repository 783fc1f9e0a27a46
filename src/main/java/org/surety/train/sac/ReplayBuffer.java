package org.surety.train.sac;

import org.jspecify.annotations.Nullable;
import org.surety.guard.CounterNoise;
import org.surety.train.Checkpoint;

/**
 * The last transitions, in rings of floats, drawn uniformly or by priority (Schaul et al., ICLR
 * 2016, proportional variant): transition i with probability p_i^α / Σ p^α, where p_i is the size
 * of its last temporal-difference error plus {@value #LEAST_PRIORITY}. A new transition has the
 * largest priority so far.
 */
final class ReplayBuffer {
  /** Keeps transitions without an error within reach. */
  static final double LEAST_PRIORITY = 1e-6;

  private final int capacity;
  private final int observationSize;
  private final int actionSize;
  private final double alpha;
  private final float[] before;
  private final float[] after;
  private final float[] actions;
  private final float[] rewards;

  /** Decisions between the two observations; 0 where the state after is terminal. */
  private final float[] decisions;

  private final @Nullable SumTree priorities;
  private float largest = 1;
  private long added;

  /**
   * An empty buffer.
   *
   * @param capacity how many transitions it holds
   * @param alpha exponent of priorities; 0 to draw uniformly
   */
  ReplayBuffer(int capacity, int observationSize, int actionSize, double alpha) {
    this.capacity = capacity;
    this.observationSize = observationSize;
    this.actionSize = actionSize;
    this.alpha = alpha;
    before = new float[Math.multiplyExact(capacity, observationSize)];
    after = new float[capacity * observationSize];
    actions = new float[Math.multiplyExact(capacity, actionSize)];
    rewards = new float[capacity];
    decisions = new float[capacity];
    priorities = alpha > 0 ? new SumTree(capacity) : null;
  }

  /** How many transitions are there. */
  int size() {
    return (int) Math.min(added, capacity);
  }

  /**
   * Adds a transition in place of the oldest.
   *
   * @param observation before, from {@code from}
   * @param action squashed, in [−1, 1], from {@code actionFrom}
   * @param reward discounted sum of the rewards between the two observations
   * @param next observation after, from {@code nextFrom}
   * @param count decisions between the two; 0 if the state after is terminal
   */
  void add(
      float[] observation,
      int from,
      float[] action,
      int actionFrom,
      double reward,
      double[] next,
      int nextFrom,
      int count) {
    int slot = (int) (added++ % capacity);
    System.arraycopy(observation, from, before, slot * observationSize, observationSize);
    System.arraycopy(action, actionFrom, actions, slot * actionSize, actionSize);
    for (int i = 0; i < observationSize; i++) {
      after[slot * observationSize + i] = (float) next[nextFrom + i];
    }
    rewards[slot] = (float) reward;
    decisions[slot] = count;
    if (priorities != null) {
      priorities.set(slot, largest);
    }
  }

  /**
   * Draws a batch with replacement; by priority, one from each of equal parts of their sum.
   *
   * @param noise at the batch's counter
   * @param beta exponent of the weights that undo the priorities' bias, in [0, 1]
   * @param batch receives indices, and weights of which the largest is 1
   */
  void draw(CounterNoise noise, double beta, Batch batch) {
    int n = batch.size;
    if (priorities == null) {
      for (int i = 0; i < n; i++) {
        batch.index[i] = (int) (noise.nextDouble() * size());
        batch.weight[i] = 1;
      }
      return;
    }
    double total = priorities.total();
    double most = 0;
    for (int i = 0; i < n; i++) {
      double partial = Math.min((i + noise.nextDouble()) / n, Math.nextDown(1.0)) * total;
      batch.index[i] = priorities.find(partial);
      double probability = priorities.get(batch.index[i]) / total;
      batch.weight[i] = StrictMath.pow(size() * probability, -beta);
      most = Math.max(most, batch.weight[i]);
    }
    for (int i = 0; i < n; i++) {
      batch.weight[i] /= most;
    }
  }

  /** Gives the transitions of a batch priorities by their errors. */
  void prioritize(Batch batch) {
    if (priorities == null) {
      return;
    }
    for (int i = 0; i < batch.size; i++) {
      float priority = (float) StrictMath.pow(Math.abs(batch.error[i]) + LEAST_PRIORITY, alpha);
      if (Float.isFinite(priority)) {
        largest = Math.max(largest, priority);
        priorities.set(batch.index[i], priority);
      }
    }
  }

  /** Copies rows {@code [begin, end)} of a batch to rows from 0 on. */
  void observations(Batch batch, int begin, int end, float[] to) {
    copy(before, observationSize, batch, begin, end, to, observationSize, 0);
  }

  /** Copies the observations after, likewise. */
  void nextObservations(Batch batch, int begin, int end, float[] to) {
    copy(after, observationSize, batch, begin, end, to, observationSize, 0);
  }

  /** Copies the actions, likewise, into columns of wider rows. */
  void actions(Batch batch, int begin, int end, float[] to, int width, int column) {
    copy(actions, actionSize, batch, begin, end, to, width, column);
  }

  private static void copy(
      float[] from, int size, Batch batch, int begin, int end, float[] to, int width, int column) {
    for (int i = begin; i < end; i++) {
      System.arraycopy(from, batch.index[i] * size, to, (i - begin) * width + column, size);
    }
  }

  /** Reward of row {@code i} of a batch. */
  float reward(Batch batch, int i) {
    return rewards[batch.index[i]];
  }

  /** Decisions until the state after row {@code i} of a batch; 0 if that is terminal. */
  int decisions(Batch batch, int i) {
    return (int) decisions[batch.index[i]];
  }

  /** Lends everything that is held to a checkpoint. */
  void save(Checkpoint saved) {
    int n = size();
    saved.put("replay.counts", new double[] {added, largest});
    saved.share("replay.before", before, n * observationSize);
    saved.share("replay.after", after, n * observationSize);
    saved.share("replay.actions", actions, n * actionSize);
    saved.share("replay.rewards", rewards, n);
    saved.share("replay.decisions", decisions, n);
    if (priorities != null) {
      saved.put("replay.priorities", priorities.toFloats(n));
    }
  }

  /** Takes over what a buffer of the same sizes saved. */
  void restore(Checkpoint saved) {
    double[] counts = saved.doubles("replay.counts", 2);
    added = (long) counts[0];
    largest = (float) counts[1];
    int n = size();
    take(saved, "replay.before", before, n * observationSize);
    take(saved, "replay.after", after, n * observationSize);
    take(saved, "replay.actions", actions, n * actionSize);
    take(saved, "replay.rewards", rewards, n);
    take(saved, "replay.decisions", decisions, n);
    if (priorities != null) {
      float[] leaves = saved.floats("replay.priorities", n);
      for (int i = 0; i < n; i++) {
        priorities.set(i, leaves[i]);
      }
    }
  }

  private static void take(Checkpoint saved, String name, float[] to, int length) {
    System.arraycopy(saved.floats(name, length), 0, to, 0, length);
  }

  /** Transitions that were drawn, by their places. */
  static final class Batch {
    final int size;
    final int[] index;
    final double[] weight;

    /** Temporal-difference error of the first critic. */
    final double[] error;

    Batch(int size) {
      this.size = size;
      index = new int[size];
      weight = new double[size];
      error = new double[size];
    }
  }
}
