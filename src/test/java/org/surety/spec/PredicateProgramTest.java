package org.surety.spec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.surety.base.InputException;

class PredicateProgramTest {

  @Test
  void marginsAreThoseOfTheDefinitionsToTheLastBit() {
    RandomPredicates predicates = new RandomPredicates(20260101);
    SplittableRandom random = new SplittableRandom(7);
    for (int round = 0; round < 1500; round++) {
      RandomPredicates.Sample a = predicates.condition(random.nextInt(9));
      RandomPredicates.Sample b = predicates.condition(random.nextInt(5));
      PropertyFile file = file(a.text(), b.text());
      double[][] columns = columns(random, 1 + random.nextInt(12));
      double[][] margins = evaluate(file.program(), columns);
      for (int t = 0; t < columns[0].length; t++) {
        assertSame(a.meaning().at(columns, t), margins[0][t], a.text() + " at " + t);
        assertSame(b.meaning().at(columns, t), margins[1][t], b.text() + " at " + t);
      }
    }
  }

  @Test
  void canonicalTextsOfPredicatesMeanTheSame() {
    RandomPredicates predicates = new RandomPredicates(5);
    SplittableRandom random = new SplittableRandom(8);
    for (int round = 0; round < 1000; round++) {
      PropertyFile file =
          file(predicates.condition(random.nextInt(12)).text(), predicates.condition(3).text());
      PropertyFile again = PropertyFile.parse("canonical", file.toString());
      assertEquals(file.toString(), again.toString());
      double[][] columns = columns(random, 6);
      assertArrayEquals(
          evaluate(file.program(), columns), evaluate(again.program(), columns), file::toString);
    }
  }

  /** Running values cross from block to block; 4 000 letters are several blocks. */
  @Test
  void longEpisodesAreComputedAsShortOnes() {
    SplittableRandom random = new SplittableRandom(3);
    double[][] columns = columns(random, 4000);
    PropertyFile file =
        file(
            "sum(x) - sum(prev(y)) <= 0.5 * count(x <= y)",
            "prev(prev(x)) <= 1 & max(s) >= 0 | hypot(x, prev(y)) <= 0.7");
    double[][] margins = evaluate(file.program(), columns);
    double sumX = 0;
    double sumY = 0;
    double count = 0;
    for (int t = 0; t < 4000; t++) {
      double previousY = columns[1][Math.max(0, t - 1)];
      sumX += columns[0][t];
      sumY += previousY;
      count += columns[0][t] <= columns[1][t] ? 1 : 0;
      double expected = 0.5 * count - (sumX - sumY) + 0.0;
      assertEquals(expected, margins[0][t]);
      double max = Math.max(columns[0][t], Math.max(columns[1][t], columns[2][t]));
      double old = columns[0][Math.max(0, t - 2)];
      double hypot = Math.sqrt(columns[0][t] * columns[0][t] + previousY * previousY);
      assertEquals(Math.max(Math.min(1 - old + 0.0, max + 0.0), 0.7 - hypot), margins[1][t]);
    }
  }

  @Test
  void aTieHoldsExactlyForClosedComparisons() {
    for (double[] pair :
        new double[][] {{0.0, 0.0}, {-0.0, 0.0}, {0.0, -0.0}, {-0.0, -0.0}, {3, 3}}) {
      double[][] columns = {{pair[0]}, {pair[1]}, {0}};
      assertTie(true, "x <= y", columns);
      assertTie(false, "x < y", columns);
      assertTie(true, "x >= y", columns);
      assertTie(false, "x > y", columns);
      assertTie(true, "x == y", columns);
      assertTie(false, "x != y", columns);
      assertTie(false, "!(x <= y)", columns);
      assertTie(true, "!(x < y)", columns);
      assertTie(false, "x <= y & x < y", columns);
      assertTie(true, "x <= y | x < y", columns);
      assertTie(true, "x < y -> x > y", columns);
      assertTie(false, "x < y <-> x <= y", columns);
      assertTie(true, "x < y xor x <= y", columns);
      assertTie(false, "y <= x < y", columns);
    }
  }

  @Test
  void hypotIsAccurateAndNeverLeavesTheRange() {
    SplittableRandom random = new SplittableRandom(4);
    MathContext digits = new MathContext(60);
    for (int round = 0; round < 3000; round++) {
      int exponent = round % 3 == 0 ? random.nextInt(-1070, 1020) : random.nextInt(-20, 20);
      double x = Math.scalb(random.nextDouble() - 0.5, exponent);
      double y = Math.scalb(random.nextDouble() - 0.5, exponent + random.nextInt(-4, 3));
      double norm =
          evaluate(file("hypot(x, y) >= 0", "x < 9"), new double[][] {{x}, {y}, {0}})[0][0];
      BigDecimal exact = new BigDecimal(x).pow(2).add(new BigDecimal(y).pow(2)).sqrt(digits);
      double error = new BigDecimal(norm).subtract(exact, digits).abs().doubleValue();
      assertTrue(error <= Math.ulp(norm) * 1.5, x + " " + y + " gives " + norm);
    }
    double[] large = {1e200, -1e300, 1e308};
    double expected = StrictMath.hypot(StrictMath.hypot(large[0], large[1]), large[2]);
    assertEquals(expected, Kernels.scaledNorm(large), 2 * Math.ulp(expected));
    assertEquals(0.0, Kernels.scaledNorm(new double[] {0, -0.0}));
  }

  @Test
  void sharedSubexpressionsAndConstantsAreComputedOnce() {
    PropertyFile file = file("hypot(x + 1, y) <= 0.5 - 0.1", "hypot(x + 1, y) <= 0.5 - 0.1");
    assertEquals(List.of("a", "b"), file.program().atoms());
    Graph graph = new Graph();
    int sum = graph.apply(Op.ADD, "1 + 2", graph.constant(1), graph.constant(2));
    assertEquals(3.0, graph.node(sum).constant());
    int column = graph.column(new ColumnAddress("observations", 0), "x");
    int root = graph.apply(Op.SQRT, "sqrt(x)", column);
    assertEquals(root, graph.apply(Op.SQRT, "sqrt(z)", column));
    assertEquals(List.of(column), graph.node(root).operands());
    double[][] margins = evaluate(file.program(), new double[][] {{-1}, {0}});
    assertEquals(0.4, margins[0][0]);
    assertEquals(0.4, margins[1][0]);
  }

  @Test
  void theOtherFunctionsAreThoseOfStrictMath() {
    double[][] columns = {{0.7}, {-1.3}, {2.9}};
    double x = 0.7;
    double y = -1.3;
    double z = 2.9;
    assertMargin(StrictMath.log(x), "log(x) >= 0", columns);
    assertMargin(StrictMath.tan(y), "tan(y) >= 0", columns);
    assertMargin(StrictMath.pow(x, z), "x ^ z >= 0", columns);
    assertMargin(StrictMath.pow(x, StrictMath.pow(y, 3)), "x ^ y ^ 3 >= 0", columns);
    assertMargin(-StrictMath.pow(x, -0.5), "-x ^ -0.5 >= 0", columns);
    assertMargin(StrictMath.pow(x, 1.5), "pow(x, 1.5) >= 0", columns);
    assertMargin(Math.sqrt(x * x + y * y + z * z), "norm(s) >= 0", columns);
    assertMargin(Math.sqrt(x * x + y * y + z * z), "hypot(x, y, z) >= 0", columns);
    assertMargin(Math.abs(x - 1), "norm(s[0:1] - 1) >= 0", columns);
    assertMargin(x - y - z, "x - y - z >= 0", columns);
    assertMargin(x / y * z, "x / y * z >= 0", columns);
  }

  @Test
  void knowsWhichAtomsReadAColumn() {
    PredicateProgram program = file("x < 1 & count(b) < 3", "prev(y) > sum(z)").program();
    assertEquals(3, program.columns().size());
    assertEquals(Set.of("a"), program.atomsReading(column(program, 0)));
    assertEquals(Set.of("a", "b"), program.atomsReading(column(program, 1)));
    assertEquals(Set.of("a", "b"), program.atomsReading(column(program, 2)));
  }

  /** Checked against its definition: evaluate each prefix with its last action replaced. */
  @Test
  void heldMarginsDoNotSeeTheLastAction() {
    RandomPredicates predicates = new RandomPredicates(99);
    SplittableRandom random = new SplittableRandom(12);
    for (int round = 0; round < 500; round++) {
      PropertyFile file = file(predicates.condition(8).text(), predicates.condition(4).text());
      PredicateProgram program = file.program();
      boolean[] actions = new boolean[program.columns().size()];
      for (int c = 0; c < actions.length; c++) {
        actions[c] = program.columns().get(c).component() != 1;
      }
      double[][] all = columns(random, 7);
      double[][] columns = inProgramOrder(program, all);
      double[][] held = run(program.held(actions), columns);
      for (int t = 0; t < 7; t++) {
        double[][] prefix = new double[columns.length][];
        for (int c = 0; c < columns.length; c++) {
          prefix[c] = java.util.Arrays.copyOf(columns[c], t + 1);
          prefix[c][t] = actions[c] ? columns[c][Math.max(0, t - 1)] : columns[c][t];
        }
        double[][] expected = run(program, prefix);
        assertSame(expected[0][t], held[0][t], file + " at " + t);
        assertSame(expected[1][t], held[1][t], file + " at " + t);
      }
    }
  }

  @Test
  void undefinedMarginsAreToldWithTheirCause() {
    double[][] columns = {new double[700], new double[700], new double[700]};
    columns[0][600] = -2;
    assertEquals(
        "episode 17, letter 600: predicate 'a' has no finite margin: sqrt(x) is NaN where x is"
            + " -2.0; write the predicate so that it is defined at every state of the log",
        undefined("sqrt(x) + 1 <= 0.5", columns));
    assertTrue(
        undefined("1 / (x + 2) < 3", columns)
            .contains(
                "letter 600: predicate 'a' has no finite margin: 1 / (x + 2) is Infinity where x + 2 is 0.0;"));
    assertTrue(undefined("exp(log(x + 2)) / (x + 2) < 3", columns).contains("letter 600"));
    assertTrue(
        undefined("count(sqrt(x) < 1) < 3", columns).contains("sqrt(x) is NaN where x is -2.0"));
    assertTrue(undefined("sqrt(x) ^ 0 < 3", columns).contains("sqrt(x) is NaN"));
    assertTrue(undefined("prev(sqrt(x)) < 3", columns).contains("letter 601"));
    assertTrue(
        undefined("sqrt(-1) < x", columns)
            .contains("letter 0: predicate 'a' has no finite margin: sqrt(-1) is NaN;"));
    assertTrue(
        undefined("sum(x * 1e308) >= 0 | sum(x * 1e308) * 2 < 0", columns).contains("Infinity"));
  }

  private static String undefined(String condition, double[][] columns) {
    PredicateProgram program = file(condition, "y < 1").program();
    double[][] margins = new double[2][700];
    double[][] ordered = inProgramOrder(program, columns);
    return String.valueOf(
        assertThrows(
                InputException.class,
                () -> program.evaluator().evaluate("17", ordered, 700, margins))
            .getMessage());
  }

  private static void assertTie(boolean holds, String condition, double[][] columns) {
    double margin = evaluate(file(condition, "x < 9"), columns)[0][0];
    assertEquals(holds ? 0.0 : -0.0, margin, condition);
  }

  private static void assertMargin(double expected, String condition, double[][] columns) {
    assertEquals(expected, evaluate(file(condition, "x < 9"), columns)[0][0], condition);
  }

  private static PropertyFile file(String a, String b) {
    return PropertyFile.parse(
        "f",
        RandomPredicates.SIGNALS
            + "predicate a := "
            + a
            + "\npredicate b := "
            + b
            + "\nproperty p := a U b\n");
  }

  private static double[][] evaluate(PropertyFile file, double[][] columns) {
    return evaluate(file.program(), columns);
  }

  private static double[][] evaluate(PredicateProgram program, double[][] columns) {
    return run(program, inProgramOrder(program, columns));
  }

  private static double[][] run(PredicateProgram program, double[][] columns) {
    int letters = columns.length == 0 ? 1 : columns[0].length;
    double[][] margins = new double[program.atoms().size()][letters];
    program.evaluator().evaluate("0", columns, letters, margins);
    return margins;
  }

  private static double[][] inProgramOrder(PredicateProgram program, double[][] columns) {
    return program.columns().stream().map(c -> columns[c.component()]).toArray(double[][]::new);
  }

  private static int column(PredicateProgram program, int component) {
    return program.columns().indexOf(new ColumnAddress("observations", component));
  }

  /** Three columns of small dyadic numbers, so that ties are common. */
  private static double[][] columns(SplittableRandom random, int letters) {
    double[][] columns = new double[3][letters];
    for (double[] column : columns) {
      java.util.Arrays.setAll(column, t -> random.nextInt(-4, 5) / 2.0);
    }
    return columns;
  }

  private static void assertSame(double expected, double actual, String message) {
    assertEquals(Double.doubleToRawLongBits(expected), Double.doubleToRawLongBits(actual), message);
  }
}
