package org.surety.automaton.translate;

import java.util.List;
import java.util.Optional;
import org.surety.automaton.Limits;
import org.surety.automaton.TooManyStatesException;
import org.surety.automaton.omega.BuchiReduction;
import org.surety.automaton.omega.BuchiType;
import org.surety.automaton.omega.OmegaAutomaton;
import org.surety.base.InputException;
import org.surety.logic.Formula;
import org.surety.logic.LtlSimplifier;
import org.surety.logic.Subformulas;

/**
 * LTL to nondeterministic Büchi automata: the formula is simplified, translated to a generalized
 * Büchi automaton, and that reduced by simulation, before and after degeneralization. If the
 * deterministic automaton of {@link DpaTranslator} is of Büchi type and gives fewer states, it is
 * taken.
 *
 * <p>Atoms are those of the formula as it is given, in alphabetical order. Windows are unfolded.
 * The automaton can be exponential in the formula.
 */
public final class NbaTranslator {
  private final Formula original;
  private final Formula formula;
  private final List<String> atoms;
  private final LtlSimplifier simplifier = new LtlSimplifier();
  private final Limits limits;

  private NbaTranslator(Formula f, Limits limits) {
    this.original = f;
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
    return BuchiReduction.generalized(new NbaTranslator(f, limits).tableau(), limits);
  }

  private OmegaAutomaton stateBased() {
    OmegaAutomaton tableau = BuchiReduction.stateBased(tableau(), limits);
    // It is no use to look for less than one state.
    return tableau.states() < 2
        ? tableau
        : deterministic(tableau.states())
            .filter(automaton -> automaton.states() < tableau.states())
            .orElse(tableau);
  }

  private OmegaAutomaton tableau() {
    return isRecurrence()
        ? TgbaConstruction.ofRecurrence(formula.left().left(), atoms, simplifier, limits)
        : TgbaConstruction.of(formula, atoms, simplifier, limits);
  }

  /**
   * What a deterministic automaton is reduced to, if there is one that is not much larger than the
   * tableau's. For obligations it is often smaller.
   */
  private Optional<OmegaAutomaton> deterministic(int states) {
    try {
      Limits few = limits.withMaxStates(Math.min(limits.maxStates(), 4 * states + 16));
      return BuchiType.buchi(DpaTranslator.translate(original, few))
          .map(automaton -> BuchiReduction.stateBased(automaton, limits));
    } catch (TooManyStatesException | InputException e) {
      return Optional.empty();
    }
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
    List<String> names = List.copyOf(f.atoms());
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
    return names;
  }
}
