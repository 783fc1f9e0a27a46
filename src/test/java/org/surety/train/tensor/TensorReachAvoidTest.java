package org.surety.train.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.surety.env.PointReachAvoid;
import org.surety.env.ReachAvoidLayout;
import org.surety.env.ReachAvoidLevel;
import org.surety.env.ReachAvoidTask;
import org.surety.env.ReachAvoidTask.Sensing;
import org.surety.train.tensor.Workspace.Precision;

/** The environment on a device is the environment on arrays. */
class TensorReachAvoidTest {
  private static final int LANES = 50;
  private static final double BOUNDARY = 1e-6;

  private static ReachAvoidTask task(
      int level, boolean fixed, int rate, boolean hazardEnds, Sensing sensing) {
    return new ReachAvoidTask(
        ReachAvoidLevel.of(level),
        fixed ? Optional.of(ReachAvoidLayout.PUBLISHED) : Optional.empty(),
        rate,
        hazardEnds,
        sensing);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void positionsAreWithinABillionthAndLabelsEqualAtEveryLevel(int level) {
    compare(task(level, false, 5, true, Sensing.SENSORS), Precision.DOUBLE, 150, 1e-9);
  }

  @Test
  void soItIsOnTheFixedLayoutAndAtFiftyHertzAndWhenTheHazardDoesNotEnd() {
    compare(ReachAvoidTask.POINT_ROBOT, Precision.DOUBLE, 150, 1e-9);
    compare(task(5, true, 50, false, Sensing.SENSORS), Precision.DOUBLE, 150, 1e-9);
    compare(task(2, false, 50, true, Sensing.STATE), Precision.DOUBLE, 150, 1e-9);
    compare(task(1, false, 5, false, Sensing.SENSORS), Precision.DOUBLE, 150, 1e-9);
  }

  @Test
  void inSinglePrecisionPositionsAreWithinAMillimeterOverAnEpisode() {
    compare(task(3, false, 5, true, Sensing.SENSORS), Precision.SINGLE, 100, 1e-3);
  }

  /** Steps both with the same random actions, resetting what has ended. */
  private static void compare(ReachAvoidTask task, Precision precision, int steps, double most) {
    PointReachAvoid expected = new PointReachAvoid(task, LANES);
    long[] numbers = new long[LANES];
    boolean[] skip = new boolean[LANES]; // labels differed at a boundary: another episode since
    int ended = 0;
    try (Workspace workspace = new Workspace("cpu")) {
      TensorReachAvoid actual = new TensorReachAvoid(workspace, task, LANES, precision);
      for (int lane = 0; lane < LANES; lane++) {
        numbers[lane] = 3 + lane;
        expected.reset(lane, 77, numbers[lane]);
      }
      actual.begin(77, numbers, LANES);
      SplittableRandom random = new SplittableRandom(5);
      double[] actions = new double[2 * LANES];
      double[] turns = new double[LANES];
      for (int t = 0; t < steps; t++) {
        for (int lane = 0; lane < LANES; lane++) {
          if (t % 4 == 0) {
            turns[lane] = 2.4 * random.nextDouble() - 1.2;
          }
          actions[2 * lane] = random.nextDouble() * 0.3 - 0.05;
          actions[2 * lane + 1] = random.nextInt(9) == 0 ? 0 : turns[lane];
        }
        expected.step(actions);
        try (Workspace.Scope scope = workspace.scope()) {
          actual.step(workspace.of(Precision.DOUBLE, actions, LANES, 2));
          double[] seen = actual.observations().toArray();
          double[] labels = actual.labels().toArray();
          double[] rewards = actual.rewards().toArray();
          double[] costs = actual.costs().toArray();
          double[] distances = actual.distances().toArray();
          double[] terminated = actual.terminated().toArray();
          double[] truncated = actual.truncated().toArray();
          for (int lane = 0; lane < LANES; lane++) {
            double[] at = {distances[2 * lane], distances[2 * lane + 1]};
            boolean atBoundary =
                Math.abs(at[0] - ReachAvoidLayout.GOAL_RADIUS) < Math.max(BOUNDARY, most)
                    || Math.abs(at[1] - task.level().hazardRadius()) < Math.max(BOUNDARY, most);
            skip[lane] |= atBoundary;
            if (skip[lane]) {
              continue;
            }
            String where = task.name() + " step " + t + " lane " + lane;
            int size = task.sensing().size();
            for (int i = 0; i < size; i++) {
              double off =
                  Math.abs(expected.observations()[lane * size + i] - seen[lane * size + i]);
              assertTrue(off <= most, where + " number " + i + ": " + off);
            }
            assertEquals(expected.labels()[lane], (long) labels[lane], where);
            assertEquals(expected.rewards()[lane], rewards[lane], 2 * most, where);
            assertEquals(expected.costs()[lane], costs[lane], where);
            assertEquals(expected.terminated(lane), terminated[lane] == 1, where);
            assertEquals(expected.truncated(lane), truncated[lane] == 1, where);
          }
        }
        if (t % 3 != 1) { // sometimes what has ended stands still for a step
          continue;
        }
        actual.resetEnded();
        for (int lane = 0; lane < LANES; lane++) {
          if (expected.ended(lane)) {
            ended++;
            numbers[lane] += LANES;
            expected.reset(lane, 77, numbers[lane]);
          }
        }
      }
      assertArrayEquals(
          numbers, Arrays.stream(actual.episodes().toArray()).mapToLong(e -> (long) e).toArray());
    }
    int skipped = 0;
    for (boolean s : skip) {
      skipped += s ? 1 : 0;
    }
    assertTrue(skipped < LANES / 5, skipped + " lanes came to a boundary");
    assertTrue(ended > 0 || task.decisionsPerSecond() == 50, "no episode ended");
  }

  @Test
  void layoutsOfAThousandEpisodesAreThoseOnArraysToTheBit() {
    try (Workspace workspace = new Workspace("cpu")) {
      for (ReachAvoidLevel level : ReachAvoidLevel.values()) {
        long seed = 0x9e3779b97f4a7c15L * level.number();
        int n = 1000;
        double[] numbers = new double[n];
        for (int i = 0; i < n; i++) {
          numbers[i] = i < 500 ? i : (1L << 40) + 12345678901L * i;
        }
        double[] drawn =
            new TensorLayouts(workspace, level, seed)
                .draw(workspace.of(Precision.DOUBLE, numbers, n))
                .toArray();
        for (int i = 0; i < n; i++) {
          ReachAvoidLayout l = level.draw(seed, (long) numbers[i]);
          double[] expected = {
            l.x(), l.y(), l.heading(), l.hazardX(), l.hazardY(), l.goalX(), l.goalY()
          };
          for (int k = 0; k < 7; k++) {
            assertEquals(expected[k], drawn[7 * i + k], level + " episode " + i + " number " + k);
          }
        }
      }
    }
  }

  @Test
  void lanesThatHaveEndedStandStillUntilTheyAreReset() {
    try (Workspace workspace = new Workspace("cpu");
        Workspace.Scope scope = workspace.scope()) {
      TensorReachAvoid robots =
          new TensorReachAvoid(workspace, ReachAvoidTask.POINT_ROBOT, 3, Precision.DOUBLE);
      Tensor ahead = workspace.of(Precision.DOUBLE, new double[] {1, 0, 1, 0, 0, 0}, 3, 2);
      for (int t = 0; t < 100; t++) {
        robots.step(ahead);
      }
      double[] poses = robots.poses().toArray();
      assertArrayEquals(new double[] {100, 100, 100}, robots.decisions().toArray());
      assertArrayEquals(new double[] {1, 1, 1}, robots.truncated().toArray());
      robots.step(ahead);
      assertArrayEquals(poses, robots.poses().toArray());
      robots.resetEnded();
      assertArrayEquals(new double[3], robots.decisions().toArray());
      assertEquals(ReachAvoidLayout.PUBLISHED.x(), robots.poses().toArray()[0]);
    }
  }

  @Test
  void episodesThatWereSavedContinueToTheBit() {
    ReachAvoidTask task = task(4, false, 5, true, Sensing.SENSORS);
    try (Workspace workspace = new Workspace("cpu");
        Workspace.Scope scope = workspace.scope()) {
      TensorReachAvoid robots = new TensorReachAvoid(workspace, task, LANES, Precision.DOUBLE);
      walk(workspace, robots, 30, 1);
      TensorReachAvoid others = new TensorReachAvoid(workspace, task, LANES, Precision.DOUBLE);
      long[] numbers =
          Arrays.stream(robots.episodes().toArray()).mapToLong(e -> (long) e).toArray();
      others.begin(0, numbers, LANES);
      others.restore(robots.state());
      assertArrayEquals(robots.observations().toArray(), others.observations().toArray());
      walk(workspace, robots, 40, 2);
      walk(workspace, others, 40, 2);
      assertArrayEquals(robots.episodes().toArray(), others.episodes().toArray());
      assertArrayEquals(robots.state().toArray(), others.state().toArray());
    }
  }

  private static void walk(Workspace workspace, TensorReachAvoid robots, int steps, long seed) {
    for (int t = 0; t < steps; t++) {
      try (Workspace.Scope scope = workspace.scope()) {
        robots.step(workspace.normals(seed + 100 * t, LANES, 2));
        robots.resetEnded();
      }
    }
  }

  @Test
  void twoThousandStepsLeaveNativeMemoryFlat() throws IOException {
    Path statm = Path.of("/proc/self/statm");
    Assumptions.assumeTrue(Files.exists(statm), "only Linux says how much memory is resident");
    try (Workspace workspace = new Workspace("cpu")) {
      TensorReachAvoid robots =
          new TensorReachAvoid(
              workspace, task(5, false, 5, true, Sensing.SENSORS), LANES, Precision.DOUBLE);
      walk(workspace, robots, 500, 3);
      int arrays = workspace.attachedArrays();
      System.gc();
      long before = resident(statm);
      walk(workspace, robots, 2000, 4);
      System.gc();
      long grown = resident(statm) - before;
      assertEquals(arrays, workspace.attachedArrays(), "arrays that stay");
      assertTrue(grown < 48L << 20, "2,000 steps took " + (grown >> 20) + " MiB");
    }
  }

  private static long resident(Path statm) throws IOException {
    return 4096 * Long.parseLong(Files.readString(statm).split(" ")[1]);
  }
}
