package org.surety.automaton.omega;

import java.util.ArrayList;
import java.util.List;
import org.surety.automaton.Limits;

/**
 * Makes generalized Büchi automata smaller, and turns them into Büchi automata with acceptance on
 * states. The language stays.
 *
 * <p>Steps are repeated while they help: useless states go, marks are put into a normal form, and
 * states and edges that others simulate go, by direct, reverse and component-wise simulation.
 * Degeneralization is tried in several ways, and the smallest result kept. Polynomial in the
 * automaton; very large automata are only trimmed.
 */
public final class BuchiReduction {
  /** Most edges of an automaton that more than one way is tried for. */
  private static final int MAX_EDGES = 2_000;

  private final Limits limits;

  private BuchiReduction(Limits limits) {
    this.limits = limits;
  }

  /**
   * A smaller automaton, with generalized Büchi acceptance on edges.
   *
   * @throws IllegalArgumentException unless acceptance is a conjunction of {@code Inf}s of all sets
   * @throws org.surety.automaton.TooManyStatesException past the limits
   */
  public static OmegaAutomaton generalized(OmegaAutomaton automaton, Limits limits) {
    int sets = sets(automaton);
    LetterClasses classes = new LetterClasses(automaton);
    Generalized reduced =
        new BuchiReduction(limits).reduced(LetterGraph.of(automaton, classes, limits), sets);
    Acceptance acceptance =
        Acceptance.of(AcceptanceName.of(AcceptanceName.Kind.GENERALIZED_BUCHI, reduced.sets));
    return reduced.graph.toAutomaton(
        OmegaAutomaton.builder(automaton.atoms(), acceptance), classes);
  }

  /**
   * A small Büchi automaton with acceptance on states: all edges out of a state are marked, or
   * none.
   *
   * @throws IllegalArgumentException unless acceptance is a conjunction of {@code Inf}s of all sets
   * @throws org.surety.automaton.TooManyStatesException past the limits
   */
  public static OmegaAutomaton stateBased(OmegaAutomaton automaton, Limits limits) {
    int sets = sets(automaton);
    LetterClasses classes = new LetterClasses(automaton);
    BuchiReduction reduction = new BuchiReduction(limits);
    Generalized reduced = reduction.reduced(LetterGraph.of(automaton, classes, limits), sets);
    List<LetterGraph> candidates = new ArrayList<>();
    reduction.addStateBased(reduced, candidates);
    if (reduced.sets > 1 && reduced.graph.edges() <= MAX_EDGES) {
      LetterGraph one = Degeneralization.toOneSet(reduced.graph, reduced.sets, limits);
      reduction.addStateBased(reduction.reduced(one, 1), candidates);
    }
    LetterGraph smallest = candidates.get(0);
    for (LetterGraph candidate : candidates) {
      if (candidate.states() < smallest.states()) {
        smallest = candidate;
      }
    }
    return smallest.toAutomaton(
        OmegaAutomaton.builder(
                automaton.atoms(), Acceptance.of(AcceptanceName.of(AcceptanceName.Kind.BUCHI)))
            .addProperty("state-acc"),
        classes);
  }

  private static int sets(OmegaAutomaton automaton) {
    Acceptance acceptance = automaton.acceptance();
    AcceptanceName generalized =
        AcceptanceName.of(AcceptanceName.Kind.GENERALIZED_BUCHI, acceptance.sets());
    if (!generalized.denotes(acceptance.sets(), acceptance.condition())) {
      throw new IllegalArgumentException(acceptance.condition() + " is not generalized Büchi");
    }
    return acceptance.sets();
  }

  /** A graph and how many sets it has. */
  private record Generalized(LetterGraph graph, int sets) {}

  private Generalized reduced(LetterGraph start, int sets) {
    LetterGraph graph = start;
    int left = sets;
    while (true) {
      int before = graph.states() + graph.edges();
      graph = RecurrenceMarks.trimmed(graph, left);
      RecurrenceMarks.saturate(graph, left);
      left = RecurrenceMarks.dropImplied(graph, left);
      SimulationReduction simulation =
          new SimulationReduction(RecurrenceMarks.all(left), 0, limits);
      graph = simulation.forward(graph);
      graph = simulation.downward(graph);
      graph = simulation.backward(graph);
      if (graph.states() + graph.edges() >= before) {
        return new Generalized(graph, left);
      }
    }
  }

  /** Adds what comes of three ways of placing marks. */
  private void addStateBased(Generalized reduced, List<LetterGraph> candidates) {
    int sets = reduced.sets;
    boolean[] full = RecurrenceMarks.fullStates(reduced.graph, sets);
    if (reduced.graph.edges() > MAX_EDGES) {
      RecurrenceMarks.keepEntering(reduced.graph, sets);
      candidates.add(reducedStates(Degeneralization.toStates(reduced.graph, sets, full, limits)));
      return;
    }
    LetterGraph entering = reduced.graph.copy();
    RecurrenceMarks.keepEntering(entering, sets);
    LetterGraph few = reduced.graph.copy();
    RecurrenceMarks.desaturate(few, sets);
    for (LetterGraph marked : List.of(reduced.graph, entering, few)) {
      candidates.add(reducedStates(Degeneralization.toStates(marked, sets, full, limits)));
    }
  }

  private LetterGraph reducedStates(LetterGraph start) {
    LetterGraph graph = start;
    SimulationReduction simulation = new SimulationReduction(1, 0, limits);
    while (true) {
      int before = graph.states() + graph.edges();
      graph = RecurrenceMarks.trimmed(graph, 1);
      RecurrenceMarks.saturateStates(graph);
      graph = simulation.forward(graph);
      RecurrenceMarks.saturateStates(graph);
      graph = simulation.downward(graph);
      RecurrenceMarks.saturateStates(graph);
      graph = simulation.backwardOnStates(graph);
      RecurrenceMarks.saturateStates(graph);
      if (graph.states() + graph.edges() >= before) {
        return graph;
      }
    }
  }
}
