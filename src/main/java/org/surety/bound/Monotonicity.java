package org.surety.bound;

/**
 * How one episode's violation can change as the horizon grows. An undecided verdict counts as a
 * violation. (The property's automaton tells: an absorbing accepting or rejecting set.)
 */
public enum Monotonicity {
  /** Violations only appear: safety, such as "never in the hazard". */
  INCREASING,
  /** Violations only vanish: guarantees, such as "the hazard is avoided until the goal". */
  DECREASING,
  /** The verdict is the same at every horizon. */
  CONSTANT,
  /** None of these. */
  NONE
}
