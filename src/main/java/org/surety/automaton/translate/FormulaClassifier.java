package org.surety.automaton.translate;

import java.util.Optional;
import org.surety.automaton.Limits;
import org.surety.automaton.omega.Classification;
import org.surety.logic.Formula;
import org.surety.logic.SyntacticHierarchy;
import org.surety.logic.TemporalClass;

/**
 * The smallest class of temporal properties that a formula's language is in: from its syntax if
 * that shows safety or co-safety, since no class is smaller; else from its deterministic automaton,
 * with witnesses.
 */
public final class FormulaClassifier {
  private FormulaClassifier() {}

  /**
   * The class on infinite words.
   *
   * @throws org.surety.automaton.TooManyStatesException past the limits
   * @throws org.surety.base.InputException if the formula has too many atoms, or alternates too
   *     often
   */
  public static Classification classify(Formula f, Limits limits) {
    Optional<TemporalClass> shown = new SyntacticHierarchy().temporalClass(f);
    if (shown.isPresent() && shown.get().compareTo(TemporalClass.CO_SAFETY) <= 0) {
      return Classification.fromSyntax(shown.get());
    }
    return Classification.of(DelaTranslator.table(f, limits), limits);
  }
}
