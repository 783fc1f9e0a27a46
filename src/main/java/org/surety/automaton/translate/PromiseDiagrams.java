package org.surety.automaton.translate;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.surety.automaton.Bdd;
import org.surety.automaton.TooManyStatesException;
import org.surety.logic.Formula;

/**
 * What a formula demands of the present letter and of the rest of the word, as a decision diagram
 * over atoms, then over "ψ holds of the rest" and "goal γ is promised" (Couvreur, "On-the-fly
 * verification of linear temporal logic", FM 1999).
 *
 * <pre>
 *   d(X f)   = f next
 *   d(f U g) = d(g) | (d(f) & (f U g) next & g promised)
 *   d(f R g) = d(g) & (d(f) | (f R g) next)
 *   d(G F g) = (d(g) | g promised) & (G F g) next
 * </pre>
 */
final class PromiseDiagrams {
  /** How to go on: formulas that must hold of the rest, and bit k if goal k is put off. */
  record Choice(List<Formula> rest, long promises) {}

  /** Most ways out of one state: beyond, memory would be exhausted. */
  private static final int MAX_WAYS = 1 << 16;

  private final Bdd diagrams;
  private final Runnable watch;
  private final int maxWays;
  private final Map<String, Integer> levels = new HashMap<>();
  private final Map<Formula, Integer> ofFormula = new HashMap<>();
  private final Map<Formula, Integer> nextVariable = new HashMap<>();
  private final Map<Formula, Integer> goals = new HashMap<>();
  private final Map<Formula, Integer> promiseVariable = new HashMap<>();
  // By level below the atoms: the formula of a next variable, or the number of a goal.
  private final List<Object> meaning = new ArrayList<>();
  private final Map<Integer, Map<Integer, Integer>> splits = new HashMap<>();
  private final Map<Integer, List<Choice>> choices = new HashMap<>();

  /**
   * @param maxStates most states that are wanted, so at most so many ways out of one
   * @param watch called now and then; stops the construction by what it throws
   */
  PromiseDiagrams(List<String> atoms, int maxStates, Runnable watch) {
    this.diagrams = new Bdd(watch);
    this.watch = watch;
    this.maxWays = Math.min(MAX_WAYS, maxStates);
    atoms.forEach(atom -> levels.put(atom, levels.size()));
  }

  /** Holds the diagrams and, as diagrams over atoms alone, sets of letters. */
  Bdd functions() {
    return diagrams;
  }

  /** Number of goals met so far; a promise is the number of its goal. */
  int goals() {
    return goals.size();
  }

  /** The diagram of a formula in negation normal form with strong next only. */
  int of(Formula f) {
    Integer known = ofFormula.get(f);
    if (known == null) {
      known = compute(f);
      ofFormula.put(f, known);
    }
    return known;
  }

  private int compute(Formula f) {
    return switch (f.kind()) {
      case TRUE -> Bdd.TRUE;
      case FALSE -> Bdd.FALSE;
      case ATOM -> diagrams.variable(level(f));
      case NOT -> diagrams.not(diagrams.variable(level(f.left())));
      case AND -> {
        int all = Bdd.TRUE;
        for (Formula g : f.operands()) {
          all = diagrams.and(all, of(g));
        }
        yield all;
      }
      case OR -> {
        int any = Bdd.FALSE;
        for (Formula g : f.operands()) {
          any = diagrams.or(any, of(g));
        }
        yield any;
      }
      case NEXT -> next(f.left());
      case FINALLY -> diagrams.or(of(f.left()), diagrams.and(next(f), promise(f.left())));
      case GLOBALLY -> {
        // A recurrence need not start over at every step: one promise is enough.
        boolean recurrence = f.left().kind() == Formula.Kind.FINALLY;
        int now =
            recurrence ? diagrams.or(of(f.left().left()), promise(f.left().left())) : of(f.left());
        yield diagrams.and(now, next(f));
      }
      case UNTIL ->
          diagrams.or(
              of(f.right()), diagrams.and(of(f.left()), diagrams.and(next(f), promise(f.right()))));
      case WEAK_UNTIL -> diagrams.or(of(f.right()), diagrams.and(of(f.left()), next(f)));
      case RELEASE -> diagrams.and(of(f.right()), diagrams.or(of(f.left()), next(f)));
      case STRONG_RELEASE ->
          diagrams.and(
              of(f.right()), diagrams.or(of(f.left()), diagrams.and(next(f), promise(f.left()))));
      default -> throw new IllegalArgumentException("not in negation normal form: " + f);
    };
  }

  private int level(Formula atom) {
    Integer level = levels.get(atom.atom());
    if (level == null) {
      throw new AssertionError(atom);
    }
    return level;
  }

  /** "f holds of the rest"; a conjunction is demanded piece by piece. */
  private int next(Formula f) {
    if (f.kind() == Formula.Kind.AND) {
      int all = Bdd.TRUE;
      for (Formula g : f.operands()) {
        all = diagrams.and(all, next(g));
      }
      return all;
    }
    if (f == Formula.TRUE || f == Formula.FALSE) {
      return f == Formula.TRUE ? Bdd.TRUE : Bdd.FALSE;
    }
    return diagrams.variable(nextVariable.computeIfAbsent(f, this::newVariable));
  }

  /**
   * Goals that can be reached at the same time share a promise: where {@code h} holds, {@code g U
   * h} does.
   */
  private static Formula goal(Formula f) {
    return switch (f.kind()) {
      case FINALLY -> goal(f.left());
      case UNTIL -> goal(f.right());
      case STRONG_RELEASE -> Formula.and(f.left(), f.right());
      default -> f;
    };
  }

  private int promise(Formula f) {
    Formula goal = goal(f);
    int number = goals.computeIfAbsent(goal, g -> goals.size());
    return diagrams.variable(promiseVariable.computeIfAbsent(goal, g -> newVariable(number)));
  }

  private int newVariable(Object stands) {
    meaning.add(stands);
    return levels.size() + meaning.size() - 1;
  }

  /** For each possible demand on the rest, the letters under which it arises. */
  Map<Integer, Integer> demands(int f) {
    if (Bdd.isConstant(f) || diagrams.top(f) >= levels.size()) {
      return f == Bdd.FALSE ? Map.of() : Map.of(f, Bdd.TRUE);
    }
    Map<Integer, Integer> known = splits.get(f);
    if (known == null) {
      Map<Integer, Integer> result = new LinkedHashMap<>();
      int atom = diagrams.variable(diagrams.top(f));
      int negated = diagrams.not(atom);
      demands(diagrams.low(f))
          .forEach((rest, letters) -> result.put(rest, diagrams.and(negated, letters)));
      demands(diagrams.high(f))
          .forEach(
              (rest, letters) -> result.merge(rest, diagrams.and(atom, letters), diagrams::or));
      checkWays(result.size());
      splits.put(f, result);
      known = result;
    }
    return known;
  }

  /** The minimal ways to meet a demand: its prime implicants, since it is monotone. */
  List<Choice> choices(int demand) {
    return choices.computeIfAbsent(
        demand, d -> primes(d, new HashMap<>()).stream().map(this::choice).toList());
  }

  private List<BitSet> primes(int f, Map<Integer, List<BitSet>> memo) {
    if (f == Bdd.FALSE) {
      return List.of();
    }
    if (f == Bdd.TRUE) {
      return List.of(new BitSet());
    }
    List<BitSet> known = memo.get(f);
    if (known == null) {
      watch.run();
      int low = diagrams.low(f);
      List<BitSet> result = new ArrayList<>(primes(low, memo));
      for (BitSet prime : primes(diagrams.high(f), memo)) {
        if (!holds(low, prime)) {
          BitSet longer = (BitSet) prime.clone();
          longer.set(diagrams.top(f) - levels.size());
          result.add(longer);
        }
      }
      checkWays(result.size());
      memo.put(f, result);
      known = result;
    }
    return known;
  }

  private void checkWays(int ways) {
    if (ways > maxWays) {
      throw new TooManyStatesException(ways + " ways out of one state");
    }
  }

  private boolean holds(int f, BitSet variables) {
    int at = f;
    while (!Bdd.isConstant(at)) {
      at = variables.get(diagrams.top(at) - levels.size()) ? diagrams.high(at) : diagrams.low(at);
    }
    return at == Bdd.TRUE;
  }

  private Choice choice(BitSet variables) {
    List<Formula> rest = new ArrayList<>();
    long promises = 0;
    for (int v = variables.nextSetBit(0); v >= 0; v = variables.nextSetBit(v + 1)) {
      if (meaning.get(v) instanceof Formula f) {
        rest.add(f);
      } else if (meaning.get(v) instanceof Integer goal) {
        promises |= 1L << goal;
      }
    }
    return new Choice(rest, promises);
  }
}
