package org.surety.logic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hand-checked verdicts, then the laws of LTLf over random formulas. */
class FiniteWordsTest {

  /** A word such as {@code "a,ab,,b"}: the atoms that hold at each position. */
  static Letters word(String text) {
    List<String> letters = List.of(text.split(",", -1));
    return new Letters() {
      @Override
      public int length() {
        return letters.size();
      }

      @Override
      public boolean holds(String atom, int position) {
        return letters.get(position).contains(atom);
      }
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "X[!] true; a; false",
        "X[!] true; a,a; true",
        "X[?] false; a; true",
        "X[?] false; a,a; false",
        "X[!] a; a; false",
        "X[?] a; a; true",
        "F[2,3] a; a,a; false",
        "G[2,3] a; b,b; true",
        "F[2,3] a; b,b,b,a; true",
        "F[2,3] a; b,b,b,b,a; false",
        "G[1,2] a; b,a,a,b; true",
        "G[1,2] a; b,a,b,a; false",
        "F[0,2] a; b,b,a; true",
        "a U[2,3] b; a,a,b; true",
        "a U[2,3] b; ab,b,b; false",
        "a U[2,3] b; a,a; false",
        "a R[1,2] b; a,c,c; true",
        "a R[1,2] b; c,b,b,c; true",
        "a R[1,2] b; c,b,a; false",
        "a R[1,2] b; c,ab,c; true",
        "a U b; a,a; false",
        "a W b; a,a; true",
        "a M b; b,b; false",
        "a R b; b,b; true",
        "a M b; b,ab; true",
        "G F a; a,b,a; true",
        "G F a; a,a,b; false",
        "F G a; b,b,a; true",
        "(a xor b) <-> !(a <-> b); a; true",
      })
  void verdictsAreThoseOfTheDefinition(String formula, String letters, boolean expected) {
    assertEquals(expected, FiniteWords.holds(LtlParser.parse(formula), word(letters)));
  }

  @Test
  void positionsCountFromTheFirstLetter() {
    Formula f = LtlParser.parse("a & X[?] false");
    assertEquals(true, FiniteWords.holds(f, word("b,b,a"), 2));
    assertEquals(false, FiniteWords.holds(f, word("b,a,a"), 1));
    assertThrows(IllegalArgumentException.class, () -> FiniteWords.holds(f, word("a"), 1));
  }

  @Test
  void theLawsOfFiniteWordsHold() {
    String[][] laws = {
      {"!(f U g)", "!f R !g"},
      {"!(f W g)", "!f M !g"},
      {"f W g", "(f U g) | G f"},
      {"f M g", "g U (f & g)"},
      {"F f", "true U f"},
      {"!X[!] f", "X[?] !f"},
      {"f U g", "g | (f & X[!](f U g))"},
      {"f R g", "g & (f | X[?](f R g))"},
      {"F[2,4] f", "X[!] X[!] (f | X[!](f | X[!] f))"},
      {"G[2,4] f", "X[?] X[?] (f & X[?](f & X[?] f))"},
      {"f U[1,3] g", "f & X[!](f U[0,2] g)"},
      {"f U[0,2] g", "g | (f & X[!](f U[0,1] g))"},
      {"f R[1,3] g", "f | X[?](f R[0,2] g)"},
      {"!(f U[1,3] g)", "!f R[1,3] !g"},
      {"f U[2,inf] g", "f & X[!](f U[1,inf] g)"},
      {"f U[1,3] g", "F[1,3] g & G[0,0] f & X[!](f U g) & f U[1,3] g"},
      {"F[1,2] F[3,5] f", "F[4,7] f"},
    };
    RandomFormulas random = new RandomFormulas(21, List.of("a", "b"), 3);
    for (int i = 0; i < 400; i++) {
      Formula f = random.formula(4);
      Formula g = random.formula(4);
      Letters word = random.word(8);
      for (String[] law : laws) {
        Formula left = instance(law[0], f, g);
        Formula right = instance(law[1], f, g);
        assertEquals(
            FiniteWords.holds(left, word), FiniteWords.holds(right, word), left + " / " + right);
      }
    }
  }

  private static Formula instance(String schema, Formula f, Formula g) {
    return LtlParser.parse(
        schema.replaceAll("\\bf\\b", "(" + f + ")").replaceAll("\\bg\\b", "(" + g + ")"));
  }
}
