package org.surety.automaton.omega;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.surety.automaton.omega.LetterGraph.Edge;

/**
 * Marks of generalized Büchi automata, put into a form that depends less on how the automaton was
 * built. All steps keep the language: a run is accepted by the edges it takes infinitely often, and
 * these are strongly connected.
 */
final class RecurrenceMarks {
  private RecurrenceMarks() {}

  /** The graph without the states from which no run is accepted. */
  static LetterGraph trimmed(LetterGraph graph, int sets) {
    int n = graph.states();
    int[] component = graph.components();
    long[] marks = innerMarks(graph, component);
    boolean[] useful = new boolean[n];
    List<List<Integer>> members = new ArrayList<>();
    for (int s = 0; s < n; s++) {
      while (members.size() <= component[s]) {
        members.add(new ArrayList<>());
      }
      members.get(component[s]).add(s);
    }
    for (int c = 0; c < members.size(); c++) {
      for (int s : members.get(c)) {
        for (Edge edge : graph.edges(s)) {
          int d = component[edge.target];
          // Edges lead to lower numbers, which are known by now.
          useful[c] |= d == c ? marks[c] == all(sets) : useful[d];
        }
      }
    }
    int[] replacement = new int[n];
    Arrays.setAll(replacement, s -> useful[component[s]] ? s : -1);
    return graph.replaced(replacement);
  }

  /** All sets. */
  static long all(int sets) {
    return sets == Long.SIZE ? -1L : (1L << sets) - 1;
  }

  /** For each component the marks on edges within it. */
  static long[] innerMarks(LetterGraph graph, int[] component) {
    long[] marks = new long[graph.states()];
    for (int s = 0; s < graph.states(); s++) {
      for (Edge edge : graph.edges(s)) {
        if (component[s] == component[edge.target]) {
          marks[component[s]] |= edge.marks;
        }
      }
    }
    return marks;
  }

  /**
   * Takes marks from edges between components and from components without accepted runs, and gives
   * every other edge each mark that all cycles through it have.
   */
  static void saturate(LetterGraph graph, int sets) {
    int[] component = graph.components();
    long[] marks = innerMarks(graph, component);
    for (int s = 0; s < graph.states(); s++) {
      for (Edge edge : graph.edges(s)) {
        if (component[s] != component[edge.target] || marks[component[s]] != all(sets)) {
          edge.marks = 0;
        }
      }
    }
    for (int set = 0; set < sets; set++) {
      long bit = 1L << set;
      int[] without = graph.components(edge -> (edge.marks & bit) == 0);
      for (int s = 0; s < graph.states(); s++) {
        for (Edge edge : graph.edges(s)) {
          int c = component[s];
          if (c == component[edge.target]
              && marks[c] == all(sets)
              && without[s] != without[edge.target]) {
            edge.marks |= bit;
          }
        }
      }
    }
  }

  /**
   * Takes away marks that all cycles through their edge have elsewhere, one after another, but none
   * from a state whose edges all have the mark.
   */
  static void desaturate(LetterGraph graph, int sets) {
    int[] component = graph.components();
    for (int set = 0; set < sets; set++) {
      long bit = 1L << set;
      for (int s = 0; s < graph.states(); s++) {
        int c = component[s];
        boolean every =
            graph.edges(s).stream()
                .allMatch(edge -> component[edge.target] != c || (edge.marks & bit) != 0);
        for (Edge edge : graph.edges(s)) {
          if (!every && component[edge.target] == c && (edge.marks & bit) != 0) {
            edge.marks &= ~bit;
            int[] without = graph.components(e -> (e.marks & bit) == 0);
            if (without[s] == without[edge.target]) {
              edge.marks |= bit;
            }
          }
        }
      }
    }
  }

  /**
   * For saturated marks: where all edges of a state have a mark, so have all edges into it; only
   * these keep it.
   */
  static void keepEntering(LetterGraph graph, int sets) {
    int n = graph.states();
    int[] component = graph.components();
    long[] common = new long[n];
    Arrays.fill(common, all(sets));
    for (int s = 0; s < n; s++) {
      for (Edge edge : graph.edges(s)) {
        if (component[s] == component[edge.target]) {
          common[s] &= edge.marks;
        }
      }
    }
    for (int s = 0; s < n; s++) {
      for (Edge edge : graph.edges(s)) {
        if (component[s] == component[edge.target]) {
          edge.marks &= ~(common[s] & ~common[edge.target]);
        }
      }
    }
  }

  /** For saturated marks: the states such that all cycles through them are accepted. */
  static boolean[] fullStates(LetterGraph graph, int sets) {
    int[] component = graph.components();
    boolean[] full = new boolean[graph.states()];
    for (int s = 0; s < graph.states(); s++) {
      boolean inner = false;
      boolean every = true;
      for (Edge edge : graph.edges(s)) {
        if (component[s] == component[edge.target]) {
          inner = true;
          every &= edge.marks == all(sets);
        }
      }
      full[s] = inner && every;
    }
    return full;
  }

  /**
   * Leaves out sets that recur whenever another does, and renumbers the others.
   *
   * @return how many are left
   */
  static int dropImplied(LetterGraph graph, int sets) {
    int[] component = graph.components();
    long[] marks = innerMarks(graph, component);
    // impliedBy[i] bit j: wherever j is, i is.
    long[] impliedBy = new long[sets];
    Arrays.fill(impliedBy, all(sets));
    for (int s = 0; s < graph.states(); s++) {
      for (Edge edge : graph.edges(s)) {
        if (component[s] == component[edge.target] && marks[component[s]] == all(sets)) {
          for (int set = 0; set < sets; set++) {
            if ((edge.marks >> set & 1) == 0) {
              impliedBy[set] &= ~edge.marks;
            }
          }
        }
      }
    }
    long kept = all(sets);
    for (int set = 0; set < sets; set++) {
      if ((impliedBy[set] & kept & ~(1L << set)) != 0) {
        kept &= ~(1L << set);
      }
    }
    if (kept != all(sets)) {
      for (int s = 0; s < graph.states(); s++) {
        for (Edge edge : graph.edges(s)) {
          edge.marks = compressed(edge.marks, kept);
        }
      }
    }
    return Long.bitCount(kept);
  }

  private static long compressed(long marks, long kept) {
    long result = 0;
    int next = 0;
    for (long left = kept; left != 0; left &= left - 1) {
      result |= (marks >> Long.numberOfTrailingZeros(left) & 1) << next++;
    }
    return result;
  }

  /**
   * With one set that is on all edges out of a state, or on none: marks as many states as the
   * language allows, with all their edges.
   */
  static void saturateStates(LetterGraph graph) {
    saturate(graph, 1);
    int[] component = graph.components();
    for (int s = 0; s < graph.states(); s++) {
      int c = component[s];
      boolean inner = graph.edges(s).stream().anyMatch(edge -> component[edge.target] == c);
      boolean marked =
          inner
              && graph.edges(s).stream()
                  .allMatch(edge -> component[edge.target] != c || edge.marks != 0);
      graph.edges(s).forEach(edge -> edge.marks = marked ? 1 : 0);
    }
  }
}
