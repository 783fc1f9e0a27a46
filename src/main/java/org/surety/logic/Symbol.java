package org.surety.logic;

/** The words of the syntax. Binary operators carry their precedence, lowest first. */
enum Symbol {
  END,
  ATOM,
  TRUE,
  FALSE,
  OPEN,
  CLOSE,
  NOT,
  NEXT,
  STRONG_NEXT,
  FINALLY,
  GLOBALLY,
  IS_FALSE,
  IS_TRUE,
  IMPLIES(1, true),
  IFF(1, true),
  OR(2, false),
  XOR(3, false),
  AND(4, false),
  STAR(5, false),
  UNTIL(6, true),
  RELEASE(6, true),
  WEAK_UNTIL(6, true),
  STRONG_RELEASE(6, true),
  /** A piece of PSL, which Spot reads and this parser does not. */
  PSL,
  UNKNOWN;

  private final int precedence;
  private final boolean rightAssociative;

  Symbol() {
    this(0, false);
  }

  Symbol(int precedence, boolean rightAssociative) {
    this.precedence = precedence;
    this.rightAssociative = rightAssociative;
  }

  boolean isBinary() {
    return precedence > 0;
  }

  int precedence() {
    return precedence;
  }

  /** The least precedence that binds within the right operand. */
  int rightPrecedence() {
    return rightAssociative ? precedence : precedence + 1;
  }

  /** Whether a window may follow. */
  boolean takesWindow() {
    return this == FINALLY || this == GLOBALLY || this == UNTIL || this == RELEASE;
  }
}
