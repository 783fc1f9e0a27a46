package org.surety.automaton.omega;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.surety.automaton.Limits;
import org.surety.automaton.TooManyStatesException;
import org.surety.automaton.hoa.HoaReader;

class ReductionTest {
  private static OmegaAutomaton random(Random random) {
    return RandomAutomata.deterministic(
        1 + random.nextInt(6),
        Acceptance.of(4, RandomAutomata.condition(random, 1 + random.nextInt(2))),
        random);
  }

  @Test
  void parityAutomataAcceptTheLanguageOfTheAutomatonTheyAreMadeFrom() {
    Random random = new Random(1);
    int before = 0;
    int after = 0;
    for (int n = 0; n < 500; n++) {
      OmegaAutomaton automaton = random(random);
      DeterministicTable table = DeterministicTable.of(automaton);
      ParityTable unreduced = AlternatingCycles.parity(table, Limits.NONE).table();
      OmegaAutomaton parity = ParityReduction.parity(table, Limits.NONE).toAutomaton(Limits.NONE);
      before += unreduced.states();
      after += parity.states();
      assertTrue(parity.isDeterministic());
      assertEquals(
          Optional.empty(), LanguageComparison.distinguishingWord(automaton, parity), "" + n);
      assertEquals(
          Optional.empty(),
          LanguageComparison.distinguishingWord(automaton, unreduced.toAutomaton(Limits.NONE)));
    }
    assertTrue(10 * after < 9 * before, after + " of " + before + " states");
  }

  @Test
  void reducedAutomataKeepTheirLanguageAndDoNotGrow() {
    Random random = new Random(2);
    for (int n = 0; n < 300; n++) {
      OmegaAutomaton automaton = random(random);
      DeterministicTable table = DeterministicTable.of(automaton);
      DeterministicTable reduced = EmersonLeiReduction.reduce(table, Limits.NONE);
      assertTrue(reduced.states() <= table.states());
      assertEquals(
          Optional.empty(),
          LanguageComparison.distinguishingWord(automaton, reduced.toAutomaton(Limits.NONE)));
    }
  }

  @Test
  void tablesOfAnIncompleteAutomatonAreComplete() {
    OmegaAutomaton.Builder builder =
        OmegaAutomaton.builder(
            List.of("a", "b", "c"), Acceptance.of(AcceptanceName.of(AcceptanceName.Kind.ALL)));
    builder.addState();
    builder.addInitial(0);
    builder.addEdge(0, Label.atom(0).or(Label.atom(1)), 0, 0);
    OmegaAutomaton automaton = builder.build();
    DeterministicTable table = DeterministicTable.of(automaton);
    assertEquals(2, table.states());
    assertEquals(2, table.symbols());
    assertEquals(
        Optional.empty(),
        LanguageComparison.distinguishingWord(automaton, table.toAutomaton(Limits.NONE)));
    assertEquals(1, table.toAutomaton(Limits.NONE).states());
  }

  @Test
  void equivalentParityTablesAreToldFromDifferentOnes() {
    Random random = new Random(3);
    int equivalent = 0;
    for (int n = 0; n < 300; n++) {
      ParityTable table =
          AlternatingCycles.parity(DeterministicTable.of(random(random)), Limits.NONE).table();
      assertTrue(ParityEquivalence.holds(table, ParityReduction.reduce(table, Limits.NONE)));
      int[] representative = new int[table.states()];
      Arrays.setAll(representative, s -> s);
      representative[table.states() - 1] = 0;
      ParityTable other = table.replaced(representative);
      boolean same =
          LanguageComparison.distinguishingWord(
                  table.toAutomaton(Limits.NONE), other.toAutomaton(Limits.NONE))
              .isEmpty();
      equivalent += same ? 1 : 0;
      assertEquals(same, ParityEquivalence.holds(table, other));
    }
    assertTrue(equivalent > 50 && equivalent < 250, equivalent + " of 300");
  }

  @Test
  void classesOfStatesAreThoseOfOneLanguage() {
    Random random = new Random(4);
    int shared = 0;
    for (int n = 0; n < 100; n++) {
      ParityTable table =
          AlternatingCycles.parity(DeterministicTable.of(random(random)), Limits.NONE).table();
      int[] classes = LanguageClasses.of(table, Limits.NONE);
      for (int p = 0; p < table.states(); p++) {
        for (int q = 0; q < p; q++) {
          boolean same =
              LanguageComparison.distinguishingWord(
                      startingIn(table, p).toAutomaton(Limits.NONE),
                      startingIn(table, q).toAutomaton(Limits.NONE))
                  .isEmpty();
          shared += same ? 1 : 0;
          assertEquals(same, classes[p] == classes[q]);
        }
      }
    }
    assertTrue(shared > 100, shared + " pairs");
  }

  private static ParityTable startingIn(ParityTable table, int state) {
    return new ParityTable(table.atoms(), table.alphabet(), state, table.targets(), table.colors());
  }

  @Test
  void weakMinimizationFindsTheSameAutomatonFromEveryAutomatonOfALanguage() {
    Random random = new Random(5);
    int obligations = 0;
    for (int n = 0; n < 400; n++) {
      OmegaAutomaton automaton = random(random);
      Optional<OmegaAutomaton> minimal = WeakMinimization.minimize(automaton, Limits.NONE);
      OmegaAutomaton other =
          ParityReduction.parity(DeterministicTable.of(automaton), Limits.NONE)
              .toAutomaton(Limits.NONE);
      Optional<OmegaAutomaton> again = WeakMinimization.minimize(other, Limits.NONE);
      assertEquals(minimal.isPresent(), again.isPresent());
      if (minimal.isPresent()) {
        obligations++;
        OmegaAutomaton weak = minimal.get();
        assertEquals(Optional.empty(), LanguageComparison.distinguishingWord(automaton, weak));
        assertEquals(weak.states(), again.get().states());
        assertTrue(weak.states() <= other.states());
        assertTrue(weak.hasStateAcceptance());
        assertEquals(
            Optional.of(AcceptanceName.of(AcceptanceName.Kind.BUCHI)), weak.acceptance().name());
        assertStatesDiffer(weak);
      }
    }
    assertTrue(obligations > 60 && obligations < 340, obligations + " of 400");
  }

  /** All states of a minimal weak automaton have different languages. */
  private static void assertStatesDiffer(OmegaAutomaton weak) {
    for (int s = 0; s < weak.states(); s++) {
      for (int t = 0; t < s; t++) {
        assertTrue(
            LanguageComparison.distinguishingWord(startingIn(weak, s), startingIn(weak, t))
                .isPresent());
      }
    }
  }

  private static OmegaAutomaton startingIn(OmegaAutomaton automaton, int state) {
    OmegaAutomaton.Builder builder =
        OmegaAutomaton.builder(automaton.atoms(), automaton.acceptance());
    for (int s = 0; s < automaton.states(); s++) {
      builder.addState();
    }
    builder.addInitial(state);
    for (int e = 0; e < automaton.edges(); e++) {
      builder.addEdge(
          automaton.source(e), automaton.label(e), automaton.target(e), automaton.marks(e));
    }
    return builder.build();
  }

  @Test
  void languagesThatAreNoObligationsHaveNoWeakAutomaton() {
    OmegaAutomaton infinitelyOften =
        HoaReader.readAll(
                "HOA: v1 States: 1 Start: 0 AP: 1 \"a\" Acceptance: 1 Inf(0)\n"
                    + "--BODY-- State: 0 [0] 0 {0} [!0] 0 --END--",
                "GFa")
            .get(0);
    assertEquals(Optional.empty(), WeakMinimization.minimize(infinitelyOften, Limits.NONE));
  }

  @Test
  void nondeterministicAutomataAreRefused() {
    OmegaAutomaton.Builder builder =
        OmegaAutomaton.builder(
            List.of("a"), Acceptance.of(AcceptanceName.of(AcceptanceName.Kind.BUCHI)));
    builder.addState();
    builder.addState();
    builder.addInitial(0).addInitial(1);
    assertThrows(
        IllegalArgumentException.class,
        () -> WeakMinimization.minimize(builder.build(), Limits.NONE));
  }

  @Test
  void decompositionsPastTheLimitAreStopped() {
    Random random = new Random(6);
    DeterministicTable table = DeterministicTable.of(random(random));
    assertThrows(
        TooManyStatesException.class,
        () ->
            AlternatingCycles.parity(
                DeterministicTable.of(
                    RandomAutomata.deterministic(
                        6,
                        Acceptance.of(AcceptanceName.of(AcceptanceName.Kind.GENERALIZED_BUCHI, 4)),
                        random)),
                Limits.states(3)),
        () -> "states: " + table.states());
  }
}
