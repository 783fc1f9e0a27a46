package org.surety.automaton.omega;

import java.util.Optional;

/**
 * Compares what two automata accept, and says by which word they differ: the product with the
 * complement of the deterministic side, searched for a word.
 */
public final class LanguageComparison {
  private LanguageComparison() {}

  /** A word that both accept; empty if there is none. */
  public static Optional<LassoWord> commonWord(OmegaAutomaton a, OmegaAutomaton b) {
    return Emptiness.acceptedWord(BooleanOperations.intersection(a, b));
  }

  /**
   * A word that {@code a} accepts and {@code b} does not; empty if {@code b} includes {@code a}.
   *
   * @param b deterministic
   * @throws IllegalArgumentException if {@code b} is not deterministic
   */
  public static Optional<LassoWord> difference(OmegaAutomaton a, OmegaAutomaton b) {
    return commonWord(a, BooleanOperations.complement(b));
  }

  /**
   * A word that exactly one of the two accepts; empty if they are equivalent.
   *
   * @throws IllegalArgumentException if one is not deterministic
   */
  public static Optional<LassoWord> distinguishingWord(OmegaAutomaton a, OmegaAutomaton b) {
    Optional<LassoWord> word = difference(a, b);
    return word.isPresent() ? word : difference(b, a);
  }
}
