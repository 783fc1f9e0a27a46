package org.surety.automaton;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.surety.logic.FiniteWords;
import org.surety.logic.Formula;
import org.surety.logic.LtlParser;
import org.surety.logic.RandomFormulas;

class DegeneracyTest {

  private static List<Degeneracy.Finding> findings(String text) {
    Formula f = LtlParser.parse(text);
    return Degeneracy.of(f, Automata.dfa(f), part -> Optional.of(Automata.dfa(part)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      value = {
        "G F p @ LAST_LETTER_ONLY @ '%s' on a finite trace only says: p at the last recorded step",
        "F G p @ LAST_LETTER_ONLY @ '%s' on a finite trace only says: p at the last recorded step",
        "F G !p @ LAST_LETTER_ONLY @ '%s' on a finite trace only says: !p at the last recorded"
            + " step",
        "G F p & G F q @ LAST_LETTER_ONLY @ '%s' on a finite trace only says: p & q at the last"
            + " recorded step",
        "G F p -> G F q @ LAST_LETTER_ONLY @ '%s' on a finite trace only says: q | !p at the last"
            + " recorded step",
        "F(p & X[?] false) @ LAST_LETTER_ONLY @ '%s' on a finite trace only says: p at the last"
            + " recorded step",
        "F (goal & G goal) @ LAST_LETTER_ONLY @ '%s' on a finite trace only says: goal at the last"
            + " recorded step",
        "G F (p xor q) @ LAST_LETTER_ONLY @ '%s' on a finite trace only says: (p & !q) | (q & !p)"
            + " at the last recorded step",
        "p @ FIRST_LETTER_ONLY @ '%s' only says: p at the first step; put G before it to demand it"
            + " of all steps",
        "!p & q @ FIRST_LETTER_ONLY @ '%s' only says: q & !p at the first step; put G before it to"
            + " demand it of all steps",
        "p & (q | X[?] true) @ FIRST_LETTER_ONLY @ '%s' only says: p at the first step; put G"
            + " before it to demand it of all steps",
        "p | (F q & G !q) @ FIRST_LETTER_ONLY @ '%s' only says: p at the first step",
        "F[5,5] true @ LENGTH_ONLY @ '%s' only says how many steps a trace may have",
        "X[!] true @ LENGTH_ONLY @ '%s' only says how many steps a trace may have",
        "G p & F !p @ UNSATISFIABLE @ '%s' is false of every trace",
        "G (F p & F !p) @ UNSATISFIABLE @ '%s' is false of every trace",
        "G X[!] p @ UNSATISFIABLE @ '%s' is false of every trace: at the last step nothing lies"
            + " ahead, so X[!] and windows of F and U that start later than 0 are false there",
        "G F[1,5] p @ UNSATISFIABLE @ '%s' is false of every trace: at the last step nothing lies"
            + " ahead, so X[!] and windows of F and U that start later than 0 are false there",
        "F p | G !p @ VALID @ '%s' is true of every trace",
        "F G[1,3] p @ VALID @ '%s' is true of every trace",
        "F X[?] p @ VALID @ '%s' is true of every trace",
      })
  void theReadingIsNamed(String text, Degeneracy.Kind kind, String sentence) {
    Formula f = LtlParser.parse(text);
    List<Degeneracy.Finding> findings = findings(text);
    assertEquals(1, findings.size(), findings.toString());
    assertEquals(kind, findings.get(0).kind());
    assertEquals(String.format(sentence, f), findings.get(0).sentence());
    boolean empty = kind == Degeneracy.Kind.UNSATISFIABLE || kind == Degeneracy.Kind.VALID;
    assertEquals(empty, findings.get(0).saysNothing(f));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      value = {
        "G !h & G F p @ its part 'G F p' on a finite trace only says: p at the last recorded step",
        "a U (b & G F c) @ its part 'G F c' on a finite trace only says: c at the last recorded"
            + " step",
        "G !h & (F q -> G X[!] p) @ its part 'G X[!] p' is false of every trace: at the last step"
            + " nothing lies ahead, so X[!] and windows of F and U that start later than 0 are"
            + " false there",
        "G (a & F X[?] b) & F c @ its part 'F X[?] b' is true of every trace",
      })
  void partsAreLookedAtToo(String text, String sentence) {
    List<Degeneracy.Finding> findings = findings(text);
    assertEquals(List.of(sentence), findings.stream().map(Degeneracy.Finding::sentence).toList());
    assertFalse(findings.get(0).saysNothing(LtlParser.parse(text)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "!hazard U goal",
        "G !hazard",
        "F goal",
        "G (request -> F grant)",
        "G (a -> X[!] b)",
        "G (a -> X[?] b)",
        "F[0,22] goal",
        "G[0,10] !hazard",
        "G F[0,5] a",
        "!h U (g & X[?] false)",
        "G (a -> X[?] false)",
        "a & F b",
        "G !hazard & F (goal & X[!] goal)",
        "F(a & X[!] F b)",
      })
  void ordinaryPropertiesPassWithoutAWord(String text) {
    assertEquals(List.of(), findings(text));
  }

  @Test
  void partsTooLargeToTranslateAreLeftOut() {
    Formula f = LtlParser.parse("G !h & G F p");
    assertEquals(List.of(), Degeneracy.of(f, Automata.dfa(f), part -> Optional.empty()));
  }

  @Test
  void whatIsSaidOfTheLastLetterIsTrueOfAllWords() {
    RandomFormulas random = new RandomFormulas(81, List.of("a", "b"), 3);
    List<FiniteWord> words = Automata.words(List.of("a", "b"), 4);
    int last = 0;
    int others = 0;
    for (int i = 0; i < 1000; i++) {
      Formula f = random.formula(5);
      if (i % 2 == 0) {
        Formula g = Formula.always(Formula.eventually(random.formula(1)));
        f = Formula.xor(g, Formula.eventually(Formula.always(f)));
      }
      var finding = Degeneracy.classify(f, Automata.dfa(f));
      boolean saysLast =
          finding.isPresent() && finding.get().kind() == Degeneracy.Kind.LAST_LETTER_ONLY;
      if (saysLast) {
        last++;
      } else {
        others++;
      }
      boolean lastDecides = true;
      boolean varies = false;
      for (FiniteWord word : words) {
        FiniteWord tail = FiniteWord.of(word.letters().subList(word.length() - 1, word.length()));
        boolean holds = FiniteWords.holds(f, word);
        lastDecides &= holds == FiniteWords.holds(f, tail);
        varies |= holds != FiniteWords.holds(f, words.get(0));
      }
      if (saysLast) {
        assertTrue(lastDecides && varies, f.toString());
      } else if (Automata.dfa(f).states() <= 3) {
        assertFalse(lastDecides && varies, f.toString());
      }
    }
    assertTrue(last > 50 && others > 400, last + " / " + others);
  }
}
