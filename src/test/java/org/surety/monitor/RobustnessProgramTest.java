package org.surety.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.surety.logic.FiniteWords;
import org.surety.logic.Formula;
import org.surety.logic.Letters;

class RobustnessProgramTest {
  private static final Formula A = Formula.atom("a");
  private static final Formula B = Formula.atom("b");

  @Test
  void robustnessEqualsItsDefinitionBitForBitAtEveryLetter() {
    SplittableRandom random = new SplittableRandom(6);
    int ties = 0;
    for (int k = 0; k < 20_000; k++) {
      Formula f = RandomFormulas.formula(random, 1 + random.nextInt(4));
      int n = 1 + random.nextInt(random.nextInt(100) == 0 ? 120 : 20);
      double[][] margins = RandomFormulas.margins(random, n);
      DefinedRobustness definition = new DefinedRobustness(margins, n);
      RobustnessProgram program = RobustnessProgram.compile(f, RandomFormulas.ATOMS);
      RobustnessProgram.Workspace workspace = program.newWorkspace();
      double[] signal = new double[n];
      program.signal(margins, n, signal, workspace);
      for (int i = 0; i < n; i++) {
        assertSameBits(definition.at(f, i), signal[i], f);
      }
      double robustness = program.robustness(margins, n, workspace);
      assertSameBits(definition.at(f, 0), robustness, f);
      assertEquals(
          FiniteWords.holds(f, letters(margins, n)),
          RobustnessProgram.satisfied(robustness),
          f::toString);
      ties += robustness == 0 ? 1 : 0;
    }
    // The rule "robustness >= 0" would be wrong on about half of these.
    assertEquals(true, ties > 1_000, "ties: " + ties);
  }

  @Test
  void longTracesTakeTheUnrolledLoopsAndTheLongWindowsExactly() {
    SplittableRandom random = new SplittableRandom(7);
    List<Formula> formulas =
        List.of(
            Formula.until(Formula.not(A), B),
            Formula.weakUntil(A, B),
            Formula.always(0, 100, A),
            Formula.until(0, 100, A, B),
            Formula.until(37, 90, A, B),
            Formula.until(5, Formula.UNBOUNDED, A, B),
            Formula.eventually(3, 250, A),
            Formula.release(10, 60, A, B),
            Formula.until(0, Integer.MAX_VALUE - 1, A, B),
            Formula.until(9, Integer.MAX_VALUE - 1, A, B),
            Formula.eventually(2_000_000_000, Formula.UNBOUNDED, A),
            Formula.always(3, Integer.MAX_VALUE - 1, A),
            Formula.always(2_000_000_000, 2_000_000_001, A),
            Formula.until(2_000_000_000, 2_000_000_100, A, B),
            Formula.always(Formula.implies(A, Formula.eventually(0, 20, B))));
    for (int k = 0; k < 600; k++) {
      int n = 1 + random.nextInt(300);
      double[][] margins = RandomFormulas.margins(random, n);
      DefinedRobustness definition = new DefinedRobustness(margins, n);
      Formula f = formulas.get(k % formulas.size());
      RobustnessProgram program = RobustnessProgram.compile(f, RandomFormulas.ATOMS);
      double[] signal = new double[n];
      program.signal(margins, n, signal, program.newWorkspace());
      for (int i = 0; i < n; i++) {
        assertSameBits(definition.at(f, i), signal[i], f);
      }
      assertSameBits(
          definition.at(f, 0), program.robustness(margins, n, program.newWorkspace()), f);
    }
  }

  /** Hand-worked reach-avoid episodes: hazard where d_h <= 0, goal where d_g <= 0. */
  @Test
  void reachAvoidExamplesComeOutAsWorkedByHand() {
    Formula f = Formula.until(Formula.not(Formula.atom("h")), Formula.atom("g"));
    double[] far = {2, 1.5, .9, .4, -.2};
    assertReachAvoid(.2, f, new double[] {1, .4, .3, .6, 1.2}, far);
    assertReachAvoid(-.1, f, new double[] {1, .4, -.1, .6, 1.2}, far);
    assertReachAvoid(-0.0, f, new double[] {1, 0, .3, .6, 1.2}, far);
    assertReachAvoid(-.1, f, new double[] {1, .4, .3, .6, 1.2}, new double[] {2, 1.5, .9, .4, .1});
    assertReachAvoid(.2, f, new double[] {1, .4, .3, .6, -.5}, far);
    assertReachAvoid(.3, f, new double[] {-1, .4}, new double[] {-.3, 1});
  }

  @Test
  void anAtomWithoutMarginsIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> RobustnessProgram.compile(A, List.of("b")));
  }

  private static void assertReachAvoid(
      double expected, Formula f, double[] hazardDistance, double[] goalDistance) {
    double[][] margins = new double[2][hazardDistance.length];
    for (int i = 0; i < hazardDistance.length; i++) {
      margins[0][i] = 0.0 - hazardDistance[i]; // d <= 0 is the closed predicate 0 - d >= 0
      margins[1][i] = 0.0 - goalDistance[i];
    }
    RobustnessProgram program = RobustnessProgram.compile(f, List.of("h", "g"));
    double actual = program.robustness(margins, hazardDistance.length, program.newWorkspace());
    assertSameBits(expected, actual, f);
  }

  static Letters letters(double[][] margins, int n) {
    return new Letters() {
      @Override
      public int length() {
        return n;
      }

      @Override
      public boolean holds(String atom, int position) {
        return RobustnessProgram.satisfied(margins[RandomFormulas.ATOMS.indexOf(atom)][position]);
      }
    };
  }

  private static void assertSameBits(double expected, double actual, Formula f) {
    assertEquals(
        Double.doubleToRawLongBits(expected),
        Double.doubleToRawLongBits(actual),
        () -> f + ": expected " + expected + ", got " + actual);
  }
}
