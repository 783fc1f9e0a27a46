package org.surety.automaton.omega;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jgrapht.Graph;
import org.jgrapht.alg.connectivity.GabowStrongConnectivityInspector;
import org.jgrapht.graph.DirectedPseudograph;
import org.surety.automaton.omega.Condition.And;
import org.surety.automaton.omega.Condition.Constant;
import org.surety.automaton.omega.Condition.Fin;
import org.surety.automaton.omega.Condition.Inf;
import org.surety.automaton.omega.Condition.Or;

/**
 * Whether an automaton accepts an ultimately periodic word. It shares nothing with {@link
 * Emptiness}, so that the two can be held against each other: the condition becomes a disjunction
 * of conjunctions, and for each, edges of sets that must stop are deleted from the graph of
 * (position, state) and a strongly connected component with all sets that must recur is looked for.
 * Exponential in the condition at worst.
 */
public final class LassoAcceptance {
  /** Sets that must stop, and sets that must recur. */
  private record Conjunct(long stop, long recur) {}

  /** A step of a run; compared by identity, since steps may be parallel. */
  private static final class Step {
    final long marks;

    Step(long marks) {
      this.marks = marks;
    }
  }

  private LassoAcceptance() {}

  /** Whether some run on the word is accepted. Atoms that the word does not have are false. */
  public static boolean accepts(OmegaAutomaton automaton, LassoWord word) {
    Graph<Long, Step> runs = runs(automaton, word);
    for (Conjunct conjunct : conjuncts(automaton.acceptance().condition())) {
      Graph<Long, Step> rest = new DirectedPseudograph<>(Step.class);
      runs.vertexSet().forEach(rest::addVertex);
      for (Step step : runs.edgeSet()) {
        if ((step.marks & conjunct.stop) == 0) {
          rest.addEdge(runs.getEdgeSource(step), runs.getEdgeTarget(step), new Step(step.marks));
        }
      }
      for (Set<Long> component :
          new GabowStrongConnectivityInspector<>(rest).stronglyConnectedSets()) {
        if (recurs(rest, component, conjunct.recur)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean recurs(Graph<Long, Step> graph, Set<Long> component, long sets) {
    boolean cyclic = false;
    long marks = 0;
    for (long node : component) {
      for (Step step : graph.outgoingEdgesOf(node)) {
        if (component.contains(graph.getEdgeTarget(step))) {
          cyclic = true;
          marks |= step.marks;
        }
      }
    }
    return cyclic && (sets & ~marks) == 0;
  }

  /** Everything reachable: nodes are {@code state * length + position}. */
  private static Graph<Long, Step> runs(OmegaAutomaton automaton, LassoWord word) {
    Graph<Long, Step> graph = new DirectedPseudograph<>(Step.class);
    List<Long> open = new ArrayList<>();
    for (int s : automaton.initial()) {
      graph.addVertex((long) s * word.length());
      open.add((long) s * word.length());
    }
    while (!open.isEmpty()) {
      long node = open.remove(open.size() - 1);
      int state = (int) (node / word.length());
      int position = (int) (node % word.length());
      long letter = word.letter(position, automaton.atoms());
      for (int e = automaton.firstEdge(state); e < automaton.firstEdge(state + 1); e++) {
        if (automaton.label(e).contains(letter)) {
          long next = (long) automaton.target(e) * word.length() + word.after(position);
          if (graph.addVertex(next)) {
            open.add(next);
          }
          graph.addEdge(node, next, new Step(automaton.marks(e)));
        }
      }
    }
    return graph;
  }

  private static List<Conjunct> conjuncts(Condition condition) {
    List<Conjunct> result = new ArrayList<>();
    if (condition instanceof Inf inf) {
      result.add(new Conjunct(0, 1L << inf.set()));
    } else if (condition instanceof Fin fin) {
      result.add(new Conjunct(1L << fin.set(), 0));
    } else if (condition instanceof Or or) {
      or.terms().forEach(term -> result.addAll(conjuncts(term)));
    } else if (condition instanceof And and) {
      result.add(new Conjunct(0, 0));
      for (Condition term : and.terms()) {
        List<Conjunct> before = List.copyOf(result);
        result.clear();
        for (Conjunct right : conjuncts(term)) {
          for (Conjunct left : before) {
            result.add(new Conjunct(left.stop | right.stop, left.recur | right.recur));
          }
        }
      }
    } else if (condition == Constant.TRUE) {
      result.add(new Conjunct(0, 0));
    }
    return result;
  }
}
