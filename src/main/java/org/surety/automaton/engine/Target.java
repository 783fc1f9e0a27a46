package org.surety.automaton.engine;

/** Kinds of automata on infinite words that a formula can be translated to. */
public enum Target {
  /** Nondeterministic, with Büchi acceptance. */
  NBA("nondeterministic Büchi automata"),
  /** Limit-deterministic: deterministic once an accepting edge can still be taken; Büchi. */
  LDBA("limit-deterministic Büchi automata"),
  /** Deterministic, with parity acceptance. */
  DPA("deterministic parity automata"),
  /** Deterministic, with any Emerson–Lei acceptance. */
  DELA("deterministic Emerson–Lei automata");

  private final String plural;

  Target(String plural) {
    this.plural = plural;
  }

  /** What such automata are called in a sentence. */
  public String plural() {
    return plural;
  }
}
