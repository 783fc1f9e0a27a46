package org.surety.env;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class DeadlineEnvironmentTest {
  private static final int DEADLINE = 22;

  /** Rewards of one episode per lane, at full drive with a constant turn. */
  private static double[] returns(DeadlineEnvironment environment, double[] turns) {
    double[] actions = new double[2 * turns.length];
    for (int lane = 0; lane < turns.length; lane++) {
      environment.reset(lane, 3, lane);
      actions[2 * lane] = 1;
      actions[2 * lane + 1] = turns[lane];
    }
    double[] returns = new double[turns.length];
    for (int t = 0; t < DEADLINE; t++) {
      boolean[] running = new boolean[turns.length];
      for (int lane = 0; lane < turns.length; lane++) {
        running[lane] = !environment.ended(lane);
      }
      environment.step(actions);
      for (int lane = 0; lane < turns.length; lane++) {
        returns[lane] += running[lane] ? environment.rewards()[lane] : 0;
      }
    }
    return returns;
  }

  @Test
  void rewardsOfAnEpisodeAreMinusTheShareOfTheDeadlineThatItTook() {
    double[] turns = new double[401];
    Arrays.setAll(turns, i -> (i - 200) / 200.0);
    DeadlineEnvironment environment =
        DeadlineEnvironment.of(
            Environments.named("point-reach-avoid-5-fixed").batch().apply(turns.length), DEADLINE);

    double[] returns = returns(environment, turns);

    int successes = 0;
    int hazards = 0;
    int late = 0;
    for (int lane = 0; lane < turns.length; lane++) {
      assertTrue(environment.terminated(lane));
      if (environment.succeeded(lane)) {
        successes++;
        assertEquals(-environment.decisions(lane) / (double) DEADLINE, returns[lane], 1e-12);
      } else {
        assertEquals(-1, returns[lane], 1e-12);
        hazards += environment.costs()[lane] > 0 ? 1 : 0;
        late += environment.late(lane) ? 1 : 0;
      }
    }
    assertTrue(hazards > 0 && late > 0, hazards + " hazards, " + late + " late");
    assertEquals(turns.length, successes + hazards + late);
  }

  @Test
  void beingLateEndsAnEpisodeThatIsNotCutOff() {
    DeadlineEnvironment environment =
        DeadlineEnvironment.of(Environments.named("point-robot").batch().apply(1), 2);
    environment.reset(0, 0, 0);
    double[] still = {0, 0};
    environment.step(still);
    assertFalse(environment.ended(0));
    environment.step(still);
    assertTrue(environment.terminated(0) && environment.late(0) && !environment.truncated(0));
    environment.step(still);
    assertEquals(2, environment.decisions(0));
  }

  @Test
  void aSavedEpisodeKeepsItsClock() {
    DeadlineEnvironment one =
        DeadlineEnvironment.of(Environments.named("point-robot").batch().apply(1), 5);
    ResumableEnvironment saving = assertInstanceOf(ResumableEnvironment.class, one);
    one.reset(0, 0, 0);
    double[] drive = {1, 0.3};
    one.step(drive);
    one.step(drive);
    double[] saved = new double[saving.stateSize()];
    saving.save(0, saved, 0);
    DeadlineEnvironment other =
        DeadlineEnvironment.of(Environments.named("point-robot").batch().apply(1), 5);
    other.reset(0, 0, 0);
    assertInstanceOf(ResumableEnvironment.class, other).restore(0, saved, 0);
    for (int t = 0; t < 3; t++) {
      one.step(drive);
      other.step(drive);
      assertEquals(one.rewards()[0], other.rewards()[0]);
      assertEquals(one.ended(0), other.ended(0));
    }
    assertTrue(other.late(0));
  }

  /**
   * A run that is continued begins new episodes there, rather than putting clocks on fresh ones.
   */
  @Test
  void itCanBeContinuedOnlyWhereTheEnvironmentCan() {
    DeadlineEnvironment cart = DeadlineEnvironment.of(new CartOnRail(3), 5);
    assertFalse(cart instanceof ResumableEnvironment);
    assertFalse(
        DeadlineEnvironment.of(DeadlineEnvironment.of(new CartOnRail(3), 9), 5)
            instanceof ResumableEnvironment);
  }
}
