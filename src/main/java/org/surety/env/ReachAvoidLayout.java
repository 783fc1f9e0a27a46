package org.surety.env;

/**
 * Where an episode of {@link PointReachAvoid} begins: the robot's pose, the hazard and the goal;
 * lengths in m, the heading in rad.
 *
 * @param x of the robot
 * @param y of the robot
 * @param heading of the robot, counterclockwise from the x axis
 * @param hazardX center of the hazard
 * @param hazardY center of the hazard
 * @param hazardRadius of the hazard
 * @param goalX center of the goal
 * @param goalY center of the goal
 */
public record ReachAvoidLayout(
    double x,
    double y,
    double heading,
    double hazardX,
    double hazardY,
    double hazardRadius,
    double goalX,
    double goalY) {
  /** Radius of every goal. */
  public static final double GOAL_RADIUS = 0.3;

  /** The layout at level 5 on which SPoRt (Cloete et al., IJCAI 2025) reports its certificates. */
  public static final ReachAvoidLayout PUBLISHED =
      new ReachAvoidLayout(0.05858, -0.45696, 2.74944, -0.12215, 0.91048, 0.5, -0.16202, 2.11377);
}
