package org.surety.train.ppo;

import org.surety.train.EpisodeTotals;

/** What the running episode of every lane has come to. */
final class RunningEpisodes {
  /** Values that hold a lane's. */
  static final int SIZE = 6;

  final long[] number;
  final int[] decisions;

  /** Sums of the charges of its decisions, in the guard's unit. */
  final double[] charged;

  /** The discounted sum of what it was paid: see {@link Scales#paid}. */
  final double[] discounted;

  private final double[] reward;
  private final boolean[] costly;
  private final boolean[] costlyInTime;

  RunningEpisodes(int lanes) {
    number = new long[lanes];
    decisions = new int[lanes];
    charged = new double[lanes];
    discounted = new double[lanes];
    reward = new double[lanes];
    costly = new boolean[lanes];
    costlyInTime = new boolean[lanes];
  }

  void begin(int lane, long episode) {
    number[lane] = episode;
    decisions[lane] = 0;
    charged[lane] = 0;
    discounted[lane] = 0;
    reward[lane] = 0;
    costly[lane] = false;
    costlyInTime[lane] = false;
  }

  /**
   * Notes what a decision led to.
   *
   * @param inTime whether it was within the guard's horizon, if there is one
   */
  void reached(int lane, double gain, double cost, boolean inTime) {
    reward[lane] += gain;
    costly[lane] |= cost > 0;
    costlyInTime[lane] |= cost > 0 && inTime;
  }

  /**
   * An episode that has ended.
   *
   * @param achieved in time what the environment is about, apart from costs
   */
  EpisodeTotals.Episode ended(int lane, boolean truncated, boolean achieved) {
    return new EpisodeTotals.Episode(
        decisions[lane],
        reward[lane],
        costly[lane],
        costlyInTime[lane],
        truncated,
        achieved && !costly[lane],
        charged[lane]);
  }

  /** Writes {@value #SIZE} values. */
  void save(int lane, double[] to, int at) {
    to[at] = number[lane];
    to[at + 1] = decisions[lane];
    to[at + 2] = reward[lane];
    to[at + 3] = (costly[lane] ? 1 : 0) + (costlyInTime[lane] ? 1 : 0);
    to[at + 4] = charged[lane];
    to[at + 5] = discounted[lane];
  }

  /** Number of an episode that was saved. */
  static long savedNumber(double[] from, int at) {
    return (long) from[at];
  }

  /** Continues an episode that was saved. */
  void restore(int lane, double[] from, int at) {
    number[lane] = savedNumber(from, at);
    decisions[lane] = (int) from[at + 1];
    reward[lane] = from[at + 2];
    costly[lane] = from[at + 3] != 0;
    costlyInTime[lane] = from[at + 3] == 2;
    charged[lane] = from[at + 4];
    discounted[lane] = from[at + 5];
  }
}
