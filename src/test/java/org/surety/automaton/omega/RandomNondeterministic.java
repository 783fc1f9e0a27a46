package org.surety.automaton.omega;

import java.util.List;
import java.util.SplittableRandom;

/** Seeded random nondeterministic automata over atoms a and b for tests. */
final class RandomNondeterministic {
  static final List<String> ATOMS = List.of("a", "b");

  private RandomNondeterministic() {}

  static Acceptance generalizedBuchi(int sets) {
    return Acceptance.of(AcceptanceName.of(AcceptanceName.Kind.GENERALIZED_BUCHI, sets));
  }

  /** One to three edges a state, with literals or anything as labels; one or two initial states. */
  static OmegaAutomaton automaton(SplittableRandom random, int states, Acceptance acceptance) {
    OmegaAutomaton.Builder builder = OmegaAutomaton.builder(ATOMS, acceptance);
    for (int s = 0; s < states; s++) {
      builder.addState();
    }
    builder.addInitial(0);
    if (random.nextInt(3) == 0) {
      builder.addInitial(random.nextInt(states));
    }
    for (int s = 0; s < states; s++) {
      int edges = 1 + random.nextInt(3);
      for (int e = 0; e < edges; e++) {
        Label label = Label.atom(random.nextInt(2));
        if (random.nextBoolean()) {
          label = label.complement();
        }
        long marks = random.nextLong() & random.nextLong();
        builder.addEdge(
            s,
            random.nextInt(4) == 0 ? Label.TRUE : label,
            random.nextInt(states),
            marks & ((1L << acceptance.sets()) - 1));
      }
    }
    return builder.build();
  }
}
