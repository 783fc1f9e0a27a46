package org.surety.env;

/**
 * A stationary stochastic policy as rollouts run it. Stateless, safe for several threads. How it
 * draws is said by its kind: {@link GaussianController} or {@link CategoricalController}.
 */
public interface Controller {
  /** What to call it. */
  String name();

  /**
   * Everything that fixes its behavior, as canonical JSON: the policy file that a certificate binds
   * by digest.
   */
  String parameters();
}
