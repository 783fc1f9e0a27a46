package org.surety.env;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PointReachAvoidTest {
  private static final double MASS = 0.0051888;
  private static final double DRAG = 0.01;

  private static PointReachAvoid robot(int lanes) {
    return new PointReachAvoid(ReachAvoidTask.POINT_ROBOT, lanes);
  }

  private static void place(
      PointReachAvoid robot, double x, double y, double vx, double vy, double heading) {
    ReachAvoidLayout at = ReachAvoidLayout.PUBLISHED;
    robot.place(
        0,
        new ReachAvoidLayout(
            x, y, heading, at.hazardX(), at.hazardY(), at.hazardRadius(), at.goalX(), at.goalY()),
        vx,
        vy);
  }

  /** A robot far from goal and hazard, heading along x. */
  private static PointReachAvoid free(double speed) {
    PointReachAvoid robot = robot(1);
    place(robot, 100, 100, speed, 0, 0);
    return robot;
  }

  /**
   * Distances and speeds from rest at full drive, found with MuJoCo's 2 ms implicit steps; those
   * lag the exact solution by up to 0.0015 m/s and lead it by up to 0.002 m.
   */
  @Test
  void fullDriveFromRestGoesAsFarAsInMujoco() {
    double[] distance = {0.051, 0.182, 0.367, 0.589, 0.835};
    double[] speed = {0.479, 0.805, 1.027, 1.178, 1.281};
    PointReachAvoid robot = free(0);
    for (int i = 0; i < distance.length; i++) {
      robot.step(new double[] {1, 0});
      assertEquals(distance[i], robot.observations()[0] - 100, 0.0025);
      assertEquals(speed[i], robot.observations()[4], 0.002);
    }
  }

  /** The same three speeds. */
  @Test
  void coastingSlowsAsInMujoco() {
    PointReachAvoid robot = free(1);
    for (double speed : new double[] {0.681, 0.463, 0.315}) {
      robot.step(new double[] {0, 0});
      assertEquals(speed, robot.observations()[4], 0.001);
    }
  }

  @Test
  void driveSaturates() {
    PointReachAvoid small = free(0.3);
    PointReachAvoid large = free(0.3);
    small.step(new double[] {0.05, 0.4});
    large.step(new double[] {0.9, 0.4});
    assertArrayEquals(small.observations(), large.observations());
    PointReachAvoid half = free(0.3);
    half.step(new double[] {0.025, 0.4});
    assertTrue(half.observations()[4] < small.observations()[4]);
  }

  /** Steady rates measured in MuJoCo, and the straight lines between them. */
  @ParameterizedTest
  @CsvSource({
    "0, 0", "0.03, 0", "0.05, 0", "0.1, 0.033", "0.15, 0.264", "0.2, 0.495", "0.25, 0.6375",
    "0.3, 0.78", "0.4, 1.0", "0.5, 1.35", "0.6, 1.68", "0.7, 2.06", "0.8, 2.44", "0.85, 2.62",
    "0.9, 2.81", "0.95, 3.0", "1, 3.0", "7, 3.0"
  })
  void turnRateFollowsItsMapAndIsOdd(double command, double rate) {
    assertEquals(rate, TurnRate.of(command), 1e-12);
    assertEquals(-rate, TurnRate.of(-command), 1e-12);
    if (rate > 0) {
      assertEquals(rate, TurnRate.of(TurnRate.command(rate)), 1e-12);
      assertEquals(-rate, TurnRate.of(TurnRate.command(-rate)), 1e-12);
    }
  }

  /** Runge and Kutta's fourth-order method in 400 steps a decision. */
  private static double[] integrated(double[] state, double drive, double turn) {
    double force = 0.3 * Math.max(-0.05, Math.min(0.05, drive));
    double w = TurnRate.of(turn);
    int steps = 400;
    double h = 0.2 / steps;
    double[] s = state.clone();
    for (int i = 0; i < steps; i++) {
      double[] k1 = slope(s, force, w);
      double[] k2 = slope(plus(s, k1, h / 2), force, w);
      double[] k3 = slope(plus(s, k2, h / 2), force, w);
      double[] k4 = slope(plus(s, k3, h), force, w);
      for (int j = 0; j < s.length; j++) {
        s[j] += h / 6 * (k1[j] + 2 * k2[j] + 2 * k3[j] + k4[j]);
      }
    }
    return s;
  }

  private static double[] slope(double[] s, double force, double w) {
    return new double[] {
      s[2],
      s[3],
      (force * Math.cos(s[4]) - DRAG * s[2]) / MASS,
      (force * Math.sin(s[4]) - DRAG * s[3]) / MASS,
      w
    };
  }

  private static double[] plus(double[] s, double[] k, double h) {
    double[] sum = new double[s.length];
    for (int j = 0; j < s.length; j++) {
      sum[j] = s[j] + h * k[j];
    }
    return sum;
  }

  @Test
  void theClosedFormSolvesTheEquationOfMotion() {
    SplittableRandom random = new SplittableRandom(7);
    for (int trial = 0; trial < 300; trial++) {
      double[] state = {
        random.nextDouble(10, 20),
        random.nextDouble(10, 20),
        random.nextDouble(-1.5, 1.5),
        random.nextDouble(-1.5, 1.5),
        random.nextDouble(-10, 10)
      };
      double drive = random.nextDouble(-0.1, 0.1);
      // A third near zero turn rate, where a careless closed form cancels.
      double turn =
          switch (trial % 3) {
            case 0 -> random.nextDouble(-1, 1);
            case 1 -> 0.05 + random.nextDouble() * 1e-9;
            default -> 0;
          };
      PointReachAvoid robot = robot(1);
      place(robot, state[0], state[1], state[2], state[3], state[4]);
      for (int step = 0; step < 3; step++) {
        robot.step(new double[] {drive, turn});
        state = integrated(state, drive, turn);
      }
      double[] o = robot.observations();
      double[] expected = {
        state[0], state[1], Math.cos(state[4]), Math.sin(state[4]), state[2], state[3]
      };
      assertArrayEquals(expected, o, 1e-10);
    }
  }

  @Test
  void startsWhereThePublishedLayoutDoes() {
    PointReachAvoid robot = robot(2);
    double[] o = robot.observations();
    assertEquals(12, o.length);
    assertEquals(2.580, Math.hypot(o[6] + 0.16202, o[7] - 2.11377), 5e-4);
    assertEquals(1.379, Math.hypot(o[6] + 0.12215, o[7] - 0.91048), 5e-4);
    assertEquals(Math.cos(2.74944), o[8], 1e-15);
  }

  @Test
  void endsAtTheGoalWithItsReward() {
    PointReachAvoid robot = robot(1);
    place(robot, -0.16202, 1.7, 0, 1.5, Math.PI / 2);
    robot.step(new double[] {1, 0});
    assertTrue(robot.terminated(0));
    assertFalse(robot.truncated(0));
    double after = Math.hypot(robot.observations()[0] + 0.16202, robot.observations()[1] - 2.11377);
    assertEquals(1 + (2.11377 - 1.7) - after, robot.rewards()[0], 1e-12);
    assertEquals(0, robot.costs()[0]);
    double[] before = robot.observations().clone();
    robot.step(new double[] {1, 0});
    assertArrayEquals(before, robot.observations(), "a lane that has ended stands still");
  }

  @Test
  void endsInTheHazardWithItsCost() {
    PointReachAvoid robot = robot(1);
    place(robot, -0.12215, 0.3, 0, 1.5, Math.PI / 2);
    robot.step(new double[] {1, 0});
    assertTrue(robot.terminated(0));
    assertEquals(1, robot.costs()[0]);
  }

  @Test
  void isTruncatedAtItsTimeLimitOnly() {
    PointReachAvoid robot = free(0);
    for (int t = 1; t <= 100; t++) {
      assertFalse(robot.ended(0));
      robot.step(new double[] {0, 0});
    }
    assertTrue(robot.truncated(0));
    assertFalse(robot.terminated(0));
    robot.reset(0, 1, 2);
    assertFalse(robot.ended(0));
  }
}
