package org.surety.certify;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.surety.automaton.Dfa;
import org.surety.automaton.Mtbdd;
import org.surety.automaton.translate.LtlfTranslator;
import org.surety.certificate.CertifiedProperty;
import org.surety.guard.StateBox;
import org.surety.spec.ColumnAddress;
import org.surety.spec.PredicateProgram;
import org.surety.spec.PropertyFile;
import org.surety.spec.Range;

/**
 * Whether a certified property says that observations stay in a box: by {@code G inBox} as one of
 * its conjuncts, by {@code inBox U goal}, or in any other form. It does if, whatever state its
 * automaton is in, the letter of a state outside the box leads to where it is violated for good,
 * unless it was decided before.
 *
 * <p>A policy that keeps its density ratio inside the box then needs nothing outside. Compare it
 * with the policy that plays base from the first decision outside. Up to there both have the same
 * law, and there the property is decided; so both violate it with the same probability, and the
 * other one's ratio is kept at every decision.
 *
 * <p>What it says about a letter that the state is outside follows from interval arithmetic on the
 * predicates, for either end of each observed value, the other values being anything. Actions and
 * whatever else is chosen at that state are left open, so they cannot matter.
 */
final class BoxInProperty {
  private final PredicateProgram program;
  private final Dfa dfa;
  private final String observations;
  private final int size;

  private BoxInProperty(CertifiedProperty property, String observations, int size) {
    PropertyFile spec =
        PropertyFile.parse("the certificate's property file", property.specText())
            .withProperties(List.of(property.name()))
            .withMargin(Double.parseDouble(property.margin()));
    program = spec.program();
    dfa = LtlfTranslator.translate(spec.properties().get(0).formula());
    this.observations = observations;
    this.size = size;
  }

  /**
   * Whether to leave the box, before the property is decided, is to violate it.
   *
   * @param box the states
   * @param observations the log's array that holds what the policy observes
   */
  static boolean isPartOf(CertifiedProperty property, StateBox box, String observations) {
    BoxInProperty letters = new BoxInProperty(property, observations, box.size());
    double[] lower = box.lowerEnds();
    double[] upper = box.upperEnds();
    for (int i = 0; i < lower.length; i++) {
      Range below = new Range(Double.NEGATIVE_INFINITY, Math.nextDown(lower[i]));
      Range above = new Range(Math.nextUp(upper[i]), Double.POSITIVE_INFINITY);
      if (!letters.violateWhere(i, below) || !letters.violateWhere(i, above)) {
        return false;
      }
    }
    return true;
  }

  /** Whether every letter with an observed value in a range violates the property. */
  private boolean violateWhere(int value, Range range) {
    Map<String, Boolean> certain =
        program.certain(column -> is(column, value) ? range : Range.ANYTHING);
    for (int state = 0; state < dfa.states(); state++) {
      boolean decided = dfa.satisfiedForGood(state) || dfa.violatedForGood(state);
      if (!decided && !violates(dfa.tree(state), certain, new BitSet())) {
        return false;
      }
    }
    return true;
  }

  /** Whether all leaves below a node that the certain atoms allow are violated for good. */
  private boolean violates(int tree, Map<String, Boolean> certain, BitSet seen) {
    if (Mtbdd.isLeaf(tree)) {
      return dfa.violatedForGood(Mtbdd.value(tree));
    }
    if (seen.get(tree)) {
      return true;
    }
    seen.set(tree);
    String atom = dfa.atoms().get(dfa.level(tree));
    boolean mayFail = certain.getOrDefault(atom, false).equals(false);
    boolean mayHold = certain.getOrDefault(atom, true).equals(true);
    return (!mayFail || violates(dfa.low(tree), certain, seen))
        && (!mayHold || violates(dfa.high(tree), certain, seen));
  }

  private boolean is(ColumnAddress column, int value) {
    boolean only = column.component() == ColumnAddress.SCALAR && size == 1;
    return column.path().equals(observations) && (only || column.component() == value);
  }
}
