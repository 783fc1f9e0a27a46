package org.surety.logic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rewrites a formula, read on infinite words, into an equivalent one that is easier to translate:
 * in negation normal form, without windows, with one next operator, and smaller or of a simpler
 * class wherever a rule applies.
 *
 * <p>Bottom-up, by the rules of Etessami and Holzmann ("Optimizing Büchi automata", CONCUR 2000)
 * and Somenzi and Bloem ("Efficient Büchi automata from LTL formulae", CAV 2000) as collected in
 * "Spot's Temporal Logic Formulas", section 5.4, with suspendable parts moved up (Babiak et al.,
 * SPIN 2013) and {@code GF} and {@code FG} distributed. Every rule is stated for one of two dual
 * operators; the other follows by negation. A result is a fixpoint: simplified again, it stays.
 *
 * <p>Not for finite words: there {@code G F a = F G a}, and {@code X} has two readings. Not
 * thread-safe; an instance remembers what it has rewritten.
 */
public final class LtlSimplifier {
  /** Passes over a formula; more than a few are never seen, and each is sound. */
  private static final int MAX_PASSES = 20;

  private final Map<Formula, Formula> simplified = new HashMap<>();
  private final Map<Formula, Formula> negated = new HashMap<>();
  private final SuffixClosure closure = new SuffixClosure();
  private final SyntacticImplication implication = new SyntacticImplication(closure);
  private final EventuallyRules eventuallyRules = new EventuallyRules(this);
  private final UntilRules untilRules = new UntilRules(this);
  private final DisjunctionRules disjunctionRules = new DisjunctionRules(this);

  /** An equivalent formula on infinite words. */
  public static Formula simplify(Formula f) {
    return new LtlSimplifier().of(f);
  }

  /** An equivalent formula on infinite words. */
  public Formula of(Formula f) {
    Formula result = f.withoutWindows().negationNormalForm();
    for (int pass = 0; pass < MAX_PASSES; pass++) {
      Formula before = result;
      result = rewrite(before);
      if (result == before) {
        break;
      }
    }
    return result;
  }

  /** The negation of a formula in negation normal form with one next operator, in the same form. */
  public Formula negation(Formula f) {
    Formula found = negated.get(f);
    if (found == null) {
      found = negate(f);
      negated.put(f, found);
      negated.put(found, f);
    }
    return found;
  }

  SuffixClosure closure() {
    return closure;
  }

  /** Whether f is seen to imply g. */
  boolean implies(Formula f, Formula g) {
    return implication.implies(f, g);
  }

  SyntacticImplication implication() {
    return implication;
  }

  private Formula rewrite(Formula f) {
    Formula found = simplified.get(f);
    if (found == null) {
      found = compute(f);
      simplified.put(f, found);
    }
    return found;
  }

  private Formula compute(Formula f) {
    if (f.operands().isEmpty() || f.kind() == Formula.Kind.NOT) {
      return f;
    }
    List<Formula> operands = new ArrayList<>();
    f.operands().forEach(g -> operands.add(rewrite(g)));
    Formula l = operands.get(0);
    Formula r = operands.get(operands.size() - 1);
    return switch (f.kind()) {
      case AND -> and(operands);
      case OR -> or(operands);
      case NEXT, WEAK_NEXT -> next(l);
      case FINALLY -> eventually(l);
      case GLOBALLY -> always(l);
      case UNTIL -> until(l, r);
      case WEAK_UNTIL -> weakUntil(l, r);
      case RELEASE -> release(l, r);
      case STRONG_RELEASE -> strongRelease(l, r);
      default -> throw new AssertionError(f.kind());
    };
  }

  private Formula negate(Formula f) {
    List<Formula> operands = new ArrayList<>();
    if (f.kind() != Formula.Kind.NOT) {
      f.operands().forEach(g -> operands.add(negation(g)));
    }
    return switch (f.kind()) {
      case TRUE, FALSE, ATOM, NOT -> Formula.not(f);
      case AND -> Formula.or(operands);
      case OR -> Formula.and(operands);
      case NEXT -> Formula.next(operands.get(0));
      case FINALLY -> Formula.always(operands.get(0));
      case GLOBALLY -> Formula.eventually(operands.get(0));
      case UNTIL -> Formula.release(operands.get(0), operands.get(1));
      case RELEASE -> Formula.until(operands.get(0), operands.get(1));
      case WEAK_UNTIL -> Formula.strongRelease(operands.get(0), operands.get(1));
      case STRONG_RELEASE -> Formula.weakUntil(operands.get(0), operands.get(1));
      default -> throw new IllegalArgumentException("not in negation normal form: " + f);
    };
  }

  // --- Constructors for simplified operands
  // -------------------------------------------------------

  Formula or(Formula... operands) {
    return or(Arrays.asList(operands));
  }

  Formula or(Collection<Formula> operands) {
    return disjunctionRules.of(Formula.or(operands));
  }

  Formula and(Formula... operands) {
    return and(Arrays.asList(operands));
  }

  Formula and(Collection<Formula> operands) {
    return negation(or(operands.stream().map(this::negation).toList()));
  }

  /** X q = q if q is suspendable, also within a conjunction or disjunction. */
  Formula next(Formula f) {
    if (f.isConstant() || closure.isSuspendable(f)) {
      return f;
    }
    if (f.kind() == Formula.Kind.AND || f.kind() == Formula.Kind.OR) {
      List<Formula> now = f.operands().stream().filter(closure::isSuspendable).toList();
      if (!now.isEmpty()) {
        List<Formula> later = f.operands().stream().filter(g -> !closure.isSuspendable(g)).toList();
        List<Formula> parts = new ArrayList<>(now);
        boolean conjunction = f.kind() == Formula.Kind.AND;
        parts.add(next(conjunction ? and(later) : or(later)));
        return conjunction ? and(parts) : or(parts);
      }
    }
    return Formula.next(f);
  }

  Formula eventually(Formula f) {
    return eventuallyRules.of(f);
  }

  Formula always(Formula f) {
    return negation(eventually(negation(f)));
  }

  Formula until(Formula f, Formula g) {
    return untilRules.until(f, g);
  }

  Formula weakUntil(Formula f, Formula g) {
    return untilRules.weakUntil(f, g);
  }

  Formula release(Formula f, Formula g) {
    return negation(until(negation(f), negation(g)));
  }

  Formula strongRelease(Formula f, Formula g) {
    return negation(weakUntil(negation(f), negation(g)));
  }
}
