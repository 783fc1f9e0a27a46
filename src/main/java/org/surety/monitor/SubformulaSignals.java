package org.surety.monitor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.surety.logic.Formula;

/** The robustness of every subformula at every letter of one word, computed when asked for. */
final class SubformulaSignals {
  private final List<String> atoms;
  private final double[][] margins;
  private final int letters;
  private final Map<Formula, double[]> known = new HashMap<>();

  SubformulaSignals(List<String> atoms, double[][] margins, int letters) {
    this.atoms = atoms;
    this.margins = margins;
    this.letters = letters;
  }

  int letters() {
    return letters;
  }

  /** {@code of(f)[i]}: robustness of f at letter i; may be longer than the word. Do not write. */
  double[] of(Formula f) {
    double[] signal = known.get(f);
    if (signal == null) {
      signal = compute(f);
      known.put(f, signal);
    }
    return signal;
  }

  boolean holds(Formula f, int letter) {
    return RobustnessProgram.satisfied(of(f)[letter]);
  }

  /** First letter in [from, to] at which {@code f} does not hold, or {@code to + 1}. */
  int firstFailure(Formula f, int from, int to) {
    int i = from;
    while (i <= to && holds(f, i)) {
      i++;
    }
    return i;
  }

  /** The top operator alone, on the signals of its operands. */
  private double[] compute(Formula f) {
    if (f.kind() == Formula.Kind.ATOM) {
      return margins[atoms.indexOf(f.atom())];
    }
    List<Formula> places = new ArrayList<>();
    List<String> names = new ArrayList<>();
    double[][] operands = new double[f.operands().size()][];
    for (int k = 0; k < operands.length; k++) {
      operands[k] = of(f.operands().get(k));
      names.add("operand " + k);
      places.add(Formula.atom("operand " + k));
    }
    double[] signal = new double[letters];
    RobustnessProgram top = RobustnessProgram.compile(onOperands(f, places), names);
    top.signal(operands, letters, signal, top.newWorkspace());
    return signal;
  }

  private static Formula onOperands(Formula f, List<Formula> p) {
    return switch (f.kind()) {
      case TRUE, FALSE, ATOM -> f;
      case NOT -> Formula.not(p.get(0));
      case AND -> Formula.and(p);
      case OR -> Formula.or(p);
      case IMPLIES -> Formula.implies(p.get(0), p.get(1));
      case IFF -> Formula.iff(p.get(0), p.get(1));
      case XOR -> Formula.xor(p.get(0), p.get(1));
      case NEXT -> Formula.next(p.get(0));
      case WEAK_NEXT -> Formula.weakNext(p.get(0));
      case FINALLY -> Formula.eventually(f.lower(), f.upper(), p.get(0));
      case GLOBALLY -> Formula.always(f.lower(), f.upper(), p.get(0));
      case UNTIL -> Formula.until(f.lower(), f.upper(), p.get(0), p.get(1));
      case RELEASE -> Formula.release(f.lower(), f.upper(), p.get(0), p.get(1));
      case WEAK_UNTIL -> Formula.weakUntil(p.get(0), p.get(1));
      case STRONG_RELEASE -> Formula.strongRelease(p.get(0), p.get(1));
    };
  }
}
