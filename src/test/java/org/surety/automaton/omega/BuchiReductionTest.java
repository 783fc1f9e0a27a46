package org.surety.automaton.omega;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.surety.automaton.Limits;
import org.surety.automaton.TooManyStatesException;

class BuchiReductionTest {
  private static final List<String> ATOMS = RandomNondeterministic.ATOMS;

  private static Acceptance generalizedBuchi(int sets) {
    return RandomNondeterministic.generalizedBuchi(sets);
  }

  private static List<LassoWord> words(SplittableRandom random) {
    return IntStream.range(0, 25).mapToObj(i -> RandomLassos.over(ATOMS, random)).toList();
  }

  private static void assertSameWords(OmegaAutomaton a, OmegaAutomaton b, SplittableRandom random) {
    for (LassoWord word : words(random)) {
      assertEquals(
          LassoAcceptance.accepts(a, word), LassoAcceptance.accepts(b, word), word::toString);
    }
  }

  @Test
  void reductionKeepsTheLanguageOfRandomGeneralizedBuchiAutomata() {
    SplittableRandom random = new SplittableRandom(31);
    int before = 0;
    int after = 0;
    for (int n = 0; n < 1_500; n++) {
      OmegaAutomaton automaton =
          RandomNondeterministic.automaton(
              random, 1 + random.nextInt(7), generalizedBuchi(random.nextInt(4)));
      OmegaAutomaton generalized = BuchiReduction.generalized(automaton, Limits.NONE);
      OmegaAutomaton buchi = BuchiReduction.stateBased(automaton, Limits.NONE);
      assertSameWords(automaton, generalized, random);
      assertSameWords(automaton, buchi, random);
      assertTrue(buchi.hasStateAcceptance());
      assertTrue(generalized.acceptance().sets() <= automaton.acceptance().sets());
      before += automaton.states();
      after += generalized.states();
    }
    assertTrue(after < before / 2, before + " states became " + after);
  }

  @Test
  void quotientKeepsTheLanguageUnderAnyCondition() {
    SplittableRandom random = new SplittableRandom(32);
    int before = 0;
    int after = 0;
    for (int n = 0; n < 1_500; n++) {
      Acceptance acceptance = Acceptance.of(3, condition(random, 2));
      OmegaAutomaton automaton =
          RandomNondeterministic.automaton(random, 1 + random.nextInt(7), acceptance);
      OmegaAutomaton quotient = SimulationQuotient.of(automaton, Limits.NONE);
      assertSameWords(automaton, quotient, random);
      assertEquals(acceptance, quotient.acceptance());
      before += automaton.states();
      after += quotient.states();
    }
    assertTrue(after < before, before + " states became " + after);
  }

  private static Condition condition(SplittableRandom random, int depth) {
    if (depth == 0) {
      int set = random.nextInt(3);
      return random.nextBoolean() ? new Condition.Inf(set) : new Condition.Fin(set);
    }
    Condition left = condition(random, depth - 1);
    Condition right = condition(random, depth - 1);
    return random.nextBoolean() ? Condition.or(left, right) : Condition.and(left, right);
  }

  @Test
  void statesThatSimulateEachOtherBecomeOne() {
    // Two copies of "a, then anything": the second is reached by b.
    OmegaAutomaton.Builder builder = OmegaAutomaton.builder(ATOMS, generalizedBuchi(1));
    for (int s = 0; s < 4; s++) {
      builder.addState();
    }
    builder.addInitial(0);
    builder.addEdge(0, Label.atom(1), 1, 0).addEdge(0, Label.atom(1).complement(), 2, 0);
    builder.addEdge(1, Label.atom(0), 3, 0).addEdge(2, Label.atom(0), 3, 0);
    builder.addEdge(3, Label.TRUE, 3, 1);
    OmegaAutomaton quotient = SimulationQuotient.of(builder.build(), Limits.NONE);
    assertEquals(3, quotient.states());
    assertEquals(3, quotient.edges());
    assertEquals(Label.TRUE, quotient.label(0));
  }

  @Test
  void edgeToAStateThatAnotherSimulatesGoes() {
    // On a: to "anything", or to "a for ever".
    OmegaAutomaton.Builder builder = OmegaAutomaton.builder(ATOMS, generalizedBuchi(1));
    for (int s = 0; s < 3; s++) {
      builder.addState();
    }
    builder.addInitial(0);
    builder.addEdge(0, Label.atom(0), 1, 0).addEdge(0, Label.atom(0), 2, 0);
    builder.addEdge(1, Label.TRUE, 1, 1).addEdge(2, Label.atom(0), 2, 1);
    assertEquals(2, SimulationQuotient.of(builder.build(), Limits.NONE).states());
  }

  @Test
  void veryManyLettersAreHandledByTheirLabels() {
    List<String> atoms = IntStream.range(0, 11).mapToObj(k -> "p" + k).toList();
    OmegaAutomaton.Builder builder = OmegaAutomaton.builder(atoms, generalizedBuchi(2));
    int middle = builder.addState();
    builder.addInitial(middle);
    for (int copy = 0; copy < 2; copy++) {
      int s = builder.addState();
      for (long letter = 0; letter < 1 << 11; letter++) {
        builder.addEdge(middle, Label.letter(letter, 11), s, 1);
      }
      builder.addEdge(s, Label.TRUE, middle, 2);
    }
    OmegaAutomaton reduced = BuchiReduction.generalized(builder.build(), Limits.NONE);
    assertEquals(2, reduced.states());
    assertTrue(reduced.isComplete());
    assertTrue(reduced.isDeterministic());
  }

  @Test
  void parityAutomataOfBuchiTypeAreRead() {
    SplittableRandom random = new SplittableRandom(34);
    int read = 0;
    for (int n = 0; n < 600; n++) {
      int colors = random.nextInt(4);
      Acceptance parity =
          Acceptance.of(AcceptanceName.of(AcceptanceName.Kind.PARITY_MIN_EVEN, colors));
      OmegaAutomaton automaton =
          RandomNondeterministic.automaton(random, 1 + random.nextInt(5), parity);
      Optional<OmegaAutomaton> buchi = BuchiType.buchi(automaton, Limits.NONE);
      if (buchi.isPresent()) {
        read++;
        assertSameWords(automaton, buchi.get(), random);
      }
    }
    assertTrue(read > 200 && read < 500, read + " of 600");
  }

  @Test
  void automatonWithAnEvenColorAboveAnOddOneIsNotOfBuchiType() {
    Acceptance coBuchi = Acceptance.of(AcceptanceName.of(AcceptanceName.Kind.PARITY_MIN_EVEN, 2));
    OmegaAutomaton.Builder builder = OmegaAutomaton.builder(ATOMS, coBuchi);
    builder.addInitial(builder.addState());
    builder.addEdge(0, Label.atom(0), 0, 2).addEdge(0, Label.atom(0).complement(), 0, 0);
    assertEquals(Optional.empty(), BuchiType.buchi(builder.build(), Limits.NONE));
  }

  @Test
  void otherAcceptanceIsRefused() {
    OmegaAutomaton automaton =
        OmegaAutomaton.builder(ATOMS, Acceptance.of(1, new Condition.Fin(0))).build();
    assertThrows(
        IllegalArgumentException.class, () -> BuchiReduction.stateBased(automaton, Limits.NONE));
  }

  @Test
  void timeIsWatched() {
    List<OmegaAutomaton> automata = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(33);
    automata.add(RandomNondeterministic.automaton(random, 1_000, generalizedBuchi(3)));
    Limits none = Limits.startingNow(Integer.MAX_VALUE, Duration.ZERO);
    assertThrows(
        TooManyStatesException.class, () -> BuchiReduction.stateBased(automata.get(0), none));
  }
}
