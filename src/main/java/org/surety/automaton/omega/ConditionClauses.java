package org.surety.automaton.omega;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.surety.automaton.omega.Condition.And;
import org.surety.automaton.omega.Condition.Constant;
import org.surety.automaton.omega.Condition.Fin;
import org.surety.automaton.omega.Condition.Inf;
import org.surety.automaton.omega.Condition.Or;

/**
 * A condition and its negation as disjunctions of clauses "these sets recur and those stop", and by
 * them the children in its Zielonka tree (Zielonka, TCS 1998). Exponential in the condition at
 * worst.
 */
final class ConditionClauses {
  private record Clause(long recur, long stop) {
    boolean isContradictory() {
      return (recur & stop) != 0;
    }

    boolean implies(Clause other) {
      return (other.recur & ~recur) == 0 && (other.stop & ~stop) == 0;
    }
  }

  private final Condition condition;
  private final List<Clause> accepting;
  private final List<Clause> rejecting;

  ConditionClauses(Condition condition) {
    this.condition = condition;
    this.accepting = clauses(condition);
    this.rejecting = clauses(condition.negate());
  }

  boolean accepts(long marks) {
    return condition.accepts(marks);
  }

  /** The maximal subsets of some sets that are accepted if those are not, and vice versa. */
  List<Long> children(long marks) {
    Set<Long> subsets = new TreeSet<>();
    for (Clause clause : accepts(marks) ? rejecting : accepting) {
      long subset = marks & ~clause.stop;
      if ((clause.recur & ~subset) == 0) {
        subsets.add(subset);
      }
    }
    return subsets.stream()
        .filter(c -> subsets.stream().noneMatch(d -> !d.equals(c) && (c & ~d) == 0))
        .toList();
  }

  private static List<Clause> clauses(Condition condition) {
    List<Clause> result = new ArrayList<>();
    if (condition instanceof Inf inf) {
      result.add(new Clause(1L << inf.set(), 0));
    } else if (condition instanceof Fin fin) {
      result.add(new Clause(0, 1L << fin.set()));
    } else if (condition instanceof Or or) {
      or.terms().forEach(term -> clauses(term).forEach(clause -> add(result, clause)));
    } else if (condition instanceof And and) {
      result.add(new Clause(0, 0));
      for (Condition term : and.terms()) {
        List<Clause> before = List.copyOf(result);
        result.clear();
        for (Clause right : clauses(term)) {
          for (Clause left : before) {
            add(result, new Clause(left.recur | right.recur, left.stop | right.stop));
          }
        }
      }
    } else if (condition == Constant.TRUE) {
      result.add(new Clause(0, 0));
    }
    return result;
  }

  private static void add(List<Clause> clauses, Clause clause) {
    if (clause.isContradictory() || clauses.stream().anyMatch(clause::implies)) {
      return;
    }
    clauses.removeIf(other -> other.implies(clause));
    clauses.add(clause);
  }
}
