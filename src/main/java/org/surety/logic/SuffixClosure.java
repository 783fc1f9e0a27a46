package org.surety.logic;

import java.util.HashMap;
import java.util.Map;

/**
 * Which formulas, read on infinite words, survive a change of prefix (Etessami and Holzmann,
 * "Optimizing Büchi automata", CONCUR 2000). An <em>eventual</em> formula that holds of a suffix
 * holds of the whole word, so {@code F e = e}; a <em>universal</em> one that holds of a word holds
 * of every suffix, so {@code G u = u}. One that is both depends on no finite prefix: it can be
 * looked at now or at any later time ("suspendable"; Babiak et al., "Compositional approach to
 * suspension", SPIN 2013).
 *
 * <p>The test is syntactic: it may miss a formula, and is never wrong. For formulas in negation
 * normal form without windows. Not thread-safe.
 */
public final class SuffixClosure {
  private final Map<Formula, Boolean> eventual = new HashMap<>();
  private final Map<Formula, Boolean> universal = new HashMap<>();

  /** Whether the formula is eventual by its syntax. */
  public boolean isEventual(Formula f) {
    return known(f, eventual, Formula.Kind.FINALLY);
  }

  /** Whether the formula is universal by its syntax. */
  public boolean isUniversal(Formula f) {
    return known(f, universal, Formula.Kind.GLOBALLY);
  }

  /** Whether the formula is both, so that no finite prefix matters. */
  public boolean isSuspendable(Formula f) {
    return isEventual(f) && isUniversal(f);
  }

  private boolean known(Formula f, Map<Formula, Boolean> memo, Formula.Kind closing) {
    Boolean found = memo.get(f);
    if (found == null) {
      found = define(f, memo, closing);
      memo.put(f, found);
    }
    return found;
  }

  private boolean define(Formula f, Map<Formula, Boolean> memo, Formula.Kind closing) {
    if (f.kind() == closing || f.isConstant()) {
      return true;
    }
    boolean right = f.operands().size() == 2 && known(f.right(), memo, closing);
    return switch (f.kind()) {
      case ATOM, NOT -> false;
      case UNTIL -> right && (closing == Formula.Kind.FINALLY || known(f.left(), memo, closing));
      case RELEASE -> right && (closing == Formula.Kind.GLOBALLY || known(f.left(), memo, closing));
      case AND, OR, NEXT, WEAK_NEXT, FINALLY, GLOBALLY, WEAK_UNTIL, STRONG_RELEASE ->
          f.operands().stream().allMatch(g -> known(g, memo, closing));
      default -> throw new IllegalArgumentException("not in negation normal form: " + f);
    };
  }
}
