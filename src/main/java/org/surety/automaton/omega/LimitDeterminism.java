package org.surety.automaton.omega;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The structural side of limit-determinism (Courcoubetis and Yannakakis, JACM 1995): from where a
 * run can be accepted on, it has no choice left. Such automata can be multiplied with a Markov
 * decision process.
 */
public final class LimitDeterminism {
  private LimitDeterminism() {}

  /**
   * The edges within strongly connected components that have an edge of every acceptance set: those
   * that an accepted run can take infinitely often.
   *
   * @param automaton with generalized Büchi acceptance
   * @throws IllegalArgumentException if the acceptance is another
   */
  public static BitSet acceptingEdges(OmegaAutomaton automaton) {
    Condition condition = automaton.acceptance().condition();
    if (!isGeneralizedBuchi(condition)) {
      throw new IllegalArgumentException("acceptance " + condition + " is not generalized Büchi");
    }
    BitSet found = new BitSet();
    if (condition.equals(Condition.Constant.FALSE)) {
      return found;
    }
    int[] all = IntStream.range(0, automaton.edges()).toArray();
    for (int[] component : Components.of(automaton, all)) {
      long marks = 0;
      for (int e : component) {
        marks |= automaton.marks(e);
      }
      if ((condition.infSets() & ~marks) == 0) {
        IntStream.of(component).forEach(found::set);
      }
    }
    return found;
  }

  /**
   * The part that accepts: the states reachable from {@link #acceptingEdges}.
   *
   * @param automaton with generalized Büchi acceptance
   * @throws IllegalArgumentException if the acceptance is another
   */
  public static BitSet acceptingPart(OmegaAutomaton automaton) {
    BitSet part = new BitSet();
    acceptingEdges(automaton).stream().forEach(e -> part.set(automaton.source(e)));
    Deque<Integer> open = new ArrayDeque<>();
    part.stream().forEach(open::add);
    while (!open.isEmpty()) {
      int s = open.remove();
      for (int e = automaton.firstEdge(s); e < automaton.firstEdge(s + 1); e++) {
        if (!part.get(automaton.target(e))) {
          part.set(automaton.target(e));
          open.add(automaton.target(e));
        }
      }
    }
    return part;
  }

  /** Whether no letter leads from a state of {@link #acceptingPart} to two edges. */
  public static boolean holds(OmegaAutomaton automaton) {
    return acceptingPart(automaton).stream().allMatch(s -> isDeterministic(automaton, s));
  }

  private static boolean isDeterministic(OmegaAutomaton automaton, int state) {
    for (int e = automaton.firstEdge(state); e < automaton.firstEdge(state + 1); e++) {
      for (int f = automaton.firstEdge(state); f < e; f++) {
        if (automaton.label(e).overlaps(automaton.label(f))) {
          return false;
        }
      }
    }
    return true;
  }

  /** Whether a condition is a conjunction of {@code Inf}s, or a constant. */
  public static boolean isGeneralizedBuchi(Condition condition) {
    List<Condition> terms =
        condition instanceof Condition.And and ? and.terms() : List.of(condition);
    return terms.stream()
        .allMatch(term -> term instanceof Condition.Inf || term instanceof Condition.Constant);
  }
}
