package org.surety.automaton.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.surety.automaton.Limits;
import org.surety.automaton.TooManyStatesException;
import org.surety.automaton.hoa.PrintedAutomata;
import org.surety.automaton.omega.BooleanOperations;
import org.surety.automaton.omega.Emptiness;
import org.surety.automaton.omega.LanguageComparison;
import org.surety.automaton.omega.LassoAcceptance;
import org.surety.automaton.omega.LassoWord;
import org.surety.automaton.omega.LimitDeterminism;
import org.surety.automaton.omega.LimitDeterministicAutomaton;
import org.surety.automaton.omega.OmegaAutomaton;
import org.surety.automaton.omega.SemiDeterministicComplement;
import org.surety.logic.Formula;
import org.surety.logic.LassoWords;
import org.surety.logic.LtlParser;

class LdbaTranslatorTest {
  private static final List<Formula> FORMULAS =
      LiteratureFormulas.all().stream().map(line -> LtlParser.parse(line.formula())).toList();

  private static OmegaAutomaton translate(Formula f) {
    return LdbaTranslator.translate(f, Limits.states(10_000));
  }

  private static OmegaAutomaton translate(String f) {
    return translate(LtlParser.parse(f));
  }

  // --- Sizes ------------------------------------------------------------------------------------

  /** States by formula, as they were on the day the file was written; smaller is better. */
  private static List<Integer> goldenSizes() {
    try (InputStream in =
        Objects.requireNonNull(
            LdbaTranslatorTest.class.getResourceAsStream("/automaton/sizes/ldba.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(Integer::valueOf)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Owl 22.0-development: 1283 states, by its default translation to this class. */
  @Test
  void literatureFormulasTakeAsManyStatesAsEver() {
    List<Integer> golden = goldenSizes();
    List<Integer> sizes = FORMULAS.stream().map(f -> translate(f).states()).toList();
    assertEquals(golden, sizes);
    assertTrue(sizes.stream().mapToInt(n -> n).sum() <= 1100);
  }

  @Test
  void formulasOfADeterministicClassTakeNoJump() {
    for (String f : List.of("G a", "a U b", "G(a -> F b)", "G F a & G F b", "(G a) U b", "F a")) {
      assertTrue(translate(f).isDeterministic(), f);
    }
    assertFalse(translate("F G a").isDeterministic());
  }

  @Test
  void contradictionsHaveNoStatesAndTautologiesOne() {
    assertEquals(0, translate("G a & F !a").states());
    assertEquals(0, translate("F G a & G F !a").states());
    assertEquals(1, translate("F a | G !a").states());
  }

  // --- Languages --------------------------------------------------------------------------------

  /**
   * Equivalence is decided, by complementing the limit-deterministic automaton, where the
   * complement is small; elsewhere words of the reference are tried.
   */
  @Test
  void literatureFormulasAndTheirNegationsAreEquivalentToWhatSpotPrints() {
    List<OmegaAutomaton> dpa = PrintedAutomata.SPOT_DPA.all();
    List<OmegaAutomaton> negated = PrintedAutomata.SPOT_DPA_NEGATED.all();
    Random random = new Random(20261120);
    int decided = 0;
    for (int k = 0; k < FORMULAS.size(); k++) {
      decided += assertEquivalent(FORMULAS.get(k), dpa.get(k), random) ? 1 : 0;
      decided += assertEquivalent(Formula.not(FORMULAS.get(k)), negated.get(k), random) ? 1 : 0;
    }
    assertTrue(decided >= 410, decided + " of 434");
  }

  private static boolean assertEquivalent(Formula f, OmegaAutomaton reference, Random random) {
    OmegaAutomaton ldba = translate(f);
    assertTrue(LimitDeterminism.holds(ldba), f + " is limit-deterministic");
    assertEquals(Optional.empty(), LanguageComparison.difference(ldba, reference), f + " only");
    try {
      OmegaAutomaton complement =
          ldba.isDeterministic()
              ? BooleanOperations.complement(ldba)
              : SemiDeterministicComplement.of(ldba, Limits.states(1_000));
      assertEquals(
          Optional.empty(), LanguageComparison.commonWord(complement, reference), f + " misses");
      return true;
    } catch (TooManyStatesException e) {
      for (int n = 0; n < 200; n++) {
        LassoWord word = RandomFormulas.word(ldba.atoms(), random);
        if (LassoAcceptance.accepts(reference, word)) {
          assertTrue(LassoAcceptance.accepts(ldba, word), f + " misses " + word);
        }
      }
      return false;
    }
  }

  @Test
  void randomFormulasAreDisjointFromTheirNegationsAndHoldOfWhatIsAccepted() {
    Random random = new Random(20261120);
    int accepted = 0;
    for (int n = 0; n < 300; n++) {
      Formula f = RandomFormulas.formula(1 + random.nextInt(15), 4, random);
      OmegaAutomaton positive = translate(f);
      OmegaAutomaton negative = translate(Formula.not(f));
      assertTrue(LimitDeterminism.holds(positive) && LimitDeterminism.holds(negative));
      assertEquals(
          Optional.empty(), LanguageComparison.commonWord(positive, negative), f.toString());
      Emptiness.acceptedWord(positive)
          .ifPresent(w -> assertTrue(LassoWords.holds(f, w.prefixWord(), w.cycleWord())));
      for (int i = 0; i < 10; i++) {
        LassoWord word = RandomFormulas.word(List.copyOf(f.atoms()), random);
        boolean holds = LassoWords.holds(f, word.prefixWord(), word.cycleWord());
        assertTrue(LassoAcceptance.accepts(holds ? positive : negative, word), f + " on " + word);
        accepted += holds ? 1 : 0;
      }
    }
    assertTrue(accepted > 900 && accepted < 2100, accepted + " of 3000 words");
  }

  /** Demands below a next were once lost where safety stood beside them. */
  @Test
  void whatIsDemandedBelowANextIsWaitedFor() {
    Formula f = LtlParser.parse("F((X(b R c)) W (d | X(F b & F d)))");
    assertEquals(
        Optional.empty(), LanguageComparison.commonWord(translate(f), translate(Formula.not(f))));
  }

  /** Taking conjuncts off a class and then disjuncts went in circles. */
  @ParameterizedTest
  @ValueSource(
      strings = {"!(((G b) M (a R b)) R (X[!] d))", "!((((c <-> d) M ((G d) U (a R c))) R b) R d)"})
  void classesWithoutAPlainFormulaEnd(String text) {
    Formula f = LtlParser.parse(text);
    assertTrue(assertEquivalent(f, DpaTranslator.translate(f, Limits.NONE), new Random(1)));
  }

  @Test
  void windowsAndBothNextsAreReadAsOnInfiniteWords() {
    assertEquals(translate("X a").states(), translate("X[!] a").states());
    OmegaAutomaton window = translate("G(a -> F[0,2] b)");
    assertEquals(
        Optional.empty(),
        LanguageComparison.distinguishingWord(window, translate("G(a -> (b | X(b | X b)))")));
  }

  // --- Jumps ------------------------------------------------------------------------------------

  @Test
  void jumpsAreWhereTheyCanMatter() {
    LimitDeterministicAutomaton stable =
        LdbaTranslator.withJumps(LtlParser.parse("F a & F G b"), Limits.NONE);
    assertEquals(3, stable.letters().states(), "waits for a, waits, stays");
    assertEquals(
        List.of(0, 0, 1),
        stable.jumps().stream().map(List::size).sorted().toList(),
        "none before a has happened");
    assertTrue(stable.letters().isDeterministic());
  }

  // --- Limits -----------------------------------------------------------------------------------

  @Test
  void aTranslationThatGrowsTooFarSaysHowFarItGot() {
    Formula f = LtlParser.parse("G(!a | F b) & G(!c | F d) & G(!e | F g) & F G h");
    TooManyStatesException states =
        assertThrows(
            TooManyStatesException.class, () -> LdbaTranslator.translate(f, Limits.states(5)));
    assertEquals("5 states", states.reached());
    assertThrows(
        TooManyStatesException.class,
        () -> LdbaTranslator.translate(f, Limits.startingNow(1000, Duration.ZERO)));
  }

  @Test
  void formulasThatExplodeAreGivenUp() {
    List<Formula> nested = new ArrayList<>(List.of(LtlParser.parse("G a")));
    for (int k = 0; k < 40; k++) {
      Formula last = nested.get(nested.size() - 1);
      nested.add(Formula.until(Formula.atom("a" + k % 7), Formula.always(last)));
    }
    Formula deep = nested.get(nested.size() - 1);
    assertThrows(
        TooManyStatesException.class,
        () -> LdbaTranslator.translate(deep, Limits.startingNow(200, Duration.ofSeconds(1))));
  }
}
