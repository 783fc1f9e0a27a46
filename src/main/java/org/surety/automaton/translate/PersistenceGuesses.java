package org.surety.automaton.translate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.surety.logic.Formula;
import org.surety.logic.SyntacticHierarchy;

/**
 * Splits a formula into formulas of the recurrence class, by guesses which of its G, R and W hold
 * from now on for ever (the asymmetric construction of Sickert, Esparza, Jaax and Křetínský,
 * "Limit-deterministic Büchi automata for linear temporal logic", CAV 2016; here in the terms of
 * Esparza, Křetínský and Sickert, "A unified translation of linear temporal logic to ω-automata",
 * JACM 2020, section 5).
 *
 * <p>Only those below an F, U or M are in the way. If such a formula is guessed to hold for ever,
 * it is true there and an obligation G of its own; if not, it does not hold weakly for ever from
 * any later position either, and its strong version takes its place: U for W, M for R, false for G.
 * Each result implies the formula; and of every word of the formula, all late enough suffixes
 * satisfy the result of some guess for what is left of the formula by then.
 */
final class PersistenceGuesses {
  private final SyntacticHierarchy hierarchy;

  PersistenceGuesses(SyntacticHierarchy hierarchy) {
    this.hierarchy = hierarchy;
  }

  /** Whether a formula may be cut short: true if it is certain to be useless. */
  @FunctionalInterface
  interface Useless {
    /** Whether no word satisfies the formula. */
    boolean test(Formula f);
  }

  /**
   * The results of all guesses, of class Π2, that are not useless.
   *
   * @param f in negation normal form, without windows
   */
  List<Formula> of(Formula f, Useless useless) {
    Set<Formula> found = new LinkedHashSet<>();
    collect(f, false, found, new HashSet<>());
    List<Formula> results = new ArrayList<>();
    enumerate(f, List.copyOf(found), 0, new HashMap<>(), useless, results);
    return results;
  }

  private void enumerate(
      Formula f,
      List<Formula> guessable,
      int next,
      Map<Formula, Boolean> guess,
      Useless useless,
      List<Formula> results) {
    Formula result = result(f, guess);
    if (useless.test(result)) {
      return;
    }
    if (next == guessable.size()) {
      results.add(result);
      return;
    }
    for (boolean holds : new boolean[] {true, false}) {
      guess.put(guessable.get(next), holds);
      enumerate(f, guessable, next + 1, guess, useless, results);
      guess.remove(guessable.get(next));
    }
  }

  /** What has not been guessed counts as true, without an obligation. */
  private Formula result(Formula f, Map<Formula, Boolean> guess) {
    List<Formula> conjuncts = new ArrayList<>();
    conjuncts.add(substitute(f, false, guess));
    guess.forEach(
        (g, holds) -> {
          if (holds) {
            conjuncts.add(Formula.always(substitute(everyStep(g), false, guess)));
          }
        });
    return Formula.and(conjuncts);
  }

  /** What holds at every position if g does: {@code G(a W b)} is {@code G(a | b)}. */
  private static Formula everyStep(Formula g) {
    return switch (g.kind()) {
      case GLOBALLY -> g.left();
      case WEAK_UNTIL -> Formula.or(g.left(), g.right());
      case RELEASE -> g.right();
      default -> throw new AssertionError(g);
    };
  }

  private void collect(Formula f, boolean belowLeast, Set<Formula> found, Set<Formula> seenAbove) {
    if (hierarchy.sigma(f) <= 1 || (!belowLeast && !seenAbove.add(f))) {
      return;
    }
    boolean below = belowLeast;
    switch (f.kind()) {
      case FINALLY, UNTIL, STRONG_RELEASE -> below = true;
      case GLOBALLY, WEAK_UNTIL, RELEASE -> {
        if (belowLeast && !found.add(f)) {
          return;
        }
      }
      default -> {}
    }
    for (Formula operand : f.operands()) {
      collect(operand, below, found, seenAbove);
    }
  }

  private Formula substitute(Formula f, boolean belowLeast, Map<Formula, Boolean> guess) {
    if (hierarchy.sigma(f) <= 1) {
      return f;
    }
    return switch (f.kind()) {
      case AND -> Formula.and(all(f, belowLeast, guess));
      case OR -> Formula.or(all(f, belowLeast, guess));
      case NEXT, WEAK_NEXT -> Formula.next(substitute(f.left(), belowLeast, guess));
      case FINALLY -> Formula.eventually(substitute(f.left(), true, guess));
      case UNTIL ->
          Formula.until(substitute(f.left(), true, guess), substitute(f.right(), true, guess));
      case STRONG_RELEASE ->
          Formula.strongRelease(
              substitute(f.left(), true, guess), substitute(f.right(), true, guess));
      case GLOBALLY, WEAK_UNTIL, RELEASE -> belowLeast ? guessed(f, guess) : greatest(f, guess);
      default -> throw new AssertionError(f);
    };
  }

  private List<Formula> all(Formula f, boolean belowLeast, Map<Formula, Boolean> guess) {
    return f.operands().stream().map(operand -> substitute(operand, belowLeast, guess)).toList();
  }

  private Formula greatest(Formula f, Map<Formula, Boolean> guess) {
    Formula left = substitute(f.left(), false, guess);
    return switch (f.kind()) {
      case GLOBALLY -> Formula.always(left);
      case WEAK_UNTIL -> Formula.weakUntil(left, substitute(f.right(), false, guess));
      default -> Formula.release(left, substitute(f.right(), false, guess));
    };
  }

  private Formula guessed(Formula f, Map<Formula, Boolean> guess) {
    if (guess.getOrDefault(f, true)) {
      return Formula.TRUE;
    }
    return switch (f.kind()) {
      case GLOBALLY -> Formula.FALSE;
      case WEAK_UNTIL ->
          Formula.until(substitute(f.left(), true, guess), substitute(f.right(), true, guess));
      default ->
          Formula.strongRelease(
              substitute(f.left(), true, guess), substitute(f.right(), true, guess));
    };
  }
}
