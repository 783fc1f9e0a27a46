package org.surety.automaton.omega;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.surety.automaton.Limits;
import org.surety.automaton.omega.LetterGraph.Edge;

/**
 * From generalized Büchi acceptance to one set, and from edges to states, by copies of states that
 * remember which set is waited for (Gastin and Oddoux, CAV 2001), component by component (Babiak et
 * al., "Compositional approach to suspension and other improvements to LTL translation", SPIN
 * 2013).
 *
 * <p>All copies of a state accept the same words, since acceptance forgets prefixes. So of the
 * copies of a component only a part without a way out is kept, which has copies of all its states,
 * and edges from outside may lead to any of them; orders of the sets are tried for the smallest.
 */
final class Degeneralization {
  /** Most copies that are looked at to choose an order for one component. */
  private static final int BUDGET = 20_000;

  private final LetterGraph graph;
  private final Limits limits;
  private final int[] component;
  private final List<List<Integer>> members = new ArrayList<>();

  private Degeneralization(LetterGraph graph, Limits limits) {
    this.graph = graph;
    this.limits = limits;
    this.component = graph.components();
    for (int s = 0; s < graph.states(); s++) {
      while (members.size() <= component[s]) {
        members.add(new ArrayList<>());
      }
      members.get(component[s]).add(s);
    }
  }

  /** What a copy remembers, and what it does with the marks of an edge. */
  private interface Memory {
    /** The memory after an edge, shifted left by one, plus 1 if the edge is marked. */
    int after(int memory, int source, Edge edge);
  }

  /** An equivalent graph with one set, on edges. */
  static LetterGraph toOneSet(LetterGraph graph, int sets, Limits limits) {
    Degeneralization d = new Degeneralization(graph, limits);
    long[] marks = RecurrenceMarks.innerMarks(graph, d.component);
    return d.unfold(
        c ->
            marks[c] == RecurrenceMarks.all(sets)
                ? d.memories(c, sets)
                : List.<Memory>of((memory, source, edge) -> 0));
  }

  /**
   * An equivalent graph with one set, on states: all edges out of a state are marked, or none.
   *
   * @param full states such that all cycles through them are accepted
   */
  static LetterGraph toStates(LetterGraph graph, int sets, boolean[] full, Limits limits) {
    Degeneralization d = new Degeneralization(graph, limits);
    long[] marks = RecurrenceMarks.innerMarks(graph, d.component);
    return d.unfold(
        c ->
            marks[c] == RecurrenceMarks.all(sets)
                ? d.stateMemories(c, sets, full)
                : List.<Memory>of((memory, source, edge) -> 0));
  }

  private List<Memory> stateMemories(int c, int sets, boolean[] full) {
    List<Memory> result = new ArrayList<>();
    for (int[] order : orders(c, sets)) {
      result.add((memory, source, edge) -> advanceState(order, memory, source, edge, full));
    }
    return result;
  }

  /**
   * A copy that remembers {@code order.length} has seen all sets, and is marked; so are copies of
   * states that all cycles through are accepted, and these need remember nothing.
   */
  private static int advanceState(int[] order, int memory, int source, Edge edge, boolean[] full) {
    int k = order.length;
    int mark = memory == k || full[source] ? 1 : 0;
    int waiting = mark == 1 ? 0 : memory;
    if (full[edge.target]) {
      return mark;
    }
    while (waiting < k && (edge.marks >> order[waiting] & 1) == 1) {
      waiting++;
    }
    if (full[source] && waiting == k) {
      // All of the edge's marks were counted where it starts.
      waiting = 0;
    }
    return waiting << 1 | mark;
  }

  private List<int[]> orders(int c, int sets) {
    long kept = neededSets(c, sets);
    int[] needed = new int[Long.bitCount(kept)];
    for (int k = 0; k < needed.length; k++) {
      needed[k] = Long.numberOfTrailingZeros(kept);
      kept &= kept - 1;
    }
    List<int[]> orders = new ArrayList<>();
    int most = Math.max(2, BUDGET / (members.get(c).size() * Math.max(1, needed.length)));
    permutations(needed, 0, orders, most);
    return orders;
  }

  private List<Memory> memories(int c, int sets) {
    List<Memory> result = new ArrayList<>();
    for (int[] order : orders(c, sets)) {
      result.add((memory, source, edge) -> advance(order, memory, edge.marks, true));
      if (order.length > 1) {
        result.add((memory, source, edge) -> advance(order, memory, edge.marks, false));
      }
    }
    return result;
  }

  /** Sets of a component without those that are on every edge another is on. */
  private long neededSets(int c, int sets) {
    long kept = RecurrenceMarks.all(sets);
    for (int i = 0; i < sets; i++) {
      long implies = kept & ~(1L << i);
      for (int s : members.get(c)) {
        for (Edge edge : graph.edges(s)) {
          if (component[edge.target] == c && (edge.marks >> i & 1) == 0) {
            implies &= ~edge.marks;
          }
        }
      }
      if (implies != 0) {
        kept &= ~(1L << i);
      }
    }
    return kept;
  }

  /**
   * Appends orders of the elements from {@code from} on, while there are fewer than {@code most}.
   */
  private static void permutations(int[] order, int from, List<int[]> result, int most) {
    if (result.size() >= most) {
      return;
    }
    if (from >= order.length) {
      result.add(order.clone());
      return;
    }
    for (int k = from; k < order.length; k++) {
      swap(order, from, k);
      permutations(order, from + 1, result, most);
      swap(order, from, k);
    }
  }

  private static void swap(int[] order, int i, int j) {
    int kept = order[i];
    order[i] = order[j];
    order[j] = kept;
  }

  private static int advance(int[] order, int memory, long marks, boolean carryOn) {
    int seen = 0;
    int k = order.length;
    while (seen < k && (marks >> order[(memory + seen) % k] & 1) == 1) {
      seen++;
    }
    boolean round = memory + seen >= k;
    if (!round) {
      return (memory + seen) << 1;
    }
    return carryOn && k > 0 ? ((memory + seen) % k) << 1 | 1 : 1;
  }

  /** Chooses the smallest copies of each component and puts them together. */
  private LetterGraph unfold(IntFunction<List<Memory>> choices) {
    int components = members.size();
    LetterGraph result = new LetterGraph();
    int[] entry = new int[graph.states()];
    Arrays.fill(entry, -1);
    List<Map<Long, Integer>> numbers = new ArrayList<>();
    List<Memory> chosen = new ArrayList<>();
    for (int c = 0; c < components; c++) {
      List<Memory> memories = choices.apply(c);
      Memory memory = memories.get(0);
      List<Long> best = copies(c, memory);
      for (Memory candidate : memories.subList(1, memories.size())) {
        if (best.size() == members.get(c).size()) {
          break;
        }
        List<Long> copies = copies(c, candidate);
        if (copies.size() < best.size()) {
          best = copies;
          memory = candidate;
        }
      }
      chosen.add(memory);
      Map<Long, Integer> number = new HashMap<>();
      for (long node : best) {
        int copy = result.addState();
        limits.check(copy + 1);
        number.put(node, copy);
        int s = (int) (node >> 32);
        if (entry[s] < 0) {
          entry[s] = copy;
        }
      }
      numbers.add(number);
    }
    for (int c = 0; c < components; c++) {
      for (Map.Entry<Long, Integer> node : numbers.get(c).entrySet()) {
        int s = (int) (node.getKey() >> 32);
        int memory = (int) (long) node.getKey();
        for (Edge edge : graph.edges(s)) {
          if (component[edge.target] != c) {
            result.addEdge(node.getValue(), edge.to(entry[edge.target], 0));
          } else {
            int after = chosen.get(c).after(memory, s, edge);
            Integer target = numbers.get(c).get((long) edge.target << 32 | after >> 1);
            if (target == null) {
              throw new AssertionError("a way out of a part without one");
            }
            result.addEdge(node.getValue(), edge.to(target, after & 1));
          }
        }
      }
    }
    result.setInitial(graph.initial().stream().map(s -> entry[s]).toList());
    return result;
  }

  /** A part of the copies of a component without a way out of it, as state and memory. */
  private List<Long> copies(int c, Memory memory) {
    List<Long> nodes = new ArrayList<>();
    Map<Long, Integer> number = new HashMap<>();
    LetterGraph copies = new LetterGraph();
    long first = (long) members.get(c).get(0) << 32;
    number.put(first, copies.addState());
    nodes.add(first);
    for (int next = 0; next < nodes.size(); next++) {
      int s = (int) (nodes.get(next) >> 32);
      int before = (int) (long) nodes.get(next);
      for (Edge edge : graph.edges(s)) {
        if (component[edge.target] == c) {
          long node = (long) edge.target << 32 | memory.after(before, s, edge) >> 1;
          Integer known = number.get(node);
          if (known == null) {
            known = copies.addState();
            limits.check(known + 1);
            number.put(node, known);
            nodes.add(node);
          }
          copies.edges(next).add(new Edge(known, 0, edge.letters));
        }
      }
    }
    // Components are numbered from those without a way out.
    int[] part = copies.components();
    int[] size = new int[nodes.size()];
    boolean[] leaves = new boolean[nodes.size()];
    for (int v = 0; v < nodes.size(); v++) {
      size[part[v]]++;
      for (Edge edge : copies.edges(v)) {
        leaves[part[v]] |= part[edge.target] != part[v];
      }
    }
    int best = -1;
    for (int v = 0; v < nodes.size(); v++) {
      if (!leaves[part[v]] && (best < 0 || size[part[v]] < size[best])) {
        best = part[v];
      }
    }
    List<Long> kept = new ArrayList<>();
    for (int v = 0; v < nodes.size(); v++) {
      if (part[v] == best) {
        kept.add(nodes.get(v));
      }
    }
    return kept;
  }
}
