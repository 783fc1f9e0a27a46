package org.surety.logic;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Rules for {@code f U g} and {@code f W g} on infinite words. Below, e is eventual, u universal, q
 * both (see {@link SuffixClosure}), and "->" is {@link SyntacticImplication}.
 *
 * <pre>
 *   f U e = e                        f W e = G f | e
 *                                    f W u = G(f | u)         u W g = u | g
 *   f U g = g, f W g = g             if f -> g
 *   f U g = F g, f W g = true        if !g -> f
 *   X f U X g = X(f U g), and likewise W
 *   X f U g = g | X(g M f)           X f W g = g | X(g R f)
 *   f U (g | e) = (f U g) | e, and likewise W                 f U (g & q) = (f U g) & q
 *   f U (f & g) = g M f              f W (f & g) = g R f      f U (g & G f) = F g & G f
 *   f U k = k                        if k = g U h or g W h and f -> g, likewise k = h R g, h M g
 *   f U (g U h) = f U h              if g -> f; also f W (g U h) = f W (g W h) = f W h
 *   (f U g) U h = (f W g) U h = g U h  if f -> h, and likewise W
 *   (f U g) U g = (f W g) U g = (f U g) W g = f U g           (f W g) W g = f W g
 *   (f | k) U h = f U h              if k -> h, and likewise W
 *   (f & k) U h = f U h              if !h -> k, and likewise W
 * </pre>
 */
final class UntilRules {
  private final LtlSimplifier simplifier;
  private final SuffixClosure closure;

  UntilRules(LtlSimplifier simplifier) {
    this.simplifier = simplifier;
    this.closure = simplifier.closure();
  }

  Formula until(Formula f, Formula g) {
    if (closure.isEventual(g) || simplifier.implies(f, g)) {
      return g;
    }
    if (simplifier.implies(simplifier.negation(g), f)) {
      return simplifier.eventually(g);
    }
    if (isNext(f) && isNext(g)) {
      return simplifier.next(until(f.left(), g.left()));
    }
    if (isNext(f)) {
      return simplifier.or(g, simplifier.next(simplifier.strongRelease(g, f.left())));
    }
    Formula shorter = hold(f, g);
    if (shorter != f) {
      return until(shorter, g);
    }
    if (absorbs(f, g)) {
      return g;
    }
    if (g.kind() == Formula.Kind.UNTIL && simplifier.implies(SyntacticImplication.hold(g), f)) {
      return until(f, simplifier.implication().goal(g));
    }
    if (g.kind() == Formula.Kind.OR) {
      Formula forever = simplifier.always(f);
      if (g.operands().contains(forever)) {
        return weakUntil(
            f, simplifier.or(g.operands().stream().filter(k -> k != forever).toList()));
      }
      List<Formula> rest = new ArrayList<>();
      List<Formula> parts = split(g, closure::isEventual, rest);
      if (!parts.isEmpty()) {
        parts.add(until(f, simplifier.or(rest)));
        return simplifier.or(parts);
      }
    }
    if (g.kind() == Formula.Kind.AND) {
      List<Formula> rest = new ArrayList<>();
      List<Formula> parts = split(g, closure::isSuspendable, rest);
      if (!parts.isEmpty()) {
        parts.add(until(f, simplifier.and(rest)));
        return simplifier.and(parts);
      }
      Formula forever = simplifier.always(f);
      if (g.operands().contains(forever)) {
        return simplifier.and(simplifier.eventually(without(g, forever)), forever);
      }
      if (containsAll(g, f)) {
        return simplifier.strongRelease(without(g, f), f);
      }
    }
    return Formula.until(f, g);
  }

  Formula weakUntil(Formula f, Formula g) {
    if (g == Formula.FALSE) {
      return simplifier.always(f);
    }
    if (simplifier.implies(f, g)) {
      return g;
    }
    if (simplifier.implies(simplifier.negation(g), f)) {
      return Formula.TRUE;
    }
    if (closure.isUniversal(f)) {
      return simplifier.or(f, g);
    }
    if (closure.isEventual(g)) {
      return simplifier.or(simplifier.always(f), g);
    }
    if (closure.isUniversal(g)) {
      return simplifier.always(simplifier.or(f, g));
    }
    if (f.kind() == Formula.Kind.UNTIL && f.right() == g) {
      return f;
    }
    if (isNext(f) && isNext(g)) {
      return simplifier.next(weakUntil(f.left(), g.left()));
    }
    if (isNext(f)) {
      return simplifier.or(g, simplifier.next(simplifier.release(g, f.left())));
    }
    Formula shorter = hold(f, g);
    if (shorter != f) {
      return weakUntil(shorter, g);
    }
    if (absorbs(f, g) && !SyntacticImplication.isStrong(g)) {
      return g;
    }
    if (hasGoal(g) && simplifier.implies(SyntacticImplication.hold(g), f)) {
      return weakUntil(f, simplifier.implication().goal(g));
    }
    if (g.kind() == Formula.Kind.OR) {
      Formula forever = simplifier.always(f);
      if (g.operands().contains(forever)) {
        return weakUntil(
            f, simplifier.or(g.operands().stream().filter(k -> k != forever).toList()));
      }
      List<Formula> rest = new ArrayList<>();
      List<Formula> parts = split(g, closure::isEventual, rest);
      if (!parts.isEmpty()) {
        parts.add(weakUntil(f, simplifier.or(rest)));
        return simplifier.or(parts);
      }
    }
    if (g.kind() == Formula.Kind.AND && containsAll(g, f)) {
      return simplifier.release(without(g, f), f);
    }
    return Formula.weakUntil(f, g);
  }

  /** What of f must hold where g does not. */
  private Formula hold(Formula f, Formula g) {
    switch (f.kind()) {
      case UNTIL, WEAK_UNTIL -> {
        if (f.right() == g) {
          return f.left();
        }
        return simplifier.implies(f.left(), g) ? f.right() : f;
      }
      case OR -> {
        List<Formula> needed =
            f.operands().stream().filter(k -> !simplifier.implies(k, g)).toList();
        return needed.size() == f.operands().size() ? f : simplifier.or(needed);
      }
      case AND -> {
        Formula otherwise = simplifier.negation(g);
        List<Formula> needed =
            f.operands().stream().filter(k -> !simplifier.implies(otherwise, k)).toList();
        return needed.size() == f.operands().size() ? f : simplifier.and(needed);
      }
      default -> {
        return f;
      }
    }
  }

  /** Whether f says nothing that waiting for g does not say itself. */
  private boolean absorbs(Formula f, Formula g) {
    return SyntacticImplication.isUntilLike(g)
        && simplifier.implies(f, SyntacticImplication.hold(g));
  }

  private static boolean hasGoal(Formula g) {
    return g.kind() == Formula.Kind.UNTIL || g.kind() == Formula.Kind.WEAK_UNTIL;
  }

  /** The operands that move out of the until; the others go to {@code rest}. */
  private static List<Formula> split(Formula g, Predicate<Formula> moves, List<Formula> rest) {
    List<Formula> parts = new ArrayList<>();
    g.operands().forEach(k -> (moves.test(k) ? parts : rest).add(k));
    return parts;
  }

  /** Whether every conjunct of f is one of the conjunction g. */
  private static boolean containsAll(Formula g, Formula f) {
    return f.kind() == Formula.Kind.AND
        ? g.operands().containsAll(f.operands())
        : g.operands().contains(f);
  }

  /** The conjunction g without the conjuncts of f. */
  private Formula without(Formula g, Formula f) {
    List<Formula> gone = f.kind() == Formula.Kind.AND ? f.operands() : List.of(f);
    return simplifier.and(g.operands().stream().filter(k -> !gone.contains(k)).toList());
  }

  private static boolean isNext(Formula f) {
    return f.kind() == Formula.Kind.NEXT;
  }
}
