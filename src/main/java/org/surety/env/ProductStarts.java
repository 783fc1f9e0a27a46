package org.surety.env;

/**
 * Where the episodes that a task is learned in begin. A policy is judged where the environment has
 * them begin, whatever this says.
 *
 * @param anyState whether all begin as if the automaton were in any of its states, drawn for each
 *     episode, so that what comes late in a task is tried from everywhere
 * @param anywhere share of those that begin both in any state of the automaton and anywhere in the
 *     environment, which must be one that {@link StartsAnywhere}; drawn for each episode
 */
public record ProductStarts(boolean anyState, double anywhere) {
  /** Where the environment has them begin, with nothing done. */
  public static final ProductStarts GIVEN = new ProductStarts(false, 0);

  /**
   * @throws IllegalArgumentException if the share is not in [0, 1]
   */
  public ProductStarts {
    if (!(anywhere >= 0 && anywhere <= 1)) {
      throw new IllegalArgumentException("a share of " + anywhere);
    }
  }
}
