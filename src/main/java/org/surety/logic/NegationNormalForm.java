package org.surety.logic;

import static org.surety.logic.Formula.always;
import static org.surety.logic.Formula.and;
import static org.surety.logic.Formula.eventually;
import static org.surety.logic.Formula.next;
import static org.surety.logic.Formula.not;
import static org.surety.logic.Formula.or;
import static org.surety.logic.Formula.release;
import static org.surety.logic.Formula.strongRelease;
import static org.surety.logic.Formula.until;
import static org.surety.logic.Formula.weakNext;
import static org.surety.logic.Formula.weakUntil;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Pushes negation down to the atoms by the dualities of LTLf. On finite words the dual of the
 * strong next is the weak one: {@code !X[!] f = X[?] !f}. Each subformula is rewritten at most once
 * for either sign.
 */
final class NegationNormalForm {
  private final Map<Formula, Formula> positive = new HashMap<>();
  private final Map<Formula, Formula> negative = new HashMap<>();

  Formula of(Formula f) {
    return rewrite(f, false);
  }

  private Formula rewrite(Formula f, boolean negated) {
    Map<Formula, Formula> known = negated ? negative : positive;
    Formula result = known.get(f);
    if (result == null) {
      result = compute(f, negated);
      known.put(f, result);
    }
    return result;
  }

  private Formula compute(Formula f, boolean negated) {
    return switch (f.kind()) {
      case TRUE, FALSE, ATOM -> negated ? not(f) : f;
      case NOT -> rewrite(f.left(), !negated);
      case AND, OR -> lattice(f, negated);
      case IMPLIES ->
          negated
              ? and(rewrite(f.left(), false), rewrite(f.right(), true))
              : or(rewrite(f.left(), true), rewrite(f.right(), false));
      case IFF -> equivalence(f, negated);
      case XOR -> equivalence(f, !negated);
      default -> temporal(f, negated);
    };
  }

  private Formula lattice(Formula f, boolean negated) {
    List<Formula> operands = new ArrayList<>();
    for (Formula operand : f.operands()) {
      operands.add(rewrite(operand, negated));
    }
    return (f.kind() == Formula.Kind.AND) != negated ? and(operands) : or(operands);
  }

  private Formula equivalence(Formula f, boolean negated) {
    Formula l = rewrite(f.left(), false);
    Formula r = rewrite(f.right(), negated);
    return or(and(l, r), and(rewrite(f.left(), true), rewrite(f.right(), !negated)));
  }

  private Formula temporal(Formula f, boolean negated) {
    Formula l = rewrite(f.left(), negated);
    Formula r = f.operands().size() > 1 ? rewrite(f.right(), negated) : l;
    int a = f.lower();
    int b = f.upper();
    return switch (f.kind()) {
      case NEXT -> negated ? weakNext(l) : next(l);
      case WEAK_NEXT -> negated ? next(l) : weakNext(l);
      case FINALLY -> negated ? always(a, b, l) : eventually(a, b, l);
      case GLOBALLY -> negated ? eventually(a, b, l) : always(a, b, l);
      case UNTIL -> negated ? release(a, b, l, r) : until(a, b, l, r);
      case RELEASE -> negated ? until(a, b, l, r) : release(a, b, l, r);
      case WEAK_UNTIL -> negated ? strongRelease(l, r) : weakUntil(l, r);
      case STRONG_RELEASE -> negated ? weakUntil(l, r) : strongRelease(l, r);
      default -> throw new AssertionError(f.kind());
    };
  }
}
