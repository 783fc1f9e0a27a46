package org.surety.logic;

/**
 * The classes of the hierarchy of temporal properties on infinite words (Manna and Pnueli, "A
 * hierarchy of temporal properties", PODC 1990), from small to large. Safety and co-safety are
 * obligations; obligations are both recurrence and persistence properties; those are reactivity
 * properties.
 */
public enum TemporalClass {
  /** Every word outside has a prefix all of whose continuations are outside. */
  SAFETY("safety"),
  /** Every word inside has a prefix all of whose continuations are inside. */
  CO_SAFETY("co-safety"),
  /** Boolean combinations of safety and co-safety properties. */
  OBLIGATION("obligation"),
  /** Something happens infinitely often: what deterministic Büchi automata recognize. */
  RECURRENCE("recurrence"),
  /** From some point on something always holds: deterministic co-Büchi automata. */
  PERSISTENCE("persistence"),
  /** Boolean combinations of recurrence and persistence properties: everything. */
  REACTIVITY("reactivity");

  private final String spelling;

  TemporalClass(String spelling) {
    this.spelling = spelling;
  }

  /** The name in the literature, in lower case. */
  public String spelling() {
    return spelling;
  }
}
