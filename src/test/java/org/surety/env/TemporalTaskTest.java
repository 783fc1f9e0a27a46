package org.surety.env;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.surety.base.InputException;
import org.surety.env.TemporalTask.Reading;

class TemporalTaskTest {
  private static final int LANES = 60;
  private static final List<String> LABELS = List.of("goal", "hazard");

  private static BatchEnvironment plain() {
    return Environments.named("point-robot").batch().apply(LANES);
  }

  private static TemporalTask task(String formula) {
    return TemporalTask.of(formula, "auto", LABELS, "my.toml");
  }

  private static BatchEnvironment judged(String formula) {
    return task(formula).learned(plain(), ProductRewards.PROPERTY);
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
  void learnersMayBeginAnywhereInATaskButNoLogDoes() {
    TemporalTask task = task("G F goal & G F hazard");
    int states = task.table().states();
    long[] begun = new long[states];
    try (BatchEnvironment any =
            task.learned(plain(), ProductRewards.PROPERTY, new ProductStarts(true, 0));
        BatchEnvironment again =
            task.learned(plain(), ProductRewards.PROPERTY, new ProductStarts(true, 0));
        BatchEnvironment watched = task.watched(plain())) {
      int size = any.observationSize();
      for (int lane = 0; lane < LANES; lane++) {
        any.reset(lane, 5, lane);
        again.reset(LANES - 1 - lane, 5, lane);
        watched.reset(lane, 5, lane);
        for (int state = 0; state < states; state++) {
          int at = lane * size + 6 + state;
          begun[state] += (long) any.observations()[at];
          assertEquals(
              any.observations()[at], again.observations()[at + (LANES - 1 - 2 * lane) * size]);
          assertEquals(watched.observations()[6 + state], watched.observations()[at]);
        }
        assertFalse(any.ended(lane));
      }
    }
    assertEquals(LANES, LongStream.of(begun).sum());
    assertTrue(LongStream.of(begun).filter(n -> n > 0).count() > 1, Arrays.toString(begun));
  }

  @Test
  void onFiniteTracesTheVerdictIsTheRewardAndEndsTheEpisode() {
    SplittableRandom random = new SplittableRandom(4);
    int satisfied = 0;
    int violated = 0;
    int late = 0;
    try (BatchEnvironment bare = plain();
        BatchEnvironment judged = judged("!hazard U goal")) {
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
            assertEquals(goal, judged.achieved(lane));
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
  void safetyIsKeptToTheEndAndPaidThere() {
    try (BatchEnvironment judged = judged("G !hazard")) {
      double[] still = new double[2 * LANES];
      for (int t = 0; t < 100; t++) {
        assertFalse(judged.ended(0));
        assertEquals(0, judged.rewards()[0]);
        judged.step(still);
      }
      assertTrue(judged.terminated(0));
      assertTrue(judged.achieved(0));
      assertEquals(1, judged.rewards()[0]);
      assertEquals(0, Arrays.stream(judged.costs()).sum());
    }
  }

  @Test
  void aPolicyIsToldTheStateOnlyWhereItMustRemember() {
    assertFalse(task("!hazard U goal").needsMemory());
    assertFalse(task("G !hazard").needsMemory());
    assertFalse(task("G F goal & G !hazard").needsMemory());
    assertTrue(task("F (goal & F hazard)").needsMemory());
    assertTrue(task("G F goal & G F hazard").needsMemory());
    assertTrue(task("F G goal").needsMemory(), "when to jump is the policy's own choice");
    try (BatchEnvironment bare = plain();
        BatchEnvironment watched = task("F (goal & F hazard)").watched(plain())) {
      assertSame(bare, task("!hazard U goal").watched(bare));
      assertNotSame(bare, watched);
      assertEquals(6 + task("F (goal & F hazard)").table().states(), watched.observationSize());
    }
  }

  @Test
  void theReadingIsInfiniteWhereNoFiniteTraceCanDecide() {
    assertEquals(Reading.FINITE, task("!hazard U goal").reading());
    assertEquals(Reading.FINITE, task("F goal & G !hazard").reading());
    assertEquals(Reading.INFINITE, task("G F goal & G !hazard").reading());
    assertEquals(Reading.INFINITE, task("F G goal").reading());
    assertEquals(Reading.FINITE, TemporalTask.of("G F goal", "dfa", LABELS, "my.toml").reading());
  }

  /** What is watched is the environment itself, bit for bit, past every verdict. */
  @Test
  void watchingChangesNothingButWhatIsSeen() {
    SplittableRandom random = new SplittableRandom(9);
    try (BatchEnvironment bare = plain();
        BatchEnvironment watched = task("F (goal & F hazard)").watched(plain())) {
      for (int t = 0; t < 101; t++) {
        double[] actions = actions(bare, random);
        bare.step(actions);
        watched.step(actions);
        assertArrayEquals(bare.rewards(), watched.rewards());
        assertArrayEquals(bare.costs(), watched.costs());
        assertArrayEquals(bare.labels(), watched.labels());
        for (int lane = 0; lane < LANES; lane++) {
          assertEquals(bare.terminated(lane), watched.terminated(lane));
          assertEquals(bare.truncated(lane), watched.truncated(lane));
          int at = lane * watched.observationSize();
          assertArrayEquals(
              Arrays.copyOfRange(bare.observations(), 6 * lane, 6 * lane + 6),
              Arrays.copyOfRange(watched.observations(), at, at + 6));
        }
      }
    }
  }

  /** Discounted rewards with an advance differ by what the start was worth, whatever happens. */
  @ParameterizedTest
  @ValueSource(strings = {"F goal & G !hazard", "!hazard U goal", "F (goal & X F hazard)"})
  void anAdvanceIsRepaidToTheLastBit(String formula) {
    double gamma = 0.97;
    SplittableRandom random = new SplittableRandom(2);
    TemporalTask task = task(formula);
    double[] nearness = Nearness.of(task);
    try (BatchEnvironment bare = plain();
        BatchEnvironment with = task.learned(plain(), new ProductRewards(0, 2, -3, 0.5, gamma));
        BatchEnvironment without = task.learned(plain(), new ProductRewards(0, 2, -3))) {
      double[] difference = new double[LANES];
      double[] start = new double[LANES];
      boolean[] done = new boolean[LANES];
      for (int lane = 0; lane < LANES; lane++) {
        start[lane] = 0.5 * 2 * nearness[(int) with.infos()[lane * with.infoNames().size()]];
      }
      double factor = 1;
      for (int t = 0; t < 101; t++) {
        double[] actions = actions(bare, random);
        bare.step(actions);
        with.step(actions);
        without.step(actions);
        for (int lane = 0; lane < LANES; lane++) {
          if (!done[lane]) {
            difference[lane] += factor * (with.rewards()[lane] - without.rewards()[lane]);
            done[lane] = with.ended(lane);
          }
        }
        factor *= gamma;
      }
      for (int lane = 0; lane < LANES; lane++) {
        assertTrue(done[lane]);
        assertEquals(-start[lane], difference[lane], 1e-12);
      }
    }
  }

  @Test
  void nearnessCountsTheStepsThatAreLeft() {
    TemporalTask chain = task("F (goal & X F (hazard & X F goal))");
    double[] nearness = Nearness.of(chain);
    int goal = 1 << chain.table().atoms().indexOf("goal");
    int hazard = 1 << chain.table().atoms().indexOf("hazard");
    int state = chain.table().successor(0, 0);
    assertEquals(0, nearness[state], 1e-15);
    state = chain.table().successor(state, goal);
    assertEquals(1 / 3.0, nearness[state], 1e-15);
    state = chain.table().successor(state, hazard);
    assertEquals(2 / 3.0, nearness[state], 1e-15);
    state = chain.table().successor(state, goal);
    assertEquals(1, nearness[state], 1e-15);
  }

  @ParameterizedTest
  @ValueSource(strings = {"F (goal & F hazard)", "G F goal & G F !goal", "F G !hazard"})
  void aSavedEpisodeContinuesBitForBit(String formula) {
    SplittableRandom random = new SplittableRandom(6);
    try (ResumableEnvironment first = resumable(formula);
        ResumableEnvironment second = resumable(formula)) {
      double[] actions = new double[LANES * first.actionSize()];
      double[] saved = new double[first.stateSize()];
      for (int t = 0; t < 60; t++) {
        for (int i = 0; i < actions.length; i++) {
          actions[i] = 2 * random.nextDouble() - 1;
        }
        first.step(actions);
        if (t < 25) {
          continue;
        }
        if (t == 25) {
          for (int lane = 0; lane < LANES; lane++) {
            first.save(lane, saved, 0);
            second.reset(lane, 0, 0);
            second.restore(lane, saved, 0);
          }
        } else {
          second.step(actions);
          assertArrayEquals(first.rewards(), second.rewards());
        }
        assertArrayEquals(first.observations(), second.observations());
        for (int lane = 0; lane < LANES; lane++) {
          assertEquals(first.ended(lane), second.ended(lane));
          assertEquals(first.achieved(lane), second.achieved(lane));
        }
      }
    }
  }

  private static ResumableEnvironment resumable(String formula) {
    return (ResumableEnvironment) judged(formula);
  }

  @Test
  void whatCannotBeContinuedDoesNotClaimToBe() {
    TemporalTask task = TemporalTask.of("F middle", "auto", List.of("middle", "off"), "x");
    assertFalse(
        task.learned(new CartOnRail(1), ProductRewards.PROPERTY) instanceof ResumableEnvironment);
  }

  @Test
  void unusableFormulasAreInputErrors() {
    assertTrue(message("!hazrd U goal").contains("did you mean 'hazard'?"));
    assertTrue(message("goal | !goal").contains("decided before anything happens"));
    assertTrue(message("F[0,1500] goal").contains("remembered in 1500 states"));
    assertTrue(message("G (goal -> F[900,1000] hazard)").contains("too many states"));
    assertThrows(InputException.class, () -> task("goal U"));
    assertThrows(InputException.class, () -> TemporalTask.of("F goal", "dba", LABELS, "my.toml"));
  }

  private static String message(String formula) {
    return assertThrows(InputException.class, () -> task(formula), formula).getMessage();
  }
}
