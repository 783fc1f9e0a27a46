package org.surety.env;

import java.util.Arrays;
import java.util.List;

/**
 * Environments of one kind that are stepped together, one per lane. State lives in primitive
 * arrays; a lane that has ended stands still until it is {@linkplain #reset reset} (no autoreset).
 * Lanes are independent: threads may reset and step disjoint ranges of lanes at the same time.
 */
public interface BatchEnvironment extends AutoCloseable {
  /** Number of lanes. */
  int lanes();

  /** Number d of values in an observation. */
  int observationSize();

  /** Number a of values in an action; 1 where it is one of some choices. */
  int actionSize();

  /** Number n of choices where an action is the number of one, 0 to n − 1; else 0. */
  default int actionChoices() {
    return 0;
  }

  /**
   * Lower bounds of the values of an action, {@code [a]}, perhaps infinite. What lies outside is
   * clipped.
   */
  default double[] actionLow() {
    double[] low = new double[actionSize()];
    Arrays.fill(low, -1);
    return low;
  }

  /** Upper bounds of the values of an action, {@code [a]}, perhaps infinite. */
  default double[] actionHigh() {
    double[] high = new double[actionSize()];
    Arrays.fill(high, 1);
    return high;
  }

  /**
   * Puts a lane at the initial state of an episode, which depends on nothing but these numbers.
   *
   * @param seed any number; episodes of different seeds share no randomness
   * @param episode at least 0
   */
  void reset(int lane, long seed, long episode);

  /**
   * Takes one decision in every lane that has not ended.
   *
   * @param actions {@code [lanes × a]}, lane after lane; clipped to what the actuators can do
   */
  default void step(double[] actions) {
    step(actions, 0, lanes());
  }

  /**
   * Takes one decision in those lanes of a range that have not ended.
   *
   * @param actions {@code [lanes × a]}; only the range is read
   * @param from first lane
   * @param to behind the last lane
   */
  void step(double[] actions, int from, int to);

  /** What is observed now, {@code [lanes × d]}, lane after lane. Do not write. */
  double[] observations();

  /** Reward of the last decision by lane. */
  double[] rewards();

  /** Cost of the state reached by the last decision, by lane. */
  double[] costs();

  /** The atoms that states are labeled with, at most 62. */
  List<String> atoms();

  /** Label of the present state by lane: bit k says whether {@code atoms().get(k)} holds. */
  long[] labels();

  /** Names of further numbers that are known of a state but not observed, for logs. */
  List<String> infoNames();

  /** Those numbers now, {@code [lanes × infoNames().size()]}, lane after lane. Do not write. */
  double[] infos();

  /** Whether the lane's environment has reached a terminal state. */
  boolean terminated(int lane);

  /** Whether the lane was stopped by its time limit. */
  boolean truncated(int lane);

  /** Whether the lane has ended, one way or the other. */
  default boolean ended(int lane) {
    return terminated(lane) || truncated(lane);
  }

  /**
   * Whether the episode of a lane that has ended has achieved what the environment is about, apart
   * from any costs: by terminating, unless an environment says otherwise.
   */
  default boolean achieved(int lane) {
    return terminated(lane);
  }

  /**
   * The environment itself, without what training puts around it to pay otherwise or to end
   * episodes sooner: its ends, rewards and costs are those of a log.
   */
  default BatchEnvironment unwrapped() {
    return this;
  }

  /** Lets go of processes and devices, where there are any. */
  @Override
  default void close() {}
}
