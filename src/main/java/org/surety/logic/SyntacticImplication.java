package org.surety.logic;

import java.util.HashMap;
import java.util.Map;

/**
 * Sufficient conditions for one formula to imply another on infinite words, read off their syntax
 * (Somenzi and Bloem, "Efficient Büchi automata from LTL formulae", CAV 2000; Spot's documentation
 * "Spot's Temporal Logic Formulas", section 5.4.3).
 *
 * <p>All until-like operators are one here: {@code F g = true U g}, {@code G f = f W false}, {@code
 * f M g = g U (f & g)} and {@code f R g = g W (f & g)}. For formulas in negation normal form
 * without windows. Each pair of subformulas is looked at once. Not thread-safe.
 */
public final class SyntacticImplication {
  private final SuffixClosure closure;
  private final Map<Long, Boolean> known = new HashMap<>();
  // Keeps formulas alive whose ids are keys: an id is never used again, but its formula may go.
  private final Map<Formula, Formula> goals = new HashMap<>();

  public SyntacticImplication(SuffixClosure closure) {
    this.closure = closure;
  }

  /** Whether the syntax shows that every infinite word of {@code f} is one of {@code g}. */
  public boolean implies(Formula f, Formula g) {
    if (f == g || f == Formula.FALSE || g == Formula.TRUE) {
      return true;
    }
    if (f == Formula.TRUE || g == Formula.FALSE || (isLiteral(f) && isLiteral(g))) {
      return false;
    }
    long pair = (long) f.id() << 32 | g.id();
    Boolean found = known.get(pair);
    if (found == null) {
      found = define(f, g);
      known.put(pair, found);
    }
    return found;
  }

  private boolean define(Formula f, Formula g) {
    if (g.kind() == Formula.Kind.AND) {
      return g.operands().stream().allMatch(h -> implies(f, h));
    }
    if (f.kind() == Formula.Kind.OR) {
      return f.operands().stream().allMatch(h -> implies(h, g));
    }
    if (f.kind() == Formula.Kind.AND && f.operands().stream().anyMatch(h -> implies(h, g))) {
      return true;
    }
    if (g.kind() == Formula.Kind.OR && g.operands().stream().anyMatch(h -> implies(f, h))) {
      return true;
    }
    return nextImplies(f, g) || untilImplies(f, g) || impliesUntil(f, g) || stepwise(f, g);
  }

  private boolean nextImplies(Formula f, Formula g) {
    boolean nextF = isNext(f);
    boolean nextG = isNext(g);
    return (nextF && nextG && implies(f.left(), g.left()))
        || (nextF && closure.isEventual(g) && implies(f.left(), g))
        || (nextG && closure.isUniversal(f) && implies(f, g.left()));
  }

  /** Holding, or reaching the goal, is enough. */
  private boolean untilImplies(Formula f, Formula g) {
    if (!isUntilLike(f)) {
      return false;
    }
    Formula goal = goal(f);
    return implies(goal, g) && (implies(hold(f), g) || (isStrong(f) && closure.isEventual(g)));
  }

  /** The goal is reached at once, or is not needed. */
  private boolean impliesUntil(Formula f, Formula g) {
    return isUntilLike(g)
        && (implies(f, goal(g)) || (!isStrong(g) && closure.isUniversal(f) && implies(f, hold(g))));
  }

  /** One until follows the other step by step. */
  private boolean stepwise(Formula f, Formula g) {
    return isUntilLike(f)
        && isUntilLike(g)
        && (isStrong(f) || !isStrong(g))
        && implies(goal(f), goal(g))
        && (implies(hold(f), hold(g)) || implies(hold(f), goal(g)));
  }

  // --- Until-like operators: hold until goal, and if strong, the goal is reached ----------------

  static boolean isUntilLike(Formula f) {
    return switch (f.kind()) {
      case FINALLY, GLOBALLY, UNTIL, RELEASE, WEAK_UNTIL, STRONG_RELEASE -> true;
      default -> false;
    };
  }

  static boolean isStrong(Formula f) {
    return switch (f.kind()) {
      case FINALLY, UNTIL, STRONG_RELEASE -> true;
      default -> false;
    };
  }

  static Formula hold(Formula f) {
    return switch (f.kind()) {
      case FINALLY -> Formula.TRUE;
      case GLOBALLY, UNTIL, WEAK_UNTIL -> f.left();
      default -> f.right();
    };
  }

  Formula goal(Formula f) {
    return switch (f.kind()) {
      case FINALLY -> f.left();
      case GLOBALLY -> Formula.FALSE;
      case UNTIL, WEAK_UNTIL -> f.right();
      default -> goals.computeIfAbsent(f, r -> Formula.and(r.left(), r.right()));
    };
  }

  private static boolean isNext(Formula f) {
    return f.kind() == Formula.Kind.NEXT || f.kind() == Formula.Kind.WEAK_NEXT;
  }

  private static boolean isLiteral(Formula f) {
    return f.kind() == Formula.Kind.ATOM || f.kind() == Formula.Kind.NOT;
  }
}
