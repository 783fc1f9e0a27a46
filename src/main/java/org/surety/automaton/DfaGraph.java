package org.surety.automaton;

import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jgrapht.Graph;
import org.jgrapht.alg.connectivity.GabowStrongConnectivityInspector;
import org.jgrapht.graph.DefaultDirectedGraph;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.traverse.TopologicalOrderIterator;

/** The states of an automaton as a graph: an edge wherever some letter leads. */
public final class DfaGraph {
  private DfaGraph() {}

  /** The graph of all states, self-loops included. */
  public static Graph<Integer, DefaultEdge> of(Dfa dfa) {
    Graph<Integer, DefaultEdge> graph = new DefaultDirectedGraph<>(DefaultEdge.class);
    for (int s = 0; s < dfa.states(); s++) {
      graph.addVertex(s);
    }
    for (int s = 0; s < dfa.states(); s++) {
      for (int t : successors(dfa, s)) {
        graph.addEdge(s, t);
      }
    }
    return graph;
  }

  /** The states one letter away from a state. */
  public static SortedSet<Integer> successors(Dfa dfa, int state) {
    SortedSet<Integer> found = new TreeSet<>();
    collectLeaves(dfa, dfa.tree(state), found, new BitSet());
    return found;
  }

  private static void collectLeaves(Dfa dfa, int tree, Set<Integer> found, BitSet seen) {
    if (Mtbdd.isLeaf(tree)) {
      found.add(Mtbdd.value(tree));
    } else if (!seen.get(tree)) {
      seen.set(tree);
      collectLeaves(dfa, dfa.low(tree), found, seen);
      collectLeaves(dfa, dfa.high(tree), found, seen);
    }
  }

  /** The states that some non-empty word leads to: all but perhaps the initial one. */
  static SortedSet<Integer> statesBehindALetter(Dfa dfa) {
    SortedSet<Integer> found = new TreeSet<>();
    for (int s = 0; s < dfa.states(); s++) {
      collectLeaves(dfa, dfa.tree(s), found, new BitSet());
    }
    return found;
  }

  /** The strongly connected components (Gabow, IPL 2000), in linear time. */
  public static List<Set<Integer>> components(Dfa dfa) {
    return new GabowStrongConnectivityInspector<>(of(dfa)).stronglyConnectedSets();
  }

  /**
   * The horizon from which no verdict changes any more, whatever the word: that of a property with
   * windows only, such as 22 for {@code F[0,22] goal}. Empty if some verdict can stay open for
   * ever.
   */
  public static OptionalInt settlingHorizon(Dfa dfa) {
    Graph<Integer, DefaultEdge> undecided = of(dfa);
    for (int s = 0; s < dfa.states(); s++) {
      if (dfa.satisfiedForGood(s) || dfa.violatedForGood(s)) {
        undecided.removeVertex(s);
      }
    }
    for (Set<Integer> component :
        new GabowStrongConnectivityInspector<>(undecided).stronglyConnectedSets()) {
      int state = component.iterator().next();
      if (component.size() > 1 || undecided.containsEdge(state, state)) {
        return OptionalInt.empty();
      }
    }
    // Acyclic: the longest path of undecided states, plus the letter that decides.
    int[] letters = new int[dfa.states()];
    int longest = 0;
    for (TopologicalOrderIterator<Integer, DefaultEdge> order =
            new TopologicalOrderIterator<>(undecided);
        order.hasNext(); ) {
      int s = order.next();
      longest = Math.max(longest, letters[s] + 1);
      for (DefaultEdge edge : undecided.outgoingEdgesOf(s)) {
        int t = undecided.getEdgeTarget(edge);
        letters[t] = Math.max(letters[t], letters[s] + 1);
      }
    }
    return OptionalInt.of(Math.max(longest - 1, 0));
  }
}
