package org.surety.automaton.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.surety.automaton.Dfa;
import org.surety.automaton.DfaLanguages;
import org.surety.base.InputException;
import org.surety.logic.FiniteWords;
import org.surety.logic.Formula;
import org.surety.logic.Letters;
import org.surety.logic.LtlParser;
import org.surety.logic.ParseOptions;
import org.surety.logic.RandomFormulas;

class LtlfTranslatorTest {

  @Test
  void everyFormulaOfTheLiteratureHasItsReferenceSize() {
    ParseOptions weakNext = ParseOptions.DEFAULTS.withNext(ParseOptions.Next.WEAK);
    List<String> wrong = new ArrayList<>();
    int strong = 0;
    int weak = 0;
    for (LiteratureFormulas.Line line : LiteratureFormulas.all()) {
      int s = LtlfTranslator.translate(LtlParser.parse(line.formula())).states();
      int w = LtlfTranslator.translate(LtlParser.parse(line.formula(), weakNext)).states();
      if (s != line.strong() || w != line.weak()) {
        wrong.add(line + " has " + s + " / " + w);
      }
      strong += s;
      weak += w;
    }
    assertEquals(List.of(), wrong);
    assertEquals(217, LiteratureFormulas.all().size());
    assertEquals(993, strong);
    assertEquals(1057, weak);
  }

  @Test
  void automataAgreeWithTheDefinitionOnRandomWords() {
    RandomFormulas random = new RandomFormulas(41, List.of("a", "b", "c"), 6);
    for (int i = 0; i < 20_000; i++) {
      Formula f = random.formula(9);
      Dfa dfa = LtlfTranslator.translate(f);
      for (int w = 0; w < 3; w++) {
        Letters word = random.word(10);
        assertEquals(FiniteWords.holds(f, word), dfa.accepts(word), f.toString());
      }
    }
  }

  @Test
  void windowsMeanTheSameWrittenOutAsNextOperators() {
    RandomFormulas random = new RandomFormulas(43, List.of("a", "b"), 8);
    for (int i = 0; i < 2000; i++) {
      Formula f = random.formula(7);
      Dfa written = LtlfTranslator.translate(f.withoutWindows());
      assertEquals(
          Optional.empty(),
          DfaLanguages.difference(LtlfTranslator.translate(f), written),
          f.toString());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "G F a; 2",
        "F[0,100] a; 103",
        "G[0,100] a; 103",
        "F[100,100] a; 103",
        "G (a -> F[0,100] b); 103",
        "G (a -> (c U[0,100] b)); 103",
        "F (a & G[0,50] b); 52",
        "a U[10,30] b; 33",
        "a R[10,30] b; 33",
        "F[3,inf] a; 5",
        "X[900] a; 903",
        "G F[0,500] a; 503",
        "F[3,9] (a & F[2,50] (b & F[1,20] c)); 1039",
        "a U[3,9] (b U[2,30] (c U[1,20] d)); 128",
      })
  void windowsThatCountDownCostOneStateAStep(String formula, int states) {
    assertEquals(states, LtlfTranslator.translate(LtlParser.parse(formula)).states());
  }

  @Test
  void nestedNextAndEventuallyStaySmall() {
    // MONA-based translation exhausts 128 GB on chains of about ten; derivatives are linear.
    for (int n = 2; n <= 40; n++) {
      String chain = "p" + n;
      for (int i = n - 1; i >= 1; i--) {
        chain = "p" + i + " & X[!] F(" + chain + ")";
      }
      assertEquals(n + 1, LtlfTranslator.translate(LtlParser.parse("F(" + chain + ")")).states());
    }
  }

  @Test
  void aTourOfTenDeliveriesIsTranslated() {
    // The shape reported to exhaust 128 GB in a MONA-based tool (whitemech/LTLf2DFA issue 39).
    String[] stops = {"p2", "m2", "p1", "m2", "p1", "m1", "p3", "m3", "p1", "m2"};
    String tour = "";
    for (int i = stops.length - 1; i >= 0; i--) {
      String act = i % 2 == 0 ? "collect" : "deliver";
      String rest = tour.isEmpty() ? act : act + " & X[!] " + tour;
      tour = "F(at_" + stops[i] + " & X[!](" + rest + "))";
    }
    Formula f = LtlParser.parse(tour);
    Dfa dfa = LtlfTranslator.translate(f);
    assertEquals(8, dfa.atoms().size());
    assertEquals(21, dfa.states());
    assertEquals(20, DfaLanguages.example(dfa).orElseThrow().length());
  }

  @Test
  void conjunctionsAreComposedWhenTheyOutgrowTheFirstBudget() {
    Formula f =
        LtlParser.parse("G (a -> F[0,60] b) & G (c -> F[0,60] d) & G[0,40] e & F[0,30] (a & c)");
    Dfa dfa = LtlfTranslator.translate(f);
    RandomFormulas random = new RandomFormulas(42, List.of("a", "b", "c", "d", "e"), 0);
    for (int i = 0; i < 500; i++) {
      Letters word = random.word(60);
      assertEquals(FiniteWords.holds(f, word), dfa.accepts(word));
    }
    assertTrue(dfa.states() > 1000, dfa.toString());
  }

  @Test
  void manyAtomsCostNothingByThemselves() {
    List<Formula> all = new ArrayList<>();
    for (int k = 0; k < 62; k++) {
      all.add(Formula.always(Formula.not(Formula.atom("hazard" + k))));
    }
    Dfa dfa = LtlfTranslator.translate(Formula.and(all));
    assertEquals(3, dfa.states());
    assertEquals(2, dfa.successor(dfa.successor(0, 0), 1L << 61));
  }

  @Test
  void tooManyStatesAreSaidClearly() {
    InputException e =
        assertThrows(
            InputException.class,
            () -> LtlfTranslator.translate(LtlParser.parse("G (a -> F[10,40] b)"), 5000));
    assertEquals(
        "property G(a -> (F[10,40] b)): its automaton has too many states; stopped after 5000"
            + " states; shorten its windows, or certify its conjuncts as properties of their own",
        e.getMessage());
    assertThrows(
        InputException.class, () -> LtlfTranslator.translate(LtlParser.parse("F[0,1000000000] a")));
  }
}
