package org.surety.automaton.omega;

import java.util.Optional;

/**
 * When a run is accepted, by the sets of edges it takes infinitely often.
 *
 * @param sets number of sets, at most {@link #MAX_SETS}; they are numbered from 0
 * @param condition the formula over them
 * @param name the name of the formula, if it has one
 */
public record Acceptance(int sets, Condition condition, Optional<AcceptanceName> name) {
  /** Most sets: the marks of an edge are the bits of a long. */
  public static final int MAX_SETS = 64;

  /**
   * @throws IllegalArgumentException if there are too many sets, if the formula has a set past
   *     them, or if the name stands for another formula
   */
  public Acceptance {
    if (sets < 0 || sets > MAX_SETS) {
      throw new IllegalArgumentException(sets + " acceptance sets; at most " + MAX_SETS);
    }
    long mentioned = condition.infSets() | condition.finSets();
    if (Long.SIZE - Long.numberOfLeadingZeros(mentioned) > sets) {
      throw new IllegalArgumentException(condition + " over " + sets + " sets");
    }
    if (name.isPresent() && !name.get().denotes(sets, condition)) {
      throw new IllegalArgumentException(condition + " is not " + name.get());
    }
  }

  /** The condition so named. */
  public static Acceptance of(AcceptanceName name) {
    return new Acceptance(name.sets(), name.condition(), Optional.of(name));
  }

  /** The condition of this formula, with its name if it has one. */
  public static Acceptance of(int sets, Condition condition) {
    return new Acceptance(sets, condition, AcceptanceName.of(sets, condition));
  }
}
