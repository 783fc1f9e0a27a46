package org.surety.automaton.omega;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Seeded random automata and words for tests. */
public final class RandomAutomata {
  private RandomAutomata() {}

  /** Of the four letters over two atoms, each leads from each state to one. */
  public static OmegaAutomaton deterministic(int states, Acceptance acceptance, Random random) {
    OmegaAutomaton.Builder builder = OmegaAutomaton.builder(List.of("a", "b"), acceptance);
    for (int s = 0; s < states; s++) {
      builder.addState();
    }
    builder.addInitial(0);
    for (int s = 0; s < states; s++) {
      for (int letter = 0; letter < 4; letter++) {
        long marks = random.nextLong() & random.nextLong() & ((1L << acceptance.sets()) - 1);
        builder.addEdge(s, Label.letter(letter, 2), random.nextInt(states), marks);
      }
    }
    return builder.build();
  }

  /** Of up to {@code depth} levels over four sets. */
  public static Condition condition(Random random, int depth) {
    if (depth == 0) {
      int set = random.nextInt(4);
      return random.nextBoolean() ? new Condition.Inf(set) : new Condition.Fin(set);
    }
    Condition left = condition(random, depth - 1);
    Condition right = condition(random, depth - 1);
    return random.nextBoolean() ? Condition.or(left, right) : Condition.and(left, right);
  }

  /** A prefix of up to 4 letters and a cycle of 1 to 4, dense or sparse. */
  public static LassoWord word(List<String> atoms, Random random) {
    int prefix = random.nextInt(5);
    int cycle = 1 + random.nextInt(4);
    long mask = (1L << atoms.size()) - 1;
    boolean sparse = random.nextBoolean();
    List<Long> letters =
        new ArrayList<>(
            Stream.generate(() -> random.nextLong() & (sparse ? random.nextLong() : -1L) & mask)
                .limit(prefix + cycle)
                .toList());
    return new LassoWord(
        atoms, letters.subList(0, prefix), letters.subList(prefix, letters.size()));
  }
}
