package org.surety.logic;

import java.util.List;
import java.util.SplittableRandom;

/** Seeded random formulas and words for tests: the same seed gives the same sequence. */
public final class RandomFormulas {
  private final SplittableRandom random;
  private final List<String> atoms;
  private final int greatestBound;

  /**
   * @param seed where the sequence starts
   * @param atoms names to draw from
   * @param greatestBound largest upper bound of a window; 0 for no windows
   */
  public RandomFormulas(long seed, List<String> atoms, int greatestBound) {
    this.random = new SplittableRandom(seed);
    this.atoms = List.copyOf(atoms);
    this.greatestBound = greatestBound;
  }

  /** A formula of up to {@code size} operators and atoms, over every operator of the logic. */
  public Formula formula(int size) {
    if (size <= 1) {
      return leaf();
    }
    if (size == 2) {
      return unary(leaf());
    }
    if (random.nextInt(3) == 0) {
      return unary(formula(size - 1));
    }
    int left = 1 + random.nextInt(size - 2);
    return binary(formula(left), formula(size - 1 - left));
  }

  /** A word of 1 to {@code greatestLength} letters. */
  public Letters word(int greatestLength) {
    int length = 1 + random.nextInt(greatestLength);
    boolean[][] letters = new boolean[length][atoms.size()];
    for (boolean[] letter : letters) {
      for (int k = 0; k < letter.length; k++) {
        letter[k] = random.nextBoolean();
      }
    }
    return new Letters() {
      @Override
      public int length() {
        return length;
      }

      @Override
      public boolean holds(String atom, int position) {
        return letters[position][atoms.indexOf(atom)];
      }
    };
  }

  private Formula leaf() {
    return switch (random.nextInt(20)) {
      case 0 -> Formula.TRUE;
      case 1 -> Formula.FALSE;
      default -> Formula.atom(atoms.get(random.nextInt(atoms.size())));
    };
  }

  private Formula unary(Formula f) {
    int lower = lower();
    int upper = upper(lower);
    return switch (random.nextInt(5)) {
      case 0 -> Formula.not(f);
      case 1 -> Formula.next(f);
      case 2 -> Formula.weakNext(f);
      case 3 -> Formula.eventually(lower, upper, f);
      default -> Formula.always(lower, upper, f);
    };
  }

  private Formula binary(Formula f, Formula g) {
    int lower = lower();
    int upper = upper(lower);
    return switch (random.nextInt(9)) {
      case 0 -> Formula.and(f, g);
      case 1 -> Formula.or(f, g);
      case 2 -> Formula.implies(f, g);
      case 3 -> Formula.iff(f, g);
      case 4 -> Formula.xor(f, g);
      case 5 -> Formula.until(lower, upper, f, g);
      case 6 -> Formula.release(lower, upper, f, g);
      case 7 -> Formula.weakUntil(f, g);
      default -> Formula.strongRelease(f, g);
    };
  }

  private int lower() {
    return greatestBound == 0 || random.nextInt(2) == 0 ? 0 : random.nextInt(greatestBound);
  }

  private int upper(int lower) {
    return greatestBound == 0 || random.nextInt(3) == 0
        ? Formula.UNBOUNDED
        : lower + random.nextInt(greatestBound + 1 - lower);
  }
}
