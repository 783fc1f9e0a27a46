package org.surety.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.surety.logic.Formula;

class FailureExplanationTest {
  private static final Formula HAZARD = Formula.atom("hazard");
  private static final Formula GOAL = Formula.atom("goal");
  private static final Formula REACH_AVOID = Formula.until(Formula.not(HAZARD), GOAL);

  private static String explain(Formula f, double[] hazard, double[] goal) {
    return FailureExplanation.explain(
            f, List.of("hazard", "goal"), new double[][] {hazard, goal}, hazard.length)
        .sentence();
  }

  @Test
  void reachAvoidSaysWhetherTheHazardCameOrTheGoalDidNot() {
    double[] never = {-1, -1, -1, -1};
    double[] third = {-1, -1, 0.5, -1};
    double[] last = {-1, -1, -1, 2};
    assertEquals("hazard held at step 2, before goal held", explain(REACH_AVOID, third, last));
    assertEquals("hazard held at step 2, before goal held", explain(REACH_AVOID, third, never));
    assertEquals("hazard held at step 3, before goal held", explain(REACH_AVOID, last, never));
    assertEquals("goal did not hold at any step from 0 to 3", explain(REACH_AVOID, never, never));
    assertEquals(
        "goal did not hold at any step from 0 to 2",
        explain(Formula.until(0, 2, Formula.not(HAZARD), GOAL), never, last));
  }

  @Test
  void nestedAndBoundedFormulasNameTheStepThatFailed() {
    double[] hazard = {-1, 1, -1, -1};
    double[] goal = {-1, 1, -1, -1};
    Formula response = Formula.implies(HAZARD, Formula.next(GOAL));
    assertEquals(
        "hazard held at step 1, and goal did not hold at step 2",
        explain(Formula.always(response), hazard, goal));
    assertEquals(
        "hazard held at step 1", explain(Formula.always(0, 2, Formula.not(HAZARD)), hazard, goal));
    assertEquals(
        "the word ends at step 3, before step 7",
        explain(Formula.eventually(7, 9, GOAL), hazard, goal));
    assertEquals(
        "goal did not hold at step 0, before hazard held",
        explain(Formula.release(HAZARD, GOAL), hazard, goal));
    assertEquals(
        "there is no step 4",
        explain(Formula.always(Formula.next(Formula.or(GOAL, Formula.not(GOAL)))), hazard, goal));
  }

  @Test
  void theCriticalMarginMovesTheRobustnessOneForOne() {
    SplittableRandom random = new SplittableRandom(14);
    int found = 0;
    for (int k = 0; k < 10_000; k++) {
      Formula f = RandomFormulas.formula(random, 1 + random.nextInt(4));
      int n = 1 + random.nextInt(15);
      double[][] margins = distinct(n, random);
      RobustnessProgram program = RobustnessProgram.compile(f, RandomFormulas.ATOMS);
      double before = program.robustness(margins, n, program.newWorkspace());
      FailureExplanation explanation =
          FailureExplanation.explain(f, RandomFormulas.ATOMS, margins, n);
      if (explanation.critical().isEmpty()) {
        assertTrue(Double.isInfinite(before), f::toString);
        continue;
      }
      FailureExplanation.Critical critical = explanation.critical().get();
      double[] column = margins[RandomFormulas.ATOMS.indexOf(critical.atom())];
      assertEquals(column[critical.step()], critical.margin());
      assertEquals(Math.abs(before), Math.abs(critical.margin()), f::toString);
      // In a formula such as a xor a the same margin counts twice; all others are distinct.
      column[critical.step()] += 0x1p-12;
      double after = program.robustness(margins, n, program.newWorkspace());
      double slope = (after - before) * 0x1p12;
      assertTrue(Math.abs(slope) == 1 || slope == 0, f + " slope " + slope);
      found += Math.abs(slope) == 1 ? 1 : 0;
    }
    assertTrue(found > 5_000, "critical margins found: " + found);
  }

  /** Mending the named step flips a violation of !a U b that fails by one letter alone. */
  @Test
  void raisingTheNamedMarginFlipsTheVerdict() {
    SplittableRandom random = new SplittableRandom(15);
    for (int k = 0; k < 1_000; k++) {
      int n = 3 + random.nextInt(20);
      double[] hazard = new double[n];
      double[] goal = new double[n];
      java.util.Arrays.fill(hazard, -1);
      java.util.Arrays.fill(goal, -1);
      int step = random.nextInt(n - 1);
      boolean late = random.nextBoolean();
      hazard[step] = late ? -1 : 0.25;
      goal[n - 1] = late ? -0.25 : 1;
      double[][] margins = {hazard, goal};
      FailureExplanation.Critical critical =
          FailureExplanation.explain(REACH_AVOID, List.of("hazard", "goal"), margins, n)
              .critical()
              .orElseThrow();
      assertEquals(late ? "goal" : "hazard", critical.atom());
      assertEquals(late ? n - 1 : step, critical.step());
      RobustnessProgram program = RobustnessProgram.compile(REACH_AVOID, List.of("hazard", "goal"));
      margins[late ? 1 : 0][critical.step()] *= -1;
      assertTrue(
          RobustnessProgram.satisfied(program.robustness(margins, n, program.newWorkspace())));
    }
  }

  @Test
  void whatASentenceSaysOfAnAtomIsSo() {
    SplittableRandom random = new SplittableRandom(17);
    Pattern claim =
        Pattern.compile(
            "(?<![^ ])([abc]) (held|did not hold) at"
                + " (?:step (\\d+)|(?:any|every) step from (\\d+) to (\\d+))");
    int claims = 0;
    for (int k = 0; k < 10_000; k++) {
      Formula f = RandomFormulas.formula(random, 1 + random.nextInt(3));
      int n = 1 + random.nextInt(15);
      double[][] margins = RandomFormulas.margins(random, n);
      String sentence = FailureExplanation.explain(f, RandomFormulas.ATOMS, margins, n).sentence();
      for (Matcher m = claim.matcher(sentence); m.find(); claims++) {
        double[] column = margins[RandomFormulas.ATOMS.indexOf(m.group(1))];
        int from = Integer.parseInt(m.group(3) != null ? m.group(3) : m.group(4));
        int to = m.group(3) != null ? from : Integer.parseInt(m.group(5));
        for (int t = from; t <= to; t++) {
          assertEquals(m.group(2).equals("held"), RobustnessProgram.satisfied(column[t]), sentence);
        }
      }
    }
    assertTrue(claims > 3_000, "claims checked: " + claims);
  }

  /** Multiples of 2^-10 whose absolute values are all distinct. */
  private static double[][] distinct(int n, SplittableRandom random) {
    double[][] margins = new double[RandomFormulas.ATOMS.size()][n];
    int next = 1;
    for (int i = 0; i < n; i++) {
      for (double[] column : margins) {
        column[i] = (random.nextBoolean() ? next : -next) * 0x1p-10;
        next += 1 + random.nextInt(3);
      }
    }
    for (double[] column : margins) {
      for (int i = n - 1; i > 0; i--) {
        int j = random.nextInt(i + 1);
        double swap = column[i];
        column[i] = column[j];
        column[j] = swap;
      }
    }
    return margins;
  }
}
