package org.surety.automaton.omega;

import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.surety.automaton.IntPairMap;
import org.surety.automaton.Limits;
import org.surety.automaton.Mtbdd;
import org.surety.automaton.SumOfProducts.Cube;

/**
 * A complete deterministic automaton as tables: for each state and symbol, where it leads and with
 * which marks. What algorithms on deterministic automata work with; {@link OmegaAutomaton} is what
 * they take and give.
 */
public final class DeterministicTable {
  /** Most symbols into which labels are split. */
  public static final int MAX_SYMBOLS = 1 << 14;

  private final List<String> atoms;
  private final Alphabet alphabet;
  private final Condition condition;
  private final int initial;
  private final int[] next;
  private final long[] marks;

  /**
   * @param next where state s leads by symbol a, at place {@code s * alphabet.size() + a}
   * @param marks with which marks it does, at the same place
   */
  public DeterministicTable(
      List<String> atoms,
      Alphabet alphabet,
      Condition condition,
      int initial,
      int[] next,
      long[] marks) {
    this.atoms = List.copyOf(atoms);
    this.alphabet = alphabet;
    this.condition = condition;
    this.initial = initial;
    this.next = next;
    this.marks = marks;
  }

  /**
   * The tables of an automaton, completed if it is not complete.
   *
   * @throws IllegalArgumentException if it is not deterministic
   */
  public static DeterministicTable of(OmegaAutomaton automaton) {
    if (!automaton.isDeterministic()) {
      throw new IllegalArgumentException("tables of a nondeterministic automaton");
    }
    OmegaAutomaton complete = BooleanOperations.completed(automaton);
    Alphabet.Builder builder = new Alphabet.Builder(complete.atoms().size(), MAX_SYMBOLS);
    Mtbdd nodes = new Mtbdd();
    for (int s = 0; s < complete.states(); s++) {
      int tree = Mtbdd.leaf(0);
      for (int e = complete.firstEdge(s); e < complete.firstEdge(s + 1); e++) {
        for (Cube cube : complete.label(e).cubes()) {
          int leaf = Mtbdd.leaf(e - complete.firstEdge(s) + 1);
          tree = over(nodes, cube(nodes, cube, leaf), tree, new IntPairMap());
        }
      }
      builder.refine(nodes, tree);
    }
    Alphabet alphabet = builder.build();
    int symbols = alphabet.size();
    int[] next = new int[complete.states() * symbols];
    long[] marks = new long[next.length];
    for (int s = 0; s < complete.states(); s++) {
      for (int a = 0; a < symbols; a++) {
        for (int e = complete.firstEdge(s); e < complete.firstEdge(s + 1); e++) {
          if (complete.label(e).contains(alphabet.letter(a))) {
            next[s * symbols + a] = complete.target(e);
            marks[s * symbols + a] = complete.marks(e);
          }
        }
      }
    }
    return new DeterministicTable(
        complete.atoms(),
        alphabet,
        complete.acceptance().condition(),
        complete.initial().get(0),
        next,
        marks);
  }

  private static int cube(Mtbdd nodes, Cube cube, int leaf) {
    int tree = leaf;
    for (int k = Long.SIZE - 1; k >= 0; k--) {
      if ((cube.positive() >> k & 1) == 1) {
        tree = nodes.node(k, Mtbdd.leaf(0), tree);
      } else if ((cube.negative() >> k & 1) == 1) {
        tree = nodes.node(k, tree, Mtbdd.leaf(0));
      }
    }
    return tree;
  }

  /** The upper diagram where it is not 0, else the lower. */
  private static int over(Mtbdd nodes, int upper, int lower, IntPairMap known) {
    if (upper == Mtbdd.leaf(0)) {
      return lower;
    }
    if (Mtbdd.isLeaf(upper)) {
      return upper;
    }
    int result = known.get(upper, lower);
    if (result == IntPairMap.MISSING) {
      int level = Math.min(nodes.level(upper), nodes.level(lower));
      int low = over(nodes, nodes.lowAt(level, upper), nodes.lowAt(level, lower), known);
      int high = over(nodes, nodes.highAt(level, upper), nodes.highAt(level, lower), known);
      result = nodes.node(level, low, high);
      known.put(upper, lower, result);
    }
    return result;
  }

  public List<String> atoms() {
    return atoms;
  }

  public Alphabet alphabet() {
    return alphabet;
  }

  /** When a run is accepted, by the marks it sees infinitely often. */
  public Condition condition() {
    return condition;
  }

  /** Number of symbols. */
  public int symbols() {
    return alphabet.size();
  }

  /** Number of states. */
  public int states() {
    return next.length / alphabet.size();
  }

  public int initial() {
    return initial;
  }

  /** Where a state leads by a symbol. */
  public int next(int state, int symbol) {
    return next[state * alphabet.size() + symbol];
  }

  /** With which marks it does. */
  public long marks(int state, int symbol) {
    return marks[state * alphabet.size() + symbol];
  }

  int[] nextTable() {
    return next;
  }

  /** What the negated condition accepts: the complement. */
  public DeterministicTable complement() {
    return new DeterministicTable(atoms, alphabet, condition.negate(), initial, next, marks);
  }

  /** The same structure with other marks. */
  DeterministicTable with(Condition otherCondition, long[] otherMarks) {
    return new DeterministicTable(atoms, alphabet, otherCondition, initial, next, otherMarks);
  }

  /**
   * The reachable part, each state replaced by another.
   *
   * @param representative what stands for a state: its edges are kept
   */
  DeterministicTable replaced(int[] representative) {
    int symbols = symbols();
    int[] order = reachable(next, symbols, initial, representative);
    int[] number = new int[states()];
    for (int k = 0; k < order.length; k++) {
      number[order[k]] = k;
    }
    int[] newNext = new int[order.length * symbols];
    long[] newMarks = new long[newNext.length];
    for (int e = 0; e < newNext.length; e++) {
      int old = order[e / symbols] * symbols + e % symbols;
      newNext[e] = number[representative[next[old]]];
      newMarks[e] = marks[old];
    }
    return new DeterministicTable(atoms, alphabet, condition, 0, newNext, newMarks);
  }

  /** The states that are reached if each is replaced by another, breadth first. */
  static int[] reachable(int[] next, int symbols, int initial, int[] representative) {
    boolean[] seen = new boolean[representative.length];
    int[] order = new int[representative.length];
    int count = 1;
    order[0] = representative[initial];
    seen[order[0]] = true;
    for (int k = 0; k < count; k++) {
      for (int a = 0; a < symbols; a++) {
        int t = representative[next[order[k] * symbols + a]];
        if (!seen[t]) {
          seen[t] = true;
          order[count++] = t;
        }
      }
    }
    return Arrays.copyOf(order, count);
  }

  /**
   * The automaton, without the states whose language is empty.
   *
   * @throws org.surety.automaton.TooManyStatesException past the limits
   */
  public OmegaAutomaton toAutomaton(Limits limits) {
    AlternatingCycles.Transformed transformed = AlternatingCycles.parity(this, limits);
    BitSet living = ParityGraph.reaching(transformed.table(), 0);
    BitSet empty = new BitSet();
    empty.set(0, states());
    for (int s = living.nextSetBit(0); s >= 0; s = living.nextSetBit(s + 1)) {
      empty.clear(transformed.original()[s]);
    }
    long sets = condition.infSets() | condition.finSets();
    return toAutomaton(
        Acceptance.of(Long.SIZE - Long.numberOfLeadingZeros(sets), condition), empty, limits);
  }

  /** The reachable states outside {@code dropped}, numbered breadth first, without edges to it. */
  public OmegaAutomaton toAutomaton(Acceptance acceptance, BitSet dropped, Limits limits) {
    OmegaAutomaton.Builder builder = OmegaAutomaton.builder(atoms, acceptance);
    if (dropped.get(initial)) {
      return builder.build();
    }
    int symbols = symbols();
    int[] number = new int[states()];
    Arrays.fill(number, -1);
    int[] order = new int[states()];
    number[initial] = builder.addState();
    builder.addInitial(0);
    order[0] = initial;
    for (int k = 0; k < builder.states(); k++) {
      int s = order[k];
      Map<List<Long>, BitSet> edges = new LinkedHashMap<>();
      for (int a = 0; a < symbols; a++) {
        int t = next[s * symbols + a];
        if (dropped.get(t)) {
          continue;
        }
        if (number[t] < 0) {
          number[t] = builder.addState();
          order[number[t]] = t;
        }
        edges
            .computeIfAbsent(List.of((long) number[t], marks[s * symbols + a]), key -> new BitSet())
            .set(a);
      }
      int source = k;
      edges.forEach(
          (edge, label) -> {
            limits.check(builder.states());
            builder.addEdge(source, alphabet.label(label), edge.get(0).intValue(), edge.get(1));
          });
    }
    return builder.build();
  }
}
