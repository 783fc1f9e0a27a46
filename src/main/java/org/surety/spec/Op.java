package org.surety.spec;

/** One step of a compiled expression, over a block of consecutive letters. */
enum Op {
  COLUMN,
  CONSTANT,
  ADD,
  SUBTRACT,
  MULTIPLY,
  DIVIDE,
  NEGATE,
  ABS,
  SQRT,
  EXP,
  LOG,
  SIN,
  COS,
  TAN,
  ATAN2,
  POW,
  MIN,
  MAX,
  /** Root of the sum of squares of any number of operands. */
  NORM,
  /** Margin of {@code a <= b}: b - a, a tie being +0.0. */
  AT_MOST,
  /** Margin of {@code a < b}: b - a, a tie being -0.0. */
  LESS,
  /** Margin of {@code a == b}: -|a - b|, a tie being +0.0. */
  EQUAL,
  /** 1 where a margin's sign bit is clear, otherwise 0; NaN stays NaN. */
  HOLDS,
  /** Sum over all letters up to and including this one. */
  SUM,
  /** Sum over all letters before this one. */
  SUM_BEFORE,
  /** Value at the letter before; at letter 0 the value itself. */
  PREVIOUS;

  /** Whether the value at a letter depends on that letter alone. */
  boolean isPointwise() {
    return this != SUM && this != SUM_BEFORE && this != PREVIOUS;
  }
}
