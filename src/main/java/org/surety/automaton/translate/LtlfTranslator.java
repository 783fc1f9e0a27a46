package org.surety.automaton.translate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import org.surety.automaton.Dfa;
import org.surety.automaton.DfaLanguages;
import org.surety.automaton.Limits;
import org.surety.automaton.TooManyStatesException;
import org.surety.base.InputException;
import org.surety.logic.Formula;
import org.surety.logic.Subformulas;

/**
 * LTLf to minimal deterministic automata.
 *
 * <p>The derivatives of the whole formula are tried first, with a small budget: a conjunct that
 * fails early keeps the others from unfolding. If they outgrow it, the parts of a conjunction or
 * disjunction are translated one by one and multiplied, the smallest two first, each product
 * minimized.
 *
 * <p>The least automaton can be doubly exponential in the formula, and exponential in a window such
 * as {@code G (p -> F[5,20] q)}; windows that start at 0 or stand alone cost one state a step.
 */
public final class LtlfTranslator {
  /** The limit on states unless another is given. */
  public static final int DEFAULT_MAX_STATES = 100_000;

  private static final int FIRST_BUDGET = 1_000;
  private static final int SMALL = 2_000;

  private final List<String> atoms;
  private final Limits limits;

  private LtlfTranslator(List<String> atoms, Limits limits) {
    this.atoms = atoms;
    this.limits = limits;
  }

  /** The minimal automaton, within {@link #DEFAULT_MAX_STATES}. */
  public static Dfa translate(Formula f) {
    return translate(f, DEFAULT_MAX_STATES);
  }

  /**
   * The minimal automaton of the non-empty words that satisfy a formula at their first position.
   * Its atoms are those of the formula, in the order in which they occur.
   *
   * @param maxStates most states that any automaton on the way may have
   * @throws InputException if that is not enough, or the formula has too many atoms
   */
  public static Dfa translate(Formula f, int maxStates) {
    return translate(f, Limits.states(maxStates));
  }

  /**
   * As above, with a limit of time, too.
   *
   * @throws InputException if the limits are reached, or the formula has too many atoms
   */
  public static Dfa translate(Formula f, Limits limits) {
    Set<String> names = atomsInOrder(f);
    String place = "property " + abbreviate(f.toString());
    if (names.size() > Dfa.MAX_ATOMS) {
      throw new InputException(
          place,
          "it has " + names.size() + " atoms, more than the " + Dfa.MAX_ATOMS + " possible",
          "combine some of them into one predicate, or certify its conjuncts as properties of"
              + " their own");
    }
    try {
      return new LtlfTranslator(List.copyOf(names), limits).minimal(f.negationNormalForm());
    } catch (TooManyStatesException | StackOverflowError e) {
      throw new InputException(
          place,
          e instanceof TooManyStatesException t
              ? "its automaton has too many states; stopped after " + t.reached()
              : "its automaton has too many pending obligations at a time",
          "shorten its windows, or certify its conjuncts as properties of their own",
          e);
    }
  }

  private static Set<String> atomsInOrder(Formula f) {
    Set<String> names = new LinkedHashSet<>();
    for (Formula sub : Subformulas.of(f)) {
      if (sub.kind() == Formula.Kind.ATOM) {
        names.add(sub.atom());
      }
    }
    return names;
  }

  /**
   * The minimal automaton if it takes few states to find; for a look at a property's parts, which
   * is worth a little time and no more.
   */
  public static Optional<Dfa> translateIfSmall(Formula f) {
    try {
      return Optional.of(translate(f, SMALL));
    } catch (InputException e) {
      return Optional.empty();
    }
  }

  private Dfa minimal(Formula f) {
    List<Formula> parts = parts(f);
    if (parts.size() < 2) {
      return DerivativeAutomaton.minimal(atoms, f, limits);
    }
    try {
      return DerivativeAutomaton.minimal(
          atoms, f, limits.withMaxStates(Math.min(FIRST_BUDGET, limits.maxStates())));
    } catch (TooManyStatesException e) {
      return composed(f.kind() == Formula.Kind.OR || f.kind() == Formula.Kind.FINALLY, parts);
    }
  }

  private Dfa composed(boolean disjunction, List<Formula> parts) {
    PriorityQueue<Dfa> automata = new PriorityQueue<>(Comparator.comparingInt(Dfa::states));
    for (Formula part : parts) {
      automata.add(minimal(part));
    }
    Dfa smallest = automata.remove();
    while (!automata.isEmpty()) {
      Dfa other = automata.remove();
      limits.check(smallest.states());
      automata.add(
          disjunction
              ? DfaLanguages.union(smallest, other, limits.maxStates())
              : DfaLanguages.intersection(smallest, other, limits.maxStates()));
      smallest = automata.remove();
    }
    return smallest;
  }

  /** The operands of a conjunction or disjunction, also those that G or F distribute over. */
  private static List<Formula> parts(Formula f) {
    Formula.Kind kind = f.kind();
    if (kind == Formula.Kind.AND || kind == Formula.Kind.OR) {
      return f.operands();
    }
    boolean always = kind == Formula.Kind.GLOBALLY && f.left().kind() == Formula.Kind.AND;
    boolean eventually = kind == Formula.Kind.FINALLY && f.left().kind() == Formula.Kind.OR;
    List<Formula> parts = new ArrayList<>();
    if (always || eventually) {
      for (Formula operand : f.left().operands()) {
        parts.add(
            always
                ? Formula.always(f.lower(), f.upper(), operand)
                : Formula.eventually(f.lower(), f.upper(), operand));
      }
    }
    return parts;
  }

  private static String abbreviate(String text) {
    return text.length() <= 80 ? text : text.substring(0, 77) + "...";
  }
}
