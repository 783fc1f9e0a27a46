package org.surety.monitor;

import java.util.ArrayList;
import java.util.List;
import org.surety.logic.Formula;

/**
 * Says in words why a formula in negation normal form fails on a word: the first step at which what
 * had to hold did not, or the stretch in which what had to come did not.
 */
final class FailureReason {
  /** Alternatives of a disjunction spelled out; of more, the one that came closest. */
  private static final int ALTERNATIVES = 3;

  private final SubformulaSignals signals;
  private final int letters;

  FailureReason(SubformulaSignals signals) {
    this.signals = signals;
    this.letters = signals.letters();
  }

  /** Why {@code normal}, which fails at letter 0, does. */
  String of(Formula normal) {
    return at(normal, 0);
  }

  private String at(Formula f, int i) {
    return switch (f.kind()) {
      case TRUE -> throw new IllegalStateException("true does not fail");
      case FALSE -> "the property asks for the impossible";
      case ATOM -> f + " did not hold at step " + i;
      case NOT -> f.left() + " held at step " + i;
      case AND -> at(extreme(f.operands(), i, -1), i);
      case OR -> alternatives(f, i);
      case NEXT -> i + 1 < letters ? at(f.left(), i + 1) : "there is no step " + (i + 1);
      case WEAK_NEXT -> at(f.left(), i + 1);
      case GLOBALLY -> at(f.left(), signals.firstFailure(f.left(), i + f.lower(), letters - 1));
      case FINALLY -> never(f.left(), (long) i + f.lower(), last(f, i));
      case UNTIL, WEAK_UNTIL -> until(f, i);
      case RELEASE, STRONG_RELEASE -> release(f, i);
      case IMPLIES, IFF, XOR ->
          throw new IllegalArgumentException("not in negation normal form: " + f);
    };
  }

  private String until(Formula f, int i) {
    int last = last(f, i);
    int lost = signals.firstFailure(f.left(), i, last);
    if (lost > last || lost == (long) i + f.upper()) {
      // At the last step of the window it was the right operand that had to hold.
      return never(f.right(), (long) i + f.lower(), last);
    }
    return at(f.left(), lost) + ", before " + phrase(f.right());
  }

  private String release(Formula f, int i) {
    int last = last(f, i);
    int first = (int) Math.min((long) i + f.lower(), letters);
    int lost = signals.firstFailure(f.right(), first, last);
    return lost > last
        ? never(f.left(), i, last)
        : at(f.right(), lost) + ", before " + phrase(f.left());
  }

  private String never(Formula f, long from, int to) {
    if (from > to) {
      return "the word ends at step " + (letters - 1) + ", before step " + from;
    }
    String steps = from == to ? "step " + from : "any step from " + from + " to " + to;
    return switch (f.kind()) {
      case ATOM -> f + " did not hold at " + steps;
      case NOT ->
          from == to
              ? f.left() + " held at step " + from
              : f.left() + " held at every step from " + from + " to " + to;
      default -> {
        int closest = (int) from;
        for (int j = closest + 1; j <= to; j++) {
          if (Double.compare(signals.of(f)[j], signals.of(f)[closest]) > 0) {
            closest = j;
          }
        }
        yield "("
            + f
            + ") did not hold at "
            + steps
            + " (closest at step "
            + closest
            + ": "
            + at(f, closest)
            + ")";
      }
    };
  }

  private String alternatives(Formula f, int i) {
    if (f.operands().size() > ALTERNATIVES) {
      Formula closest = extreme(f.operands(), i, 1);
      return at(closest, i) + ", and no other alternative of " + f + " held";
    }
    List<String> reasons = new ArrayList<>();
    for (Formula operand : f.operands()) {
      reasons.add(at(operand, i));
    }
    return String.join(", and ", reasons);
  }

  /** The operand of highest (sign 1) or lowest (sign -1) robustness, the first of equals. */
  private Formula extreme(List<Formula> operands, int i, int sign) {
    Formula best = operands.get(0);
    for (Formula operand : operands) {
      if (sign * Double.compare(signals.of(operand)[i], signals.of(best)[i]) > 0) {
        best = operand;
      }
    }
    return best;
  }

  private static String phrase(Formula f) {
    return switch (f.kind()) {
      case ATOM -> f + " held";
      case NOT -> f.left() + " ceased to hold";
      default -> "(" + f + ") held";
    };
  }

  private int last(Formula f, int i) {
    return (int) Math.min((long) i + f.upper(), letters - 1);
  }
}
