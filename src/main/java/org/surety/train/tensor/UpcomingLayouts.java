package org.surety.train.tensor;

import java.util.Arrays;
import org.surety.env.PlanarMotion;
import org.surety.env.ReachAvoidLayout;
import org.surety.env.ReachAvoidLevel;
import org.surety.env.ReachAvoidTask;
import org.surety.train.tensor.Workspace.Precision;

/**
 * Where the lanes' episodes begin. Layouts that are drawn are drawn a few episodes ahead, all lanes
 * together, so that a step that ends episodes neither draws nor waits.
 */
@SuppressWarnings("try") // a scope is opened to be closed
final class UpcomingLayouts {
  /** Layouts a lane that are held: the running episode's and those after it. */
  private static final int HELD = 4;

  private final Workspace workspace;
  private final ReachAvoidTask task;
  private final int lanes;
  private final boolean fixed;

  /** Calls of {@link #next} until layouts may run out. */
  private final int period;

  private final Variable held; // row slot · lanes + lane, or the only one
  private final Variable ordinal; // of the running episode in its lane, from 0
  private final Variable ready; // ordinals below are drawn
  private final Variable first; // number of episode 0 by lane
  private final Variable lane; // its number
  private double stride;
  private long seed;
  private int calls;

  UpcomingLayouts(Workspace workspace, ReachAvoidTask task, int deadline, int fewest, int lanes) {
    this.workspace = workspace;
    this.task = task;
    this.lanes = lanes;
    fixed = task.layout().isPresent();
    period = (HELD - 2) * (deadline == 0 ? fewest : Math.min(fewest, deadline)) + 1;
    try (Workspace.Scope scope = workspace.scope()) {
      Tensor none = workspace.filled(Precision.DOUBLE, 0, lanes);
      ordinal = new Variable(none);
      ready = new Variable(none);
      first = new Variable(none);
      lane = new Variable(workspace.count(lanes));
      held =
          new Variable(
              task.layout()
                  .map(l -> workspace.of(Precision.DOUBLE, row(l), 1, TensorLayouts.COLUMNS))
                  .orElseGet(
                      () ->
                          workspace.filled(
                              Precision.DOUBLE, 0, (long) HELD * lanes, TensorLayouts.COLUMNS)));
    }
  }

  private static double[] row(ReachAvoidLayout layout) {
    return new double[] {
      layout.x(),
      layout.y(),
      layout.heading(),
      layout.hazardX(),
      layout.hazardY(),
      layout.goalX(),
      layout.goalY()
    };
  }

  /**
   * Decisions that no episode of a drawn layout can end before: at full drive, from rest, straight
   * to the nearest place where it could.
   */
  static int fewestDecisions(ReachAvoidTask task) {
    ReachAvoidLevel level = task.level();
    double way =
        ReachAvoidLevel.ROBOT_KEEP_OUT
            + ReachAvoidLevel.GOAL_KEEP_OUT
            - ReachAvoidLayout.GOAL_RADIUS;
    if (task.hazardEnds()) {
      way =
          Math.min(
              way, ReachAvoidLevel.ROBOT_KEEP_OUT + level.hazardKeepOut() - level.hazardRadius());
    }
    double k = PlanarMotion.DRAG_RATE;
    double fastest =
        PlanarMotion.FORCE_PER_DRIVE * PlanarMotion.DRIVE_SATURATION / PlanarMotion.MASS / k;
    int decisions = 0;
    double reached = 0;
    while (reached < way - 1e-6) {
      decisions++;
      double t = (double) decisions / task.decisionsPerSecond();
      reached = fastest * (t + StrictMath.expm1(-k * t) / k);
    }
    return decisions;
  }

  /**
   * Begins an episode in every lane; the one after episode e of a lane has number e + stride.
   *
   * @param numbers of the lanes' first episodes, in [0, 2⁵²)
   */
  void begin(long newSeed, long[] numbers, long newStride) {
    seed = newSeed;
    stride = newStride;
    try (Workspace.Scope scope = workspace.scope()) {
      first.set(
          workspace.of(Precision.DOUBLE, Arrays.stream(numbers).asDoubleStream().toArray(), lanes));
      Tensor none = workspace.filled(Precision.DOUBLE, 0, lanes);
      ordinal.set(none);
      ready.set(none);
    }
    draw();
  }

  /** Goes on to the next episode where a column of truths says so. */
  void next(Tensor ended) {
    if (++calls > period) {
      draw();
    }
    ordinal.set(ordinal.get().plus(ended.reshape(lanes).as(Precision.DOUBLE)));
  }

  /** Layouts of the running episodes: [lanes, 7], or [1, 7] if it is always the same. */
  Tensor layouts() {
    if (fixed) {
      return held.get();
    }
    Tensor slot = ordinal.get().mod(HELD).times(lanes).plus(lane.get());
    return held.get().rows(slot.asIndex());
  }

  /** Numbers of the running episodes, [lanes]. */
  Tensor numbers() {
    return first.get().plus(ordinal.get().times(workspace.number(stride)));
  }

  /** Draws what is missing; waits for the device. */
  private void draw() {
    calls = 1;
    if (fixed) {
      return;
    }
    try (Workspace.Scope scope = workspace.scope()) {
      TensorLayouts layouts = new TensorLayouts(workspace, task.level(), seed);
      for (int k = 0; k < HELD; k++) {
        Tensor wanted = ordinal.get().plus(k);
        Tensor missing = wanted.atLeast(ready.get()).indices();
        if (missing.size() == 0) {
          continue;
        }
        Tensor episodes = first.get().plus(wanted.times(workspace.number(stride)));
        Tensor slots = wanted.mod(HELD).times(lanes).plus(lane.get());
        held.set(
            held.get().withRows(slots.at(missing).asIndex(), layouts.draw(episodes.at(missing))));
      }
      ready.set(ordinal.get().plus(HELD));
    }
  }
}
