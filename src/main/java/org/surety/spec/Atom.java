package org.surety.spec;

import java.util.Optional;
import org.surety.spec.Term.Condition;

/**
 * An atom of a property's formula and what its margin is.
 *
 * @param name its name in the formula
 * @param condition the condition it stands for
 * @param literal with a {@code --margin}: whether it stands for the condition or for its negation;
 *     empty without a margin
 * @param margin the margin δ: the literal has to hold by more than this; 0 without a margin
 */
record Atom(String name, Condition condition, Optional<Polarity> literal, double margin) {
  enum Polarity {
    POSITIVE,
    NEGATIVE
  }

  /** An atom that is its condition. */
  static Atom untightened(String name, Condition condition) {
    return new Atom(name, condition, Optional.empty(), 0);
  }
}
