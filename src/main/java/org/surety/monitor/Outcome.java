package org.surety.monitor;

/** What is known of a property at one horizon of one episode, and why it counts as it does. */
public enum Outcome {
  /** The word up to the horizon satisfies the property. */
  SATISFIED,
  /** Not satisfied by the horizon, though some continuation of the word would have. */
  LATE,
  /** Violated, and no continuation of the word could have mended it. */
  HAZARD,
  /**
   * The log does not say: it ends before the horizon without a terminal state, or lacks the last
   * observation. Counts as a violation.
   */
  UNDECIDED;

  /** Whether it counts as a violation: everything but satisfied. */
  public boolean countsAsViolation() {
    return this != SATISFIED;
  }
}
