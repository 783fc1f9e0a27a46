package org.surety.automaton.translate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.surety.logic.Formula;

/**
 * A formula for each class of an {@link AfterFunction}, written so that what its conjuncts or
 * disjuncts are can be seen, as far as they are members of its support.
 */
final class ClassFormulas {
  private final AfterFunction after;
  private final Map<Integer, Formula> known = new HashMap<>();

  ClassFormulas(AfterFunction after) {
    this.after = after;
  }

  /** A formula of the class. */
  Formula of(int c) {
    Formula found = known.get(c);
    if (found == null) {
      // Taking conjuncts off and then disjuncts may lead back to the class: then any formula does.
      known.put(c, after.formula(c));
      found = compute(c);
      known.put(c, found);
    }
    return found;
  }

  /** Whether the operator at the top is F, U or M. */
  static boolean isLeast(Formula f) {
    return switch (f.kind()) {
      case FINALLY, UNTIL, STRONG_RELEASE -> true;
      default -> false;
    };
  }

  /** Whether the operator at the top is G, R or W. */
  static boolean isGreatest(Formula f) {
    return switch (f.kind()) {
      case GLOBALLY, RELEASE, WEAK_UNTIL -> true;
      default -> false;
    };
  }

  private Formula compute(int c) {
    if (c == AfterFunction.TRUE || c == AfterFunction.FALSE) {
      return c == AfterFunction.TRUE ? Formula.TRUE : Formula.FALSE;
    }
    Set<Formula> support = after.support(c);
    if (support.size() == 1) {
      return support.iterator().next();
    }
    List<Formula> conjuncts = new ArrayList<>();
    List<Formula> disjuncts = new ArrayList<>();
    for (Formula f : support) {
      if (after.refuting(c, f::equals) == AfterFunction.FALSE) {
        conjuncts.add(f);
      } else if (after.assuming(c, f::equals) == AfterFunction.TRUE) {
        disjuncts.add(f);
      }
    }
    if (!conjuncts.isEmpty()) {
      int rest = after.assuming(c, conjuncts::contains);
      if (rest != c) {
        conjuncts.add(of(rest));
        return Formula.and(conjuncts);
      }
    } else if (!disjuncts.isEmpty()) {
      int rest = after.refuting(c, disjuncts::contains);
      if (rest != c) {
        disjuncts.add(of(rest));
        return Formula.or(disjuncts);
      }
    }
    return after.formula(c);
  }
}
