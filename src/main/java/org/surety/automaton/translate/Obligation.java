package org.surety.automaton.translate;

import java.util.List;
import org.surety.logic.Formula;

/**
 * A formula that must hold from the next position on: a variable of the diagrams. Obligations that
 * differ only in their window form a family, within which a window inside another implies it or is
 * implied by it.
 */
record Obligation(Formula.Kind kind, int lower, int upper, List<Formula> operands) {

  static Obligation of(Formula f) {
    List<Formula> operands = f.kind() == Formula.Kind.ATOM ? List.of(f) : f.operands();
    return new Obligation(f.kind(), f.lower(), f.upper(), operands);
  }

  /** The family: all obligations with this key. */
  Obligation family() {
    return new Obligation(kind, 0, 0, operands);
  }

  /** The formula that must hold. */
  Formula formula() {
    return switch (kind) {
      case ATOM -> left();
      case NOT -> Formula.not(left());
      case NEXT -> Formula.next(left());
      case WEAK_NEXT -> Formula.weakNext(left());
      case FINALLY -> Formula.eventually(lower, upper, left());
      case GLOBALLY -> Formula.always(lower, upper, left());
      case UNTIL -> Formula.until(lower, upper, left(), right());
      case RELEASE -> Formula.release(lower, upper, left(), right());
      case WEAK_UNTIL -> Formula.weakUntil(left(), right());
      case STRONG_RELEASE -> Formula.strongRelease(left(), right());
      default -> throw new AssertionError(this);
    };
  }

  Formula left() {
    return operands.get(0);
  }

  Formula right() {
    return operands.get(1);
  }

  /** The same operator one step later, its window one step nearer. The window is not over yet. */
  Obligation later() {
    int nearer = upper == Formula.UNBOUNDED ? upper : upper - 1;
    return new Obligation(kind, Math.max(lower - 1, 0), nearer, operands);
  }

  /** Whether this is the only or the last step of the window. */
  boolean isLastStep() {
    return upper == 0;
  }

  /** Whether some position of the window suffices (F, U), rather than all being needed (G, R). */
  boolean isExistential() {
    return kind == Formula.Kind.FINALLY || kind == Formula.Kind.UNTIL;
  }

  /** Whether this implies another obligation of the same family. */
  boolean implies(Obligation other) {
    return isExistential() ? other.contains(this) : this.contains(other);
  }

  private boolean contains(Obligation inner) {
    return lower <= inner.lower && inner.upper <= upper;
  }

  /** Orders a family so that each obligation comes before those it implies. */
  static int strongestFirst(Obligation a, Obligation b) {
    int byWidth = compareWidth(a, b);
    return a.isExistential() ? byWidth : -byWidth;
  }

  private static int compareWidth(Obligation a, Obligation b) {
    boolean aIsEndless = a.upper == Formula.UNBOUNDED;
    boolean bIsEndless = b.upper == Formula.UNBOUNDED;
    if (aIsEndless && bIsEndless) {
      return Integer.compare(b.lower, a.lower);
    }
    if (aIsEndless || bIsEndless) {
      return Boolean.compare(aIsEndless, bIsEndless);
    }
    int byWidth = Integer.compare(a.upper - a.lower, b.upper - b.lower);
    return byWidth != 0 ? byWidth : Integer.compare(b.lower, a.lower);
  }
}
