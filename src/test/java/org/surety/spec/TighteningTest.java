package org.surety.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.surety.logic.FiniteWords;
import org.surety.logic.Formula;
import org.surety.logic.Letters;
import org.surety.logic.RandomFormulas;

class TighteningTest {
  private static final String PREDICATES =
      """
      predicate a := observations[0] <= 1
      predicate b := observations[1] < 1 | observations[0] == 0
      predicate c := observations[0] != observations[1]
      """;

  @Test
  void noMarginLeavesTheFileAsItIs() {
    PropertyFile file = PropertyFile.parse("f", PREDICATES + "property p := !a U (b <-> c)");
    assertSame(file.property("p").formula(), file.withMargin(0).property("p").formula());
    assertEquals(file.toString(), file.withMargin(0.25).withMargin(0).toString());
    assertEquals(0.0, file.withMargin(-0.0).margin());
  }

  @Test
  void literalsAreNamedByTheirMargin() {
    PropertyFile file =
        PropertyFile.parse("f", PREDICATES + "property p := G (!a -> F[0,2] (cost <= 3))")
            .withMargin(0.05);
    Property p = file.property("p");
    assertEquals(List.of("(cost <= 3) by 0.05", "a by 0.05"), p.atoms());
    assertEquals("G(\"a by 0.05\" | F[0,2] \"(cost <= 3) by 0.05\")", p.formula().toString());
    assertEquals("cost <= 3", p.definition("(cost <= 3) by 0.05"));
    assertEquals("observations[0] <= 1", p.definition("a by 0.05"));
    assertTrue(file.toString().endsWith("margin 0.05\n"));
    assertSame(p.formula(), PropertyFile.parse("g", file.toString()).property("p").formula());
    assertEquals(0.05, PropertyFile.parse("g", file.toString()).margin());
  }

  /** Random formulas on random episodes in which margins of exactly δ are common. */
  @Test
  void aTightenedPropertyHoldsExactlyWhereRobustnessExceedsTheMargin() {
    RandomFormulas formulas = new RandomFormulas(31, List.of("a", "b", "c"), 3);
    SplittableRandom random = new SplittableRandom(6);
    int held = 0;
    for (int round = 0; round < 3000; round++) {
      Formula formula = formulas.formula(1 + random.nextInt(8));
      PropertyFile file = PropertyFile.parse("f", PREDICATES + "property p := " + formula);
      double delta = List.of(0.25, 0.5, 1.0).get(random.nextInt(3));
      double[][] columns = new double[2][1 + random.nextInt(6)];
      for (double[] column : columns) {
        java.util.Arrays.setAll(column, t -> random.nextInt(-8, 9) / 4.0);
      }
      boolean tightened = holds(file.withMargin(delta).property("p"), columns);
      Map<String, double[]> margins = margins(file.property("p"), columns);
      double robustness = robustness(formula, margins, 0, columns[0].length);
      assertEquals(robustness > delta, tightened, () -> formula + " by " + delta);
      held += tightened ? 1 : 0;
      if (tightened) {
        assertHoldsNearby(formula, margins, columns[0].length, delta, random);
      }
    }
    assertTrue(held > 300 && held < 2700, "both outcomes are to occur often: " + held);
  }

  /** Every predicate's margin may be off by δ. */
  private static void assertHoldsNearby(
      Formula formula,
      Map<String, double[]> margins,
      int letters,
      double delta,
      SplittableRandom random) {
    for (int trial = 0; trial < 5; trial++) {
      Map<String, double[]> moved = new HashMap<>();
      margins.forEach(
          (atom, values) -> {
            double[] copy = values.clone();
            java.util.Arrays.setAll(copy, t -> values[t] + delta * (random.nextInt(3) - 1));
            moved.put(atom, copy);
          });
      assertTrue(
          FiniteWords.holds(formula, word(moved, letters), 0), () -> formula + " by " + delta);
    }
  }

  private static boolean holds(Property property, double[][] columns) {
    int letters = columns[0].length;
    return FiniteWords.holds(property.formula(), word(margins(property, columns), letters), 0);
  }

  private static Map<String, double[]> margins(Property property, double[][] columns) {
    PredicateProgram program = property.program();
    int letters = columns[0].length;
    double[][] inOrder =
        program.columns().stream().map(c -> columns[c.component()]).toArray(double[][]::new);
    double[][] margins = new double[program.atoms().size()][letters];
    program.evaluator().evaluate("0", inOrder, letters, margins);
    Map<String, double[]> byAtom = new HashMap<>();
    for (int i = 0; i < margins.length; i++) {
      byAtom.put(program.atoms().get(i), margins[i]);
    }
    return byAtom;
  }

  private static Letters word(Map<String, double[]> margins, int letters) {
    return new Letters() {
      @Override
      public int length() {
        return letters;
      }

      @Override
      public boolean holds(String atom, int position) {
        double margin = java.util.Objects.requireNonNull(margins.get(atom))[position];
        return Double.doubleToRawLongBits(margin) >= 0;
      }
    };
  }

  /** The definition of math, with no normal form: i is the position, n the number of letters. */
  private static double robustness(Formula f, Map<String, double[]> margins, int i, int n) {
    double infinity = Double.POSITIVE_INFINITY;
    List<Formula> g = f.operands();
    return switch (f.kind()) {
      case TRUE -> infinity;
      case FALSE -> -infinity;
      case ATOM -> java.util.Objects.requireNonNull(margins.get(f.atom()))[i];
      case NOT -> -robustness(g.get(0), margins, i, n);
      case AND -> g.stream().mapToDouble(h -> robustness(h, margins, i, n)).min().orElse(infinity);
      case OR -> g.stream().mapToDouble(h -> robustness(h, margins, i, n)).max().orElse(-infinity);
      case IMPLIES ->
          Math.max(-robustness(g.get(0), margins, i, n), robustness(g.get(1), margins, i, n));
      case IFF, XOR -> {
        double x = robustness(g.get(0), margins, i, n);
        double y = robustness(g.get(1), margins, i, n);
        double iff = Math.min(Math.max(-x, y), Math.max(x, -y));
        yield f.kind() == Formula.Kind.IFF ? iff : -iff;
      }
      case NEXT -> i + 1 < n ? robustness(g.get(0), margins, i + 1, n) : -infinity;
      case WEAK_NEXT -> i + 1 < n ? robustness(g.get(0), margins, i + 1, n) : infinity;
      case FINALLY -> until(Formula.TRUE, g.get(0), f, margins, i, n);
      case GLOBALLY -> -until(Formula.TRUE, Formula.not(g.get(0)), f, margins, i, n);
      case UNTIL -> until(g.get(0), g.get(1), f, margins, i, n);
      case RELEASE -> -until(Formula.not(g.get(0)), Formula.not(g.get(1)), f, margins, i, n);
      case WEAK_UNTIL ->
          Math.max(
              until(g.get(0), g.get(1), f, margins, i, n),
              robustness(Formula.always(g.get(0)), margins, i, n));
      case STRONG_RELEASE -> until(g.get(1), Formula.and(g.get(0), g.get(1)), f, margins, i, n);
    };
  }

  private static double until(
      Formula p, Formula q, Formula window, Map<String, double[]> margins, int i, int n) {
    double best = Double.NEGATIVE_INFINITY;
    for (int j = i + window.lower(); j < n && j - i <= window.upper(); j++) {
      double value = robustness(q, margins, j, n);
      for (int l = i; l < j; l++) {
        value = Math.min(value, robustness(p, margins, l, n));
      }
      best = Math.max(best, value);
    }
    return best;
  }
}
