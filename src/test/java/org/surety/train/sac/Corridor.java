package org.surety.train.sac;

import java.util.List;
import java.util.SplittableRandom;
import org.surety.env.BatchEnvironment;
import org.surety.env.ResumableEnvironment;

/**
 * A walk on a line: the action moves by up to 0.15, 0.9 is the goal (reward 1), −1 is costly, and
 * either ends the episode, as 40 decisions do. Episodes start anywhere between.
 */
final class Corridor implements ResumableEnvironment {
  private static final int LIMIT = 40;

  private final double[] x;
  private final int[] decisions;
  private final double[] rewards;
  private final double[] costs;

  Corridor(int lanes) {
    x = new double[lanes];
    decisions = new int[lanes];
    rewards = new double[lanes];
    costs = new double[lanes];
  }

  @Override
  public int lanes() {
    return x.length;
  }

  @Override
  public int observationSize() {
    return 1;
  }

  @Override
  public int actionSize() {
    return 1;
  }

  @Override
  public void reset(int lane, long seed, long episode) {
    x[lane] = -0.9 + 1.7 * new SplittableRandom(seed + 77 * episode).nextDouble();
    decisions[lane] = 0;
    rewards[lane] = 0;
    costs[lane] = 0;
  }

  @Override
  public void step(double[] actions, int from, int to) {
    for (int lane = from; lane < to; lane++) {
      if (!ended(lane)) {
        x[lane] += 0.15 * Math.max(-1, Math.min(1, actions[lane]));
        decisions[lane]++;
        rewards[lane] = x[lane] >= 0.9 ? 1 : 0;
        costs[lane] = x[lane] <= -1 ? 1 : 0;
      }
    }
  }

  @Override
  public double[] observations() {
    return x;
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
    return new long[x.length];
  }

  @Override
  public List<String> infoNames() {
    return List.of();
  }

  @Override
  public double[] infos() {
    return new double[0];
  }

  @Override
  public boolean terminated(int lane) {
    return rewards[lane] > 0 || costs[lane] > 0;
  }

  @Override
  public boolean truncated(int lane) {
    return !terminated(lane) && decisions[lane] >= LIMIT;
  }

  @Override
  public int stateSize() {
    return 2;
  }

  @Override
  public void save(int lane, double[] to, int at) {
    to[at] = x[lane];
    to[at + 1] = decisions[lane];
  }

  @Override
  public void restore(int lane, double[] from, int at) {
    x[lane] = from[at];
    decisions[lane] = (int) from[at + 1];
  }

  /** One state, a reward of 1 for every decision; every decision ends the episode. */
  static BatchEnvironment onePayment(int lanes, boolean byTimeLimit, double cost) {
    return new BatchEnvironment() {
      private final boolean[] ended = new boolean[lanes];
      private final double[] rewards = new double[lanes];
      private final double[] costs = new double[lanes];

      @Override
      public int lanes() {
        return lanes;
      }

      @Override
      public int observationSize() {
        return 1;
      }

      @Override
      public int actionSize() {
        return 1;
      }

      @Override
      public void reset(int lane, long seed, long episode) {
        ended[lane] = false;
      }

      @Override
      public void step(double[] actions, int from, int to) {
        for (int lane = from; lane < to; lane++) {
          ended[lane] = true;
          rewards[lane] = 1;
          costs[lane] = cost;
        }
      }

      @Override
      public double[] observations() {
        double[] ones = new double[lanes];
        java.util.Arrays.fill(ones, 1);
        return ones;
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
        return new long[lanes];
      }

      @Override
      public List<String> infoNames() {
        return List.of();
      }

      @Override
      public double[] infos() {
        return new double[0];
      }

      @Override
      public boolean terminated(int lane) {
        return ended[lane] && !byTimeLimit;
      }

      @Override
      public boolean truncated(int lane) {
        return ended[lane] && byTimeLimit;
      }
    };
  }
}
