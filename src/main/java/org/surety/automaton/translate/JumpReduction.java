package org.surety.automaton.translate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.surety.automaton.IntPairMap;
import org.surety.automaton.translate.JumpGraph.Edge;

/**
 * Smaller graphs of the same language: without states that accept nothing, marked wherever that
 * changes nothing, and without states that do the same as others.
 *
 * <p>Time O(n m) at worst for n states with m tree nodes in all, and rounds are few in practice.
 */
final class JumpReduction {
  private static final int NOT_WEAK = Integer.MIN_VALUE;

  private final JumpGraph graph;
  private final long allSets;

  private JumpReduction(JumpGraph graph, int sets) {
    this.graph = graph;
    this.allSets = (1L << sets) - 1;
  }

  /**
   * The reduced graph.
   *
   * @param sets number of acceptance sets of a generalized Büchi condition
   */
  static JumpGraph of(JumpGraph graph, int sets) {
    if (graph.states() == 0) {
      return graph;
    }
    JumpGraph trimmed = new JumpReduction(graph, sets).trimmed();
    if (trimmed.states() == 0) {
      return trimmed;
    }
    JumpGraph marked = new JumpReduction(trimmed, sets).saturated();
    JumpGraph colored = new JumpReduction(marked, sets).colored();
    JumpGraph quotient = new JumpReduction(colored, sets).quotient();
    return new JumpReduction(quotient, sets).withoutMarksBetweenComponents();
  }

  /**
   * The complement of a deterministic Büchi automaton, complete, if it is weak without its states
   * that accept nothing: if no component has both a cycle that is accepted and one that is not.
   */
  static Optional<JumpGraph> complementIfWeak(JumpGraph graph) {
    JumpGraph trimmed = new JumpReduction(graph, 1).trimmed();
    JumpGraph marked = new JumpReduction(trimmed, 1).saturated();
    return new JumpReduction(marked, 1).complementIfWeak();
  }

  private Optional<JumpGraph> complementIfWeak() {
    LazyComponents components = components(edge -> true);
    Map<Integer, Long> marks = new HashMap<>();
    for (int s = 0; s < graph.states(); s++) {
      for (Edge edge : graph.edges(s)) {
        int component = components.of(s);
        if (component == components.of(edge.target())
            && marks.merge(component, edge.marks(), (a, b) -> a.equals(b) ? a : -1L) < 0) {
          return Optional.empty();
        }
      }
    }
    JumpGraph result = graph.sharingTrees();
    for (int s = 0; s <= graph.states(); s++) {
      result.addState();
    }
    int sink = graph.states() == 0 ? 0 : graph.states();
    for (int s = 0; s < graph.states(); s++) {
      long inverted = 1 - marks.getOrDefault(components.of(s), 1L);
      result.setTree(
          s,
          graph.relabeled(
              graph.tree(s),
              edge -> result.leaf(edge.target(), inverted),
              result.leaf(sink, 1),
              new IntPairMap()));
    }
    result.setTree(sink, result.leaf(sink, 1));
    return Optional.of(result);
  }

  private int[] targets(int state, Predicate<Edge> wanted) {
    return graph.edges(state).stream().filter(wanted).mapToInt(Edge::target).distinct().toArray();
  }

  private LazyComponents components(Predicate<Edge> wanted) {
    return new LazyComponents(s -> targets(s, wanted));
  }

  // --- States that accept something
  // ---------------------------------------------------------------

  private JumpGraph trimmed() {
    if (graph.states() == 0) {
      return graph;
    }
    BitSet live = live();
    return rebuilt(live::get, edge -> live.get(edge.target()) ? edge.marks() : -1);
  }

  private BitSet live() {
    LazyComponents components = components(edge -> true);
    Map<Integer, Long> marks = new HashMap<>();
    for (int s = 0; s < graph.states(); s++) {
      for (Edge edge : graph.edges(s)) {
        if (components.of(edge.target()) == components.of(s)) {
          marks.merge(components.of(s), edge.marks(), (a, b) -> a | b);
        }
      }
    }
    BitSet live = new BitSet();
    Deque<Integer> open = new ArrayDeque<>();
    List<List<Integer>> sources = sources();
    for (int s = 0; s < graph.states(); s++) {
      if (marks.getOrDefault(components.of(s), -1L) == allSets) {
        live.set(s);
        open.add(s);
      }
    }
    while (!open.isEmpty()) {
      for (int source : sources.get(open.remove())) {
        if (!live.get(source)) {
          live.set(source);
          open.add(source);
        }
      }
    }
    return live;
  }

  private List<List<Integer>> sources() {
    List<List<Integer>> sources =
        IntStream.range(0, graph.states()).<List<Integer>>mapToObj(s -> new ArrayList<>()).toList();
    for (int s = 0; s < graph.states(); s++) {
      for (int t : targets(s, edge -> true)) {
        sources.get(t).add(s);
      }
      for (int t : graph.jumps(s)) {
        sources.get(t).add(s);
      }
    }
    return sources;
  }

  // --- Marks ----------------------------------------------------------------------------------

  /** An edge on no cycle without the mark may have it: every cycle through it does already. */
  private JumpGraph saturated() {
    Map<Integer, LazyComponents> without = new HashMap<>();
    for (int set = 0; 1L << set <= allSets; set++) {
      long mark = 1L << set;
      without.put(set, components(edge -> (edge.marks() & mark) == 0));
    }
    return remarked(
        (source, edge) -> {
          long marks = edge.marks();
          for (Map.Entry<Integer, LazyComponents> entry : without.entrySet()) {
            LazyComponents components = entry.getValue();
            if (components.of(source) != components.of(edge.target())) {
              marks |= 1L << entry.getKey();
            }
          }
          return marks;
        });
  }

  /** Marks that no cycle has mean nothing; a learner would be rewarded for them. */
  private JumpGraph withoutMarksBetweenComponents() {
    LazyComponents components = components(edge -> true);
    return remarked(
        (source, edge) -> components.of(source) == components.of(edge.target()) ? edge.marks() : 0);
  }

  private interface Marking {
    long of(int source, Edge edge);
  }

  private JumpGraph remarked(Marking marking) {
    JumpGraph result = graph.sharingTrees();
    for (int s = 0; s < graph.states(); s++) {
      result.addState();
    }
    for (int s = 0; s < graph.states(); s++) {
      int source = s;
      result.setTree(
          s,
          graph.relabeled(
              graph.tree(s),
              edge -> result.leaf(edge.target(), marking.of(source, edge)),
              new IntPairMap()));
      result.setJumps(s, graph.jumps(s));
    }
    return result;
  }

  /**
   * Where only weak components can be reached, the marks that make states of one language bisimilar
   * (Löding, "Efficient minimization of deterministic weak ω-automata", IPL 2001): every state gets
   * the largest color that the parities of its component and the colors of its successors allow,
   * and all its edges are marked if the color is even.
   */
  private JumpGraph colored() {
    LazyComponents components = components(edge -> true);
    int[] order =
        IntStream.range(0, graph.states()).map(components::of).sorted().distinct().toArray();
    // Successors first.
    int[] colors = new int[order.length];
    for (int component : order) {
      colors[component] = color(component, components, colors);
    }
    return remarked(
        (source, edge) -> {
          int color = colors[components.of(source)];
          return color == NOT_WEAK ? edge.marks() : color % 2 == 0 ? allSets : 0;
        });
  }

  private int color(int component, LazyComponents components, int[] colors) {
    int largest = 0;
    boolean accepts = false;
    boolean rejects = false;
    for (int s : components.membersOf(component)) {
      if (!graph.jumps(s).isEmpty()) {
        return NOT_WEAK;
      }
      if (graph.hasMissingLetters(s)) {
        largest = Math.min(largest, -1);
      }
      for (Edge edge : graph.edges(s)) {
        int target = components.of(edge.target());
        if (target == component) {
          accepts |= edge.marks() == allSets;
          rejects |= edge.marks() != allSets;
        } else {
          largest = Math.min(largest, colors[target]);
        }
      }
    }
    if (largest == NOT_WEAK || (accepts && rejects)) {
      return NOT_WEAK;
    }
    boolean fits = !(accepts || rejects) || (largest % 2 == 0) == accepts;
    return fits ? largest : largest - 1;
  }

  // --- Bisimulation -----------------------------------------------------------------------------

  /** The signature of a state: its letters with blocks for targets, and the blocks it jumps to. */
  private record Signature(int tree, List<Integer> jumps) {}

  private JumpGraph quotient() {
    int[] block = new int[graph.states()];
    int blocks = 1;
    while (true) {
      int[] current = block;
      JumpGraph signatures = graph.sharingTrees();
      IntPairMap known = new IntPairMap();
      Map<Signature, Integer> numbers = new HashMap<>();
      int[] next = new int[block.length];
      for (int s = 0; s < next.length; s++) {
        int tree =
            graph.relabeled(
                graph.tree(s),
                edge -> signatures.leaf(current[edge.target()], edge.marks()),
                known);
        List<Integer> jumps =
            List.copyOf(
                new TreeSet<>(graph.jumps(s).stream().map(target -> current[target]).toList()));
        next[s] = numbers.computeIfAbsent(new Signature(tree, jumps), key -> numbers.size());
      }
      if (numbers.size() == blocks) {
        return blocks == block.length ? graph : merged(block, blocks);
      }
      block = next;
      blocks = numbers.size();
    }
  }

  private JumpGraph merged(int[] block, int blocks) {
    int[] first = new int[blocks];
    for (int s = block.length - 1; s >= 0; s--) {
      first[block[s]] = s;
    }
    BitSet kept = new BitSet();
    IntStream.of(first).forEach(kept::set);
    JumpGraph renamed = graph.sharingTrees();
    IntFunction<Integer> representative = s -> first[block[s]];
    IntPairMap known = new IntPairMap();
    for (int s = 0; s < graph.states(); s++) {
      renamed.addState();
    }
    for (int s = 0; s < graph.states(); s++) {
      renamed.setTree(
          s,
          graph.relabeled(
              graph.tree(s),
              edge -> renamed.leaf(representative.apply(edge.target()), edge.marks()),
              known));
      renamed.setJumps(s, graph.jumps(s).stream().map(representative::apply).distinct().toList());
    }
    return new JumpReduction(renamed, 0).rebuilt(kept::get, Edge::marks);
  }

  private interface Kept {
    boolean test(int state);
  }

  private interface NewMarks {
    /** Negative: the edge goes. */
    long of(Edge edge);
  }

  /** The reachable part of the states to keep, numbered breadth first; none if 0 is not kept. */
  private JumpGraph rebuilt(Kept kept, NewMarks marks) {
    JumpGraph result = graph.sharingTrees();
    if (!kept.test(0)) {
      return result;
    }
    Map<Integer, Integer> numbers = new HashMap<>();
    List<Integer> order = new ArrayList<>();
    IntFunction<Integer> number =
        s ->
            numbers.computeIfAbsent(
                s,
                key -> {
                  order.add(key);
                  return result.addState();
                });
    int first = number.apply(0);
    IntPairMap known = new IntPairMap();
    for (int n = first; n < order.size(); n++) {
      int s = order.get(n);
      int tree =
          graph.relabeled(
              graph.tree(s),
              edge ->
                  marks.of(edge) < 0
                      ? JumpGraph.NO_EDGE
                      : result.leaf(number.apply(edge.target()), marks.of(edge)),
              known);
      result.setTree(n, tree);
      result.setJumps(n, graph.jumps(s).stream().filter(kept::test).map(number::apply).toList());
    }
    return result;
  }
}
