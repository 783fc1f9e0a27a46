package org.surety.certify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.surety.certificate.CertifiedProperty;
import org.surety.guard.StateBox;
import org.surety.spec.ColumnAddress;
import org.surety.spec.Evaluator;
import org.surety.spec.PredicateProgram;
import org.surety.spec.PropertyFile;
import org.surety.spec.Range;

/** When leaving a box of observations violates a property, as its file says it. */
class BoxInPropertyTest {
  private static final String SPEC =
      """
      signal    x = observations[0]
      signal    y = observations[1]
      predicate in := abs(x) <= 1.5 & y >= -1 & y < 2
      predicate right := x > 1.5
      predicate disc := hypot(x, y - 0.5) <= 1
      predicate far := hypot(x - 5, y) <= 1
      predicate fast := actions[0] > 0.5
      predicate was := abs(prev(x)) <= 1.5 & prev(y) >= -1 & prev(y) < 2
      predicate total := sum(x) <= 3
      predicate other := abs(infos.x) <= 1.5
      property  p := %s
      step      0.1 s
      horizon   5
      """;

  private static boolean isPartOf(String formula, double reach, String margin, String column) {
    return BoxInProperty.isPartOf(
        CertifiedProperty.of("p", formula, formula, SPEC.formatted(formula), margin),
        StateBox.of(new double[] {-reach, -1}, new double[] {reach, 2}, "box"),
        column);
  }

  @ParameterizedTest
  @CsvSource({
    "G in, true",
    "G in & F disc, true",
    "F disc & G (in & !fast), true",
    "G (in & !total), true",
    "in U disc, true",
    "in W disc, true",
    "disc R in, true",
    "'G[0,2] in', true",
    "in, true",
    "G !!in, true",
    "G (disc & X[?] disc), true",
    "G (abs(x) <= 1 & disc), true",
    "G (disc -> in), false",
    "F disc, false",
    "X G in, false",
    "F in, false",
    "F G in, false",
    "G F in, false",
    "in U far, false",
    "G (in | fast), false",
    "G (in | disc), true",
    "G (in | far), false",
    "G !right, false",
    "G was, false",
    "G total, false",
    "G other, false",
    "G (in xor fast), false",
    "in | F disc, false",
  })
  void aConjunctThatKeepsTheBoxIsFoundAndNothingElse(String formula, boolean found) {
    assertEquals(found, isPartOf(formula, 1.5, "0", "observations"));
  }

  @Test
  void theBoxMayBeLargerThanWhatThePropertyKeepsButNotSmaller() {
    assertTrue(isPartOf("G in", 1.5000001, "0", "observations"));
    assertTrue(!isPartOf("G in", 1.4999999, "0", "observations"));
    // With a margin, predicates keep less.
    assertTrue(isPartOf("G in", 1.41, "0.1", "observations"));
    assertTrue(!isPartOf("G in", 1.39, "0.1", "observations"));
  }

  @Test
  void whatThePolicyObservesHasToBeTheColumnThatThePropertyReads() {
    assertTrue(!isPartOf("G in", 1.5, "0", "obs"));
    assertTrue(!isPartOf("G in", 1.5, "0", "observations.lidar"));
  }

  /** Against the evaluator itself, at states in the ranges, their ends among them. */
  @Test
  void certainPredicatesAreWhatTheEvaluatorComputes() {
    PredicateProgram program =
        PropertyFile.parse(
                "test",
                """
                predicate a := min(observations[0], observations[1]) * 2 - max(observations[1], 0.5) <= sqrt(abs(observations[2]) + 1)
                predicate b := observations[0] * observations[1] < observations[2]
                predicate c := norm(observations[0:3]) >= 1.5
                predicate d := abs(observations[0] - observations[2]) > 0.3 - observations[1]
                predicate e := -observations[1] == observations[0]
                predicate f := exp(observations[0]) > 2
                property  p := G (a & b & c & d & e & f)
                step      1 s
                horizon   1
                """)
            .program();
    Random random = new Random(7);
    int certain = 0;
    for (int round = 0; round < 3000; round++) {
      double[] low = new double[3];
      double[] high = new double[3];
      for (int i = 0; i < 3; i++) {
        double p = Math.rint(40 * random.nextDouble() - 20) / 8;
        double q = random.nextInt(3) == 0 ? p : p + random.nextDouble();
        low[i] = p;
        high[i] = q;
      }
      Map<String, Boolean> found =
          program.certain(column -> new Range(low[column.component()], high[column.component()]));
      certain += found.size();
      int letters = 40;
      double[][] columns = new double[program.columns().size()][letters];
      for (int c = 0; c < columns.length; c++) {
        ColumnAddress column = program.columns().get(c);
        double from = low[column.component()];
        double to = high[column.component()];
        for (int t = 0; t < letters; t++) {
          double x = from + (to - from) * random.nextDouble();
          columns[c][t] = t % 4 == 0 ? from : t % 4 == 1 ? to : Math.min(to, x);
        }
      }
      double[][] margins = new double[program.atoms().size()][letters];
      Evaluator evaluator = program.evaluator();
      evaluator.evaluate("test", columns, letters, margins);
      for (int k = 0; k < margins.length; k++) {
        Boolean expected = found.get(program.atoms().get(k));
        for (int t = 0; expected != null && t < letters; t++) {
          boolean holds = Double.doubleToRawLongBits(margins[k][t]) >= 0;
          assertEquals(expected, holds, program.atoms().get(k) + " at " + t + " of " + round);
        }
      }
    }
    assertTrue(certain > 6000, "only " + certain);
  }
}
