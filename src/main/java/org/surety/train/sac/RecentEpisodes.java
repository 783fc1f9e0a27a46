package org.surety.train.sac;

/** Which of the last {@value #COUNT} episodes of a stage succeeded. */
final class RecentEpisodes {
  /** How many are looked at. */
  static final int COUNT = 100;

  private final boolean[] succeeded = new boolean[COUNT];
  private long seen;

  /** Adds an episode. */
  void add(boolean success) {
    succeeded[(int) (seen++ % COUNT)] = success;
  }

  /** Forgets all. */
  void reset() {
    seen = 0;
  }

  /** Whether enough were seen, and at least this share of them succeeded. */
  boolean reach(double share) {
    if (seen < COUNT) {
      return false;
    }
    int count = 0;
    for (boolean one : succeeded) {
      count += one ? 1 : 0;
    }
    return count >= share * COUNT;
  }

  /** Numbers to save. */
  double[] save() {
    double[] to = new double[COUNT + 1];
    to[0] = seen;
    for (int i = 0; i < COUNT; i++) {
      to[i + 1] = succeeded[i] ? 1 : 0;
    }
    return to;
  }

  /** Continues from numbers that were saved. */
  void restore(double[] from) {
    seen = (long) from[0];
    for (int i = 0; i < COUNT; i++) {
      succeeded[i] = from[i + 1] != 0;
    }
  }
}
