package org.surety.env;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReachAvoidFamilyTest {
  private static final int DRAWS = 20_000;

  private static ReachAvoidTask task(int rate, boolean hazardEnds) {
    return new ReachAvoidTask(
        ReachAvoidLevel.FIVE,
        Optional.of(ReachAvoidLayout.PUBLISHED),
        rate,
        hazardEnds,
        ReachAvoidTask.Sensing.SENSORS);
  }

  @ParameterizedTest
  @EnumSource
  void layoutsKeepTheirDistances(ReachAvoidLevel level) {
    double hazardKeepOut = level.number() <= 3 ? 0.3 : 0.2;
    for (int i = 0; i < 2_000; i++) {
      ReachAvoidLayout at = level.draw(3, i);
      assertTrue(Math.abs(at.x()) <= 0.6 && at.y() >= -0.6 && at.y() <= -0.4, at::toString);
      assertTrue(Math.hypot(at.x() - at.hazardX(), at.y() - at.hazardY()) >= 0.4 + hazardKeepOut);
      assertTrue(Math.hypot(at.x() - at.goalX(), at.y() - at.goalY()) >= 0.705);
      assertTrue(
          Math.hypot(at.hazardX() - at.goalX(), at.hazardY() - at.goalY())
              >= 0.305 + hazardKeepOut);
    }
  }

  /** At level 5 no two objects can come too close, so every coordinate is uniform on its range. */
  @Test
  void levelFiveFillsItsRangesEvenly() {
    double[][] ranges = {
      {-0.6, 0.6},
      {-0.6, -0.4},
      {0, 2 * Math.PI},
      {-0.8, 0.8},
      {0.2, 1.3},
      {-0.695, 0.695},
      {1.805, 2.195}
    };
    double[] sum = new double[7];
    double[] squares = new double[7];
    for (int i = 0; i < DRAWS; i++) {
      ReachAvoidLayout at = ReachAvoidLevel.FIVE.draw(8, i);
      double[] values = {
        at.x(), at.y(), at.heading(), at.hazardX(), at.hazardY(), at.goalX(), at.goalY()
      };
      for (int k = 0; k < 7; k++) {
        double u = (values[k] - ranges[k][0]) / (ranges[k][1] - ranges[k][0]);
        assertTrue(u >= 0 && u <= 1, "coordinate " + k + " at " + u);
        sum[k] += u;
        squares[k] += u * u;
      }
    }
    for (int k = 0; k < 7; k++) {
      assertEquals(0.5, sum[k] / DRAWS, 5 * Math.sqrt(1 / 12.0 / DRAWS));
      assertEquals(1 / 3.0, squares[k] / DRAWS, 5 * Math.sqrt(4 / 45.0 / DRAWS));
    }
  }

  @Test
  void anEpisodeHasOneLayoutWhateverTheLane() {
    ReachAvoidTask task =
        new ReachAvoidTask(
            ReachAvoidLevel.TWO, Optional.empty(), 5, true, ReachAvoidTask.Sensing.SENSORS);
    PointReachAvoid few = new PointReachAvoid(task, 2);
    PointReachAvoid many = new PointReachAvoid(task, 64);
    few.reset(1, 9, 77);
    many.reset(40, 9, 77);
    assertArrayEquals(
        Arrays.copyOfRange(few.observations(), 44, 88),
        Arrays.copyOfRange(many.observations(), 40 * 44, 41 * 44));
    many.reset(40, 9, 78);
    assertFalse(
        Arrays.equals(
            Arrays.copyOfRange(few.observations(), 44, 88),
            Arrays.copyOfRange(many.observations(), 40 * 44, 41 * 44)));
  }

  /** Force and turn rate are constant over ten short decisions as over the long one. */
  @Test
  void tenDecisionsAtFiftyHertzMoveAsOneAtFive() {
    PointReachAvoid slow = new PointReachAvoid(task(5, true), 1);
    PointReachAvoid fast = new PointReachAvoid(task(50, true), 1);
    SplittableRandom random = new SplittableRandom(5);
    for (int t = 0; t < 5; t++) {
      double[] action = {random.nextDouble(-0.1, 0.1), random.nextDouble(-1, 1)};
      slow.step(action);
      for (int i = 0; i < 10; i++) {
        fast.step(action);
      }
      assertArrayEquals(slow.observations(), fast.observations(), 1e-9);
      assertArrayEquals(slow.infos(), fast.infos(), 1e-9);
    }
  }

  /** Against the definition: rotate the world into the robot's frame and look. */
  @Test
  void sensorsSeeTheWorldFromTheRobot() {
    PointReachAvoid sensing = new PointReachAvoid(task(5, false), 1);
    PointReachAvoid state =
        new PointReachAvoid(
            new ReachAvoidTask(
                ReachAvoidLevel.FIVE,
                Optional.of(ReachAvoidLayout.PUBLISHED),
                5,
                false,
                ReachAvoidTask.Sensing.STATE),
            1);
    SplittableRandom random = new SplittableRandom(6);
    for (int t = 0; t < 99 && !state.ended(0); t++) {
      double[] action = {random.nextDouble(-0.1, 0.1), random.nextDouble(-1, 1)};
      sensing.step(action);
      state.step(action);
      double[] s = state.observations();
      double[] o = sensing.observations();
      double heading = Math.atan2(s[3], s[2]);
      assertEquals(s[4] * s[2] + s[5] * s[3], o[3], 1e-12);
      assertEquals(-s[4] * s[3] + s[5] * s[2], o[4], 1e-12);
      double force = 0.3 * Math.max(-0.05, Math.min(0.05, action[0]));
      assertEquals((force - 0.01 * o[3]) / 0.0051888, o[0], 1e-9);
      assertEquals(-0.01 * o[4] / 0.0051888, o[1], 1e-9);
      assertEquals(9.81, o[2]);
      assertEquals(TurnRate.of(action[1]), o[8]);
      assertEquals(-0.5 * Math.sin(heading), o[9], 1e-12);
      assertEquals(-0.5 * Math.cos(heading), o[10], 1e-12);
      ReachAvoidLayout at = ReachAvoidLayout.PUBLISHED;
      lidar(o, 12, s[0], s[1], heading, at.goalX(), at.goalY());
      lidar(o, 28, s[0], s[1], heading, at.hazardX(), at.hazardY());
      assertEquals(Math.hypot(s[0] - at.goalX(), s[1] - at.goalY()), sensing.infos()[3], 1e-12);
      assertEquals(s[0], sensing.infos()[0]);
    }
  }

  private static void lidar(
      double[] o, int from, double x, double y, double heading, double toX, double toY) {
    double angle = Math.toDegrees(Math.atan2(toY - y, toX - x) - heading);
    double turned = ((angle % 360) + 360) % 360;
    double value = Math.exp(-0.5 * Math.hypot(toX - x, toY - y));
    double[] bins = new double[16];
    int bin = (int) (turned / 22.5);
    double share = turned / 22.5 - bin;
    bins[bin] = value;
    bins[(bin + 1) % 16] = share * value;
    bins[(bin + 15) % 16] = (1 - share) * value;
    assertArrayEquals(bins, Arrays.copyOfRange(o, from, from + 16), 1e-9);
  }

  @Test
  void theHazardCostsAndEndsOnlyWhereTheTaskSaysSo() {
    ReachAvoidLayout published = ReachAvoidLayout.PUBLISHED;
    ReachAvoidLayout before =
        new ReachAvoidLayout(
            published.hazardX(),
            0.3,
            Math.PI / 2,
            published.hazardX(),
            published.hazardY(),
            published.hazardRadius(),
            published.goalX(),
            published.goalY());
    for (boolean ends : new boolean[] {true, false}) {
      PointReachAvoid robot = new PointReachAvoid(task(5, ends), 1);
      robot.place(0, before, 0, 1.5);
      assertEquals(0, robot.labels()[0]);
      robot.step(new double[] {1, 0});
      assertEquals(2, robot.labels()[0]);
      assertEquals(1, robot.costs()[0]);
      assertEquals(ends, robot.terminated(0));
    }
  }

  @Test
  void rangesOfLanesCanBeSteppedApart() {
    ReachAvoidTask task =
        new ReachAvoidTask(
            ReachAvoidLevel.FOUR, Optional.empty(), 50, true, ReachAvoidTask.Sensing.SENSORS);
    PointReachAvoid whole = new PointReachAvoid(task, 10);
    PointReachAvoid parts = new PointReachAvoid(task, 10);
    for (int lane = 0; lane < 10; lane++) {
      whole.reset(lane, 1, lane);
      parts.reset(lane, 1, lane);
    }
    double[] actions = new SplittableRandom(2).doubles(20, -1, 1).toArray();
    for (int t = 0; t < 40; t++) {
      whole.step(actions);
      parts.step(actions, 4, 10);
      parts.step(actions, 0, 4);
    }
    assertArrayEquals(whole.observations(), parts.observations());
    assertArrayEquals(whole.rewards(), parts.rewards());
    assertArrayEquals(whole.labels(), parts.labels());
  }

  @Test
  void everyNameLeadsToItsTask() {
    int tasks = 0;
    for (String name : Environments.names()) {
      if (!(Environments.named(name).batch().apply(1) instanceof PointReachAvoid robot)) {
        continue;
      }
      tasks++;
      assertEquals(name, robot.task().name());
      assertEquals(robot.observationSize(), robot.observations().length);
      assertEquals(robot.task().decisionsPerSecond() * 20, robot.task().maxDecisions());
    }
    assertEquals(25, tasks);
  }
}
