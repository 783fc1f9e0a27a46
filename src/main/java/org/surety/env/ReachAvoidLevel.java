package org.surety.env;

/**
 * How hard {@link PointReachAvoid} is: size of the hazard, and the rectangles in which hazard and
 * goal may lie. Each object keeps its distance from the border of its rectangle and, summed, from
 * every other object.
 */
public enum ReachAvoidLevel {
  /** Goal and hazard side by side. */
  ONE(1, 0.3, 0.3, new Rectangle(-1, 0, 1, 1), new Rectangle(-1.5, 0, 1.5, 1.5)),
  /** The goal a little further. */
  TWO(2, 0.3, 0.3, new Rectangle(-1, 0.5, 1, 1.5), new Rectangle(-1, 0, 1, 1.5)),
  /** The goal mostly behind the hazard. */
  THREE(3, 0.3, 0.3, new Rectangle(-1, 1, 1, 2), new Rectangle(-1, 0, 1, 1.5)),
  /** A larger hazard. */
  FOUR(4, 0.4, 0.2, new Rectangle(-1, 1, 1, 2), new Rectangle(-1, 0, 1, 1.5)),
  /** The largest hazard, the goal behind it. */
  FIVE(5, 0.5, 0.2, new Rectangle(-1, 1.5, 1, 2.5), new Rectangle(-1, 0, 1, 1.5));

  /** Where every robot starts. */
  public static final Rectangle ROBOT = new Rectangle(-1, -1, 1, 0);

  /** The robot's distance in m from the border of its rectangle, and its share of those between. */
  public static final double ROBOT_KEEP_OUT = 0.4;

  /** The goal's. */
  public static final double GOAL_KEEP_OUT = 0.305;

  private final int number;
  private final double hazardRadius;
  private final double hazardKeepOut;

  @SuppressWarnings("ImmutableEnumChecker") // a record of doubles
  private final Rectangle goal;

  @SuppressWarnings("ImmutableEnumChecker")
  private final Rectangle hazard;

  ReachAvoidLevel(
      int number, double hazardRadius, double hazardKeepOut, Rectangle goal, Rectangle hazard) {
    this.number = number;
    this.hazardRadius = hazardRadius;
    this.hazardKeepOut = hazardKeepOut;
    this.goal = goal;
    this.hazard = hazard;
  }

  /** An axis-parallel rectangle; its sides in m. */
  public record Rectangle(double left, double bottom, double right, double top) {
    double x(double uniform, double margin) {
      return left + margin + uniform * (right - left - 2 * margin);
    }

    double y(double uniform, double margin) {
      return bottom + margin + uniform * (top - bottom - 2 * margin);
    }
  }

  /** The level of a number from 1 to 5. */
  public static ReachAvoidLevel of(int number) {
    return values()[number - 1];
  }

  /** From 1 to 5. */
  public int number() {
    return number;
  }

  /** Radius of the hazard in m. */
  public double hazardRadius() {
    return hazardRadius;
  }

  /** The hazard's distance from the border of its rectangle, and its share of those between. */
  public double hazardKeepOut() {
    return hazardKeepOut;
  }

  /** Where the goal may lie, its distance from the border included. */
  public Rectangle goalArea() {
    return goal;
  }

  /** Where the hazard may lie, its distance from the border included. */
  public Rectangle hazardArea() {
    return hazard;
  }

  /**
   * A layout drawn uniformly from those that keep all distances; the heading is uniform.
   *
   * @param seed any number
   * @param episode at least 0; layouts of different episodes share no random bits
   */
  public ReachAvoidLayout draw(long seed, long episode) {
    UniformStream uniform = new UniformStream(seed, episode);
    while (true) {
      double x = ROBOT.x(uniform.next(), ROBOT_KEEP_OUT);
      double y = ROBOT.y(uniform.next(), ROBOT_KEEP_OUT);
      double hazardX = hazard.x(uniform.next(), hazardKeepOut);
      double hazardY = hazard.y(uniform.next(), hazardKeepOut);
      double goalX = goal.x(uniform.next(), GOAL_KEEP_OUT);
      double goalY = goal.y(uniform.next(), GOAL_KEEP_OUT);
      if (StrictMath.hypot(x - hazardX, y - hazardY) >= ROBOT_KEEP_OUT + hazardKeepOut
          && StrictMath.hypot(x - goalX, y - goalY) >= ROBOT_KEEP_OUT + GOAL_KEEP_OUT
          && StrictMath.hypot(hazardX - goalX, hazardY - goalY) >= hazardKeepOut + GOAL_KEEP_OUT) {
        double heading = 2 * Math.PI * uniform.next();
        return new ReachAvoidLayout(x, y, heading, hazardX, hazardY, hazardRadius, goalX, goalY);
      }
    }
  }
}
