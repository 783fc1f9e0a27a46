package org.surety.train.tensor;

import org.surety.env.PointReachAvoid;
import org.surety.env.ReachAvoidLayout;
import org.surety.env.ReachAvoidTask;
import org.surety.train.tensor.Workspace.Precision;

/**
 * {@link PointReachAvoid} with its state on a device: the same tasks, the same episodes for the
 * same seed and numbers, the same motion in closed form, for all lanes in one go. No step waits for
 * the device; where layouts are drawn, one in a few does.
 *
 * <p>In double precision positions are within 10⁻⁹ m of the environment on arrays, which computes
 * its functions with StrictMath and libtorch with units in the last place of its own; labels are
 * the same but at a boundary. In single precision positions are within 10⁻³ m.
 *
 * <p>A lane that has ended stands still until {@link #resetEnded}. Columns are [lanes, 1]; tensors
 * handed out are not to be used after the next step or reset.
 */
@SuppressWarnings("try") // a scope is opened to be closed
public final class TensorReachAvoid implements TensorEnvironment {
  /** Bit of the label {@code goal}. */
  public static final int GOAL = 1;

  /** Bit of the label {@code hazard}. */
  public static final int HAZARD = 2;

  private final Workspace workspace;
  private final ReachAvoidTask task;
  private final Precision precision;
  private final int lanes;
  private final int deadline;
  private final PointMotion motion;
  private final PointSensors sensors;
  private final UpcomingLayouts upcoming;
  private final Variable radii; // goal, hazard
  private final Variable bits; // of their labels
  private final Variable pose; // see PointMotion.State
  private final Variable objects; // x of goal and hazard, y of goal and hazard
  private final Variable decisions;
  private final Variable distances; // to goal and hazard
  private final Variable inside; // truths
  private final Variable observations;
  private final Variable rewards;

  /**
   * Lanes at the start of episodes 0, 1, ... of seed 0.
   *
   * @param lanes at least 1
   */
  public TensorReachAvoid(
      Workspace workspace, ReachAvoidTask task, int lanes, Precision precision) {
    this(workspace, task, 0, lanes, precision);
  }

  /**
   * As above, against the clock: {@link org.surety.env.DeadlineEnvironment} around the environment.
   *
   * @param deadline decisions; 0 for the environment's own reward and time limit
   */
  public TensorReachAvoid(
      Workspace workspace, ReachAvoidTask task, int deadline, int lanes, Precision precision) {
    this(workspace, task, deadline, UpcomingLayouts.fewestDecisions(task), lanes, precision);
  }

  /**
   * As above, where something else may end episodes.
   *
   * @param fewest decisions that no episode ends before, at least 1
   */
  TensorReachAvoid(
      Workspace workspace,
      ReachAvoidTask task,
      int deadline,
      int fewest,
      int lanes,
      Precision precision) {
    this.workspace = workspace;
    this.deadline = deadline;
    this.task = task;
    this.lanes = lanes;
    this.precision = precision;
    motion = new PointMotion(workspace, precision, 1.0 / task.decisionsPerSecond());
    sensors = new PointSensors(workspace, task.sensing(), precision);
    upcoming = new UpcomingLayouts(workspace, task, deadline, fewest, lanes);
    double hazard =
        task.layout().map(ReachAvoidLayout::hazardRadius).orElse(task.level().hazardRadius());
    try (Workspace.Scope scope = workspace.scope()) {
      radii =
          new Variable(
              workspace.of(precision, new double[] {ReachAvoidLayout.GOAL_RADIUS, hazard}, 1, 2));
      bits = new Variable(workspace.of(precision, new double[] {GOAL, HAZARD}, 1, 2));
      Tensor none = workspace.filled(precision, 0, lanes, 1);
      pose = new Variable(workspace.filled(precision, 0, lanes, 7));
      objects = new Variable(workspace.filled(precision, 0, lanes, 4));
      decisions = new Variable(none);
      distances = new Variable(workspace.filled(precision, 0, lanes, 2));
      inside = new Variable(distances.get().above(0));
      observations = new Variable(workspace.filled(precision, 0, lanes, task.sensing().size()));
      rewards = new Variable(none);
    }
    long[] numbers = new long[lanes];
    for (int lane = 0; lane < lanes; lane++) {
      numbers[lane] = lane;
    }
    begin(0, numbers, lanes);
  }

  /** What it is about. */
  public ReachAvoidTask task() {
    return task;
  }

  /** Number of lanes. */
  public int lanes() {
    return lanes;
  }

  /**
   * Begins an episode in every lane. The one after episode e of a lane has number e + stride.
   *
   * @param seed any number
   * @param numbers of the episodes, by lane, in [0, 2⁵²)
   * @param stride between the numbers of a lane's episodes
   */
  @Override
  public void begin(long seed, long[] numbers, long stride) {
    upcoming.begin(seed, numbers, stride);
    try (Workspace.Scope scope = workspace.scope()) {
      start(decisions.get().atLeast(0));
    }
  }

  @Override
  public void resetEnded() {
    try (Workspace.Scope scope = workspace.scope()) {
      restart(ended());
    }
  }

  /** Begins the next episode in the lanes of a column of truths. */
  void restart(Tensor where) {
    upcoming.next(where);
    start(where);
  }

  /** Puts the lanes of a column of truths at the start of their layouts. */
  private void start(Tensor where) {
    Tensor layouts = upcoming.layouts().as(precision);
    Tensor heading = layouts.column(2);
    Tensor rest = layouts.column(0).times(0);
    PointMotion.State s =
        new PointMotion.State(
            layouts.column(0),
            layouts.column(1),
            rest,
            rest,
            heading,
            heading.cos(),
            heading.sin());
    Tensor at =
        workspace.join(layouts.column(5), layouts.column(3), layouts.column(6), layouts.column(4));
    Sight sight = sight(s, at);
    Tensor seen = sensors.observe(s, rest, rest, sight.dx, sight.dy, sight.distances);
    pose.set(where.choose(s.pose(), pose.get()));
    objects.set(where.choose(at, objects.get()));
    decisions.set(where.choose(0, decisions.get()));
    rewards.set(where.choose(0, rewards.get()));
    distances.set(where.choose(sight.distances, distances.get()));
    inside.set(where.choose(sight.inside, inside.get()));
    observations.set(where.choose(seen, observations.get()));
  }

  /** Where goal and hazard are with respect to the robot. */
  private record Sight(Tensor dx, Tensor dy, Tensor distances, Tensor inside) {}

  private Sight sight(PointMotion.State s, Tensor at) {
    Tensor dx = at.columns(0, 2).minus(s.x());
    Tensor dy = at.columns(2, 4).minus(s.y());
    Tensor distance = dx.square().plus(dy.square()).sqrt();
    return new Sight(dx, dy, distance, distance.atMost(radii.get()));
  }

  /**
   * Takes one decision in every lane that has not ended.
   *
   * @param actions drive and turn, [lanes, 2], of any precision
   */
  @Override
  public void step(Tensor actions) {
    try (Workspace.Scope scope = workspace.scope()) {
      step(actions, ended().not());
    }
  }

  /** The same in the lanes of a column of truths. */
  void step(Tensor actions, Tensor moving) {
    try (Workspace.Scope scope = workspace.scope()) {
      Tensor commands = actions.as(precision);
      Tensor acceleration = PointMotion.acceleration(commands.column(0));
      Tensor turnRate = motion.turnRate(commands.column(1));
      PointMotion.State s = motion.move(PointMotion.State.of(pose.get()), acceleration, turnRate);
      Sight sight = sight(s, objects.get());
      Tensor progress = distances.get().column(0).minus(sight.distances.column(0));
      Tensor counted = decisions.get().plus(moving.as(precision));
      Tensor seen = sensors.observe(s, acceleration, turnRate, sight.dx, sight.dy, sight.distances);
      pose.set(moving.choose(s.pose(), pose.get()));
      decisions.set(counted);
      distances.set(moving.choose(sight.distances, distances.get()));
      inside.set(moving.choose(sight.inside, inside.get()));
      Tensor reward =
          deadline == 0 ? progress.plus(sight.inside.column(0).as(precision)) : againstTheClock();
      rewards.set(moving.choose(reward, rewards.get()));
      observations.set(moving.choose(seen, observations.get()));
    }
  }

  /** What is observed now, [lanes, observations]. */
  @Override
  public Tensor observations() {
    return observations.get();
  }

  /** Reward of the last decision, as a column. */
  @Override
  public Tensor rewards() {
    return rewards.get();
  }

  /** Cost of the state reached: 1 in the hazard, as a column. */
  @Override
  public Tensor costs() {
    return inside.get().column(1).as(precision);
  }

  /** Labels of the present states as bit masks, {@link #GOAL} and {@link #HAZARD}, as a column. */
  public Tensor labels() {
    return inside.get().as(precision).times(bits.get()).total(1);
  }

  /** Decisions taken in the running episodes, as a column. */
  @Override
  public Tensor decisions() {
    return decisions.get();
  }

  /** Minus the share of the deadline that this decision took, or all that was left by failing. */
  private Tensor againstTheClock() {
    Tensor failed = over().and(achieved().not());
    return failed.choose(decisions.get().from(deadline + 1.0), 1).times(-1.0 / deadline);
  }

  /** Whether the state is terminal. */
  private Tensor absorbed() {
    Tensor ends = inside.get().column(0);
    if (task.hazardEnds()) {
      ends = ends.or(inside.get().column(1));
    }
    return ends.and(decisions.get().above(0));
  }

  /** Whether the environment without a deadline has ended. */
  private Tensor over() {
    return absorbed().or(decisions.get().atLeast(task.maxDecisions()));
  }

  /** Whether the state is terminal or time is up for good, as a column of truths. */
  public Tensor terminated() {
    return deadline == 0 ? absorbed() : ended();
  }

  /** Whether the time limit has cut the episode, as a column of truths. */
  @Override
  public Tensor truncated() {
    Tensor cut = decisions.get().atLeast(deadline == 0 ? task.maxDecisions() : Integer.MAX_VALUE);
    return cut.and(absorbed().not());
  }

  /** Whether the episode has ended, one way or the other, as a column of truths. */
  @Override
  public Tensor ended() {
    return deadline == 0 ? over() : over().or(decisions.get().atLeast(deadline));
  }

  /**
   * Whether an episode that has ended has achieved what it is about: terminated, and against the
   * clock without a cost; as a column of truths.
   */
  @Override
  public Tensor achieved() {
    return deadline == 0 ? absorbed() : absorbed().and(inside.get().column(1).not());
  }

  /** Decisions after which a lane may be cut by its time limit; past every count if none is. */
  @Override
  public int timeLimit() {
    return deadline == 0 ? task.maxDecisions() : Integer.MAX_VALUE;
  }

  /** Position in m and heading in rad, [lanes, 3]. */
  public Tensor poses() {
    Tensor now = pose.get();
    return workspace.join(now.column(0), now.column(1), now.column(4));
  }

  /** Distances to the centers of goal and hazard in m, [lanes, 2]. */
  public Tensor distances() {
    return distances.get();
  }

  /** Numbers of the running episodes, whole numbers of 64 bits, [lanes]. */
  @Override
  public Tensor episodes() {
    return upcoming.numbers();
  }

  /** Numbers of a lane that hold what its running episode has come to. */
  @Override
  public int stateSize() {
    return 6 + task.sensing().size();
  }

  /** What the running episodes have come to, [lanes, {@link #stateSize}], of 64 bits. */
  @Override
  public Tensor state() {
    return workspace
        .join(pose.get().columns(0, 5), decisions.get(), observations.get())
        .as(Precision.DOUBLE);
  }

  /** Continues episodes that were saved, after {@link #begin} with their numbers. */
  @Override
  public void restore(Tensor state) {
    try (Workspace.Scope scope = workspace.scope()) {
      Tensor saved = state.as(precision);
      Tensor heading = saved.column(4);
      pose.set(workspace.join(saved.columns(0, 5), heading.cos(), heading.sin()));
      decisions.set(saved.column(5));
      observations.set(saved.columns(6, stateSize()));
      Sight sight = sight(PointMotion.State.of(pose.get()), objects.get());
      distances.set(sight.distances);
      inside.set(sight.inside);
    }
  }
}
