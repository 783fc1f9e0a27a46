package org.surety.train.tensor;

import org.surety.policy.Policy;

/** A policy as a network to be trained: its structure, its numbers, and the way back. */
public sealed interface Actor permits GaussianActor, CategoricalActor {
  /** The network; what its outputs mean is said by the kind of actor. */
  NetworkShape shape();

  /** Dimensions of a Gaussian's action, or number of choices. */
  int actions();

  /** Number of values that a drawn action is kept in: dimensions, or 1 for a choice. */
  int drawn();

  /** The numbers to start from, in the order of {@link NetworkShape}. */
  float[] numbers();

  /** The policy with other numbers, all finite. */
  Policy policy(float[] numbers);

  /**
   * The actor of a policy.
   *
   * @throws org.surety.base.InputException if it cannot be trained
   */
  static Actor of(Policy policy) {
    return policy.gaussian() ? new GaussianActor(policy) : new CategoricalActor(policy);
  }
}
