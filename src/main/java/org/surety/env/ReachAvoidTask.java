package org.surety.env;

import java.util.Optional;

/**
 * One of the tasks of {@link PointReachAvoid}.
 *
 * @param level size of the hazard and where goal and hazard may lie
 * @param layout where every episode begins, or empty if it is drawn anew for each episode
 * @param decisionsPerSecond 5 (Safety Gymnasium's low frequency in SPoRt) or 50 (its standard)
 * @param hazardEnds whether the hazard ends the episode, as the goal always does
 * @param sensing what is observed
 */
public record ReachAvoidTask(
    ReachAvoidLevel level,
    Optional<ReachAvoidLayout> layout,
    int decisionsPerSecond,
    boolean hazardEnds,
    Sensing sensing) {
  /** An episode is cut after this many seconds. */
  public static final int SECONDS = 20;

  /** What the robot observes. */
  public enum Sensing {
    /** 6 numbers: x, y (m), cos and sin of the heading, vx, vy (m/s, world frame). */
    STATE(6),

    /**
     * 44 numbers, all in the robot's frame: accelerometer 3 (m/s², gravity included), velocimeter 3
     * (m/s), gyro 3 (rad/s), magnetometer 3 (the world vector (0, −0.5, 0)), goal lidar 16, hazard
     * lidar 16. A lidar has bins of 22.5° counterclockwise from the nose; an object at distance d
     * writes exp(−d/2), shared by its place in the bin with the bins before and behind.
     */
    SENSORS(44);

    private final int size;

    Sensing(int size) {
      this.size = size;
    }

    /** How many numbers. */
    public int size() {
      return size;
    }
  }

  /** SPoRt's published layout at 5 Hz with the whole state observed. */
  public static final ReachAvoidTask POINT_ROBOT =
      new ReachAvoidTask(
          ReachAvoidLevel.FIVE, Optional.of(ReachAvoidLayout.PUBLISHED), 5, true, Sensing.STATE);

  /** Refuses other rates. */
  public ReachAvoidTask {
    if (decisionsPerSecond != 5 && decisionsPerSecond != 50) {
      throw new IllegalArgumentException(decisionsPerSecond + " decisions per second");
    }
  }

  /** Decisions until the time limit. */
  public int maxDecisions() {
    return SECONDS * decisionsPerSecond;
  }

  /** What to call it: {@code point-reach-avoid-5-fixed-50hz-reset-goal}, for instance. */
  public String name() {
    if (equals(POINT_ROBOT)) {
      return "point-robot";
    }
    return "point-reach-avoid-"
        + level.number()
        + (layout.isPresent() ? "-fixed" : "")
        + (decisionsPerSecond == 50 ? "-50hz" : "")
        + (hazardEnds ? "" : "-reset-goal")
        + (sensing == Sensing.STATE ? "-state" : "");
  }
}
