package org.surety.env;

/**
 * A stationary stochastic policy: a normal distribution with independent components at every
 * observation. Stateless, safe for several threads.
 */
public interface GaussianController extends Controller {
  /**
   * The distribution of the raw action at one observation.
   *
   * @param observations holds the observation from index {@code from} on
   * @param mean receives the means from index {@code to} on
   * @param std receives the standard deviations from index {@code to} on, each &gt; 0
   */
  void distribution(double[] observations, int from, double[] mean, double[] std, int to);

  /**
   * The action that is carried out for a raw action that was drawn: clipped to [−1, 1] unless a
   * controller says otherwise.
   *
   * @param raw holds the raw action from index {@code from} on, {@code size} numbers
   * @param action receives the action at the same place
   */
  default void execute(double[] raw, int from, int size, double[] action) {
    for (int i = from; i < from + size; i++) {
      action[i] = Math.max(-1, Math.min(1, raw[i]));
    }
  }
}
