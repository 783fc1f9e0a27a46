package org.surety.automaton.translate;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.surety.automaton.Limits;
import org.surety.automaton.omega.BuchiReduction;
import org.surety.automaton.omega.OmegaAutomaton;
import org.surety.base.InputException;
import org.surety.logic.Formula;
import org.surety.logic.LtlSimplifier;
import org.surety.logic.Subformulas;

/**
 * LTL to nondeterministic Büchi automata: the formula is simplified, translated to a generalized
 * Büchi automaton, and that reduced by simulation, before and after degeneralization.
 *
 * <p>Atoms are those of the formula as it is given, in the order in which they occur. Windows are
 * unfolded. The automaton can be exponential in the formula.
 */
public final class NbaTranslator {
  private final Formula formula;
  private final List<String> atoms;
  private final LtlSimplifier simplifier = new LtlSimplifier();
  private final Limits limits;

  private NbaTranslator(Formula f, Limits limits) {
    this.atoms = atoms(f);
    this.formula = simplifier.of(f);
    this.limits = limits;
  }

  /**
   * A Büchi automaton with acceptance on states (all edges out of a state are marked, or none) and
   * without useless states. No states, if no word satisfies the formula.
   *
   * @throws InputException if the formula has more atoms than an automaton can have
   * @throws org.surety.automaton.TooManyStatesException past the limits, or past 64 eventualities
   */
  public static OmegaAutomaton translate(Formula f, Limits limits) {
    return new NbaTranslator(f, limits).stateBased();
  }

  /**
   * A generalized Büchi automaton with acceptance on edges, without useless states.
   *
   * @throws InputException if the formula has more atoms than an automaton can have
   * @throws org.surety.automaton.TooManyStatesException past the limits, or past 64 eventualities
   */
  public static OmegaAutomaton generalized(Formula f, Limits limits) {
    return new NbaTranslator(f, limits).generalized();
  }

  private OmegaAutomaton stateBased() {
    if (isRecurrence()) {
      OmegaAutomaton tries =
          TgbaConstruction.ofRecurrence(formula.left().left(), atoms, simplifier, limits);
      return BuchiReduction.stateBased(tries, limits);
    }
    return BuchiReduction.stateBased(
        TgbaConstruction.of(formula, atoms, simplifier, limits), limits);
  }

  private OmegaAutomaton generalized() {
    OmegaAutomaton automaton =
        isRecurrence()
            ? TgbaConstruction.ofRecurrence(formula.left().left(), atoms, simplifier, limits)
            : TgbaConstruction.of(formula, atoms, simplifier, limits);
    return BuchiReduction.generalized(automaton, limits);
  }

  /** Whether the formula is G F of one that a finite word can satisfy. */
  private boolean isRecurrence() {
    return formula.kind() == Formula.Kind.GLOBALLY
        && formula.left().kind() == Formula.Kind.FINALLY
        && Subformulas.of(formula.left().left()).stream()
            .noneMatch(
                g ->
                    switch (g.kind()) {
                      case GLOBALLY, RELEASE, WEAK_UNTIL -> true;
                      default -> false;
                    });
  }

  private static List<String> atoms(Formula f) {
    Set<String> names = new LinkedHashSet<>();
    for (Formula sub : Subformulas.of(f)) {
      if (sub.kind() == Formula.Kind.ATOM) {
        names.add(sub.atom());
      }
    }
    if (names.size() > OmegaAutomaton.MAX_ATOMS) {
      throw new InputException(
          "formula",
          "it has "
              + names.size()
              + " atoms, more than the "
              + OmegaAutomaton.MAX_ATOMS
              + " possible",
          "combine some of them into one");
    }
    return List.copyOf(names);
  }
}
