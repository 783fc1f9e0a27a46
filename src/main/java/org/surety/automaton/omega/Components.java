package org.surety.automaton.omega;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Strongly connected components of a part of an automaton (Tarjan, SIAM J. Comput. 1972), without
 * recursion and in linear time.
 */
final class Components {
  private final OmegaAutomaton automaton;
  private final boolean[] allowed;
  private final int[] number;
  private final int[] low;
  private final int[] component;
  private final int[] nextEdge;
  private final int[] stack;
  private final int[] path;
  private int stacked;
  private int numbered;
  private int components;

  private Components(OmegaAutomaton automaton, boolean[] allowed) {
    this.automaton = automaton;
    this.allowed = allowed;
    number = new int[automaton.states()];
    low = new int[automaton.states()];
    component = new int[automaton.states()];
    nextEdge = new int[automaton.states()];
    stack = new int[automaton.states()];
    path = new int[automaton.states()];
    Arrays.fill(component, -1);
  }

  /**
   * The edges within each component that has any.
   *
   * @param edges the only edges that count, in any order
   */
  static List<int[]> of(OmegaAutomaton automaton, int[] edges) {
    boolean[] allowed = new boolean[automaton.edges()];
    for (int e : edges) {
      allowed[e] = true;
    }
    Components search = new Components(automaton, allowed);
    for (int e : edges) {
      if (search.number[automaton.source(e)] == 0) {
        search.visit(automaton.source(e));
      }
    }
    return search.innerEdges(edges);
  }

  private List<int[]> innerEdges(int[] edges) {
    int[] sizes = new int[components];
    for (int e : edges) {
      if (isInner(e)) {
        sizes[component[automaton.source(e)]]++;
      }
    }
    int[][] inner = new int[components][];
    Arrays.setAll(inner, c -> new int[sizes[c]]);
    for (int e : edges) {
      if (isInner(e)) {
        int c = component[automaton.source(e)];
        inner[c][inner[c].length - sizes[c]--] = e;
      }
    }
    List<int[]> found = new ArrayList<>();
    for (int[] part : inner) {
      if (part.length > 0) {
        found.add(part);
      }
    }
    return found;
  }

  private boolean isInner(int edge) {
    return component[automaton.source(edge)] == component[automaton.target(edge)];
  }

  private void visit(int root) {
    int depth = 0;
    path[0] = root;
    enter(root);
    while (depth >= 0) {
      int s = path[depth];
      if (nextEdge[s] == automaton.firstEdge(s + 1)) {
        leave(s);
        depth--;
        if (depth >= 0) {
          low[path[depth]] = Math.min(low[path[depth]], low[s]);
        }
        continue;
      }
      int e = nextEdge[s]++;
      int t = automaton.target(e);
      if (!allowed[e]) {
        continue;
      }
      if (number[t] == 0) {
        path[++depth] = t;
        enter(t);
      } else if (component[t] < 0) {
        low[s] = Math.min(low[s], number[t]);
      }
    }
  }

  private void enter(int s) {
    number[s] = ++numbered;
    low[s] = numbered;
    nextEdge[s] = automaton.firstEdge(s);
    stack[stacked++] = s;
  }

  private void leave(int s) {
    if (low[s] == number[s]) {
      int t;
      do {
        t = stack[--stacked];
        component[t] = components;
      } while (t != s);
      components++;
    }
  }
}
