package org.surety.monitor;

import java.util.HashMap;
import java.util.Map;
import org.surety.logic.Formula;

/** Robustness written down as it is defined, quantifier by quantifier; memory is its only trick. */
final class DefinedRobustness {
  private static final double INF = Double.POSITIVE_INFINITY;
  private final double[][] margins;
  private final int n;
  private final Map<Formula, Double[]> known = new HashMap<>();

  DefinedRobustness(double[][] margins, int letters) {
    this.margins = margins;
    this.n = letters;
  }

  double at(Formula f, int i) {
    Double[] values = known.computeIfAbsent(f, key -> new Double[n]);
    Double value = values[i];
    if (value == null) {
      value = define(f, i);
      values[i] = value;
    }
    return value;
  }

  private double define(Formula f, int i) {
    return switch (f.kind()) {
      case TRUE -> INF;
      case FALSE -> -INF;
      case ATOM -> margins[RandomFormulas.ATOMS.indexOf(f.atom())][i];
      case NOT -> -at(f.left(), i);
      case AND -> f.operands().stream().mapToDouble(g -> at(g, i)).reduce(INF, Math::min);
      case OR -> f.operands().stream().mapToDouble(g -> at(g, i)).reduce(-INF, Math::max);
      case IMPLIES -> Math.max(-at(f.left(), i), at(f.right(), i));
      case IFF -> -exclusive(at(f.left(), i), at(f.right(), i));
      case XOR -> exclusive(at(f.left(), i), at(f.right(), i));
      case NEXT -> i + 1 < n ? at(f.left(), i + 1) : -INF;
      case WEAK_NEXT -> i + 1 < n ? at(f.left(), i + 1) : INF;
      case FINALLY -> until(Formula.TRUE, f.left(), f, i);
      case GLOBALLY -> -until(Formula.TRUE, Formula.not(f.left()), f, i);
      case UNTIL -> until(f.left(), f.right(), f, i);
      case RELEASE -> release(f.left(), f.right(), f, i);
      case WEAK_UNTIL -> Math.max(until(f.left(), f.right(), f, i), always(f.left(), i));
      case STRONG_RELEASE ->
          -Math.max(
              until(Formula.not(f.left()), Formula.not(f.right()), f, i),
              always(Formula.not(f.left()), i));
    };
  }

  private double release(Formula p, Formula q, Formula window, int i) {
    return -until(Formula.not(p), Formula.not(q), window, i);
  }

  private static double exclusive(double x, double y) {
    return Math.max(Math.min(x, -y), Math.min(-x, y));
  }

  private double always(Formula p, int i) {
    double least = INF;
    for (int j = i; j < n; j++) {
      least = Math.min(least, at(p, j));
    }
    return least;
  }

  private double until(Formula p, Formula q, Formula window, int i) {
    double best = -INF;
    double held = INF; // the least of p at i..j-1
    for (int j = i; j < n && j <= (long) i + window.upper(); j++) {
      if (j >= (long) i + window.lower()) {
        best = Math.max(best, Math.min(at(q, j), held));
      }
      held = Math.min(held, at(p, j));
    }
    return best;
  }
}
