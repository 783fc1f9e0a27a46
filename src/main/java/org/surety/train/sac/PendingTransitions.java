package org.surety.train.sac;

/**
 * Decisions whose transitions are not complete: each waits until n rewards are known, or its
 * episode has ended (n-step returns; Watkins 1989, for replay Hessel et al., AAAI 2018). The
 * rewards in between are those of the policy that acted then, whatever the policy is when the
 * transition is learned from.
 */
final class PendingTransitions {
  private final int n;
  private final int o;
  private final int d;
  private final double[] powers;
  private final float[] observations;
  private final float[] actions;
  private final double[] sums;

  /** Decisions that each of the pending ones has been rewarded for. */
  private final int[] ages;

  private final int[] oldest;
  private final int[] count;

  /**
   * None yet.
   *
   * @param n rewards of a transition, at least 1
   * @param o values of an observation
   * @param d values of an action
   * @param gamma discount of a decision
   */
  PendingTransitions(int lanes, int n, int o, int d, double gamma) {
    this.n = n;
    this.o = o;
    this.d = d;
    powers = powers(gamma, n);
    observations = new float[lanes * n * o];
    actions = new float[lanes * n * d];
    sums = new double[lanes * n];
    ages = new int[lanes * n];
    oldest = new int[lanes];
    count = new int[lanes];
  }

  /** 1, γ, ..., γ^n. */
  static double[] powers(double gamma, int n) {
    double[] powers = new double[n + 1];
    powers[0] = 1;
    for (int i = 1; i <= n; i++) {
      powers[i] = powers[i - 1] * gamma;
    }
    return powers;
  }

  /** A decision was taken in a lane; its reward comes next. */
  void decided(int lane, float[] observation, int from, float[] action, int actionFrom) {
    int slot = slot(lane, count[lane]++);
    System.arraycopy(observation, from, observations, slot * o, o);
    System.arraycopy(action, actionFrom, actions, slot * d, d);
    sums[slot] = 0;
    ages[slot] = 0;
  }

  private int slot(int lane, int place) {
    return lane * n + (oldest[lane] + place) % n;
  }

  /**
   * The reward of the last decision of a lane; moves what it completes into replay.
   *
   * @param next observation after it, from {@code nextFrom}
   * @param terminal whether the state after is terminal
   * @param ended whether the episode has ended, there or by its time limit
   */
  void rewarded(
      int lane,
      double reward,
      double[] next,
      int nextFrom,
      boolean terminal,
      boolean ended,
      ReplayBuffer replay) {
    for (int i = 0; i < count[lane]; i++) {
      int slot = slot(lane, i);
      sums[slot] += powers[ages[slot]++] * reward;
    }
    while (count[lane] > 0 && (ended || ages[slot(lane, 0)] == n)) {
      int slot = slot(lane, 0);
      replay.add(
          observations,
          slot * o,
          actions,
          slot * d,
          sums[slot],
          next,
          nextFrom,
          terminal ? 0 : ages[slot]);
      oldest[lane] = (oldest[lane] + 1) % n;
      count[lane]--;
    }
  }

  /** Number of values that {@link #save} writes: between decisions, n − 1 are pending at most. */
  int stateSize() {
    return n == 1 ? 0 : 1 + (n - 1) * (o + d + 2);
  }

  /** Saves a lane's pending decisions, the oldest first. */
  void save(int lane, double[] to, int at) {
    if (n == 1) {
      return;
    }
    to[at] = count[lane];
    int next = at + 1;
    for (int i = 0; i < count[lane]; i++) {
      int slot = slot(lane, i);
      to[next++] = sums[slot];
      to[next++] = ages[slot];
      for (int k = 0; k < o; k++) {
        to[next++] = observations[slot * o + k];
      }
      for (int k = 0; k < d; k++) {
        to[next++] = actions[slot * d + k];
      }
    }
  }

  /** Continues where a lane was saved. */
  void restore(int lane, double[] from, int at) {
    if (n == 1) {
      return;
    }
    oldest[lane] = 0;
    count[lane] = (int) from[at];
    int next = at + 1;
    for (int i = 0; i < count[lane]; i++) {
      int slot = slot(lane, i);
      sums[slot] = from[next++];
      ages[slot] = (int) from[next++];
      for (int k = 0; k < o; k++) {
        observations[slot * o + k] = (float) from[next++];
      }
      for (int k = 0; k < d; k++) {
        actions[slot * d + k] = (float) from[next++];
      }
    }
  }
}
