package org.surety.automaton.omega;

import java.util.List;
import java.util.Optional;
import org.surety.automaton.Limits;

/**
 * Compares what two automata accept, and says by which word they differ: the product with the
 * complement of the deterministic side, searched for a word, or a search for words that lead to few
 * states of a nondeterministic side.
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
   * A word that {@code a} accepts and {@code b} does not; empty if {@code b} includes {@code a}.
   *
   * @param b deterministic; or, if {@code a} has generalized Büchi acceptance too, any automaton
   *     with it, in time and space exponential in its states
   * @throws IllegalArgumentException if the acceptance of a nondeterministic {@code b}, or then
   *     that of {@code a}, is another
   * @throws org.surety.automaton.TooManyStatesException past the limits
   */
  public static Optional<LassoWord> difference(OmegaAutomaton a, OmegaAutomaton b, Limits limits) {
    if (b.isDeterministic()) {
      return difference(a, b);
    }
    List<String> atoms = BooleanOperations.jointAtoms(a, b);
    return BuchiInclusion.difference(
        BooleanOperations.over(atoms, a), BooleanOperations.over(atoms, b), limits);
  }

  /**
   * A word that exactly one of the two accepts; empty if they are equivalent. Preconditions are
   * those of {@link #difference(OmegaAutomaton, OmegaAutomaton, Limits)} in both directions.
   */
  public static Optional<LassoWord> distinguishingWord(
      OmegaAutomaton a, OmegaAutomaton b, Limits limits) {
    Optional<LassoWord> word = difference(a, b, limits);
    return word.isPresent() ? word : difference(b, a, limits);
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
