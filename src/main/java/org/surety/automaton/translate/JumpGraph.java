package org.surety.automaton.translate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.surety.automaton.IntPairMap;
import org.surety.automaton.Mtbdd;

/**
 * A graph whose letters are deterministic and which may also jump without reading one. The letters
 * of a state are a diagram whose leaves are edges.
 */
final class JumpGraph {
  /** The leaf of letters that lead nowhere. */
  static final int NO_EDGE = Mtbdd.leaf(0);

  /**
   * Where a letter leads.
   *
   * @param marks bit i: the edge is in acceptance set i
   */
  record Edge(int target, long marks) {}

  private final Mtbdd trees;
  private final Map<Edge, Integer> numbers = new HashMap<>();
  private final List<Edge> edges = new ArrayList<>();
  private final List<Integer> roots = new ArrayList<>();
  private final List<List<Integer>> jumps = new ArrayList<>();

  JumpGraph() {
    this(new Mtbdd());
  }

  private JumpGraph(Mtbdd trees) {
    this.trees = trees;
  }

  /** A graph without states and edges whose diagrams are in the same store. */
  JumpGraph sharingTrees() {
    return new JumpGraph(trees);
  }

  Mtbdd trees() {
    return trees;
  }

  int states() {
    return roots.size();
  }

  /** Adds the next state, without edges and jumps. */
  int addState() {
    roots.add(NO_EDGE);
    jumps.add(List.of());
    return roots.size() - 1;
  }

  void setTree(int state, int tree) {
    roots.set(state, tree);
  }

  void setJumps(int state, List<Integer> targets) {
    jumps.set(state, targets);
  }

  int tree(int state) {
    return roots.get(state);
  }

  List<Integer> jumps(int state) {
    return jumps.get(state);
  }

  /** The leaf that stands for an edge. */
  int leaf(int target, long marks) {
    int number =
        numbers.computeIfAbsent(
            new Edge(target, marks),
            edge -> {
              edges.add(edge);
              return edges.size();
            });
    return Mtbdd.leaf(number);
  }

  /** The edge that a leaf other than {@link #NO_EDGE} stands for. */
  Edge edge(int leaf) {
    return edges.get(Mtbdd.value(leaf) - 1);
  }

  /** The edges out of a state, each once, in the order of letters. */
  Set<Edge> edges(int state) {
    Set<Edge> found = new LinkedHashSet<>();
    collect(tree(state), found, new IntPairMap());
    return found;
  }

  /** Whether some letter leads nowhere. */
  boolean hasMissingLetters(int state) {
    return hasMissing(tree(state), new IntPairMap());
  }

  private boolean hasMissing(int tree, IntPairMap seen) {
    if (Mtbdd.isLeaf(tree)) {
      return tree == NO_EDGE;
    }
    if (seen.get(tree, 0) != IntPairMap.MISSING) {
      return false;
    }
    seen.put(tree, 0, 1);
    return hasMissing(trees.low(tree), seen) || hasMissing(trees.high(tree), seen);
  }

  private void collect(int tree, Set<Edge> found, IntPairMap seen) {
    if (tree == NO_EDGE || seen.get(tree, 0) != IntPairMap.MISSING) {
      return;
    }
    seen.put(tree, 0, 1);
    if (Mtbdd.isLeaf(tree)) {
      found.add(edge(tree));
    } else {
      collect(trees.low(tree), found, seen);
      collect(trees.high(tree), found, seen);
    }
  }

  /** What becomes of an edge. */
  @FunctionalInterface
  interface Relabeling {
    /** The leaf to put in its place. */
    int of(Edge edge);
  }

  /**
   * A diagram with its leaves replaced.
   *
   * @param known what was replaced so far, by the same relabeling
   */
  int relabeled(int tree, Relabeling relabeling, IntPairMap known) {
    return relabeled(tree, relabeling, NO_EDGE, known);
  }

  /**
   * A diagram with its leaves replaced.
   *
   * @param missing what takes the place of {@link #NO_EDGE}
   * @param known what was replaced so far, by the same relabeling
   */
  int relabeled(int tree, Relabeling relabeling, int missing, IntPairMap known) {
    if (tree == NO_EDGE) {
      return missing;
    }
    int result = known.get(tree, 0);
    if (result == IntPairMap.MISSING) {
      if (Mtbdd.isLeaf(tree)) {
        result = relabeling.of(edge(tree));
      } else {
        int low = relabeled(trees.low(tree), relabeling, missing, known);
        int high = relabeled(trees.high(tree), relabeling, missing, known);
        result = trees.node(trees.level(tree), low, high);
      }
      known.put(tree, 0, result);
    }
    return result;
  }
}
