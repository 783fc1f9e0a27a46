package org.surety.logic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LtlSimplifierTest {

  @ParameterizedTest
  @CsvSource({
    // next
    "X true, true",
    "X G F a, G F a",
    "X(a & G F b), X a & G F b",
    "X a | X b, X(a | b)",
    "X[?] a & X[!] b, X(a & b)",
    // eventually, always
    "F X a, X F a",
    "G X a, X G a",
    "F(a U b), F b",
    "F(a M b), F(a & b)",
    "F(a W b), F G a | F b",
    "G(a R b), G b",
    "G(a W b), G(a | b)",
    "F(a | F b), F(a | b)",
    "F(a | G F b), F a | G F b",
    "F(a & G F b), F a & G F b",
    "F(a | G b), F a | F G b",
    "F a | F b, F(a | b)",
    "G a & G b, G(a & b)",
    // fairness
    "G F a | G F b, G F(a | b)",
    "F G a & F G b, F G(a & b)",
    "G F(a & F b), G F a & G F b",
    "G F(a | X b), G F(a | b)",
    "G F(a U b), G F b",
    "G F(a R b), F G b | G F(a & b)",
    "F G(a | G b), F G a | F G b",
    "G(F a & F b), G F a & G F b",
    "F G F a, G F a",
    "G(a | G F b), G a | G F b",
    // until and its kin
    "a U F b, F b",
    "X a U X b, X(a U b)",
    "a U (a | b), a | b",
    "!a U a, F a",
    "(a | b) U b, a U b",
    "(a U b) W b, a U b",
    "(a W b) U b, a U b",
    "(a U b) U b, a U b",
    "a U (a U b), a U b",
    "a U (b | F c), (a U b) | F c",
    "a U (b & G F c), (a U b) & G F c",
    "a U (a & b), b M a",
    "a W (a & b), b R a",
    "a U (b & G a), G a & F b",
    "a U (b | G a), a W b",
    "X a U b, b | X(b M a)",
    "X a R b, b & X(b W a)",
    "G !a | F(a & F b), !a W (a & F b)",
    "a W F b, G a | F b",
    "G a W b, G a | b",
    "a M F b, F(a & F b)",
    "a W G b, G(a | G b)",
    "(F a) M b, F a & b",
    // conjunctions and disjunctions
    "a & (a | b), a",
    "a & (!a | b), a & b",
    "a & G a, G a",
    "a & (b | (c & (!a | d))), a & (b | (c & d))",
    "F a & F b & ((F b & G F c) | (F a & G F !c)), F a & F b",
    "a | X F a, F a",
    "a & X G a, G a",
    "b | (a & X(a U b)), a U b",
    "b & (a | X(a R b)), a R b",
    "!a & (a U b), !a & b",
    "(a U b) & F b, a U b",
    "(a W b) & F b, a U b",
    "G a | (a U b), a W b",
    "(a U b) & (c U b), (a & c) U b",
    "(a U b) | (a W c), a W (b | c)",
    "(a R b) & (a M c), a M (b & c)",
    "a & F !a & G b & F !b, false",
    "(a U b) & G !b, false",
    // windows
    "'F[0,2] a', a | X(a | X a)",
    "'G[2,3] a', X X(a & X a)",
  })
  void ruleGivesTheShorterFormula(String formula, String simplified) {
    assertSame(LtlParser.parse(simplified), LtlSimplifier.simplify(LtlParser.parse(formula)));
  }

  @Test
  void languageStaysTheSame() {
    RandomFormulas random = new RandomFormulas(401, List.of("a", "b", "c"), 0);
    checkLanguage(random, 3_000, 12);
    checkLanguage(new RandomFormulas(402, List.of("a", "b"), 0), 3_000, 9);
    checkLanguage(new RandomFormulas(403, List.of("a", "b"), 3), 500, 8);
  }

  private static void checkLanguage(RandomFormulas random, int formulas, int size) {
    int shorter = 0;
    int lengthBefore = 0;
    int lengthAfter = 0;
    for (int n = 0; n < formulas; n++) {
      Formula f = random.formula(size);
      Formula g = LtlSimplifier.simplify(f);
      int before = length(f.withoutWindows().negationNormalForm());
      shorter += length(g) < before ? 1 : 0;
      lengthBefore += before;
      lengthAfter += length(g);
      for (int w = 0; w < 12; w++) {
        Letters prefix = random.word(4);
        Letters cycle = random.word(4);
        assertEquals(
            LassoWords.holds(f, prefix, cycle),
            LassoWords.holds(g, prefix, cycle),
            () -> f + " became " + g);
      }
    }
    assertTrue(shorter > formulas / 2, shorter + " of " + formulas + " became shorter");
    assertTrue(lengthAfter < 0.8 * lengthBefore, lengthBefore + " became " + lengthAfter);
  }

  @Test
  void resultIsAFixpoint() {
    RandomFormulas random = new RandomFormulas(404, List.of("a", "b", "c", "d"), 0);
    for (int n = 0; n < 5_000; n++) {
      Formula f = random.formula(15);
      Formula g = LtlSimplifier.simplify(f);
      assertSame(g, LtlSimplifier.simplify(g), () -> f + " became " + g);
    }
  }

  @Test
  void resultIsInNegationNormalFormWithOneNextAndNoWindows() {
    RandomFormulas random = new RandomFormulas(405, List.of("a", "b", "c"), 3);
    for (int n = 0; n < 2_000; n++) {
      Formula f = random.formula(8);
      for (Formula g : Subformulas.of(LtlSimplifier.simplify(f))) {
        switch (g.kind()) {
          case NOT -> assertSame(Formula.Kind.ATOM, g.left().kind(), f::toString);
          case IMPLIES, IFF, XOR, WEAK_NEXT -> throw new AssertionError(f + " has " + g.kind());
          default -> assertTrue(!g.hasWindow(), f::toString);
        }
      }
    }
  }

  @Test
  void implicationFoundInTheSyntaxHoldsOfEveryWord() {
    RandomFormulas random = new RandomFormulas(406, List.of("a", "b"), 0);
    SyntacticImplication implication = new SyntacticImplication(new SuffixClosure());
    int found = 0;
    for (int n = 0; n < 30_000; n++) {
      Formula f = random.formula(5).negationNormalForm();
      Formula g = random.formula(5).negationNormalForm();
      if (!implication.implies(f, g)) {
        continue;
      }
      found++;
      for (int w = 0; w < 8; w++) {
        Letters prefix = random.word(3);
        Letters cycle = random.word(3);
        assertTrue(
            !LassoWords.holds(f, prefix, cycle) || LassoWords.holds(g, prefix, cycle),
            () -> f + " is said to imply " + g);
      }
    }
    assertTrue(found > 2_500, found + " implications found");
  }

  private static int length(Formula f) {
    return 1 + f.operands().stream().mapToInt(LtlSimplifierTest::length).sum();
  }
}
