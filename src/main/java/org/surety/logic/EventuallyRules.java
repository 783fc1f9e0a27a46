package org.surety.logic;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Rules for {@code F f} on infinite words. Below, e is eventual, u universal, q both; see {@link
 * SuffixClosure}.
 *
 * <pre>
 *   F e = e                      F X f = X F f
 *   F(f U g) = F g               F(f M g) = F(f & g)         F(f W g) = F G f | F g
 *   F(f | e) = F f | e           F(f | u) = F f | F u        F(f & q) = F f & q
 *   F(u & v) = F u & F v
 *   F G(f & g) = F G f & F G g   F G(f & u) = F G f & F u    F G(f | u) = F G f | F u
 *   F G X f = F G f              F G(f | e) = F G f | G e
 *   F G(f U g) = F G(f | g) & G F g                          F G(f M g) = F G g & G F f
 *   F G(f W g) = F G(f | g)      F G(f R g) = F G g
 * </pre>
 */
final class EventuallyRules {
  private final LtlSimplifier simplifier;
  private final SuffixClosure closure;

  EventuallyRules(LtlSimplifier simplifier) {
    this.simplifier = simplifier;
    this.closure = simplifier.closure();
  }

  Formula of(Formula f) {
    if (closure.isEventual(f)) {
      return f;
    }
    return switch (f.kind()) {
      case NEXT -> simplifier.next(of(f.left()));
      case UNTIL -> of(f.right());
      case STRONG_RELEASE -> of(simplifier.and(f.left(), f.right()));
      case WEAK_UNTIL -> simplifier.or(eventuallyAlways(f.left()), of(f.right()));
      case GLOBALLY -> eventuallyAlways(f.left());
      case OR -> ofDisjunction(f);
      case AND -> ofConjunction(f);
      default -> Formula.eventually(f);
    };
  }

  private Formula ofDisjunction(Formula f) {
    Predicate<Formula> splits = g -> closure.isEventual(g) || closure.isUniversal(g);
    if (f.operands().stream().noneMatch(splits)) {
      return Formula.eventually(f);
    }
    List<Formula> parts = new ArrayList<>();
    List<Formula> rest = new ArrayList<>();
    f.operands().forEach(g -> (splits.test(g) ? parts : rest).add(g));
    parts.replaceAll(this::of);
    if (!rest.isEmpty()) {
      parts.add(of(simplifier.or(rest)));
    }
    return simplifier.or(parts);
  }

  private Formula ofConjunction(Formula f) {
    if (closure.isUniversal(f)) {
      return simplifier.and(f.operands().stream().map(this::of).toList());
    }
    List<Formula> parts = new ArrayList<>();
    List<Formula> rest = new ArrayList<>();
    f.operands().forEach(g -> (closure.isSuspendable(g) ? parts : rest).add(g));
    if (parts.isEmpty()) {
      return Formula.eventually(f);
    }
    parts.add(of(simplifier.and(rest)));
    return simplifier.and(parts);
  }

  /** F G f. */
  private Formula eventuallyAlways(Formula f) {
    if (closure.isUniversal(f)) {
      return of(f);
    }
    if (closure.isEventual(f)) {
      return simplifier.always(f);
    }
    return switch (f.kind()) {
      case NEXT -> eventuallyAlways(f.left());
      case UNTIL ->
          simplifier.and(
              eventuallyAlways(simplifier.or(f.left(), f.right())), alwaysEventually(f.right()));
      case WEAK_UNTIL -> eventuallyAlways(simplifier.or(f.left(), f.right()));
      case RELEASE -> eventuallyAlways(f.right());
      case STRONG_RELEASE ->
          simplifier.and(eventuallyAlways(f.right()), alwaysEventually(f.left()));
      case AND -> eventuallyAlwaysConjunction(f);
      case OR -> eventuallyAlwaysDisjunction(f);
      default -> Formula.eventually(Formula.always(f));
    };
  }

  private Formula eventuallyAlwaysConjunction(Formula f) {
    List<Formula> parts = f.operands().stream().map(this::eventuallyAlways).toList();
    List<Formula> unchanged =
        f.operands().stream().map(g -> Formula.eventually(Formula.always(g))).toList();
    return parts.equals(unchanged) ? Formula.eventually(Formula.always(f)) : simplifier.and(parts);
  }

  private Formula eventuallyAlwaysDisjunction(Formula f) {
    List<Formula> parts = new ArrayList<>();
    List<Formula> rest = new ArrayList<>();
    for (Formula g : f.operands()) {
      if (closure.isUniversal(g)) {
        parts.add(of(g));
      } else if (closure.isEventual(g)) {
        parts.add(simplifier.always(g));
      } else {
        rest.add(g);
      }
    }
    if (parts.isEmpty()) {
      return Formula.eventually(Formula.always(f));
    }
    if (!rest.isEmpty()) {
      parts.add(eventuallyAlways(simplifier.or(rest)));
    }
    return simplifier.or(parts);
  }

  private Formula alwaysEventually(Formula f) {
    return simplifier.always(of(f));
  }
}
