package org.surety.automaton.engine;

import java.util.List;
import org.surety.automaton.Limits;
import org.surety.automaton.hoa.HoaReader;
import org.surety.automaton.omega.OmegaAutomaton;
import org.surety.base.InputException;

/** Makes sure that what an engine printed is the one automaton that it was asked for. */
final class PrintedAutomaton {
  private PrintedAutomaton() {}

  /**
   * Reads an automaton of a formula.
   *
   * @param tool what messages call the engine
   * @throws InputException if there is not exactly one automaton in the text, or it reads other
   *     atoms than the formula
   */
  static OmegaAutomaton read(String text, PortableFormula formula, String tool, Limits limits) {
    List<OmegaAutomaton> automata = HoaReader.readAll(text, "output of " + tool);
    if (automata.size() != 1) {
      throw new InputException(
          tool,
          "it printed "
              + (automata.isEmpty() ? "no automaton" : automata.size() + " automata")
              + " for "
              + PortableFormula.shortened(formula.formula())
              + ", expected one in the Hanoi Omega-Automata format",
          "try it on that formula by hand");
    }
    limits.check(automata.get(0).states());
    return formula.named(automata.get(0), tool);
  }

  /**
   * The automaton, if it is of the kind asked for.
   *
   * @throws InputException if it should be deterministic and is not
   */
  static OmegaAutomaton checked(OmegaAutomaton automaton, Target target, String tool) {
    if ((target == Target.DPA || target == Target.DELA) && !automaton.isDeterministic()) {
      throw new InputException(
          tool,
          "it printed a nondeterministic automaton where one of the "
              + target.plural()
              + " was asked for",
          "update it, or ask for " + Target.NBA.plural());
    }
    return automaton;
  }
}
