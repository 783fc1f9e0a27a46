package org.surety.automaton.translate;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.surety.automaton.IntPairMap;
import org.surety.logic.Formula;

/**
 * The derivative of a formula by one letter, for all letters at once: a diagram over the atoms,
 * whose lower part says what is left. What is left is monotone in the obligations.
 *
 * <pre>
 *   d(X[!] f) = not the end and f next        d(X[?] f) = the end or f next
 *   d(f U g)  = d(g) or (d(f) and X[!](f U g))
 *   d(f R g)  = d(g) and (d(f) or X[?](f R g))
 * </pre>
 */
final class Derivatives {
  private static final int UNKNOWN = IntPairMap.MISSING;

  private final Map<String, Integer> levels = new HashMap<>();
  private final ObligationTable table;
  private final ObligationDiagrams diagrams;
  private final Map<Formula, Integer> ofFormula = new HashMap<>();
  private int[] ofObligation;
  private final IntPairMap substituted = new IntPairMap();

  Derivatives(List<String> atoms, ObligationTable table, ObligationDiagrams diagrams) {
    for (String atom : atoms) {
      levels.put(atom, levels.size());
    }
    this.table = table;
    this.diagrams = diagrams;
    this.ofObligation = new int[table.size()];
    Arrays.fill(ofObligation, UNKNOWN);
  }

  /** The derivative of a formula in negation normal form. */
  int of(Formula f) {
    Integer known = ofFormula.get(f);
    if (known == null) {
      known = compute(f);
      ofFormula.put(f, known);
    }
    return known;
  }

  /** The derivative of what is left when the word goes on: each obligation replaced by its own. */
  int ofRest(int rest) {
    if (rest == ObligationDiagrams.TRUE || rest == ObligationDiagrams.FALSE) {
      return rest;
    }
    int known = substituted.get(rest, 0);
    if (known == IntPairMap.MISSING) {
      int low = ofRest(diagrams.nodes().low(rest));
      int high = ofRest(diagrams.nodes().high(rest));
      // Monotone: low implies high.
      known = diagrams.or(low, diagrams.and(ofObligation(diagrams.numberAtTop(rest)), high));
      substituted.put(rest, 0, known);
    }
    return known;
  }

  private int compute(Formula f) {
    return switch (f.kind()) {
      case TRUE -> ObligationDiagrams.TRUE;
      case FALSE -> ObligationDiagrams.FALSE;
      case ATOM -> diagrams.atom(level(f));
      case NOT -> diagrams.negatedAtom(level(f.left()));
      case AND -> {
        int all = ObligationDiagrams.TRUE;
        for (Formula operand : f.operands()) {
          all = diagrams.and(all, of(operand));
        }
        yield all;
      }
      case OR -> {
        int any = ObligationDiagrams.FALSE;
        for (Formula operand : f.operands()) {
          any = diagrams.or(any, of(operand));
        }
        yield any;
      }
      case NEXT -> strongNext(rest(f.left()));
      case WEAK_NEXT -> weakNext(rest(f.left()));
      default -> ofObligation(table.number(Obligation.of(f)));
    };
  }

  private int level(Formula atom) {
    Integer level = levels.get(atom.atom());
    if (level == null) {
      throw new AssertionError(atom);
    }
    return level;
  }

  private int ofObligation(int number) {
    if (number >= ofObligation.length) {
      int known = ofObligation.length;
      ofObligation = Arrays.copyOf(ofObligation, Math.max(table.size(), 2 * known));
      Arrays.fill(ofObligation, known, ofObligation.length, UNKNOWN);
    }
    if (ofObligation[number] == UNKNOWN) {
      int derivative = compute(table.get(number)); // may move the array
      ofObligation[number] = derivative;
    }
    return ofObligation[number];
  }

  private int compute(Obligation o) {
    return switch (o.kind()) {
      case FINALLY -> {
        int later = o.isLastStep() ? ObligationDiagrams.FALSE : strongNext(later(o));
        yield o.lower() > 0 ? later : diagrams.or(of(o.left()), later);
      }
      case GLOBALLY -> {
        int later = o.isLastStep() ? ObligationDiagrams.TRUE : weakNext(later(o));
        yield o.lower() > 0 ? later : diagrams.and(of(o.left()), later);
      }
      case UNTIL -> {
        int later = o.isLastStep() ? ObligationDiagrams.FALSE : strongNext(later(o));
        int on = diagrams.and(of(o.left()), later);
        yield o.lower() > 0 ? on : diagrams.or(of(o.right()), on);
      }
      case RELEASE -> {
        int later = o.isLastStep() ? ObligationDiagrams.TRUE : weakNext(later(o));
        int on = diagrams.or(of(o.left()), later);
        yield o.lower() > 0 ? on : diagrams.and(of(o.right()), on);
      }
      case WEAK_UNTIL -> diagrams.or(of(o.right()), diagrams.and(of(o.left()), weakNext(later(o))));
      case STRONG_RELEASE ->
          diagrams.and(of(o.right()), diagrams.or(of(o.left()), strongNext(later(o))));
      case ATOM -> of(o.left());
      case NOT -> diagrams.negatedAtom(level(o.left()));
      case NEXT -> strongNext(rest(o.left()));
      case WEAK_NEXT -> weakNext(rest(o.left()));
      default -> throw new AssertionError(o);
    };
  }

  private int later(Obligation o) {
    return diagrams.obligation(table.number(o.later()));
  }

  private int strongNext(int rest) {
    return diagrams.atEnd(rest, ObligationDiagrams.FALSE);
  }

  private int weakNext(int rest) {
    return diagrams.atEnd(rest, ObligationDiagrams.TRUE);
  }

  /** The formula as a demand on the rest of the word. */
  int rest(Formula f) {
    return switch (f.kind()) {
      case TRUE -> ObligationDiagrams.TRUE;
      case FALSE -> ObligationDiagrams.FALSE;
      case AND -> {
        int all = ObligationDiagrams.TRUE;
        for (Formula operand : f.operands()) {
          all = diagrams.and(all, rest(operand));
        }
        yield all;
      }
      case OR -> {
        int any = ObligationDiagrams.FALSE;
        for (Formula operand : f.operands()) {
          any = diagrams.or(any, rest(operand));
        }
        yield any;
      }
      default -> diagrams.obligation(table.number(Obligation.of(f)));
    };
  }
}
