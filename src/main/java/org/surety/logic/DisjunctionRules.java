package org.surety.logic;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rules for disjunctions on infinite words; those for conjunctions are their duals. "->" is {@link
 * SyntacticImplication}.
 *
 * <pre>
 *   f | g = g if f -> g              f | g = true if !f -> g
 *   f | (g & h) = f | h if !f -> g   at any depth of conjunctions and disjunctions
 *   f | (g U h) = f | h if g -> f    and likewise W
 *   f | (g R h) = f | h if !f -> g   and likewise M
 *   X f | X g = X(f | g)             F f | F g = F(f | g) unless one is suspendable
 *   G F f | G F g = G F(f | g)       G f | F(!f & e) = f W (!f & e) if e is eventual
 *   (f U g) | (f U h) = f U (g | h)  with W if one of the two is; likewise G f for f W false
 *   (f M h) | (g M h) = (f | g) M h  with R if one of the two is; likewise G h for false R h
 *   f | X F f = F f                  g | (f & X(f U g)) = f U g, and likewise W
 * </pre>
 */
final class DisjunctionRules {
  private final LtlSimplifier simplifier;
  private final SuffixClosure closure;

  DisjunctionRules(LtlSimplifier simplifier) {
    this.simplifier = simplifier;
    this.closure = simplifier.closure();
  }

  /** A disjunction of simplified operands, flat and sorted. */
  Formula of(Formula f) {
    if (f.kind() != Formula.Kind.OR) {
      return f;
    }
    List<Formula> operands = f.operands();
    for (int i = 0; i < operands.size(); i++) {
      for (int j = 0; j < operands.size(); j++) {
        if (i != j) {
          Formula a = operands.get(i);
          Formula b = operands.get(j);
          if (simplifier.implies(a, b)) {
            return simplifier.or(replaced(operands, i, -1, null));
          }
          if (simplifier.implies(simplifier.negation(a), b)) {
            return Formula.TRUE;
          }
        }
      }
    }
    for (int i = 0; i < operands.size(); i++) {
      for (int j = 0; j < operands.size(); j++) {
        if (i != j) {
          Formula shorter = assuming(operands.get(i), simplifier.negation(operands.get(j)));
          if (shorter != operands.get(i)) {
            return simplifier.or(replaced(operands, i, -1, shorter));
          }
          Formula merged = i < j ? merged(operands.get(i), operands.get(j)) : null;
          if (merged != null) {
            return simplifier.or(replaced(operands, i, j, merged));
          }
        }
      }
      Formula folded = folded(operands, i);
      if (folded != null) {
        return simplifier.or(replaced(operands, i, -1, folded));
      }
    }
    return f;
  }

  private static List<Formula> replaced(
      List<Formula> operands, int i, int j, @Nullable Formula by) {
    List<Formula> result = new ArrayList<>();
    for (int k = 0; k < operands.size(); k++) {
      if (k != i && k != j) {
        result.add(operands.get(k));
      }
    }
    if (by != null) {
      result.add(by);
    }
    return result;
  }

  /** What f says where the condition holds. */
  private Formula assuming(Formula f, Formula condition) {
    if (simplifier.implies(condition, f)) {
      return Formula.TRUE;
    }
    if (simplifier.implies(condition, simplifier.negation(f))) {
      return Formula.FALSE;
    }
    boolean conjunction = f.kind() == Formula.Kind.AND;
    if (conjunction || f.kind() == Formula.Kind.OR) {
      List<Formula> operands = new ArrayList<>(f.operands());
      operands.replaceAll(g -> assuming(g, condition));
      if (operands.equals(f.operands())) {
        return f;
      }
      return conjunction ? simplifier.and(operands) : simplifier.or(operands);
    }
    boolean rightOnly =
        switch (f.kind()) {
          case UNTIL, WEAK_UNTIL -> simplifier.implies(condition, simplifier.negation(f.left()));
          case RELEASE, STRONG_RELEASE -> simplifier.implies(condition, f.left());
          default -> false;
        };
    return rightOnly ? assuming(f.right(), condition) : f;
  }

  /** The two as one formula, if a rule says so. */
  private @Nullable Formula merged(Formula f, Formula g) {
    if (f.kind() == Formula.Kind.NEXT && g.kind() == Formula.Kind.NEXT) {
      return simplifier.next(simplifier.or(f.left(), g.left()));
    }
    if (f.kind() == Formula.Kind.FINALLY && g.kind() == Formula.Kind.FINALLY) {
      return closure.isUniversal(f) || closure.isUniversal(g)
          ? null
          : simplifier.eventually(simplifier.or(f.left(), g.left()));
    }
    if (g.kind() == Formula.Kind.GLOBALLY && f.kind() == Formula.Kind.FINALLY) {
      return untilFirst(g.left(), f.left());
    }
    if (f.kind() == Formula.Kind.GLOBALLY && g.kind() == Formula.Kind.FINALLY) {
      return untilFirst(f.left(), g.left());
    }
    if (isRecurrence(f) && isRecurrence(g)) {
      // Not through the rules for GF: they would take it apart again.
      return Formula.always(Formula.eventually(simplifier.or(f.left().left(), g.left().left())));
    }
    Formula merged = mergedUntils(f, g);
    return merged != null ? merged : mergedReleases(f, g);
  }

  /** G f | F(!f & e) = f W (!f & e): if e holds some time after !f, it does after the first. */
  private @Nullable Formula untilFirst(Formula f, Formula goal) {
    Formula first = simplifier.negation(f);
    return goal.kind() == Formula.Kind.AND
            && goal.operands().contains(first)
            && goal.operands().stream().allMatch(e -> e == first || closure.isEventual(e))
        ? simplifier.weakUntil(f, goal)
        : null;
  }

  private @Nullable Formula mergedUntils(Formula f, Formula g) {
    if (!isUntil(f) || !isUntil(g) || f.left() != g.left()) {
      return null;
    }
    Formula goal = simplifier.or(goal(f), goal(g));
    return SyntacticImplication.isStrong(f) && SyntacticImplication.isStrong(g)
        ? simplifier.until(f.left(), goal)
        : simplifier.weakUntil(f.left(), goal);
  }

  private @Nullable Formula mergedReleases(Formula f, Formula g) {
    if (!isRelease(f) || !isRelease(g)) {
      return null;
    }
    Formula held = SyntacticImplication.hold(f);
    if (held != SyntacticImplication.hold(g)) {
      return null;
    }
    Formula releasing = simplifier.or(releasing(f), releasing(g));
    return SyntacticImplication.isStrong(f) && SyntacticImplication.isStrong(g)
        ? simplifier.strongRelease(releasing, held)
        : simplifier.release(releasing, held);
  }

  /** An operand that unfolds an until together with the others, folded. */
  private @Nullable Formula folded(List<Formula> operands, int i) {
    Formula f = operands.get(i);
    List<Formula> parts = f.kind() == Formula.Kind.AND ? f.operands() : List.of(f);
    for (Formula part : parts) {
      if (part.kind() != Formula.Kind.NEXT) {
        continue;
      }
      Formula until = part.left();
      boolean finallyGoal = until.kind() == Formula.Kind.FINALLY;
      if (!finallyGoal
          && until.kind() != Formula.Kind.UNTIL
          && until.kind() != Formula.Kind.WEAK_UNTIL) {
        continue;
      }
      Formula hold = SyntacticImplication.hold(until);
      if (Formula.and(hold, part) == f
          && isCovered(simplifier.implication().goal(until), operands, i)) {
        return until;
      }
    }
    return null;
  }

  /** Whether f implies the disjunction of the operands other than the i-th. */
  private boolean isCovered(Formula f, List<Formula> operands, int i) {
    return simplifier.implies(f, Formula.or(replaced(operands, i, -1, null)));
  }

  private static boolean isRecurrence(Formula f) {
    return f.kind() == Formula.Kind.GLOBALLY && f.left().kind() == Formula.Kind.FINALLY;
  }

  private static boolean isUntil(Formula f) {
    return switch (f.kind()) {
      case UNTIL, WEAK_UNTIL, GLOBALLY -> true;
      default -> false;
    };
  }

  private static boolean isRelease(Formula f) {
    return switch (f.kind()) {
      case RELEASE, STRONG_RELEASE, GLOBALLY -> true;
      default -> false;
    };
  }

  private Formula goal(Formula f) {
    return f.kind() == Formula.Kind.GLOBALLY ? Formula.FALSE : f.right();
  }

  private Formula releasing(Formula f) {
    return f.kind() == Formula.Kind.GLOBALLY ? Formula.FALSE : f.left();
  }
}
