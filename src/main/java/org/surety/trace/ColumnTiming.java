package org.surety.trace;

/** Which letter of the word s_0..s_T a row of a column belongs to. */
public enum ColumnTiming {
  /** Row t was observed at state s_t. */
  STATE,
  /**
   * Row t is the result of decision t and belongs to the state reached, s_{t+1}: rewards, costs.
   */
  REACHED,
  /** Row t was chosen at the state left, s_t: actions. */
  ACTION
}
