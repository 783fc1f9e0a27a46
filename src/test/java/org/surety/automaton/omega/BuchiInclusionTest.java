package org.surety.automaton.omega;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.surety.automaton.Limits;
import org.surety.automaton.TooManyStatesException;
import org.surety.automaton.hoa.PrintedAutomata;
import org.surety.automaton.translate.LiteratureFormulas;
import org.surety.automaton.translate.NbaTranslator;
import org.surety.logic.Formula;
import org.surety.logic.LtlParser;

class BuchiInclusionTest {

  private static OmegaAutomaton nba(String formula) {
    return NbaTranslator.translate(LtlParser.parse(formula), Limits.NONE);
  }

  @Test
  void randomAutomataAreIncludedExactlyIfNoWitnessIsFound() {
    SplittableRandom random = new SplittableRandom(41);
    int included = 0;
    for (int n = 0; n < 1_000; n++) {
      OmegaAutomaton a = random(random);
      OmegaAutomaton b = random(random);
      Optional<LassoWord> word = BuchiInclusion.difference(a, b, Limits.NONE);
      if (word.isPresent()) {
        assertTrue(LassoAcceptance.accepts(a, word.get()), word::toString);
        assertFalse(LassoAcceptance.accepts(b, word.get()), word::toString);
      } else {
        included++;
        for (int w = 0; w < 25; w++) {
          LassoWord sample = RandomLassos.over(RandomNondeterministic.ATOMS, random);
          assertTrue(
              !LassoAcceptance.accepts(a, sample) || LassoAcceptance.accepts(b, sample),
              sample::toString);
        }
      }
    }
    assertTrue(included > 100 && included < 900, included + " of 1,000 are included");
  }

  private static OmegaAutomaton random(SplittableRandom random) {
    return RandomNondeterministic.automaton(
        random, 1 + random.nextInt(5), RandomNondeterministic.generalizedBuchi(random.nextInt(3)));
  }

  @Test
  void inclusionInDeterministicAutomataAgreesWithTheirComplement() {
    List<OmegaAutomaton> nba = PrintedAutomata.SPOT_NBA.all();
    int compared = 0;
    for (int k = 1; k < nba.size(); k++) {
      OmegaAutomaton a = nba.get(k - 1);
      OmegaAutomaton b = nba.get(k);
      if (b.isDeterministic() && a.atoms().equals(b.atoms())) {
        compared++;
        assertEquals(
            LanguageComparison.difference(a, b).isPresent(),
            BuchiInclusion.difference(a, b, Limits.NONE).isPresent());
      }
    }
    assertTrue(compared > 30, compared + " compared");
  }

  @Test
  void automataOfTheLiteratureAreEquivalentToThoseOfSpot() {
    List<OmegaAutomaton> spot = PrintedAutomata.SPOT_NBA.all();
    List<LiteratureFormulas.Line> lines = LiteratureFormulas.all();
    for (int k = 0; k < lines.size(); k++) {
      String formula = lines.get(k).formula();
      // A third of them, the small ones: all are compared by the study.
      if (k % 3 == 0 && spot.get(k).states() < 20) {
        assertEquals(
            Optional.empty(),
            LanguageComparison.distinguishingWord(nba(formula), spot.get(k), Limits.NONE),
            formula);
      }
    }
  }

  @Test
  void witnessIsOverTheAtomsOfBoth() {
    LassoWord word =
        LanguageComparison.difference(nba("G F a"), nba("F G b"), Limits.NONE).orElseThrow();
    assertEquals(List.of("a", "b"), word.atoms());
    assertEquals(
        Optional.empty(),
        LanguageComparison.difference(nba("F G(a & b)"), nba("F G b"), Limits.NONE));
  }

  @Test
  void onlyGeneralizedBuchiIsComparedWithANondeterministicAutomaton() {
    OmegaAutomaton coBuchi =
        RandomNondeterministic.automaton(
            new SplittableRandom(1), 3, Acceptance.of(1, new Condition.Fin(0)));
    OmegaAutomaton persistence = nba("F G a");
    assertThrows(
        IllegalArgumentException.class,
        () -> LanguageComparison.difference(coBuchi, persistence, Limits.NONE));
  }

  @Test
  void searchStopsAtTheLimit() {
    Formula f =
        Formula.and(
            IntStream.range(0, 4)
                .mapToObj(k -> LtlParser.parse("F G a" + k + " | G F b" + k))
                .toList());
    OmegaAutomaton a = NbaTranslator.translate(f, Limits.NONE);
    assertThrows(
        TooManyStatesException.class,
        () -> LanguageComparison.difference(a, a, Limits.states(a.states() + 10)));
  }
}
