package org.surety.automaton.omega;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.surety.automaton.Limits;

/**
 * A complete deterministic automaton as tables, with one color for each state and symbol: a run is
 * accepted if the least color it sees infinitely often is even.
 */
public final class ParityTable {
  private final List<String> atoms;
  private final Alphabet alphabet;
  private final int initial;
  private final int[] next;
  private final int[] colors;

  /**
   * @param next where state s leads by symbol a, at place {@code s * alphabet.size() + a}
   * @param colors of these edges, at the same place
   */
  ParityTable(List<String> atoms, Alphabet alphabet, int initial, int[] next, int[] colors) {
    this.atoms = atoms;
    this.alphabet = alphabet;
    this.initial = initial;
    this.next = next;
    this.colors = colors;
  }

  List<String> atoms() {
    return atoms;
  }

  Alphabet alphabet() {
    return alphabet;
  }

  int symbols() {
    return alphabet.size();
  }

  /** Number of states. */
  public int states() {
    return next.length / alphabet.size();
  }

  int initial() {
    return initial;
  }

  /** Edge {@code s * symbols() + a} is the one out of state s by symbol a. */
  int edges() {
    return next.length;
  }

  int source(int edge) {
    return edge / alphabet.size();
  }

  int target(int edge) {
    return next[edge];
  }

  int color(int edge) {
    return colors[edge];
  }

  int[] targets() {
    return next;
  }

  int[] colors() {
    return colors;
  }

  int greatestColor() {
    return Arrays.stream(colors).max().orElse(0);
  }

  /** The same structure with other colors. */
  ParityTable withColors(int[] others) {
    return new ParityTable(atoms, alphabet, initial, next, others);
  }

  /** The complement. */
  public ParityTable complement() {
    return withColors(Arrays.stream(colors).map(color -> color + 1).toArray());
  }

  /**
   * The reachable part, each state replaced by another.
   *
   * @param representative what stands for a state: its edges are kept
   */
  ParityTable replaced(int[] representative) {
    int symbols = symbols();
    int[] order = DeterministicTable.reachable(next, symbols, initial, representative);
    int[] number = new int[states()];
    for (int k = 0; k < order.length; k++) {
      number[order[k]] = k;
    }
    int[] newNext = new int[order.length * symbols];
    int[] newColors = new int[newNext.length];
    for (int e = 0; e < newNext.length; e++) {
      int old = order[e / symbols] * symbols + e % symbols;
      newNext[e] = number[representative[next[old]]];
      newColors[e] = colors[old];
    }
    return new ParityTable(atoms, alphabet, 0, newNext, newColors);
  }

  /**
   * The automaton with acceptance {@code parity min even}. States whose language is empty are left
   * out; an edge without a mark has the greatest color.
   */
  public OmegaAutomaton toAutomaton(Limits limits) {
    BitSet empty = new BitSet();
    BitSet living = ParityGraph.reaching(this, 0);
    for (int s = 0; s < states(); s++) {
      empty.set(s, !living.get(s));
    }
    int greatest = 0;
    for (int e = 0; e < edges(); e++) {
      if (!empty.get(source(e)) && !empty.get(target(e))) {
        greatest = Math.max(greatest, colors[e]);
      }
    }
    long[] marks = new long[colors.length];
    for (int e = 0; e < edges(); e++) {
      marks[e] = colors[e] < greatest ? 1L << colors[e] : 0;
    }
    Acceptance acceptance =
        Acceptance.of(AcceptanceName.of(AcceptanceName.Kind.PARITY_MIN_EVEN, greatest));
    return new DeterministicTable(atoms, alphabet, acceptance.condition(), initial, next, marks)
        .toAutomaton(acceptance, empty, limits);
  }
}
