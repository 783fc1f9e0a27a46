package org.surety.monitor;

import java.util.Optional;
import org.surety.logic.Formula;

/**
 * Follows the minima and maxima that attain the robustness of a word down to one margin. Of several
 * that attain it, the earliest letter and the first operand are taken.
 */
final class CriticalMargin {
  private final SubformulaSignals signals;
  private final int letters;

  CriticalMargin(SubformulaSignals signals) {
    this.signals = signals;
    this.letters = signals.letters();
  }

  /** The critical margin of a formula in negation normal form, at letter 0. */
  Optional<FailureExplanation.Critical> of(Formula normal) {
    return at(normal, 0);
  }

  private Optional<FailureExplanation.Critical> at(Formula f, int i) {
    double value = signals.of(f)[i];
    return switch (f.kind()) {
      case TRUE, FALSE -> Optional.empty();
      case ATOM -> Optional.of(new FailureExplanation.Critical(f.atom(), i, value));
      case NOT -> at(f.left(), i);
      case AND, OR -> {
        for (Formula operand : f.operands()) {
          if (same(signals.of(operand)[i], value)) {
            yield at(operand, i);
          }
        }
        throw new IllegalStateException("no operand attains the value of " + f);
      }
      case NEXT, WEAK_NEXT -> i + 1 < letters ? at(f.left(), i + 1) : Optional.empty();
      case FINALLY, GLOBALLY -> inWindow(f, i, value);
      case UNTIL -> until(f, i, f.left(), f.right(), 1, false);
      case WEAK_UNTIL -> until(f, i, f.left(), f.right(), 1, true);
      case RELEASE -> until(f, i, f.left(), f.right(), -1, false);
      case STRONG_RELEASE -> until(f, i, f.left(), f.right(), -1, true);
      case IMPLIES, IFF, XOR ->
          throw new IllegalArgumentException("not in negation normal form: " + f);
    };
  }

  private Optional<FailureExplanation.Critical> inWindow(Formula f, int i, double value) {
    double[] operand = signals.of(f.left());
    for (int j = (int) Math.min((long) i + f.lower(), letters); j <= last(f, i); j++) {
      if (same(operand[j], value)) {
        return at(f.left(), j);
      }
    }
    return Optional.empty();
  }

  /**
   * The until of x and y, both negated (as is its value) where {@code sign} is −1; a weak one may
   * also be attained by the minimum of x over the rest of the word.
   */
  private Optional<FailureExplanation.Critical> until(
      Formula f, int i, Formula x, Formula y, int sign, boolean weak) {
    double value = sign * signals.of(f)[i];
    double held = Double.POSITIVE_INFINITY;
    int least = -1;
    for (int j = i; j <= last(f, i); j++) {
      double goal = sign * signals.of(y)[j];
      if (j - i >= f.lower() && same(Math.min(goal, held), value)) {
        return same(goal, value) || least < 0 ? at(y, j) : at(x, least);
      }
      double next = sign * signals.of(x)[j];
      if (least < 0 || Double.compare(next, held) < 0) {
        held = next;
        least = j;
      }
    }
    return weak && same(held, value) ? at(x, least) : Optional.empty();
  }

  private int last(Formula f, int i) {
    return (int) Math.min((long) i + f.upper(), letters - 1);
  }

  private static boolean same(double x, double y) {
    return Double.doubleToRawLongBits(x) == Double.doubleToRawLongBits(y);
  }
}
