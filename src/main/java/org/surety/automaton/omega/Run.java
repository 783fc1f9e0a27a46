package org.surety.automaton.omega;

import java.util.List;

/**
 * An ultimately periodic run.
 *
 * @param prefix edges from an initial state; may be empty
 * @param cycle edges that lead back to where the first of them starts; at least one
 */
public record Run(List<Integer> prefix, List<Integer> cycle) {
  public Run {
    prefix = List.copyOf(prefix);
    cycle = List.copyOf(cycle);
  }

  /** A word with this run: of the letters of each edge, one. */
  public LassoWord word(OmegaAutomaton automaton) {
    return new LassoWord(
        automaton.atoms(),
        prefix.stream().map(e -> automaton.label(e).someLetter()).toList(),
        cycle.stream().map(e -> automaton.label(e).someLetter()).toList());
  }

  /** Whether the edges make up a run of the automaton, and it is accepted. */
  public boolean isAccepting(OmegaAutomaton automaton) {
    if (cycle.isEmpty()) {
      return false;
    }
    int first = automaton.source(prefix.isEmpty() ? cycle.get(0) : prefix.get(0));
    int state = first;
    for (int e : prefix) {
      if (automaton.source(e) != state) {
        return false;
      }
      state = automaton.target(e);
    }
    int entry = state;
    long marks = 0;
    for (int e : cycle) {
      if (automaton.source(e) != state) {
        return false;
      }
      marks |= automaton.marks(e);
      state = automaton.target(e);
    }
    return automaton.initial().contains(first)
        && state == entry
        && automaton.acceptance().condition().accepts(marks);
  }
}
