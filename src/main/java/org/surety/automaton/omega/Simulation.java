package org.surety.automaton.omega;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.surety.automaton.Limits;
import org.surety.automaton.omega.LetterGraph.Edge;

/**
 * Which states simulate which: every letter that one can take, the other can take too, to a state
 * that simulates again and with marks that are no worse. The greatest such relation, by refinement
 * from above (Henzinger, Henzinger and Kopke, FOCS 1995).
 */
final class Simulation {
  private final LetterGraph graph;
  private final Limits limits;
  private final long[][] simulators;

  private Simulation(LetterGraph graph, Limits limits) {
    this.graph = graph;
    this.limits = limits;
    int words = (graph.states() + 63) >> 6;
    simulators = new long[graph.states()][words];
  }

  /** Whether an edge with other marks is as good in a run. */
  @FunctionalInterface
  interface Dominance {
    /** Whether {@code by}, out of state t, is as good as {@code edge}, out of state s. */
    boolean holds(int s, Edge edge, int t, Edge by);
  }

  /** Which pairs of states are looked at. */
  @FunctionalInterface
  interface Candidates {
    /** Whether t may simulate s. */
    boolean contain(int s, int t);
  }

  /**
   * The relation.
   *
   * @param candidates whether t may simulate s at all; a preorder
   */
  static Simulation of(
      LetterGraph graph, Candidates candidates, Dominance dominance, Limits limits) {
    Simulation result = new Simulation(graph, limits);
    result.start(candidates);
    result.refine(dominance);
    return result;
  }

  /** Whether t simulates s. */
  boolean simulates(int s, int t) {
    return (simulators[s][t >> 6] >> t & 1) == 1;
  }

  /** Whether the two simulate each other. */
  boolean isEquivalent(int s, int t) {
    return simulates(s, t) && simulates(t, s);
  }

  private void start(Candidates candidates) {
    int n = graph.states();
    long[][] enabled = new long[n][];
    for (int s = 0; s < n; s++) {
      for (Edge edge : graph.edges(s)) {
        if (enabled[s] == null) {
          enabled[s] = edge.letters.clone();
        } else {
          for (int w = 0; w < edge.letters.length; w++) {
            enabled[s][w] |= edge.letters[w];
          }
        }
      }
    }
    for (int s = 0; s < n; s++) {
      for (int t = 0; t < n; t++) {
        if (candidates.contain(s, t) && isWithin(enabled[s], enabled[t])) {
          simulators[s][t >> 6] |= 1L << t;
        }
      }
    }
  }

  private static boolean isWithin(long[] a, long[] b) {
    if (a == null || b == null) {
      return a == null;
    }
    for (int w = 0; w < a.length; w++) {
      if ((a[w] & ~b[w]) != 0) {
        return false;
      }
    }
    return true;
  }

  private void refine(Dominance dominance) {
    int n = graph.states();
    List<List<Integer>> predecessors = new ArrayList<>();
    for (int s = 0; s < n; s++) {
      predecessors.add(new ArrayList<>());
    }
    for (int s = 0; s < n; s++) {
      for (Edge edge : graph.edges(s)) {
        predecessors.get(edge.target).add(s);
      }
    }
    boolean[] changed = new boolean[n];
    Arrays.fill(changed, true);
    boolean[] due = new boolean[n];
    while (true) {
      // A pair is looked at again if a successor of either has lost a simulator or a task.
      boolean any = false;
      Arrays.fill(due, false);
      for (int s = 0; s < n; s++) {
        if (changed[s]) {
          any = true;
          due[s] = true;
          predecessors.get(s).forEach(p -> due[p] = true);
        }
      }
      if (!any) {
        return;
      }
      Arrays.fill(changed, false);
      for (int s = 0; s < n; s++) {
        if (!due[s]) {
          continue;
        }
        limits.check(n);
        for (int t = 0; t < n; t++) {
          if (s != t && simulates(s, t) && !matches(s, t, dominance)) {
            simulators[s][t >> 6] &= ~(1L << t);
            changed[s] = true;
          }
        }
      }
    }
  }

  private boolean matches(int s, int t, Dominance dominance) {
    for (Edge edge : graph.edges(s)) {
      int words = edge.letters.length;
      if (words == 1) {
        long left = edge.letters[0];
        for (Edge by : graph.edges(t)) {
          if ((left & by.letters[0]) != 0
              && simulates(edge.target, by.target)
              && dominance.holds(s, edge, t, by)) {
            left &= ~by.letters[0];
          }
        }
        if (left != 0) {
          return false;
        }
      } else {
        Edge left = edge.to(edge.target, edge.marks);
        for (Edge by : graph.edges(t)) {
          if (simulates(edge.target, by.target) && dominance.holds(s, edge, t, by)) {
            left.remove(by.letters);
          }
        }
        if (!left.isEmpty()) {
          return false;
        }
      }
    }
    return true;
  }
}
