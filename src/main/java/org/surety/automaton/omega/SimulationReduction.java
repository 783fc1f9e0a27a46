package org.surety.automaton.omega;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.surety.automaton.Limits;
import org.surety.automaton.omega.LetterGraph.Edge;

/** Steps that make an automaton smaller by what its states simulate. Each keeps the language. */
final class SimulationReduction {
  /** Most pairs of edges that are compared letter by letter, 64 at a time. */
  private static final long MAX_WORK = 20_000_000;

  private final long inf;
  private final long fin;
  private final Limits limits;

  /**
   * For automata of this acceptance condition.
   *
   * @param inf sets that help a run when they recur
   * @param fin sets that hurt it
   */
  SimulationReduction(long inf, long fin, Limits limits) {
    this.inf = inf;
    this.fin = fin;
    this.limits = limits;
  }

  private static boolean isTooLarge(LetterGraph graph) {
    long edges = graph.edges();
    return edges * edges * graph.words() > MAX_WORK;
  }

  private boolean isNoWorse(long marks, long by) {
    return (marks & inf & ~by) == 0 && (by & fin & ~marks) == 0;
  }

  /**
   * The quotient by direct simulation (Dill, Hu and Wong-Toi, CAV 1991; Etessami, Wilke and
   * Schuller, ICALP 2001): equivalent states become one, which keeps its own edges only, and a
   * letter is taken from an edge if another leads to a better state with no worse marks.
   */
  LetterGraph forward(LetterGraph graph) {
    if (isTooLarge(graph)) {
      return graph;
    }
    Simulation simulation =
        Simulation.of(
            graph, (s, t) -> true, (s, edge, t, by) -> isNoWorse(edge.marks, by.marks), limits);
    int[] representative = representatives(graph, simulation);
    prune(graph, simulation, representative);
    List<Integer> initial = new ArrayList<>();
    for (int s : graph.initial()) {
      boolean needed =
          graph.initial().stream()
              .noneMatch(
                  t ->
                      t != s
                          && simulation.simulates(s, t)
                          && (t < s || !simulation.simulates(t, s)));
      if (needed) {
        initial.add(s);
      }
    }
    graph.setInitial(initial);
    return graph.replaced(representative);
  }

  /**
   * The quotient by reverse simulation: like {@link #forward}, of the graph with edges turned
   * round, where only an initial state simulates an initial state (Somenzi and Bloem, CAV 2000).
   */
  LetterGraph backward(LetterGraph graph) {
    return backward(graph, new boolean[graph.states()]);
  }

  /** Likewise, for a graph with marks on states: they stay on states. */
  LetterGraph backwardOnStates(LetterGraph graph) {
    boolean[] marked = new boolean[graph.states()];
    for (int s = 0; s < graph.states(); s++) {
      marked[s] = graph.edges(s).stream().anyMatch(edge -> edge.marks != 0);
    }
    return backward(graph, marked);
  }

  private LetterGraph backward(LetterGraph graph, boolean[] marked) {
    if (isTooLarge(graph)) {
      return graph;
    }
    LetterGraph reversed = graph.reversed();
    boolean[] initial = new boolean[graph.states()];
    graph.initial().forEach(s -> initial[s] = true);
    Simulation simulation =
        Simulation.of(
            reversed,
            (s, t) -> (!initial[s] || initial[t]) && (!marked[s] || marked[t]),
            (s, edge, t, by) -> isNoWorse(edge.marks, by.marks),
            limits);
    int[] representative = representatives(reversed, simulation);
    prune(reversed, simulation, representative);
    // What leads into a state that is merged leads into its representative as well.
    LetterGraph merged = new LetterGraph();
    for (int s = 0; s < graph.states(); s++) {
      merged.addState();
    }
    for (int t = 0; t < graph.states(); t++) {
      if (representative[t] != t) {
        continue;
      }
      for (Edge edge : reversed.edges(t)) {
        if (!edge.isEmpty()) {
          merged.addEdge(representative[edge.target], new Edge(t, edge.marks, edge.letters));
        }
      }
    }
    merged.setInitial(graph.initial().stream().map(s -> representative[s]).distinct().toList());
    int[] same = new int[graph.states()];
    Arrays.setAll(same, s -> s);
    return merged.replaced(same);
  }

  /**
   * What a run does finitely often does not matter: edges between components match any marks.
   * States that then simulate each other accept the same words, and one is replaced by the other if
   * that lies in a component further down, so that a run is replaced finitely often only.
   */
  LetterGraph downward(LetterGraph graph) {
    if (isTooLarge(graph)) {
      return graph;
    }
    int[] component = graph.components();
    Simulation simulation =
        Simulation.of(
            graph,
            (s, t) -> true,
            (s, edge, t, by) ->
                component[s] != component[edge.target]
                    || component[t] != component[by.target]
                    || isNoWorse(edge.marks, by.marks),
            limits);
    int n = graph.states();
    for (int s = 0; s < n; s++) {
      for (Edge by : graph.edges(s)) {
        if (component[by.target] == component[s] || by.isEmpty()) {
          continue;
        }
        for (Edge edge : graph.edges(s)) {
          if (edge != by && simulation.simulates(edge.target, by.target)) {
            edge.remove(by.letters);
          }
        }
      }
    }
    int[] replacement = new int[n];
    for (int t = 0; t < n; t++) {
      int best = t;
      for (int s = 0; s < n; s++) {
        if (component[s] < component[best] && simulation.isEquivalent(s, t)) {
          best = s;
        }
      }
      replacement[t] = best;
    }
    return graph.replaced(replacement);
  }

  private static int[] representatives(LetterGraph graph, Simulation simulation) {
    int[] representative = new int[graph.states()];
    for (int s = 0; s < graph.states(); s++) {
      int t = 0;
      while (!simulation.isEquivalent(s, t)) {
        t++;
      }
      representative[s] = t;
    }
    return representative;
  }

  private void prune(LetterGraph graph, Simulation simulation, int[] representative) {
    for (int s = 0; s < graph.states(); s++) {
      if (representative[s] != s) {
        continue;
      }
      for (Edge by : graph.edges(s)) {
        for (Edge edge : graph.edges(s)) {
          if (edge != by
              && simulation.simulates(edge.target, by.target)
              && isNoWorse(edge.marks, by.marks)) {
            edge.remove(by.letters);
          }
        }
      }
    }
  }
}
