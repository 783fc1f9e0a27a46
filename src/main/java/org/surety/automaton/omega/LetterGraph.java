package org.surety.automaton.omega;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.surety.automaton.Limits;

/**
 * An automaton while it is being reduced: lists of edges that carry sets of letter classes. States
 * are numbered from 0.
 */
final class LetterGraph {
  /** An edge. Its letters may change; the arrays are shared and never written to. */
  static final class Edge {
    final int target;
    long marks;
    long[] letters;

    Edge(int target, long marks, long[] letters) {
      this.target = target;
      this.marks = marks;
      this.letters = letters;
    }

    Edge to(int newTarget, long newMarks) {
      return new Edge(newTarget, newMarks, letters);
    }

    boolean isEmpty() {
      for (long word : letters) {
        if (word != 0) {
          return false;
        }
      }
      return true;
    }

    void remove(long[] others) {
      long[] left = letters.clone();
      for (int w = 0; w < left.length; w++) {
        left[w] &= ~others[w];
      }
      letters = left;
    }

    void add(long[] others) {
      long[] all = letters.clone();
      for (int w = 0; w < all.length; w++) {
        all[w] |= others[w];
      }
      letters = all;
    }
  }

  private final List<List<Edge>> out = new ArrayList<>();
  private List<Integer> initial = new ArrayList<>();

  static LetterGraph of(OmegaAutomaton automaton, LetterClasses classes, Limits limits) {
    LetterGraph graph = new LetterGraph();
    for (int s = 0; s < automaton.states(); s++) {
      graph.addState();
      for (int e = automaton.firstEdge(s); e < automaton.firstEdge(s + 1); e++) {
        limits.check(graph.states());
        graph.addEdge(
            s, new Edge(automaton.target(e), automaton.marks(e), classes.set(automaton.label(e))));
      }
    }
    graph.initial.addAll(automaton.initial());
    return graph;
  }

  int states() {
    return out.size();
  }

  int edges() {
    return out.stream().mapToInt(List::size).sum();
  }

  /** Number of longs that hold the letters of an edge. */
  int words() {
    for (List<Edge> edges : out) {
      if (!edges.isEmpty()) {
        return edges.get(0).letters.length;
      }
    }
    return 0;
  }

  List<Edge> edges(int state) {
    return out.get(state);
  }

  List<Integer> initial() {
    return initial;
  }

  void setInitial(List<Integer> states) {
    initial = new ArrayList<>(states);
  }

  int addState() {
    out.add(new ArrayList<>());
    return out.size() - 1;
  }

  /** Adds an edge, or its letters to one between the same states with the same marks. */
  void addEdge(int source, Edge edge) {
    for (Edge known : out.get(source)) {
      if (known.target == edge.target && known.marks == edge.marks) {
        known.add(edge.letters);
        return;
      }
    }
    out.get(source).add(edge);
  }

  /**
   * The graph of some of the states, and what is reachable of it; edges without letters go.
   *
   * @param replacement for each state the one that takes its place, or -1
   */
  LetterGraph replaced(int[] replacement) {
    LetterGraph result = new LetterGraph();
    int[] number = new int[states()];
    Arrays.fill(number, -1);
    List<Integer> open = new ArrayList<>();
    for (int s : initial) {
      int t = replacement[s];
      if (t >= 0) {
        if (number[t] < 0) {
          number[t] = result.addState();
          open.add(t);
        }
        if (!result.initial.contains(number[t])) {
          result.initial.add(number[t]);
        }
      }
    }
    for (int next = 0; next < open.size(); next++) {
      int s = open.get(next);
      for (Edge edge : edges(s)) {
        int t = replacement[edge.target];
        if (t < 0 || edge.isEmpty()) {
          continue;
        }
        if (number[t] < 0) {
          number[t] = result.addState();
          open.add(t);
        }
        result.addEdge(number[s], edge.to(number[t], edge.marks));
      }
    }
    return result;
  }

  LetterGraph copy() {
    LetterGraph result = new LetterGraph();
    for (List<Edge> edges : out) {
      List<Edge> copied = result.edges(result.addState());
      edges.forEach(edge -> copied.add(edge.to(edge.target, edge.marks)));
    }
    result.initial.addAll(initial);
    return result;
  }

  /** The graph with all edges turned round. */
  LetterGraph reversed() {
    LetterGraph result = new LetterGraph();
    out.forEach(edges -> result.addState());
    for (int s = 0; s < states(); s++) {
      for (Edge edge : edges(s)) {
        result.out.get(edge.target).add(new Edge(s, edge.marks, edge.letters));
      }
    }
    result.initial.addAll(initial);
    return result;
  }

  /**
   * The strongly connected component of each state (Tarjan, SIAM J. Comput. 1972); edges lead to
   * the same or a lower number.
   */
  int[] components() {
    return components(edge -> true);
  }

  /** Likewise, with only some of the edges. */
  int[] components(Predicate<Edge> allowed) {
    int n = states();
    int[] component = new int[n];
    int[] number = new int[n];
    int[] low = new int[n];
    int[] next = new int[n];
    int[] stack = new int[n];
    int[] path = new int[n];
    Arrays.fill(component, -1);
    int stacked = 0;
    int numbered = 0;
    int components = 0;
    for (int root = 0; root < n; root++) {
      if (number[root] != 0) {
        continue;
      }
      int depth = 0;
      path[0] = root;
      number[root] = low[root] = ++numbered;
      stack[stacked++] = root;
      while (depth >= 0) {
        int s = path[depth];
        List<Edge> edges = edges(s);
        if (next[s] < edges.size()) {
          Edge edge = edges.get(next[s]++);
          int t = edge.target;
          if (!allowed.test(edge)) {
            continue;
          }
          if (number[t] == 0) {
            number[t] = low[t] = ++numbered;
            stack[stacked++] = t;
            path[++depth] = t;
          } else if (component[t] < 0) {
            low[s] = Math.min(low[s], number[t]);
          }
          continue;
        }
        if (low[s] == number[s]) {
          int t;
          do {
            t = stack[--stacked];
            component[t] = components;
          } while (t != s);
          components++;
        }
        depth--;
        if (depth >= 0) {
          low[path[depth]] = Math.min(low[path[depth]], low[s]);
        }
      }
    }
    return component;
  }

  /** The graph as an automaton whose builder has no states yet. */
  OmegaAutomaton toAutomaton(OmegaAutomaton.Builder builder, LetterClasses classes) {
    out.forEach(edges -> builder.addState());
    initial.forEach(builder::addInitial);
    for (int s = 0; s < states(); s++) {
      for (Edge edge : edges(s)) {
        builder.addEdge(s, classes.label(edge.letters), edge.target, edge.marks);
      }
    }
    return builder.build();
  }
}
