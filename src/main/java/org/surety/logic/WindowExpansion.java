package org.surety.logic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Writes windows out as nested next operators, each step one level deeper. */
final class WindowExpansion {
  private final Map<Formula, Formula> known = new HashMap<>();

  Formula of(Formula f) {
    Formula result = known.get(f);
    if (result == null) {
      List<Formula> operands = new ArrayList<>();
      for (Formula operand : f.operands()) {
        operands.add(of(operand));
      }
      result = rebuild(f, operands);
      known.put(f, result);
    }
    return result;
  }

  private static Formula rebuild(Formula f, List<Formula> operands) {
    return switch (f.kind()) {
      case TRUE, FALSE, ATOM -> f;
      case NOT -> Formula.not(operands.get(0));
      case AND -> Formula.and(operands);
      case OR -> Formula.or(operands);
      case IMPLIES -> Formula.implies(operands.get(0), operands.get(1));
      case IFF -> Formula.iff(operands.get(0), operands.get(1));
      case XOR -> Formula.xor(operands.get(0), operands.get(1));
      case NEXT -> Formula.next(operands.get(0));
      case WEAK_NEXT -> Formula.weakNext(operands.get(0));
      case FINALLY -> unroll(f, strong -> strong, Formula.eventually(operands.get(0)), operands);
      case GLOBALLY -> unroll(f, weak -> weak, Formula.always(operands.get(0)), operands);
      case UNTIL -> {
        Formula whileWaiting = operands.get(0);
        Formula endless = Formula.until(whileWaiting, operands.get(1));
        yield unroll(f, later -> Formula.and(whileWaiting, later), endless, operands);
      }
      case RELEASE -> {
        Formula released = operands.get(0);
        Formula endless = Formula.release(released, operands.get(1));
        yield unroll(f, later -> Formula.or(released, later), endless, operands);
      }
      case WEAK_UNTIL -> Formula.weakUntil(operands.get(0), operands.get(1));
      case STRONG_RELEASE -> Formula.strongRelease(operands.get(0), operands.get(1));
    };
  }

  /**
   * From the last step of the window back to the present.
   *
   * @param waiting what must hold now, given what must hold later
   * @param endless the operator without a window
   */
  private static Formula unroll(
      Formula f, UnaryOperator<Formula> waiting, Formula endless, List<Formula> operands) {
    boolean existential = f.kind() == Formula.Kind.FINALLY || f.kind() == Formula.Kind.UNTIL;
    Formula goal = operands.get(operands.size() - 1);
    boolean isEndless = f.upper() == Formula.UNBOUNDED;
    Formula result = isEndless ? endless : goal;
    for (int step = (isEndless ? f.lower() : f.upper()) - 1; step >= 0; step--) {
      Formula later = waiting.apply(existential ? Formula.next(result) : Formula.weakNext(result));
      if (step < f.lower()) {
        result = later;
      } else {
        result = existential ? Formula.or(goal, later) : Formula.and(goal, later);
      }
    }
    return result;
  }
}
