package org.surety.env;

import java.util.List;
import java.util.Optional;

/**
 * A point robot that should reach a goal and avoid a hazard on a plane: the SafetyPointReachAvoid
 * family of SPoRt (Cloete, Vertovec, Abate, IJCAI 2025) on Safety Gymnasium (Ji et al., NeurIPS
 * 2023) with {@link PlanarMotion} in place of MuJoCo.
 *
 * <p>Action in [−1, 1]²: drive, which saturates at ±{@value PlanarMotion#DRIVE_SATURATION}, and
 * turn, which goes through a static map. Reward: progress towards the goal in m, and 1 on reaching
 * it. Cost: 1 inside the hazard. Goal and hazard are tested at decision instants. The goal ends an
 * episode, the hazard if the task says so, and {@value ReachAvoidTask#SECONDS} s truncate it. All
 * that is random is the layout, where the task does not fix it.
 *
 * <p>Labels: {@code goal}, {@code hazard}. Known beside what sensors observe: {@code x}, {@code y},
 * {@code heading} (m, rad), {@code goal_distance}, {@code hazard_distance} (m, to the centers).
 */
public final class PointReachAvoid implements ResumableEnvironment {
  private static final int ACTION = 2;
  private static final int MOTION = 6;
  private static final long GOAL = 1;
  private static final long HAZARD = 2;
  private static final List<String> ATOMS = List.of("goal", "hazard");
  private static final List<String> INFOS =
      List.of("x", "y", "heading", "goal_distance", "hazard_distance");
  private static final int GOAL_DISTANCE = 3;
  private static final int HAZARD_DISTANCE = 4;
  private static final double[] NONE = {};

  private final ReachAvoidTask task;
  private final int lanes;
  private final int size;
  private final PlanarMotion motion;
  private final ReachAvoidLayout[] layouts;
  private final int[] decisions;
  private final double[] observations;
  private final double[] rewards;
  private final double[] costs;
  private final long[] labels;
  private final double[] geometry;

  /**
   * Robots at the start of episode 0 of seed 0, one per lane.
   *
   * @param lanes at least 1
   */
  public PointReachAvoid(ReachAvoidTask task, int lanes) {
    this.task = task;
    this.lanes = lanes;
    this.size = task.sensing().size();
    this.motion = new PlanarMotion(lanes, 1.0 / task.decisionsPerSecond());
    this.layouts = new ReachAvoidLayout[lanes];
    this.decisions = new int[lanes];
    this.observations = new double[lanes * size];
    this.rewards = new double[lanes];
    this.costs = new double[lanes];
    this.labels = new long[lanes];
    this.geometry = new double[lanes * INFOS.size()];
    for (int lane = 0; lane < lanes; lane++) {
      reset(lane, 0, 0);
    }
  }

  /** What it is about. */
  public ReachAvoidTask task() {
    return task;
  }

  @Override
  public int lanes() {
    return lanes;
  }

  @Override
  public int observationSize() {
    return size;
  }

  @Override
  public int actionSize() {
    return ACTION;
  }

  @Override
  public void reset(int lane, long seed, long episode) {
    Optional<ReachAvoidLayout> fixed = task.layout();
    ReachAvoidLayout layout = fixed.isPresent() ? fixed.get() : task.level().draw(seed, episode);
    place(lane, layout, 0, 0);
  }

  /** Puts a lane at the start of a layout, moving at a velocity in m/s. */
  void place(int lane, ReachAvoidLayout layout, double vx, double vy) {
    layouts[lane] = layout;
    motion.place(lane, layout.x(), layout.y(), vx, vy, layout.heading());
    decisions[lane] = 0;
    rewards[lane] = 0;
    locate(lane);
    observe(lane, 0, 0);
  }

  @Override
  public void step(double[] actions, int from, int to) {
    for (int lane = from; lane < to; lane++) {
      if (!ended(lane)) {
        double before = geometry[lane * INFOS.size() + GOAL_DISTANCE];
        double drive = actions[ACTION * lane];
        double turn = actions[ACTION * lane + 1];
        motion.move(lane, drive, turn);
        decisions[lane]++;
        locate(lane);
        rewards[lane] =
            before
                - geometry[lane * INFOS.size() + GOAL_DISTANCE]
                + ((labels[lane] & GOAL) != 0 ? 1 : 0);
        observe(lane, PlanarMotion.acceleration(drive), TurnRate.of(turn));
      }
    }
  }

  /** Where the robot is with respect to goal and hazard. */
  private void locate(int lane) {
    ReachAvoidLayout layout = layouts[lane];
    double toGoal = motion.distance(lane, layout.goalX(), layout.goalY());
    double toHazard = motion.distance(lane, layout.hazardX(), layout.hazardY());
    boolean atGoal = toGoal <= ReachAvoidLayout.GOAL_RADIUS;
    boolean inHazard = toHazard <= layout.hazardRadius();
    labels[lane] = (atGoal ? GOAL : 0) | (inHazard ? HAZARD : 0);
    costs[lane] = inHazard ? 1 : 0;
    int i = lane * INFOS.size();
    geometry[i] = motion.x(lane);
    geometry[i + 1] = motion.y(lane);
    geometry[i + 2] = motion.heading(lane);
    geometry[i + GOAL_DISTANCE] = toGoal;
    geometry[i + HAZARD_DISTANCE] = toHazard;
  }

  private void observe(int lane, double acceleration, double turnRate) {
    int o = lane * size;
    if (task.sensing() == ReachAvoidTask.Sensing.STATE) {
      observations[o] = motion.x(lane);
      observations[o + 1] = motion.y(lane);
      observations[o + 2] = motion.cos(lane);
      observations[o + 3] = motion.sin(lane);
      observations[o + 4] = motion.vx(lane);
      observations[o + 5] = motion.vy(lane);
    } else {
      ReachAvoidLayout layout = layouts[lane];
      int i = lane * INFOS.size();
      BodySensors.inertial(motion, lane, acceleration, turnRate, observations, o);
      BodySensors.lidar(
          motion,
          lane,
          layout.goalX(),
          layout.goalY(),
          geometry[i + GOAL_DISTANCE],
          observations,
          o + 12);
      BodySensors.lidar(
          motion,
          lane,
          layout.hazardX(),
          layout.hazardY(),
          geometry[i + HAZARD_DISTANCE],
          observations,
          o + 28);
    }
  }

  @Override
  public double[] observations() {
    return observations;
  }

  @Override
  public double[] rewards() {
    return rewards;
  }

  @Override
  public double[] costs() {
    return costs;
  }

  @Override
  public List<String> atoms() {
    return ATOMS;
  }

  @Override
  public long[] labels() {
    return labels;
  }

  @Override
  public List<String> infoNames() {
    return task.sensing() == ReachAvoidTask.Sensing.STATE ? List.of() : INFOS;
  }

  @Override
  public double[] infos() {
    return infoNames().isEmpty() ? NONE : geometry;
  }

  @Override
  public boolean terminated(int lane) {
    long ends = task.hazardEnds() ? GOAL | HAZARD : GOAL;
    return decisions[lane] > 0 && (labels[lane] & ends) != 0;
  }

  @Override
  public boolean truncated(int lane) {
    return !terminated(lane) && decisions[lane] >= task.maxDecisions();
  }

  @Override
  public int stateSize() {
    return MOTION + size;
  }

  /** Motion and decisions, and the observation, since sensors remember the last action. */
  @Override
  public void save(int lane, double[] to, int at) {
    to[at] = motion.x(lane);
    to[at + 1] = motion.y(lane);
    to[at + 2] = motion.vx(lane);
    to[at + 3] = motion.vy(lane);
    to[at + 4] = motion.heading(lane);
    to[at + 5] = decisions[lane];
    System.arraycopy(observations, lane * size, to, at + MOTION, size);
  }

  @Override
  public void restore(int lane, double[] from, int at) {
    motion.place(lane, from[at], from[at + 1], from[at + 2], from[at + 3], from[at + 4]);
    decisions[lane] = (int) from[at + 5];
    locate(lane);
    System.arraycopy(from, at + MOTION, observations, lane * size, size);
  }
}
