package org.surety.automaton;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.surety.logic.Letters;

/**
 * A complete deterministic automaton that reads non-empty words, minimal and numbered canonically.
 *
 * <p>A letter is a {@code long} whose bit k says whether {@code atoms().get(k)} holds. The initial
 * state has read nothing, so it never accepts; the state after the first letter is that of horizon
 * 0. State 0 is initial, the others are numbered breadth first, letters in ascending order with the
 * first atom the most significant. Therefore two automata over the same atoms are equal exactly if
 * their languages are.
 *
 * <p>Sizes count the initial state and sinks.
 */
public final class Dfa {
  /** Letters are longs, and two of their bits are kept free. */
  public static final int MAX_ATOMS = 62;

  private final List<String> atoms;
  private final int[] roots;
  private final int[] levels;
  private final int[] lows;
  private final int[] highs;
  private final BitSet accepting;

  /** For {@link Minimization}, which guarantees what the class promises. */
  Dfa(List<String> atoms, Mtbdd trees, int[] roots, BitSet accepting) {
    this.atoms = List.copyOf(atoms);
    this.roots = roots;
    this.levels = trees.copyOfLevels();
    this.lows = trees.copyOfLows();
    this.highs = trees.copyOfHighs();
    this.accepting = accepting;
  }

  /** The atoms; bit k of a letter is the k-th. */
  public List<String> atoms() {
    return atoms;
  }

  /** Number of states, with the initial one and sinks; states are 0 .. states() - 1. */
  public int states() {
    return roots.length;
  }

  /** The state in which nothing has been read. */
  public int initial() {
    return 0;
  }

  /** The state after one more letter. */
  public int successor(int state, long letter) {
    int tree = roots[state];
    while (tree >= 0) {
      tree = ((letter >>> levels[tree]) & 1) == 0 ? lows[tree] : highs[tree];
    }
    return Mtbdd.value(tree);
  }

  /** Whether the word read so far is in the language. */
  public boolean accepting(int state) {
    return accepting.get(state);
  }

  /** Whether the word read so far and all its extensions are in the language. */
  public boolean satisfiedForGood(int state) {
    return accepting.get(state) && isSink(state);
  }

  /** Whether neither the word read so far nor any extension of it is in the language. */
  public boolean violatedForGood(int state) {
    return !accepting.get(state) && isSink(state);
  }

  /** Whether no letter leads elsewhere: in a minimal automaton, the states decided for good. */
  private boolean isSink(int state) {
    return roots[state] == Mtbdd.leaf(state);
  }

  /** Whether a word is in the language. */
  public boolean accepts(Letters word) {
    int state = initial();
    for (int i = 0; i < word.length(); i++) {
      state = successor(state, letter(word, i));
    }
    return accepting(state);
  }

  /** The letter at a position of a word. */
  public long letter(Letters word, int position) {
    long letter = 0;
    for (int k = 0; k < atoms.size(); k++) {
      if (word.holds(atoms.get(k), position)) {
        letter |= 1L << k;
      }
    }
    return letter;
  }

  // --- Transition trees
  // ---------------------------------------------------------------------------

  /**
   * The tree of a state's transitions, as a reference in the manner of {@link Mtbdd}: leaves are
   * states, the level of a node is the atom it tests.
   */
  public int tree(int state) {
    return roots[state];
  }

  /** The atom that a node tests; {@link Mtbdd#LEAF_LEVEL} for a leaf. */
  public int level(int tree) {
    return tree < 0 ? Mtbdd.LEAF_LEVEL : levels[tree];
  }

  /** Where a node leads if its atom is false. */
  public int low(int tree) {
    return lows[tree];
  }

  /** Where a node leads if its atom is true. */
  public int high(int tree) {
    return highs[tree];
  }

  /** Number of nodes of all trees together. */
  public int treeNodes() {
    return levels.length;
  }

  /** Whether the atoms are the same, in the same order, and the languages too. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Dfa that
        && atoms.equals(that.atoms)
        && accepting.equals(that.accepting)
        && Arrays.equals(roots, that.roots)
        && Arrays.equals(levels, that.levels)
        && Arrays.equals(lows, that.lows)
        && Arrays.equals(highs, that.highs);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(roots) * 31 + accepting.hashCode();
  }

  @Override
  public String toString() {
    return "DFA over " + atoms + " with " + states() + " states";
  }
}
