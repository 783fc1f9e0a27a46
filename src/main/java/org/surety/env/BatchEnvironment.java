package org.surety.env;

/**
 * Environments of one kind that are stepped together, one per lane. State lives in primitive
 * arrays; a lane that has ended stands still until it is {@linkplain #reset reset} (no autoreset).
 * Not for several threads.
 */
public interface BatchEnvironment {
  /** Number of lanes. */
  int lanes();

  /** Number d of values in an observation. */
  int observationSize();

  /** Number a of values in an action. */
  int actionSize();

  /** Puts a lane at its initial state. */
  void reset(int lane);

  /**
   * Takes one decision in every lane that has not ended.
   *
   * @param actions {@code [lanes × a]}, lane after lane; clipped to what the actuators can do
   */
  void step(double[] actions);

  /** What is observed now, {@code [lanes × d]}, lane after lane. Do not write. */
  double[] observations();

  /** Reward of the last decision by lane. */
  double[] rewards();

  /** Cost of the state reached by the last decision, by lane. */
  double[] costs();

  /** Whether the lane's environment has reached a terminal state. */
  boolean terminated(int lane);

  /** Whether the lane was stopped by its time limit. */
  boolean truncated(int lane);

  /** Whether the lane has ended, one way or the other. */
  default boolean ended(int lane) {
    return terminated(lane) || truncated(lane);
  }
}
