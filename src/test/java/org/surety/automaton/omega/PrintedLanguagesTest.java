package org.surety.automaton.omega;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.surety.automaton.hoa.PrintedAutomata;
import org.surety.automaton.translate.LiteratureFormulas;
import org.surety.logic.Formula;
import org.surety.logic.LassoWords;
import org.surety.logic.LtlParser;

/** Spot, Owl, direct evaluation and our own graph algorithms agree on 217 formulas. */
class PrintedLanguagesTest {
  private static final List<Formula> FORMULAS =
      LiteratureFormulas.all().stream().map(line -> LtlParser.parse(line.formula())).toList();

  private static LassoWord randomWord(List<String> atoms, Random random) {
    int prefix = random.nextInt(4);
    int cycle = 1 + random.nextInt(4);
    long mask = (1L << atoms.size()) - 1;
    // Sparse letters as well as dense ones: most formulas speak of rare events.
    boolean sparse = random.nextBoolean();
    List<Long> letters =
        Stream.generate(() -> random.nextLong() & (sparse ? random.nextLong() : -1L) & mask)
            .limit(prefix + cycle)
            .toList();
    return new LassoWord(
        atoms, letters.subList(0, prefix), letters.subList(prefix, letters.size()));
  }

  @ParameterizedTest
  @EnumSource
  void automataAcceptTheLassoWordsThatTheirFormulaHoldsOf(PrintedAutomata printed) {
    boolean negated = printed == PrintedAutomata.SPOT_DPA_NEGATED;
    List<OmegaAutomaton> automata = printed.all();
    Random random = new Random(20261120);
    int holding = 0;
    for (int k = 0; k < automata.size(); k++) {
      Formula f = FORMULAS.get(k);
      for (int n = 0; n < 8; n++) {
        LassoWord word = randomWord(List.copyOf(f.atoms()), random);
        boolean holds = LassoWords.holds(f, word.prefixWord(), word.cycleWord());
        holding += holds ? 1 : 0;
        boolean accepts = LassoAcceptance.accepts(automata.get(k), word);
        assertEquals(holds ^ negated, accepts, f + " on " + word);
      }
    }
    assertTrue(holding > 217 && holding < 7 * 217, "a sample of both kinds: " + holding);
  }

  @Test
  void deterministicParityAutomataOfOwlAndSpotAreEquivalent() {
    List<OmegaAutomaton> owl = PrintedAutomata.OWL_DPA.all();
    List<OmegaAutomaton> spot = PrintedAutomata.SPOT_DPA.all();
    for (int k = 0; k < owl.size(); k++) {
      assertEquals(
          Optional.empty(),
          LanguageComparison.distinguishingWord(owl.get(k), spot.get(k)),
          FORMULAS.get(k).toString());
    }
  }

  @Test
  void emersonLeiAutomataAreEquivalentToParityAutomata() {
    List<OmegaAutomaton> dela = PrintedAutomata.SPOT_DELA.all();
    List<OmegaAutomaton> dpa = PrintedAutomata.SPOT_DPA.all();
    int compared = 0;
    for (int k = 0; k < dela.size(); k++) {
      OmegaAutomaton general = dela.get(k);
      assertEquals(Optional.empty(), LanguageComparison.difference(general, dpa.get(k)));
      if (general.isDeterministic()) {
        compared++;
        assertEquals(Optional.empty(), LanguageComparison.difference(dpa.get(k), general));
      }
    }
    assertEquals(217, compared);
  }

  @ParameterizedTest
  @EnumSource(names = {"OWL_NBA", "SPOT_NBA", "OWL_LDBA"})
  void nondeterministicAutomataAreWithinTheirFormulaAndApartFromItsNegation(
      PrintedAutomata printed) {
    List<OmegaAutomaton> automata = printed.all();
    List<OmegaAutomaton> dpa = PrintedAutomata.SPOT_DPA.all();
    List<OmegaAutomaton> negated = PrintedAutomata.SPOT_DPA_NEGATED.all();
    for (int k = 0; k < automata.size(); k++) {
      String formula = FORMULAS.get(k).toString();
      assertEquals(
          Optional.empty(), LanguageComparison.difference(automata.get(k), dpa.get(k)), formula);
      assertEquals(
          Optional.empty(),
          LanguageComparison.commonWord(automata.get(k), negated.get(k)),
          formula);
    }
  }

  @Test
  void formulaAndNegationAreDisjointAndCoverEverything() {
    List<OmegaAutomaton> dpa = PrintedAutomata.SPOT_DPA.all();
    List<OmegaAutomaton> negated = PrintedAutomata.SPOT_DPA_NEGATED.all();
    for (int k = 0; k < dpa.size(); k++) {
      OmegaAutomaton a = dpa.get(k);
      OmegaAutomaton b = negated.get(k);
      assertEquals(Optional.empty(), LanguageComparison.commonWord(a, b));
      assertTrue(
          Emptiness.isEmpty(
              BooleanOperations.intersection(
                  BooleanOperations.complement(a), BooleanOperations.complement(b))),
          FORMULAS.get(k).toString());
    }
  }

  @ParameterizedTest
  @EnumSource
  void runsFoundAreAcceptedByAnIndependentEvaluator(PrintedAutomata printed) {
    int found = 0;
    for (OmegaAutomaton automaton : printed.all()) {
      Optional<Run> run = Emptiness.acceptingRun(automaton);
      if (run.isPresent()) {
        found++;
        assertTrue(run.get().isAccepting(automaton), automaton.name().orElse(""));
        assertTrue(LassoAcceptance.accepts(automaton, run.get().word(automaton)));
      }
    }
    assertTrue(found > 190, found + " automata accept a word");
  }

  @Test
  void neighborsInTheListAreToldApartByAWordThatExactlyOneAccepts() {
    List<OmegaAutomaton> dpa = PrintedAutomata.SPOT_DPA.all();
    int different = 0;
    for (int k = 1; k < dpa.size(); k++) {
      Optional<LassoWord> word = LanguageComparison.distinguishingWord(dpa.get(k - 1), dpa.get(k));
      if (word.isPresent()) {
        different++;
        LassoWord w = word.get();
        boolean first = LassoWords.holds(FORMULAS.get(k - 1), w.prefixWord(), w.cycleWord());
        boolean second = LassoWords.holds(FORMULAS.get(k), w.prefixWord(), w.cycleWord());
        assertTrue(first != second, FORMULAS.get(k - 1) + " and " + FORMULAS.get(k) + ": " + w);
      }
    }
    assertTrue(different > 200, different + " pairs differ");
  }

  @Test
  void unionAcceptsWhatEitherAccepts() {
    List<OmegaAutomaton> dpa = PrintedAutomata.SPOT_DPA.all();
    List<OmegaAutomaton> nba = PrintedAutomata.OWL_NBA.all();
    Random random = new Random(7);
    int accepted = 0;
    for (int k = 1; k < dpa.size(); k++) {
      OmegaAutomaton union = BooleanOperations.union(dpa.get(k - 1), nba.get(k));
      for (int n = 0; n < 4; n++) {
        LassoWord word = randomWord(union.atoms(), random);
        boolean either =
            LassoAcceptance.accepts(dpa.get(k - 1), word)
                || LassoAcceptance.accepts(nba.get(k), word);
        accepted += either ? 1 : 0;
        assertEquals(either, LassoAcceptance.accepts(union, word));
      }
    }
    assertTrue(accepted > 0 && accepted < 4 * 216);
  }

  @Test
  void randomEmersonLeiAutomataAreEmptyExactlyIfNoShortLassoIsFoundInThem() {
    Random random = new Random(3);
    int empty = 0;
    for (int n = 0; n < 400; n++) {
      OmegaAutomaton automaton = randomAutomaton(random);
      Optional<Run> run = Emptiness.acceptingRun(automaton);
      if (run.isPresent()) {
        assertTrue(run.get().isAccepting(automaton));
      } else {
        empty++;
        for (int w = 0; w < 20; w++) {
          assertFalse(LassoAcceptance.accepts(automaton, randomWord(automaton.atoms(), random)));
        }
      }
    }
    assertTrue(empty > 40 && empty < 360, empty + " of 400 are empty");
  }

  private static OmegaAutomaton randomAutomaton(Random random) {
    OmegaAutomaton.Builder builder =
        OmegaAutomaton.builder(List.of("a"), Acceptance.of(4, randomCondition(random, 3)));
    int states = 2 + random.nextInt(3);
    for (int s = 0; s < states; s++) {
      builder.addState();
    }
    builder.addInitial(0);
    for (int s = 0; s < states; s++) {
      builder.addEdge(s, Label.atom(0), random.nextInt(states), random.nextInt(16));
      builder.addEdge(s, Label.atom(0).complement(), random.nextInt(states), random.nextInt(16));
    }
    return builder.build();
  }

  private static Condition randomCondition(Random random, int depth) {
    if (depth == 0) {
      int set = random.nextInt(4);
      return random.nextInt(3) == 0 ? new Condition.Inf(set) : new Condition.Fin(set);
    }
    Condition left = randomCondition(random, depth - 1);
    Condition right = randomCondition(random, depth - 1);
    return random.nextInt(4) == 0 ? Condition.or(left, right) : Condition.and(left, right);
  }
}
