package org.surety.spec;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.surety.logic.Formula;
import org.surety.spec.Term.Condition;
import org.surety.spec.Term.PredicateName;

/**
 * Tightens every predicate of a formula by a margin δ &gt; 0.
 *
 * <p>The formula is brought into negation normal form and each literal, p or !p, becomes an atom of
 * its own that holds if the literal's margin exceeds δ. Its margin is t(f) = f - δ for p and t(-f)
 * for !p, where f is p's margin and a tie, f = δ, is -0.0: not satisfied.
 *
 * <p>Claim: at every horizon the tightened formula holds exactly if the robustness of the original
 * exceeds δ, and its robustness is t of the original's. Proof: in negation normal form robustness
 * is built from the literals' margins and ±∞ by minimum and maximum alone. The function t, computed
 * in doubles with the tie bit, is monotone with respect to the order that {@link Math#min} uses
 * (subtraction of a constant is, rounding is, and equal inputs stay equal) and keeps ±∞, so it may
 * be pulled out of every minimum and maximum. t(x) has a clear sign bit exactly if x &gt; δ.
 *
 * <p>Robustness moves by at most e where every margin moves by at most e. Hence a tightened formula
 * that holds on the recorded margins says that the original holds for all margins within δ of them.
 */
final class Tightening {
  private final double margin;
  private final Map<String, Condition> conditions;
  private final SortedMap<String, Atom> atoms = new TreeMap<>();
  private final Map<Formula, Formula> done = new HashMap<>();

  /**
   * @param margin δ &gt; 0
   * @param conditions what the formula's atoms stand for
   */
  Tightening(double margin, Map<String, Condition> conditions) {
    this.margin = margin;
    this.conditions = conditions;
  }

  /** The tightened formula; its atoms are then {@link #atoms}. */
  Formula of(Formula formula) {
    return rewrite(formula.negationNormalForm());
  }

  /** The literals that are atoms now, by name. */
  SortedMap<String, Atom> atoms() {
    return atoms;
  }

  private Formula rewrite(Formula f) {
    Formula known = done.get(f);
    if (known == null) {
      known = build(f);
      done.put(f, known);
    }
    return known;
  }

  private Formula build(Formula f) {
    List<Formula> operands = new ArrayList<>();
    if (f.kind() != Formula.Kind.NOT) {
      f.operands().forEach(operand -> operands.add(rewrite(operand)));
    }
    return switch (f.kind()) {
      case TRUE, FALSE -> f;
      case ATOM -> literal(f.atom(), Atom.Polarity.POSITIVE);
      case NOT -> literal(f.operands().get(0).atom(), Atom.Polarity.NEGATIVE);
      case AND -> Formula.and(operands);
      case OR -> Formula.or(operands);
      case NEXT -> Formula.next(operands.get(0));
      case WEAK_NEXT -> Formula.weakNext(operands.get(0));
      case FINALLY -> Formula.eventually(f.lower(), f.upper(), operands.get(0));
      case GLOBALLY -> Formula.always(f.lower(), f.upper(), operands.get(0));
      case UNTIL -> Formula.until(f.lower(), f.upper(), operands.get(0), operands.get(1));
      case RELEASE -> Formula.release(f.lower(), f.upper(), operands.get(0), operands.get(1));
      case WEAK_UNTIL -> Formula.weakUntil(operands.get(0), operands.get(1));
      case STRONG_RELEASE -> Formula.strongRelease(operands.get(0), operands.get(1));
      case IMPLIES, IFF, XOR -> throw new AssertionError("not in negation normal form: " + f);
    };
  }

  /** Named so that it reads: {@code "!hazard by 0.05"}. */
  private Formula literal(String atom, Atom.Polarity polarity) {
    Condition condition = requireNonNull(conditions.get(atom), atom);
    String stated = condition instanceof PredicateName ? atom : "(" + atom + ")";
    String sign = polarity == Atom.Polarity.NEGATIVE ? "!" : "";
    String name = sign + stated + " by " + PropertyFile.number(margin);
    atoms.put(name, new Atom(name, condition, Optional.of(polarity), margin));
    return Formula.atom(name);
  }
}
