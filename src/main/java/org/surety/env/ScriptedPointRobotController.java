package org.surety.env;

/**
 * A hand-written stochastic controller for {@link ReachAvoidTask#POINT_ROBOT}: full drive, and turn
 * towards the goal, or towards the left tangent of a circle around the hazard while that circle is
 * in the way.
 */
public final class ScriptedPointRobotController implements GaussianController {
  private static final ReachAvoidLayout LAYOUT = ReachAvoidLayout.PUBLISHED;

  /** Radius of the circle that is kept clear on average, in m. */
  private static final double CLEARANCE = 0.72;

  /** Time in s within which a heading error would be turned away. */
  private static final double TURN_TIME = 0.3;

  /** How much of the drift across the wanted direction is steered against. */
  private static final double DRIFT_GAIN = 0.5;

  private static final double DRIVE_MEAN = 0.33;
  private static final double DRIVE_STD = 0.15;
  private static final double TURN_STD = 0.2;

  @Override
  public String name() {
    return "scripted";
  }

  /** Members in the order of RFC 8785, numbers as strings: canonical without a JSON library. */
  @Override
  public String parameters() {
    return "{\"clearance\":\""
        + CLEARANCE
        + "\",\"driftGain\":\""
        + DRIFT_GAIN
        + "\",\"driveMean\":\""
        + DRIVE_MEAN
        + "\",\"driveStd\":\""
        + DRIVE_STD
        + "\",\"environment\":\"point-robot\",\"policy\":\"scripted\",\"turnStd\":\""
        + TURN_STD
        + "\",\"turnTime\":\""
        + TURN_TIME
        + "\",\"version\":\"1\"}";
  }

  @Override
  public void distribution(double[] observations, int from, double[] mean, double[] std, int to) {
    double x = observations[from];
    double y = observations[from + 1];
    double cos = observations[from + 2];
    double sin = observations[from + 3];
    double vx = observations[from + 4];
    double vy = observations[from + 5];

    double wanted = wantedDirection(x, y);
    double wx = StrictMath.cos(wanted);
    double wy = StrictMath.sin(wanted);
    double error = StrictMath.atan2(cos * wy - sin * wx, cos * wx + sin * wy);
    double drift = wx * vy - wy * vx; // m/s to the left of the wanted direction
    double rate = (error - DRIFT_GAIN * drift) / TURN_TIME;
    mean[to] = DRIVE_MEAN;
    mean[to + 1] = TurnRate.command(Math.max(-TurnRate.MAX, Math.min(TurnRate.MAX, rate)));
    std[to] = DRIVE_STD;
    std[to + 1] = TURN_STD;
  }

  /** Direction in rad to the goal, or along the tangent that passes the hazard on its left. */
  private static double wantedDirection(double x, double y) {
    double toGoal = StrictMath.atan2(LAYOUT.goalY() - y, LAYOUT.goalX() - x);
    double hx = LAYOUT.hazardX() - x;
    double hy = LAYOUT.hazardY() - y;
    double distance = StrictMath.hypot(hx, hy);
    double gx = StrictMath.cos(toGoal);
    double gy = StrictMath.sin(toGoal);
    double ahead = hx * gx + hy * gy;
    double aside = Math.abs(hx * gy - hy * gx);
    if (ahead <= 0 || aside >= CLEARANCE) {
      return toGoal;
    }
    double toHazard = StrictMath.atan2(hy, hx);
    return distance <= CLEARANCE
        ? toHazard + StrictMath.PI / 2
        : toHazard + StrictMath.asin(CLEARANCE / distance);
  }
}
