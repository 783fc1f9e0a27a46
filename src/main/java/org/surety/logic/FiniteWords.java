package org.surety.logic;

import java.util.HashMap;
import java.util.Map;

/**
 * The semantics of LTLf on finite words, written down as it is defined (De Giacomo and Vardi, IJCAI
 * 2013): the reference that automata and kernels are tested against. It remembers what it has found
 * for a subformula at a position, and is otherwise as slow as its quantifiers: O(|f| n²) for a word
 * of n letters.
 */
public final class FiniteWords {
  private final Letters word;
  private final int length;
  private final Map<Formula, byte[]> known = new HashMap<>();

  private FiniteWords(Letters word) {
    this.word = word;
    this.length = word.length();
  }

  /**
   * Whether the formula holds at a position of the word.
   *
   * @throws IllegalArgumentException if the word has no such position
   */
  public static boolean holds(Formula f, Letters word, int position) {
    if (position < 0 || position >= word.length()) {
      throw new IllegalArgumentException(
          "position " + position + " of a word of " + word.length() + " letters");
    }
    return new FiniteWords(word).at(f, position);
  }

  /** Whether the formula holds of the word: at its first position. */
  public static boolean holds(Formula f, Letters word) {
    return holds(f, word, 0);
  }

  private boolean at(Formula f, int i) {
    byte[] verdicts = known.computeIfAbsent(f, key -> new byte[length]);
    if (verdicts[i] == 0) {
      verdicts[i] = (byte) (define(f, i) ? 1 : -1);
    }
    return verdicts[i] > 0;
  }

  private boolean define(Formula f, int i) {
    return switch (f.kind()) {
      case TRUE -> true;
      case FALSE -> false;
      case ATOM -> word.holds(f.atom(), i);
      case NOT -> !at(f.left(), i);
      case AND -> conjunction(f, i);
      case OR -> disjunction(f, i);
      case IMPLIES -> !at(f.left(), i) || at(f.right(), i);
      case IFF -> at(f.left(), i) == at(f.right(), i);
      case XOR -> at(f.left(), i) != at(f.right(), i);
      case NEXT -> i + 1 < length && at(f.left(), i + 1);
      case WEAK_NEXT -> i + 1 == length || at(f.left(), i + 1);
      case FINALLY -> eventually(f, i);
      case GLOBALLY -> always(f, i);
      case UNTIL -> until(f, i);
      case RELEASE -> release(f, i);
      case WEAK_UNTIL -> until(f, i) || throughout(f.left(), i, length);
      case STRONG_RELEASE -> strongRelease(f, i);
    };
  }

  private boolean conjunction(Formula f, int i) {
    for (Formula operand : f.operands()) {
      if (!at(operand, i)) {
        return false;
      }
    }
    return true;
  }

  private boolean disjunction(Formula f, int i) {
    for (Formula operand : f.operands()) {
      if (at(operand, i)) {
        return true;
      }
    }
    return false;
  }

  private boolean eventually(Formula f, int i) {
    for (int j = first(f, i); j <= last(f, i); j++) {
      if (at(f.left(), j)) {
        return true;
      }
    }
    return false;
  }

  private boolean always(Formula f, int i) {
    for (int j = first(f, i); j <= last(f, i); j++) {
      if (!at(f.left(), j)) {
        return false;
      }
    }
    return true;
  }

  /** Some j of the window has the right operand, and the left one holds at i .. j - 1. */
  private boolean until(Formula f, int i) {
    for (int j = first(f, i); j <= last(f, i); j++) {
      if (at(f.right(), j) && throughout(f.left(), i, j)) {
        return true;
      }
    }
    return false;
  }

  /** Every j of the window has the right operand, unless the left one held before j. */
  private boolean release(Formula f, int i) {
    for (int j = first(f, i); j <= last(f, i); j++) {
      if (!at(f.right(), j) && !somewhere(f.left(), i, j)) {
        return false;
      }
    }
    return true;
  }

  /** Some j has the left operand, and the right one holds at i .. j. */
  private boolean strongRelease(Formula f, int i) {
    for (int j = i; j < length; j++) {
      if (at(f.left(), j) && throughout(f.right(), i, j + 1)) {
        return true;
      }
    }
    return false;
  }

  private boolean throughout(Formula f, int from, int to) {
    for (int l = from; l < to; l++) {
      if (!at(f, l)) {
        return false;
      }
    }
    return true;
  }

  private boolean somewhere(Formula f, int from, int to) {
    for (int l = from; l < to; l++) {
      if (at(f, l)) {
        return true;
      }
    }
    return false;
  }

  /** First position of the window seen from i; may lie past the end. */
  private static int first(Formula f, int i) {
    return (int) Math.min((long) i + f.lower(), Integer.MAX_VALUE);
  }

  /** Last position of the window within the word. */
  private int last(Formula f, int i) {
    return (int) Math.min((long) i + f.upper(), length - 1L);
  }
}
