package org.surety.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.surety.base.InputException;
import org.surety.env.AutomatonTable;
import org.surety.env.BatchEnvironment;
import org.surety.env.Environments;
import org.surety.env.ScriptedPointRobotController;

class FormulaEnvironmentTest {
  private static final int LANES = 60;
  private static final List<String> LABELS = List.of("goal", "hazard");

  private static BatchEnvironment plain() {
    return Environments.named("point-robot").batch().apply(LANES);
  }

  private static AutomatonTable table(String formula) {
    return FormulaEnvironment.table(formula, LABELS, "my.toml");
  }

  /** Half of the lanes steer, half tumble, so that goals, hazards and time limits are all met. */
  private static double[] actions(BatchEnvironment environment, SplittableRandom random) {
    ScriptedPointRobotController steering = new ScriptedPointRobotController();
    double[] actions = new double[2 * LANES];
    double[] std = new double[2 * LANES];
    for (int lane = 0; lane < LANES; lane++) {
      steering.distribution(environment.observations(), 6 * lane, actions, std, 2 * lane);
      if (lane % 2 == 1) {
        actions[2 * lane] = lane % 4 == 1 ? 1 : 0.02 * random.nextDouble();
        actions[2 * lane + 1] = 2 * random.nextDouble() - 1 + (lane % 4 == 1 ? -0.4 : 0);
      }
    }
    return actions;
  }

  @Test
  void theVerdictIsTheRewardAndEndsTheEpisode() {
    SplittableRandom random = new SplittableRandom(4);
    int satisfied = 0;
    int violated = 0;
    int late = 0;
    try (BatchEnvironment bare = plain();
        BatchEnvironment judged = new FormulaEnvironment(plain(), table("!hazard U goal"))) {
      double[] sums = new double[LANES];
      boolean[] done = new boolean[LANES];
      for (int t = 0; t < 101; t++) {
        double[] actions = actions(bare, random);
        bare.step(actions);
        judged.step(actions, 0, 20);
        judged.step(actions, 20, LANES);
        for (int lane = 0; lane < LANES; lane++) {
          if (done[lane]) {
            continue;
          }
          sums[lane] += judged.rewards()[lane];
          done[lane] = judged.ended(lane);
          assertEquals(bare.ended(lane), judged.ended(lane));
          assertFalse(judged.truncated(lane), "the time limit is a verdict, too");
          if (done[lane]) {
            boolean goal = (bare.labels()[lane] & 1) != 0;
            assertEquals(goal ? 1 : 0, sums[lane]);
            assertEquals(goal ? 0 : 1, judged.costs()[lane]);
            satisfied += goal ? 1 : 0;
            violated += (bare.labels()[lane] & 2) != 0 ? 1 : 0;
            late += bare.truncated(lane) ? 1 : 0;
          } else {
            assertEquals(0, sums[lane]);
          }
        }
      }
      for (boolean ended : done) {
        assertTrue(ended);
      }
    }
    assertTrue(satisfied > 5 && violated > 5 && late > 5, satisfied + " " + violated + " " + late);
  }

  @Test
  void safetyIsKeptToTheEnd() {
    try (BatchEnvironment judged = new FormulaEnvironment(plain(), table("G !hazard"))) {
      double[] still = new double[2 * LANES];
      for (int t = 0; t < 100; t++) {
        assertFalse(judged.ended(0));
        judged.step(still);
      }
      assertTrue(judged.terminated(0));
      assertEquals(0, judged.rewards()[0]);
      assertEquals(0, Arrays.stream(judged.costs()).sum());
    }
  }

  @Test
  void unusableFormulasAreInputErrors() {
    assertTrue(message("!hazrd U goal").contains("did you mean 'hazard'?"));
    assertTrue(message("F (goal & F hazard)").contains("remembered in 2 states"));
    assertTrue(message("goal | !goal").contains("decided before anything happens"));
    assertThrows(InputException.class, () -> table("goal U"));
  }

  private static String message(String formula) {
    return assertThrows(InputException.class, () -> table(formula)).getMessage();
  }
}
