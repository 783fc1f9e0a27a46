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
 * <p>Atoms are those of the formula as it is given, in alphabetical order. A formula with windows
 * goes through the deterministic automaton first, since unfolded windows make large tableaux. The
 * automaton can be exponential in the formula.
 */
public final class NbaTranslator {
  /** States of a tableau that is tried before anything else. */
  private static final int SMALL = 5_000;

  /** States of a deterministic automaton that is looked for when the tableau is large. */
  private static final int MOST_CLASSES = 2_000;

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
    return BuchiReduction.generalized(new NbaTranslator(f, limits).tableau(limits), limits);
  }

  private OmegaAutomaton stateBased() {
    Optional<OmegaAutomaton> tableau = hasWindows() ? Optional.empty() : smallTableau();
    if (tableau.isEmpty()) {
      // Pending windows unfold into very many states, deterministic classes of them into few.
      Limits most = limits.withMaxStates(Math.min(limits.maxStates(), MOST_CLASSES));
      return deterministic(most)
          .orElseGet(() -> BuchiReduction.stateBased(tableau(limits), limits));
    }
    OmegaAutomaton found = tableau.get();
    int few = Math.min(limits.maxStates(), 4 * found.states() + 16);
    // It is no use to look for less than one state.
    return found.states() < 2
        ? found
        : deterministic(limits.withMaxStates(few))
            .filter(automaton -> automaton.states() < found.states())
            .orElse(found);
  }

  private boolean hasWindows() {
    return Subformulas.of(original).stream().anyMatch(Formula::hasWindow);
  }

  private Optional<OmegaAutomaton> smallTableau() {
    try {
      Limits small = limits.withMaxStates(Math.min(limits.maxStates(), SMALL));
      return Optional.of(BuchiReduction.stateBased(tableau(small), limits));
    } catch (TooManyStatesException e) {
      return Optional.empty();
    }
  }

  private OmegaAutomaton tableau(Limits limits) {
    return isRecurrence()
        ? TgbaConstruction.ofRecurrence(formula.left().left(), atoms, simplifier, limits)
        : TgbaConstruction.of(formula, atoms, simplifier, limits);
  }

  /** What a deterministic automaton is reduced to, if one of Büchi type is within the limits. */
  private Optional<OmegaAutomaton> deterministic(Limits limits) {
    try {
      return BuchiType.buchi(DpaTranslator.translate(original, limits), limits)
          .map(automaton -> BuchiReduction.stateBased(automaton, this.limits));
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
