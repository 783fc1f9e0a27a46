package org.surety.logic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeltaTwoTest {
  private static Formula normalForm(Formula f) {
    return new DeltaTwo(new SyntacticHierarchy()).normalForm(f);
  }

  @Test
  void normalFormsAreEquivalentAndInDeltaTwo() {
    RandomFormulas formulas = new RandomFormulas(31, List.of("a", "b", "c"), 0);
    RandomFormulas windows = new RandomFormulas(33, List.of("a", "b", "c"), 3);
    SplittableRandom seeds = new SplittableRandom(32);
    int rewritten = 0;
    for (int n = 0; n < 600; n++) {
      Formula f = (n % 4 == 0 ? windows : formulas).formula(11);
      SyntacticHierarchy hierarchy = new SyntacticHierarchy();
      Formula normal = new DeltaTwo(hierarchy).normalForm(f);
      assertTrue(hierarchy.delta(normal) <= 2, f + " became " + normal);
      rewritten += hierarchy.delta(f) > 2 ? 1 : 0;
      for (int w = 0; w < 10; w++) {
        RandomFormulas words = new RandomFormulas(seeds.nextLong(), List.of("a", "b", "c"), 0);
        Letters prefix = words.word(4);
        Letters cycle = words.word(4);
        assertEquals(
            LassoWords.holds(f, prefix, cycle),
            LassoWords.holds(normal, prefix, cycle),
            f + " became " + normal);
      }
    }
    assertTrue(rewritten > 30, rewritten + " formulas outside");
  }

  @ParameterizedTest
  @CsvSource({
    "G(a | G F b), G F b | G a",
    "F(a & F G b), F a & F G b",
    "G F (a | G b), G F a | F G b",
    "G F G a, F G a",
    "X[!] G F a, G F a",
    "G (a & F b), G a & G F b",
  })
  void limitsAreTakenOut(String formula, String normal) {
    assertSame(LtlParser.parse(normal), normalForm(LtlParser.parse(formula)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"G(a -> F[2,5] b)", "F G a | G F b", "a U (b U G c)", "X[!] (a M b)"})
  void formulasOfTheFormStayAsTheyAre(String formula) {
    Formula f = LtlParser.parse(formula).negationNormalForm();
    assertSame(f, normalForm(f));
  }
}
