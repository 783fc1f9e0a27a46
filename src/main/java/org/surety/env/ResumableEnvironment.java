package org.surety.env;

/**
 * Environments whose episodes can be saved in the middle and continued bit for bit, so that an
 * interrupted run of training ends with the numbers it would have had.
 */
public interface ResumableEnvironment extends BatchEnvironment {
  /** Number of values that hold what a lane's episode has come to. */
  int stateSize();

  /**
   * Saves what the running episode of a lane has come to.
   *
   * @param to receives {@link #stateSize} values from index {@code at}
   */
  void save(int lane, double[] to, int at);

  /** Continues an episode that was saved, in a lane that has just been reset to this episode. */
  void restore(int lane, double[] from, int at);
}
