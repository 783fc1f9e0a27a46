package org.surety.logic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyntacticHierarchyTest {

  @ParameterizedTest
  @CsvSource({
    "a & X !b, 0, 0, 0",
    "'F[0,5] a | G[2,3] b', 0, 0, 0",
    "a U (b & X F c), 1, 2, 1",
    "'F[3,] a', 1, 2, 1",
    "!F a, 2, 1, 1",
    "F a & G b, 2, 2, 1",
    "F a -> F b, 2, 2, 1",
    "F a <-> G b, 2, 2, 1",
    "G F a, 3, 2, 2",
    "G (a -> F b), 3, 2, 2",
    "F G a, 2, 3, 2",
    "G F a & F G b, 3, 3, 2",
    "G (a W (b M c)), 3, 2, 2",
    "F (a R (b U c)), 3, 4, 3",
    "G (a | (b U (G c | G d))), 4, 3, 3",
  })
  void levelsAreThoseOfTheDefinition(String formula, int sigma, int pi, int delta) {
    SyntacticHierarchy hierarchy = new SyntacticHierarchy();
    Formula f = LtlParser.parse(formula);
    assertEquals(
        List.of(sigma, pi, delta),
        List.of(hierarchy.sigma(f), hierarchy.pi(f), hierarchy.delta(f)));
  }

  @Test
  void negationSwapsTheSidesAndNegationNormalFormKeepsThem() {
    SyntacticHierarchy hierarchy = new SyntacticHierarchy();
    RandomFormulas formulas = new RandomFormulas(5, List.of("a", "b"), 3);
    int high = 0;
    for (int n = 0; n < 500; n++) {
      Formula f = formulas.formula(10);
      Formula not = Formula.not(f);
      assertEquals(hierarchy.sigma(f), hierarchy.pi(not));
      assertEquals(hierarchy.pi(f), hierarchy.sigma(not));
      assertEquals(hierarchy.delta(f), hierarchy.delta(not));
      assertTrue(hierarchy.sigma(f.negationNormalForm()) <= hierarchy.sigma(f), f.toString());
      high += hierarchy.delta(f) > 1 ? 1 : 0;
    }
    assertTrue(high > 50);
  }

  @ParameterizedTest
  @CsvSource({
    "G !a, SAFETY",
    "F a, CO_SAFETY",
    "F a | G b, OBLIGATION",
    "G F a, RECURRENCE",
    "F G a, PERSISTENCE",
    "X a, SAFETY"
  })
  void classesAreReadFromTheLevels(String formula, TemporalClass expected) {
    assertEquals(
        expected, new SyntacticHierarchy().temporalClass(LtlParser.parse(formula)).orElseThrow());
  }

  @Test
  void combinationsOfRecurrenceAndPersistenceShowNoClass() {
    assertTrue(new SyntacticHierarchy().temporalClass(LtlParser.parse("G F a | F G b")).isEmpty());
  }
}
