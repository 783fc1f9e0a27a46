package org.surety.automaton.translate;

import java.util.List;
import org.surety.automaton.Limits;
import org.surety.automaton.omega.DeterministicTable;
import org.surety.automaton.omega.EmersonLeiReduction;
import org.surety.automaton.omega.OmegaAutomaton;
import org.surety.automaton.omega.ParityReduction;
import org.surety.base.InputException;
import org.surety.logic.DeltaTwo;
import org.surety.logic.Formula;
import org.surety.logic.LtlSimplifier;
import org.surety.logic.Subformulas;
import org.surety.logic.SyntacticHierarchy;

/**
 * From formulas on infinite words to deterministic automata with Emerson–Lei acceptance.
 *
 * <p>The Δ2 normal form of the formula is a Boolean combination of formulas that deterministic
 * Büchi automata recognize and of negations of such; their product has that combination of their
 * acceptance conditions (Sickert and Esparza, LICS 2020). It is reduced, and the parity automaton
 * of {@link DpaTranslator} taken instead if that is no larger.
 */
public final class DelaTranslator {
  private DelaTranslator() {}

  /**
   * A deterministic automaton of the formula's infinite words, over the formula's atoms in
   * alphabetical order. States whose language is empty are left out, so that it need not be
   * complete. Acceptance is on edges.
   *
   * @throws org.surety.automaton.TooManyStatesException past the limits
   * @throws InputException if the formula has too many atoms, or alternates too often
   */
  public static OmegaAutomaton translate(Formula f, Limits limits) {
    DeterministicTable product = table(f, limits);
    OmegaAutomaton general = EmersonLeiReduction.reduce(product, limits).toAutomaton(limits);
    OmegaAutomaton parity = ParityReduction.parity(product, limits).toAutomaton(limits);
    return parity.states() <= general.states() ? parity : general;
  }

  /** The product before any reduction, complete. */
  static DeterministicTable table(Formula f, Limits limits) {
    List<String> atoms = List.copyOf(f.atoms());
    if (atoms.size() > OmegaAutomaton.MAX_ATOMS) {
      throw new InputException(
          "formula " + f,
          "it has "
              + atoms.size()
              + " atoms, more than the "
              + OmegaAutomaton.MAX_ATOMS
              + " possible",
          "combine some of them into one predicate");
    }
    SyntacticHierarchy hierarchy = new SyntacticHierarchy();
    // The simplifier would write windows out, each step a formula of its own.
    boolean hasWindows = Subformulas.of(f).stream().anyMatch(Formula::hasWindow);
    Formula simple = hasWindows ? f : LtlSimplifier.simplify(f);
    Formula normal = new DeltaTwo(hierarchy).normalForm(simple);
    return DelaConstruction.of(normal, atoms, hierarchy, limits);
  }
}
