package org.surety.automaton.omega;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.surety.automaton.IntPairMap;
import org.surety.automaton.Limits;

/**
 * The alternating cycle decomposition of a deterministic automaton, and by it the least parity
 * automaton that is a locally bijective transformation of it (Casares, Colcombet and Fijalkow,
 * "Optimal transformations of games and automata using Muller conditions", ICALP 2021; Casares,
 * Duret-Lutz, Meyer, Renkin and Sickert, "Practical applications of the alternating cycle
 * decomposition", TACAS 2022).
 *
 * <p>For each strongly connected component there is a tree of sets of edges: at the root all its
 * edges, below a node the maximal cycles within it that are accepted if it is not, and vice versa.
 * A state of the parity automaton is a state with a leaf below which it occurs.
 */
public final class AlternatingCycles {
  private static final class Node {
    final @Nullable Node parent;
    final int color;
    final BitSet edges;
    final BitSet states = new BitSet();
    final List<Node> children = new ArrayList<>();
    int number;

    Node(@Nullable Node parent, int color, BitSet edges) {
      this.parent = parent;
      this.color = color;
      this.edges = edges;
    }
  }

  private final DeterministicTable table;
  private final Limits limits;
  private final ConditionClauses condition;
  private final int symbols;
  private final Map<Long, List<Long>> childrenOfMarks = new HashMap<>();
  private final List<Node> nodes = new ArrayList<>();

  private AlternatingCycles(DeterministicTable table, Limits limits) {
    this.table = table;
    this.limits = limits;
    this.condition = new ConditionClauses(table.condition());
    this.symbols = table.symbols();
  }

  /** A parity automaton and of which state of the given one each of its states is a copy. */
  public record Transformed(ParityTable table, int[] original) {}

  /**
   * The parity automaton of the same language with the fewest states that maps onto the given one.
   *
   * @throws org.surety.automaton.TooManyStatesException past the limits
   */
  public static Transformed parity(DeterministicTable table, Limits limits) {
    return new AlternatingCycles(table, limits).transform();
  }

  private Transformed transform() {
    int[] next = table.nextTable();
    int[] component = ParityGraph.components(next, symbols, ParityGraph.all(next.length));
    int components = Arrays.stream(component).max().orElse(-1) + 1;
    @Nullable Node[] roots = new Node[components];
    for (int e = 0; e < next.length; e++) {
      int c = component[e / symbols];
      if (c == component[next[e]]) {
        Node root = roots[c];
        if (root == null) {
          root = new Node(null, 0, new BitSet());
          roots[c] = root;
        }
        root.edges.set(e);
      }
    }
    for (int c = 0; c < components; c++) {
      Node root = roots[c];
      if (root != null) {
        boolean accepted = condition.accepts(marks(root.edges));
        roots[c] = expand(new Node(null, accepted ? 0 : 1, root.edges));
      }
    }
    return unfold(roots, component);
  }

  private Node expand(Node node) {
    node.number = nodes.size();
    nodes.add(node);
    limits.check(nodes.size());
    for (int e = node.edges.nextSetBit(0); e >= 0; e = node.edges.nextSetBit(e + 1)) {
      node.states.set(e / symbols);
    }
    List<BitSet> flipped = new ArrayList<>();
    collectFlipped(node.edges, condition.accepts(marks(node.edges)), flipped);
    for (int i = 0; i < flipped.size(); i++) {
      BitSet cycle = flipped.get(i);
      boolean maximal = true;
      for (int k = 0; k < flipped.size() && maximal; k++) {
        BitSet outside = (BitSet) cycle.clone();
        outside.andNot(flipped.get(k));
        boolean contained = outside.isEmpty();
        maximal = k == i || !contained || (cycle.equals(flipped.get(k)) && i < k);
      }
      if (maximal) {
        node.children.add(expand(new Node(node, node.color + 1, cycle)));
      }
    }
    return node;
  }

  /** Strongly connected sets within some edges, accepted or not as wanted, the maximal ones too. */
  private void collectFlipped(BitSet edges, boolean accepted, List<BitSet> found) {
    for (long allowed : childrenOf(marks(edges))) {
      BitSet part = new BitSet();
      for (int e = edges.nextSetBit(0); e >= 0; e = edges.nextSetBit(e + 1)) {
        part.set(e, (table.marks(e / symbols, e % symbols) & ~allowed) == 0);
      }
      limits.check(nodes.size());
      for (BitSet cycle : cycles(part)) {
        if (condition.accepts(marks(cycle)) != accepted) {
          found.add(cycle);
        } else {
          collectFlipped(cycle, accepted, found);
        }
      }
    }
  }

  private List<Long> childrenOf(long marks) {
    return childrenOfMarks.computeIfAbsent(marks, condition::children);
  }

  private List<BitSet> cycles(BitSet edges) {
    int[] next = table.nextTable();
    int[] component = ParityGraph.components(next, symbols, edges);
    Map<Integer, BitSet> inner = new HashMap<>();
    for (int e = edges.nextSetBit(0); e >= 0; e = edges.nextSetBit(e + 1)) {
      if (component[e / symbols] == component[next[e]]) {
        inner.computeIfAbsent(component[next[e]], c -> new BitSet()).set(e);
      }
    }
    return new ArrayList<>(inner.values());
  }

  private long marks(BitSet edges) {
    long marks = 0;
    for (int e = edges.nextSetBit(0); e >= 0; e = edges.nextSetBit(e + 1)) {
      marks |= table.marks(e / symbols, e % symbols);
    }
    return marks;
  }

  private Transformed unfold(@Nullable Node[] roots, int[] component) {
    IntPairMap known = new IntPairMap();
    List<Integer> originals = new ArrayList<>();
    List<@Nullable Node> leaves = new ArrayList<>();
    Node first = leafFor(roots[component[table.initial()]], table.initial());
    state(known, originals, leaves, table.initial(), first);
    int[] newNext = new int[symbols];
    int[] newColors = new int[symbols];
    for (int k = 0; k < originals.size(); k++) {
      if (newNext.length < (k + 1) * symbols) {
        newNext = Arrays.copyOf(newNext, 2 * newNext.length);
        newColors = Arrays.copyOf(newColors, 2 * newColors.length);
      }
      limits.check(originals.size());
      int s = originals.get(k);
      Node leaf = leaves.get(k);
      for (int a = 0; a < symbols; a++) {
        int t = table.next(s, a);
        Node target;
        int color = 0;
        if (leaf == null || component[s] != component[t]) {
          target = leafFor(roots[component[t]], t);
        } else {
          int e = s * symbols + a;
          Node branch = null;
          Node node = leaf;
          while (!node.edges.get(e)) {
            branch = node;
            node = node.parent == null ? leaf : node.parent;
          }
          color = node.color;
          target = nextLeaf(node, branch, t);
        }
        newColors[k * symbols + a] = color;
        newNext[k * symbols + a] = state(known, originals, leaves, t, target);
      }
    }
    int size = originals.size() * symbols;
    ParityTable parity =
        new ParityTable(
            table.atoms(),
            table.alphabet(),
            0,
            Arrays.copyOf(newNext, size),
            Arrays.copyOf(newColors, size));
    return new Transformed(parity, originals.stream().mapToInt(s -> s).toArray());
  }

  private static int state(
      IntPairMap known,
      List<Integer> originals,
      List<@Nullable Node> leaves,
      int s,
      @Nullable Node leaf) {
    int key = leaf == null ? -1 : leaf.number;
    int found = known.get(s, key);
    if (found == IntPairMap.MISSING) {
      found = originals.size();
      known.put(s, key, found);
      originals.add(s);
      leaves.add(leaf);
    }
    return found;
  }

  /** The leaf to go on with below a node: of the child after the branch we come from. */
  private static @Nullable Node nextLeaf(Node node, @Nullable Node branch, int state) {
    int count = node.children.size();
    int from = branch == null ? 0 : node.children.indexOf(branch) + 1;
    for (int k = 0; k < count; k++) {
      Node child = node.children.get((from + k) % count);
      if (child.states.get(state)) {
        return leafFor(child, state);
      }
    }
    return node;
  }

  private static @Nullable Node leafFor(@Nullable Node node, int state) {
    return node == null ? null : nextLeaf(node, null, state);
  }
}
