package org.surety.env;

/**
 * A stationary stochastic policy: a normal distribution with independent components at every
 * observation. Stateless, safe for several threads.
 */
public interface GaussianController {
  /** What to call it. */
  String name();

  /**
   * Everything that fixes its behavior, as canonical JSON: the policy file that a certificate binds
   * by digest.
   */
  String parameters();

  /**
   * The distribution of the raw action at one observation.
   *
   * @param observations holds the observation from index {@code from} on
   * @param mean receives the means from index {@code to} on
   * @param std receives the standard deviations from index {@code to} on, each &gt; 0
   */
  void distribution(double[] observations, int from, double[] mean, double[] std, int to);
}
