package org.surety.train.tensor;

import org.surety.env.PlanarMotion;
import org.surety.env.ReachAvoidTask;
import org.surety.train.tensor.Workspace.Precision;

/** What a robot on a plane observes: its state, or sensors on board as in sport's environments. */
@SuppressWarnings("try") // a scope is opened to be closed
final class PointSensors {
  private static final int BINS = 16;
  private static final double BIN = 2 * Math.PI / BINS;
  private static final double GRAVITY = 9.81;
  private static final double MAGNET = -0.5;
  private static final double LIDAR_GAIN = 0.5;

  private final Workspace workspace;
  private final ReachAvoidTask.Sensing sensing;
  private final Variable bins;
  private final Variable zero;
  private final Variable gravity;

  PointSensors(Workspace workspace, ReachAvoidTask.Sensing sensing, Precision precision) {
    this.workspace = workspace;
    this.sensing = sensing;
    double[] numbers = new double[BINS];
    for (int i = 0; i < BINS; i++) {
      numbers[i] = i;
    }
    try (Workspace.Scope scope = workspace.scope()) {
      bins = new Variable(workspace.of(precision, numbers, 1, 1, BINS));
      zero = new Variable(workspace.of(precision, new double[] {0}, 1, 1));
      gravity = new Variable(workspace.of(precision, new double[] {GRAVITY}, 1, 1));
    }
  }

  /**
   * Observations.
   *
   * @param acceleration along the heading in m/s², before drag, [n, 1]
   * @param turnRate in rad/s, [n, 1]
   * @param dx from the robot to goal and hazard in m, [n, 2]
   * @param dy the same
   * @param distances to them, [n, 2]
   * @return [n, size]
   */
  Tensor observe(
      PointMotion.State s,
      Tensor acceleration,
      Tensor turnRate,
      Tensor dx,
      Tensor dy,
      Tensor distances) {
    if (sensing == ReachAvoidTask.Sensing.STATE) {
      return workspace.join(s.x(), s.y(), s.cos(), s.sin(), s.vx(), s.vy());
    }
    long n = s.x().size();
    Tensor none = zero.get().broadcast(n, 1);
    Tensor forward = s.vx().times(s.cos()).plus(s.vy().times(s.sin()));
    Tensor left = s.vy().times(s.cos()).minus(s.vx().times(s.sin()));
    return workspace.join(
        acceleration.minus(forward.times(PlanarMotion.DRAG_RATE)),
        left.times(-PlanarMotion.DRAG_RATE),
        gravity.get().broadcast(n, 1),
        forward,
        left,
        none,
        none,
        none,
        turnRate,
        s.sin().times(MAGNET),
        s.cos().times(MAGNET),
        none,
        lidars(s, dx, dy, distances).reshape(n, 2L * BINS));
  }

  /**
   * Both lidars. An object in bin b at share f of its width gives 1 to bin b, f to the next and 1 −
   * f to the one before: with e = (place − bin + 1) mod 16 all three are max(0, min(e, 1, 3 − e)).
   */
  private Tensor lidars(PointMotion.State s, Tensor dx, Tensor dy, Tensor distances) {
    Tensor ahead = dx.times(s.cos()).plus(dy.times(s.sin()));
    Tensor aside = dy.times(s.cos()).minus(dx.times(s.sin()));
    long n = s.x().size();
    Tensor place = aside.angle(ahead).over(BIN).reshape(n, 2, 1);
    Tensor e = place.minus(bins.get()).plus(1).mod(BINS);
    Tensor weight = e.min(e.from(3)).min(1).max(0);
    Tensor value = distances.times(-LIDAR_GAIN).exp().reshape(n, 2, 1);
    return weight.times(value);
  }
}
