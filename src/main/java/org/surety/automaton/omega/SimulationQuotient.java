package org.surety.automaton.omega;

import org.surety.automaton.Limits;

/**
 * Quotients by simulation: of automata with any Emerson–Lei acceptance, since a run and the one
 * that simulates it agree at each step on what the condition depends on.
 */
public final class SimulationQuotient {
  private SimulationQuotient() {}

  /**
   * An automaton of the same language in which no two states simulate each other, forward (what
   * they accept) or backward (how they are reached), and in which no letter leads along an edge if
   * a better one is there. A state s is simulated by t if each letter from s to s' leads from t to
   * some t' that simulates s', with at least the marks of sets that only help a run and at most
   * those of sets that only hurt it. Useless states stay; unreachable ones go.
   *
   * <p>Names of states and properties are dropped. Automata with very many edges come back as they
   * are. Time polynomial in the edges and the letters that labels tell apart.
   *
   * @throws org.surety.automaton.TooManyStatesException if time is up
   */
  public static OmegaAutomaton of(OmegaAutomaton automaton, Limits limits) {
    LetterClasses classes = new LetterClasses(automaton);
    LetterGraph graph = LetterGraph.of(automaton, classes, limits);
    Condition condition = automaton.acceptance().condition();
    SimulationReduction reduction =
        new SimulationReduction(condition.infSets(), condition.finSets(), limits);
    while (true) {
      int before = graph.states() + graph.edges();
      graph = reduction.backward(reduction.forward(graph));
      if (graph.states() + graph.edges() >= before) {
        return graph.toAutomaton(
            OmegaAutomaton.builder(automaton.atoms(), automaton.acceptance()), classes);
      }
    }
  }
}
