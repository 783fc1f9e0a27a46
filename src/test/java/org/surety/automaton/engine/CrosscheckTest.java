package org.surety.automaton.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.surety.automaton.TooManyStatesException;
import org.surety.automaton.engine.Crosscheck.Difference;
import org.surety.automaton.engine.Crosscheck.Finding;
import org.surety.automaton.hoa.HoaReader;
import org.surety.automaton.hoa.PrintedAutomata;
import org.surety.automaton.omega.BooleanOperations;
import org.surety.automaton.omega.OmegaAutomaton;
import org.surety.automaton.translate.LiteratureFormulas;
import org.surety.base.InputException;
import org.surety.logic.Formula;
import org.surety.logic.LassoWords;
import org.surety.logic.LtlParser;

/** Wrong translations are found out, by a word, and right ones are not accused. */
class CrosscheckTest {
  private static final List<Formula> FORMULAS =
      LiteratureFormulas.all().stream().map(line -> LtlParser.parse(line.formula())).toList();
  private static final List<OmegaAutomaton> DPA = PrintedAutomata.SPOT_DPA.all();
  private static final List<OmegaAutomaton> NEGATED = PrintedAutomata.SPOT_DPA_NEGATED.all();

  private static Candidate printed(
      String name, List<OmegaAutomaton> automata, List<OmegaAutomaton> negated) {
    Map<Formula, OmegaAutomaton> all = new HashMap<>();
    for (int k = 0; k < automata.size(); k++) {
      all.put(FORMULAS.get(k), automata.get(k));
      all.putIfAbsent(Formula.not(FORMULAS.get(k)), negated.get(k));
    }
    return new Candidate(name, (f, limits) -> all.get(f));
  }

  private static Crosscheck crosscheck(Candidate... candidates) {
    return new Crosscheck(
        List.of(candidates), new Crosscheck.Settings(10, 1, 1000, Duration.ofSeconds(60)));
  }

  @Test
  void whatOwlAndSpotPrintedPasses() {
    Crosscheck crosscheck =
        crosscheck(
            printed("spot", DPA, NEGATED),
            printed("nba", PrintedAutomata.SPOT_NBA.all(), NEGATED),
            printed("owl", PrintedAutomata.OWL_DPA.all(), NEGATED));
    CrosscheckSummary summary = new CrosscheckSummary(crosscheck.candidates());
    for (int k = 0; k < FORMULAS.size(); k += 3) {
      Finding finding = crosscheck.check(FORMULAS.get(k));
      assertEquals(List.of(), finding.differences(), FORMULAS.get(k).toString());
      summary.add(finding);
    }
    assertEquals(73, summary.formulas());
    assertEquals(0, summary.failures());
    assertTrue(summary.products() > 5 * 73 && summary.skipped() == 0, summary.sentence());
    assertTrue(summary.totals().get(1).sampledOnly() < 73, summary.sentence());
    assertEquals(0, summary.totals().get(0).sampledOnly());
  }

  @Test
  void wrongAutomataAreAccusedWithAWordThatProvesIt() {
    int found = 0;
    for (int k = 1; k < 40; k++) {
      // One acts as if it had been asked for the formula before.
      Formula f = FORMULAS.get(k);
      OmegaAutomaton other = DPA.get(k - 1);
      OmegaAutomaton right = DPA.get(k);
      OmegaAutomaton negated = NEGATED.get(k);
      Finding finding =
          crosscheck(
                  new Candidate("right", (g, limits) -> g.equals(f) ? right : negated),
                  new Candidate("wrong", (g, limits) -> g.equals(f) ? other : negated))
              .check(f);
      for (Difference difference : finding.differences()) {
        found++;
        assertEquals(List.of("wrong"), difference.wrong());
        assertEquals(
            difference.holds(),
            LassoWords.holds(f, difference.word().prefixWord(), difference.word().cycleWord()));
      }
    }
    assertTrue(found > 35, found + " found");
  }

  @Test
  void wordsThatANondeterministicAutomatonLacksAreFoundByItsComplement() {
    Formula f = LtlParser.parse("F G a");
    OmegaAutomaton guessing =
        HoaReader.readAll(
                """
                HOA: v1 States: 3 Start: 0 AP: 1 "a" Acceptance: 1 Inf(0) --BODY--
                State: 0 [t] 1 [0] 2 State: 1 [t] 1 [0] 2 State: 2 [0] 2 {0} --END--
                """,
                "test")
            .get(0);
    OmegaAutomaton never =
        HoaReader.readAll(
                """
                HOA: v1 States: 1 Start: 0 AP: 1 "a" Acceptance: 1 Fin(0) --BODY--
                State: 0 [0] 0 [!0] 0 {0} --END--
                """,
                "test")
            .get(0);
    OmegaAutomaton negated = BooleanOperations.complement(never);
    Candidate reference = new Candidate("det", (g, limits) -> g.equals(f) ? never : negated);
    Candidate right = new Candidate("nba", (g, limits) -> g.equals(f) ? guessing : negated);
    assertEquals(List.of(), crosscheck(reference, right).check(f).differences());
    assertEquals(List.of(), crosscheck(reference, right).check(f).sampledOnly());
    OmegaAutomaton atOnce =
        HoaReader.readAll(
                """
                HOA: v1 States: 2 Start: 0 AP: 1 "a" Acceptance: 1 Inf(0) --BODY--
                State: 0 [0] 0 [0] 1 State: 1 [0] 1 {0} --END--
                """,
                "test")
            .get(0);
    Crosscheck noWords =
        new Crosscheck(
            List.of(
                reference, new Candidate("wrong", (g, limits) -> g.equals(f) ? atOnce : negated)),
            new Crosscheck.Settings(0, 1, 1000, Duration.ofSeconds(60)));
    assertEquals(List.of("wrong"), noWords.check(f).differences().get(0).wrong());
  }

  @Test
  void aloneAnEngineIsHeldAgainstItsOwnNegation() {
    Formula f = LtlParser.parse("G F a");
    OmegaAutomaton twice =
        HoaReader.readAll(
                """
                HOA: v1 States: 2 Start: 0 AP: 1 "a" Acceptance: 1 Inf(0) --BODY--
                State: 0 [!0] 0 [0] 1 State: 1 [!0] 1 [0] 1 {0} --END--
                """,
                "test")
            .get(0);
    OmegaAutomaton eventuallyNever =
        HoaReader.readAll(
                """
                HOA: v1 States: 2 Start: 0 AP: 1 "a" Acceptance: 1 Inf(0) --BODY--
                State: 0 [t] 0 [t] 1 State: 1 [t] 1 {0} --END--
                """,
                "test")
            .get(0);
    assertFalse(
        crosscheck(new Candidate("one", (g, limits) -> g.equals(f) ? twice : eventuallyNever))
            .check(f)
            .differences()
            .isEmpty());
    assertEquals(
        List.of(),
        crosscheck(
                new Candidate(
                    "one",
                    (g, limits) -> g.equals(f) ? twice : BooleanOperations.complement(twice)))
            .check(f)
            .differences());
  }

  @Test
  void failuresAndLimitsAreCountedApartAndTheOthersAreStillCompared() {
    Finding finding =
        crosscheck(
                printed("spot", DPA, NEGATED),
                new Candidate(
                    "dead",
                    (f, limits) -> {
                      throw new InputException("dead", "it ended with exit code 3", "look");
                    }),
                new Candidate(
                    "slow",
                    (f, limits) -> {
                      throw new TooManyStatesException("1000 states");
                    }))
            .check(FORMULAS.get(5));
    assertTrue(finding.products() > 0 && finding.differences().isEmpty());
    assertEquals("dead: it ended with exit code 3; look", finding.translations().get(1).failure());
    assertFalse(finding.translations().get(1).gaveUp());
    assertEquals("gave up after 1000 states", finding.translations().get(2).failure());
    assertTrue(finding.negations().get(2).gaveUp());
  }
}
