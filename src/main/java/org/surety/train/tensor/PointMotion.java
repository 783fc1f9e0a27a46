package org.surety.train.tensor;

import org.surety.env.PlanarMotion;
import org.surety.env.TurnRate;
import org.surety.train.tensor.Workspace.Precision;

/** {@link PlanarMotion} in columns: the closed form of a decision, for all lanes at once. */
@SuppressWarnings("try") // a scope is opened to be closed
final class PointMotion {
  private final double seconds;
  private final double decay;
  private final Variable bends;
  private final Variable widths;
  private final Variable slopes;

  /**
   * A robot on a plane.
   *
   * @param x in m, [n, 1]
   * @param y in m
   * @param vx in m/s, world frame
   * @param vy in m/s, world frame
   * @param heading in rad, not wrapped
   * @param cos of the heading
   * @param sin of the heading
   */
  record State(Tensor x, Tensor y, Tensor vx, Tensor vy, Tensor heading, Tensor cos, Tensor sin) {
    /** From columns in this order. */
    static State of(Tensor pose) {
      return new State(
          pose.column(0),
          pose.column(1),
          pose.column(2),
          pose.column(3),
          pose.column(4),
          pose.column(5),
          pose.column(6));
    }

    /** Columns in this order, [n, 7]. */
    Tensor pose() {
      return x.workspace().join(x, y, vx, vy, heading, cos, sin);
    }
  }

  /**
   * Motion in decisions of a duration.
   *
   * @param seconds in s
   */
  PointMotion(Workspace workspace, Precision precision, double seconds) {
    this.seconds = seconds;
    decay = StrictMath.exp(-PlanarMotion.DRAG_RATE * seconds);
    double[] commands = TurnRate.commands();
    double[] rates = TurnRate.rates();
    int n = commands.length - 1;
    double[] begin = new double[n];
    double[] width = new double[n];
    double[] slope = new double[n];
    for (int i = 0; i < n; i++) {
      begin[i] = commands[i];
      width[i] = commands[i + 1] - commands[i];
      slope[i] = (rates[i + 1] - rates[i]) / width[i];
    }
    try (Workspace.Scope scope = workspace.scope()) {
      bends = new Variable(workspace.of(precision, begin, 1, n));
      widths = new Variable(workspace.of(precision, width, 1, n));
      slopes = new Variable(workspace.of(precision, slope, 1, n));
    }
  }

  /** Acceleration in m/s² along the heading that a drive command gives. */
  static Tensor acceleration(Tensor drive) {
    return drive
        .max(-PlanarMotion.DRIVE_SATURATION)
        .min(PlanarMotion.DRIVE_SATURATION)
        .times(PlanarMotion.FORCE_PER_DRIVE)
        .over(PlanarMotion.MASS);
  }

  /** Turn rate in rad/s for a command: the ramps between two bends, added up. */
  Tensor turnRate(Tensor command) {
    Tensor ramps = command.abs().minus(bends.get()).max(0).min(widths.get());
    return ramps.times(slopes.get()).total(1).times(command.sign());
  }

  /** The state after a decision with constant acceleration a and turn rate w. */
  State move(State s, Tensor a, Tensor w) {
    Tensor half = w.times(0.5 * seconds);
    Tensor sinHalf = half.sin();
    Tensor cosHalf = half.cos();
    Tensor straight = half.is(0).as(half.precision());
    Tensor sinc = sinHalf.plus(straight).over(half.plus(straight));

    Tensor duration = sinc.times(seconds);
    Tensor impulseX = duration.times(cosHalf.times(s.cos()).minus(sinHalf.times(s.sin())));
    Tensor impulseY = duration.times(sinHalf.times(s.cos()).plus(cosHalf.times(s.sin())));

    double k = PlanarMotion.DRAG_RATE;
    Tensor re = sinHalf.square().times(-2).plus(1).minus(decay);
    Tensor im = sinHalf.times(cosHalf).times(2);
    Tensor norm = w.square().plus(k * k);
    Tensor gainRe = re.times(k).plus(im.times(w)).over(norm);
    Tensor gainIm = im.times(k).minus(re.times(w)).over(norm);
    Tensor vx =
        s.vx().times(decay).plus(a.times(gainRe.times(s.cos()).minus(gainIm.times(s.sin()))));
    Tensor vy =
        s.vy().times(decay).plus(a.times(gainIm.times(s.cos()).plus(gainRe.times(s.sin()))));

    Tensor x = s.x().plus(a.times(impulseX).minus(vx.minus(s.vx())).over(k));
    Tensor y = s.y().plus(a.times(impulseY).minus(vy.minus(s.vy())).over(k));
    Tensor heading = s.heading().plus(w.times(seconds));
    return new State(x, y, vx, vy, heading, heading.cos(), heading.sin());
  }
}
