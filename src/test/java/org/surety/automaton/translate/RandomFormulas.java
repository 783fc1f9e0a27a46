package org.surety.automaton.translate;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.surety.automaton.omega.LassoWord;
import org.surety.logic.Formula;

/** Formulas and words to hold translations against. */
final class RandomFormulas {
  private RandomFormulas() {}

  /**
   * A formula with negation, X, F, G, conjunction, disjunction, U, R, W and M.
   *
   * @param size number of operators and atoms
   * @param atoms how many different atoms there may be
   */
  static Formula formula(int size, int atoms, Random random) {
    if (size == 1) {
      return Formula.atom(String.valueOf((char) ('a' + random.nextInt(atoms))));
    }
    int operator = random.nextInt(size == 2 ? 4 : 12);
    if (operator < 4) {
      Formula f = formula(size - 1, atoms, random);
      return switch (operator) {
        case 0 -> Formula.not(f);
        case 1 -> Formula.next(f);
        case 2 -> Formula.eventually(f);
        default -> Formula.always(f);
      };
    }
    int left = 1 + random.nextInt(size - 2);
    Formula f = formula(left, atoms, random);
    Formula g = formula(size - 1 - left, atoms, random);
    return switch (operator) {
      case 4, 5 -> Formula.and(f, g);
      case 6, 7 -> Formula.or(f, g);
      case 8 -> Formula.until(f, g);
      case 9 -> Formula.release(f, g);
      case 10 -> Formula.weakUntil(f, g);
      default -> Formula.strongRelease(f, g);
    };
  }

  /** A word of up to three letters and a cycle of up to four; sparse letters and dense ones. */
  static LassoWord word(List<String> atoms, Random random) {
    int prefix = random.nextInt(4);
    int cycle = 1 + random.nextInt(4);
    boolean sparse = random.nextBoolean();
    List<Long> letters = new ArrayList<>();
    for (int i = 0; i < prefix + cycle; i++) {
      letters.add(
          random.nextLong() & (sparse ? random.nextLong() : -1L) & ((1L << atoms.size()) - 1));
    }
    return new LassoWord(
        atoms, letters.subList(0, prefix), letters.subList(prefix, letters.size()));
  }
}
