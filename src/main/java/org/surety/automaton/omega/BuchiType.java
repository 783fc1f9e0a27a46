package org.surety.automaton.omega;

import java.util.Arrays;
import java.util.Optional;
import org.surety.automaton.Limits;
import org.surety.automaton.omega.LetterGraph.Edge;

/**
 * Recognizes parity automata that are Büchi automata but for the way they are written (Krishnan,
 * Puri and Brayton, "Deterministic ω-automata vis-a-vis deterministic Büchi automata", ISAAC 1994):
 * within a strongly connected component every even color is below every odd one, so that a run is
 * accepted exactly if it takes even edges infinitely often. All weak automata are of this type.
 */
public final class BuchiType {
  private BuchiType() {}

  /**
   * The same automaton with Büchi acceptance on edges; empty if it is not of this type.
   *
   * @param parity with acceptance {@code parity min even}; an edge has the least color of its
   *     marks, and the number of colors if it has none
   * @throws IllegalArgumentException if acceptance is another
   * @throws org.surety.automaton.TooManyStatesException past the limits
   */
  public static Optional<OmegaAutomaton> buchi(OmegaAutomaton parity, Limits limits) {
    int colors = parity.acceptance().sets();
    AcceptanceName name = AcceptanceName.of(AcceptanceName.Kind.PARITY_MIN_EVEN, colors);
    if (!name.denotes(colors, parity.acceptance().condition())) {
      throw new IllegalArgumentException(parity.acceptance().condition() + " is not " + name);
    }
    LetterClasses classes = new LetterClasses(parity);
    LetterGraph graph = LetterGraph.of(parity, classes, limits);
    int[] component = graph.components();
    int[] greatestEven = new int[graph.states()];
    int[] leastOdd = new int[graph.states()];
    Arrays.fill(greatestEven, -1);
    Arrays.fill(leastOdd, Integer.MAX_VALUE);
    for (int s = 0; s < graph.states(); s++) {
      for (Edge edge : graph.edges(s)) {
        int c = component[s];
        int color = edge.marks == 0 ? colors : Long.numberOfTrailingZeros(edge.marks);
        edge.marks = color % 2 == 0 ? 1 : 0;
        if (c != component[edge.target]) {
          continue;
        }
        if (color % 2 == 0) {
          greatestEven[c] = Math.max(greatestEven[c], color);
        } else {
          leastOdd[c] = Math.min(leastOdd[c], color);
        }
        if (greatestEven[c] > leastOdd[c]) {
          return Optional.empty();
        }
      }
    }
    Acceptance buchi = Acceptance.of(AcceptanceName.of(AcceptanceName.Kind.BUCHI));
    return Optional.of(graph.toAutomaton(OmegaAutomaton.builder(parity.atoms(), buchi), classes));
  }
}
