package org.surety.automaton.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.surety.automaton.Limits;
import org.surety.automaton.TooManyStatesException;
import org.surety.automaton.hoa.PrintedAutomata;
import org.surety.automaton.omega.AcceptanceName;
import org.surety.automaton.omega.Emptiness;
import org.surety.automaton.omega.LanguageComparison;
import org.surety.automaton.omega.LassoAcceptance;
import org.surety.automaton.omega.LassoWord;
import org.surety.automaton.omega.OmegaAutomaton;
import org.surety.automaton.omega.RandomLassos;
import org.surety.base.InputException;
import org.surety.logic.Formula;
import org.surety.logic.LassoWords;
import org.surety.logic.LtlParser;
import org.surety.logic.RandomFormulas;

class NbaTranslatorTest {
  private static final List<Formula> LITERATURE =
      LiteratureFormulas.all().stream().map(line -> LtlParser.parse(line.formula())).toList();

  private static OmegaAutomaton nba(Formula f) {
    return NbaTranslator.translate(f, Limits.NONE);
  }

  private static OmegaAutomaton nba(String formula) {
    return nba(LtlParser.parse(formula));
  }

  /** Sizes as committed, with those of Spot and Owl beside them, formula by formula. */
  private static List<String[]> committedSizes() throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    NbaTranslatorTest.class.getResourceAsStream("/automaton/nba_sizes.tsv")),
                StandardCharsets.UTF_8))) {
      return reader
          .lines()
          .filter(line -> !line.startsWith("#") && !line.startsWith("states"))
          .map(line -> line.split("\t"))
          .toList();
    }
  }

  @Test
  void sizesAreThoseCommittedAndWithinReachOfSpots() throws IOException {
    List<String> committed = new ArrayList<>();
    List<String> found = new ArrayList<>();
    int total = 0;
    for (String[] line : committedSizes()) {
      OmegaAutomaton automaton = nba(line[3]);
      total += automaton.states();
      committed.add(line[0] + "\t" + line[3]);
      found.add(automaton.states() + "\t" + line[3]);
    }
    assertEquals(String.join("\n", committed), String.join("\n", found));
    assertTrue(total <= 954, total + " states; Spot has 969, Owl 2034");
  }

  @Test
  void languageIsThatOfTheFormulaForTheLiterature() {
    List<OmegaAutomaton> dpa = PrintedAutomata.SPOT_DPA.all();
    List<OmegaAutomaton> negatedDpa = PrintedAutomata.SPOT_DPA_NEGATED.all();
    SplittableRandom random = new SplittableRandom(1);
    for (int k = 0; k < LITERATURE.size(); k++) {
      Formula f = LITERATURE.get(k);
      check(f, nba(f), negatedDpa.get(k), random);
      Formula negated = Formula.not(f);
      check(negated, nba(negated), dpa.get(k), random);
      check(f, NbaTranslator.generalized(f, Limits.NONE), negatedDpa.get(k), random);
    }
  }

  private static void check(
      Formula f, OmegaAutomaton automaton, OmegaAutomaton negated, SplittableRandom random) {
    assertEquals(
        Optional.empty(), LanguageComparison.commonWord(automaton, negated), () -> f.toString());
    for (int n = 0; n < 8; n++) {
      LassoWord word = RandomLassos.over(List.copyOf(f.atoms()), random);
      assertEquals(
          LassoWords.holds(f, word.prefixWord(), word.cycleWord()),
          LassoAcceptance.accepts(automaton, word),
          () -> f + " on " + word);
    }
  }

  @Test
  void randomFormulaAndItsNegationShareNoWordAndSplitTheLassos() {
    RandomFormulas formulas = new RandomFormulas(5, List.of("a", "b", "c", "d"), 0);
    SplittableRandom random = new SplittableRandom(2);
    for (int n = 0; n < 400; n++) {
      Formula f = formulas.formula(15);
      OmegaAutomaton automaton = nba(f);
      check(f, automaton, nba(Formula.not(f)), random);
      check(f, NbaTranslator.generalized(f, Limits.NONE), nba(Formula.not(f)), random);
    }
  }

  @Test
  void windowsAreUnfolded() {
    RandomFormulas formulas = new RandomFormulas(6, List.of("a", "b"), 3);
    SplittableRandom random = new SplittableRandom(3);
    for (int n = 0; n < 150; n++) {
      Formula f = formulas.formula(6);
      check(f, nba(f), nba(Formula.not(f)), random);
    }
    assertEquals(101 + 1, nba("F[100,100] a").states());
    assertEquals(21, nba("G(a -> F[0,20] b)").states());
  }

  @Test
  void acceptanceIsOnStatesAndEveryStateIsOfUse() {
    for (Formula f : LITERATURE) {
      OmegaAutomaton automaton = nba(f);
      assertTrue(automaton.hasStateAcceptance(), f::toString);
      assertTrue(automaton.properties().contains("state-acc"));
      assertEquals(
          Optional.of(AcceptanceName.of(AcceptanceName.Kind.BUCHI)), automaton.acceptance().name());
      for (int s = 0; s < automaton.states(); s++) {
        assertTrue(!Emptiness.isEmpty(startingIn(automaton, s)), f::toString);
      }
    }
  }

  private static OmegaAutomaton startingIn(OmegaAutomaton automaton, int state) {
    OmegaAutomaton.Builder builder =
        OmegaAutomaton.builder(automaton.atoms(), automaton.acceptance());
    IntStream.range(0, automaton.states()).forEach(s -> builder.addState());
    builder.addInitial(state);
    for (int e = 0; e < automaton.edges(); e++) {
      builder.addEdge(
          automaton.source(e), automaton.label(e), automaton.target(e), automaton.marks(e));
    }
    return builder.build();
  }

  @Test
  void constantsHaveOneStateOrNone() {
    assertEquals(1, nba("true").states());
    assertEquals(0, nba("false").states());
    assertEquals(0, nba("F a & G !a").states());
    assertEquals(1, nba("F a | G !a").states());
    assertEquals(List.of("a", "b"), nba("(a | !a) & (F b | G !b)").atoms());
  }

  @Test
  void fairnessNeedsAsManyStatesAsSetsAndOneMore() {
    assertEquals(2, nba("G F a").states());
    assertEquals(4, nba("G F a & G F b & G F c").states());
    assertEquals(
        1, NbaTranslator.generalized(LtlParser.parse("GFa & GFb & GFc"), Limits.NONE).states());
  }

  @Test
  void longConjunctionsOfRequestsStopAtTheLimit() {
    Formula f =
        LtlParser.parse(
            IntStream.range(0, 20)
                .mapToObj(k -> "G(a" + k + " -> F b" + k + ")")
                .collect(Collectors.joining(" & ")));
    assertThrows(TooManyStatesException.class, () -> NbaTranslator.translate(f, Limits.NONE));
    Limits shortTime = Limits.startingNow(Integer.MAX_VALUE, Duration.ofMillis(200));
    assertThrows(TooManyStatesException.class, () -> NbaTranslator.translate(f, shortTime));
  }

  @Test
  void tooManyAtomsOrEventualitiesAreRefused() {
    String many =
        IntStream.range(0, 65).mapToObj(k -> "G F a" + k).collect(Collectors.joining(" & "));
    assertThrows(InputException.class, () -> nba(many));
    Formula chain = LtlParser.parse("G(a -> X X X X X X X X X X X X X X b)");
    TooManyStatesException byStates =
        assertThrows(
            TooManyStatesException.class,
            () -> NbaTranslator.translate(chain, Limits.states(1000)));
    assertEquals("1000 states", byStates.reached());
    String eventualities =
        IntStream.range(0, 65)
            .mapToObj(k -> "G F(a & " + "X ".repeat(k) + "b)")
            .collect(Collectors.joining(" & "));
    Limits few = Limits.states(100);
    assertThrows(
        TooManyStatesException.class,
        () -> NbaTranslator.translate(LtlParser.parse(eventualities), few));
  }
}
