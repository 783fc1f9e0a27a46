package org.surety.automaton.translate;

import org.surety.automaton.Limits;
import org.surety.automaton.omega.OmegaAutomaton;
import org.surety.automaton.omega.ParityReduction;
import org.surety.logic.Formula;

/**
 * From formulas on infinite words to deterministic parity automata: the automaton of {@link
 * DelaTranslator} before its reduction, its alternating cycle decomposition (Casares, Colcombet and
 * Fijalkow, ICALP 2021), and what {@link ParityReduction} makes of that. For obligations the result
 * is the minimal weak automaton.
 */
public final class DpaTranslator {
  private DpaTranslator() {}

  /**
   * A deterministic automaton of the formula's infinite words, over the formula's atoms in
   * alphabetical order, with acceptance {@code parity min even} on edges: the least color seen
   * infinitely often is even. An edge in no set has the greatest color. States whose language is
   * empty are left out, so that it need not be complete.
   *
   * @throws org.surety.automaton.TooManyStatesException past the limits
   * @throws org.surety.base.InputException if the formula has too many atoms, or alternates too
   *     often
   */
  public static OmegaAutomaton translate(Formula f, Limits limits) {
    return ParityReduction.parity(DelaTranslator.table(f, limits), limits).toAutomaton(limits);
  }
}
