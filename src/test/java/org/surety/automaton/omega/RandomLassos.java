package org.surety.automaton.omega;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Seeded random ultimately periodic words for tests. */
public final class RandomLassos {
  private RandomLassos() {}

  /** A word with a prefix of up to 3 letters and a cycle of up to 4. */
  public static LassoWord over(List<String> atoms, SplittableRandom random) {
    int prefix = random.nextInt(4);
    int cycle = 1 + random.nextInt(4);
    long mask = (1L << atoms.size()) - 1;
    // Sparse letters as well as dense ones: most formulas speak of rare events.
    boolean sparse = random.nextBoolean();
    List<Long> letters = new ArrayList<>();
    for (int i = 0; i < prefix + cycle; i++) {
      letters.add(random.nextLong() & (sparse ? random.nextLong() : -1L) & mask);
    }
    return new LassoWord(
        atoms, letters.subList(0, prefix), letters.subList(prefix, letters.size()));
  }
}
