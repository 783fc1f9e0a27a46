package org.surety.automaton.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.surety.automaton.Limits;
import org.surety.automaton.TooManyStatesException;
import org.surety.automaton.hoa.PrintedAutomata;
import org.surety.automaton.omega.AcceptanceName;
import org.surety.automaton.omega.BooleanOperations;
import org.surety.automaton.omega.LanguageComparison;
import org.surety.automaton.omega.LassoAcceptance;
import org.surety.automaton.omega.LassoWord;
import org.surety.automaton.omega.OmegaAutomaton;
import org.surety.automaton.omega.RandomAutomata;
import org.surety.base.InputException;
import org.surety.logic.Formula;
import org.surety.logic.LassoWords;
import org.surety.logic.LtlParser;
import org.surety.logic.RandomFormulas;

class DeterministicTranslatorsTest {
  private static final List<Formula> FORMULAS =
      LiteratureFormulas.all().stream().map(line -> LtlParser.parse(line.formula())).toList();
  private static final List<OmegaAutomaton> DPA = all(FORMULAS);
  private static final List<OmegaAutomaton> NEGATED =
      all(FORMULAS.stream().map(Formula::not).toList());

  private static List<OmegaAutomaton> all(List<Formula> formulas) {
    return formulas.stream().map(f -> DpaTranslator.translate(f, Limits.NONE)).toList();
  }

  private static List<String> goldenSizes() throws IOException {
    try (InputStream in =
        DeterministicTranslatorsTest.class.getResourceAsStream(
            "/automaton/deterministic_sizes.tsv")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().filter(line -> !line.startsWith("#")).toList();
    }
  }

  /**
   * Sizes of this engine when it was built, so that a change is seen. Spot 2.12.1.dev prints 973
   * states for the parity automata, Owl 22.0-development 987, and the better of both for each line
   * 900.
   */
  @Test
  void literatureAutomataHaveTheSizesTheyAlwaysHad() throws IOException {
    List<String> sizes = new ArrayList<>();
    for (int k = 0; k < FORMULAS.size(); k++) {
      int dela = DelaTranslator.translate(FORMULAS.get(k), Limits.NONE).states();
      sizes.add(
          dela + "\t" + DPA.get(k).states() + "\t" + LiteratureFormulas.all().get(k).formula());
    }
    assertEquals(
        String.join("\n", goldenSizes()), sizes.stream().collect(Collectors.joining("\n")));
    assertTrue(DPA.stream().mapToInt(OmegaAutomaton::states).sum() <= 874);
  }

  @Test
  void noLiteratureAutomatonIsLargerThanTheSmallerOfSpotsAndOwls() {
    List<OmegaAutomaton> spot = PrintedAutomata.SPOT_DPA.all();
    List<OmegaAutomaton> owl = PrintedAutomata.OWL_DPA.all();
    for (int k = 0; k < DPA.size(); k++) {
      int best = Math.min(spot.get(k).states(), owl.get(k).states());
      assertTrue(DPA.get(k).states() <= best, FORMULAS.get(k).toString());
    }
  }

  @ParameterizedTest
  @EnumSource
  void literatureAutomataAreEquivalentToThoseOfSpotAndOwl(PrintedAutomata printed) {
    boolean negated = printed == PrintedAutomata.SPOT_DPA_NEGATED;
    List<OmegaAutomaton> others = printed.all();
    for (int k = 0; k < others.size(); k++) {
      OmegaAutomaton other = others.get(k);
      OmegaAutomaton ours = negated ? NEGATED.get(k) : DPA.get(k);
      OmegaAutomaton complement = negated ? DPA.get(k) : NEGATED.get(k);
      String formula = FORMULAS.get(k).toString();
      assertTrue(ours.isDeterministic());
      assertEquals(Optional.empty(), LanguageComparison.difference(other, ours), formula);
      assertEquals(Optional.empty(), LanguageComparison.commonWord(other, complement), formula);
      if (other.isDeterministic()) {
        assertEquals(Optional.empty(), LanguageComparison.difference(ours, other), formula);
      }
    }
  }

  @Test
  void emersonLeiAutomataAreEquivalentToParityAutomata() {
    for (int k = 0; k < FORMULAS.size(); k++) {
      OmegaAutomaton dela = DelaTranslator.translate(FORMULAS.get(k), Limits.NONE);
      assertTrue(dela.isDeterministic());
      assertTrue(dela.states() <= DPA.get(k).states());
      assertEquals(
          Optional.empty(),
          LanguageComparison.distinguishingWord(dela, DPA.get(k)),
          FORMULAS.get(k).toString());
    }
  }

  @Test
  void randomFormulasAndTheirNegationsPartitionAllWords() {
    List<String> atoms = List.of("a", "b", "c", "d");
    RandomFormulas formulas = new RandomFormulas(2026, atoms, 0);
    RandomFormulas withWindows = new RandomFormulas(2027, atoms, 4);
    Random random = new Random(2028);
    for (int n = 0; n < 250; n++) {
      Formula f = (n % 5 == 0 ? withWindows : formulas).formula(1 + random.nextInt(15));
      Limits limits = Limits.startingNow(10_000, Duration.ofSeconds(10));
      OmegaAutomaton dpa = DpaTranslator.translate(f, limits);
      OmegaAutomaton negated = DpaTranslator.translate(Formula.not(f), limits);
      OmegaAutomaton dela = DelaTranslator.translate(f, limits);
      OmegaAutomaton complement = BooleanOperations.complement(negated);
      assertEquals(
          Optional.empty(), LanguageComparison.distinguishingWord(dpa, complement), "" + f);
      assertEquals(Optional.empty(), LanguageComparison.distinguishingWord(dela, dpa), "" + f);
      for (int w = 0; w < 10; w++) {
        LassoWord word = RandomAutomata.word(atoms, random);
        assertEquals(
            LassoWords.holds(f, word.prefixWord(), word.cycleWord()),
            LassoAcceptance.accepts(dpa, word),
            f + " on " + word);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "true, 1, 0",
    "false, 0, 0",
    "G a, 1, 0",
    "F a, 2, 1",
    "G F a, 1, 1",
    "F G a, 1, 2",
    "G F a & F G b, 1, 3",
    "G F a -> G F b, 1, 2",
    "'G(a -> F[0,20] b)', 21, 0",
    "'F[3,] a', 5, 1",
    "a & X[?] !a | X[!] b, 4, 0",
    "X[!] X[!] X[!] G F a, 1, 1",
  })
  void sizesAndColorsAreTheLeastPossible(String formula, int states, int sets) {
    OmegaAutomaton dpa = DpaTranslator.translate(LtlParser.parse(formula), Limits.NONE);
    assertEquals(states, dpa.states());
    assertEquals(
        Optional.of(AcceptanceName.of(AcceptanceName.Kind.PARITY_MIN_EVEN, sets)),
        dpa.acceptance().name());
  }

  @Test
  void translationsThatOutgrowTheirLimitsSayHowFarTheyGot() {
    Formula f = LtlParser.parse("(G F a -> G F b) & (G F c -> G F d) & (X[!] F e U G c)");
    TooManyStatesException e =
        assertThrows(
            TooManyStatesException.class, () -> DpaTranslator.translate(f, Limits.states(3)));
    assertEquals("3 states", e.reached());
    assertThrows(
        TooManyStatesException.class,
        () -> DelaTranslator.translate(f, Limits.startingNow(1000, Duration.ZERO)));
  }

  @Test
  void formulasOfMoreAtomsThanAnAutomatonHasAreRefused() {
    Formula f = Formula.and(IntStream.range(0, 63).mapToObj(k -> Formula.atom("p" + k)).toList());
    InputException e =
        assertThrows(InputException.class, () -> DpaTranslator.translate(f, Limits.NONE));
    assertTrue(e.getMessage().contains("63 atoms"), e.getMessage());
  }

  @Test
  void manyAtomsThatActTogetherCostNothing() {
    Formula all = Formula.and(IntStream.range(0, 60).mapToObj(k -> Formula.atom("p" + k)).toList());
    Formula f = Formula.always(Formula.eventually(all));
    assertEquals(1, DpaTranslator.translate(f, Limits.NONE).states());
  }
}
