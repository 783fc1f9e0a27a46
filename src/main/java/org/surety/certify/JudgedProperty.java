package org.surety.certify;

import java.util.ArrayList;
import java.util.List;
import org.surety.automaton.Degeneracy;
import org.surety.automaton.Dfa;
import org.surety.automaton.VerdictMonotonicity;
import org.surety.automaton.translate.LtlfTranslator;
import org.surety.base.InputException;
import org.surety.bound.Monotonicity;
import org.surety.logic.Formula;
import org.surety.monitor.PropertyMonitor;
import org.surety.spec.Property;

/**
 * A property made ready to be judged, with what its automaton tells beforehand.
 *
 * @param property the property
 * @param monitor judges episodes
 * @param monotonicity how its verdict can change with the horizon
 * @param warnings readings that its author may not have meant
 */
record JudgedProperty(
    Property property, PropertyMonitor monitor, Monotonicity monotonicity, List<String> warnings) {
  /**
   * Translates a property.
   *
   * @param atoms the atoms of the margin columns, in their order
   * @param horizon last horizon to judge
   * @throws InputException if its automaton is too large, or no episode could violate, or satisfy,
   *     it
   */
  static JudgedProperty of(Property property, List<String> atoms, int horizon) {
    Formula formula = property.formula();
    Dfa dfa = LtlfTranslator.translate(formula);
    List<String> warnings = new ArrayList<>();
    for (Degeneracy.Finding finding :
        Degeneracy.of(formula, dfa, LtlfTranslator::translateIfSmall)) {
      if (finding.saysNothing(formula)) {
        throw new InputException(
            "property '" + property.name() + "'",
            finding.sentence() + ", so a certificate would say nothing about the policy",
            "state a property that some episodes satisfy and others violate");
      }
      warnings.add("property '" + property.name() + "': " + finding.sentence());
    }
    return new JudgedProperty(
        property,
        new PropertyMonitor(formula, dfa, atoms, horizon, horizon),
        monotonicity(dfa),
        warnings);
  }

  private static Monotonicity monotonicity(Dfa dfa) {
    return switch (VerdictMonotonicity.of(dfa)) {
      case NONDECREASING -> Monotonicity.INCREASING;
      case NONINCREASING -> Monotonicity.DECREASING;
      case BOTH -> Monotonicity.CONSTANT;
      case NEITHER -> Monotonicity.NONE;
    };
  }
}
