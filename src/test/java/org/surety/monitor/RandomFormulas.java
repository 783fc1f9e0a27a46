package org.surety.monitor;

import java.util.List;
import java.util.SplittableRandom;
import org.surety.logic.Formula;

/** Random formulas over all operators, and random traces that are full of ties. */
final class RandomFormulas {
  static final List<String> ATOMS = List.of("a", "b", "c");

  private RandomFormulas() {}

  /** With windows that begin within 12 steps and are up to 30 steps wide. */
  static Formula formula(SplittableRandom random, int depth) {
    return formula(random, depth, 12, 30);
  }

  /** With windows narrow enough for an automaton to be small. */
  static Formula smallFormula(SplittableRandom random, int depth) {
    return formula(random, depth, 3, 4);
  }

  private static Formula formula(SplittableRandom random, int depth, int begin, int width) {
    if (depth == 0 || random.nextInt(8) == 0) {
      int leaf = random.nextInt(20);
      if (leaf < 2) {
        return leaf == 0 ? Formula.TRUE : Formula.FALSE;
      }
      return Formula.atom(ATOMS.get(random.nextInt(ATOMS.size())));
    }
    int lower = random.nextInt(4) == 0 ? random.nextInt(begin) : 0;
    int upper =
        random.nextInt(3) == 0
            ? Formula.UNBOUNDED
            : lower + random.nextInt(1 + random.nextInt(width));
    Formula f = formula(random, depth - 1, begin, width);
    return switch (random.nextInt(19)) {
      case 0, 1 -> Formula.not(f);
      case 2 ->
          Formula.and(
              f,
              formula(random, depth - 1, begin, width),
              formula(random, depth - 1, begin, width));
      case 3 -> Formula.or(f, formula(random, depth - 1, begin, width));
      case 4 -> Formula.implies(f, formula(random, depth - 1, begin, width));
      case 5 -> Formula.iff(f, formula(random, depth - 1, begin, width));
      case 6 -> Formula.xor(f, formula(random, depth - 1, begin, width));
      case 7 -> Formula.next(f);
      case 8 -> Formula.weakNext(f);
      case 9 -> Formula.eventually(f);
      case 10 -> Formula.eventually(lower, upper, f);
      case 11 -> Formula.always(f);
      case 12 -> Formula.always(lower, upper, f);
      case 13 -> Formula.until(f, formula(random, depth - 1, begin, width));
      case 14 -> Formula.until(lower, upper, f, formula(random, depth - 1, begin, width));
      case 15 -> Formula.release(f, formula(random, depth - 1, begin, width));
      case 16 -> Formula.release(lower, upper, f, formula(random, depth - 1, begin, width));
      case 17 -> Formula.weakUntil(f, formula(random, depth - 1, begin, width));
      default -> Formula.strongRelease(f, formula(random, depth - 1, begin, width));
    };
  }

  /** Integers in -range..range with both zeros, or reals. */
  static double[][] margins(SplittableRandom random, int letters) {
    int range = random.nextInt(4);
    double[][] margins = new double[ATOMS.size()][letters];
    for (double[] column : margins) {
      for (int i = 0; i < letters; i++) {
        double v =
            range == 0 ? random.nextDouble() - 0.5 : random.nextInt(2 * range + 1) - (double) range;
        column[i] = random.nextBoolean() ? v : -v;
      }
    }
    return margins;
  }
}
