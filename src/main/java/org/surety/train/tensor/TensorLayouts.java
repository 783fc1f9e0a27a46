package org.surety.train.tensor;

import java.util.ArrayList;
import java.util.List;
import org.surety.env.ReachAvoidLevel;
import org.surety.env.ReachAvoidLevel.Rectangle;
import org.surety.train.tensor.Workspace.Precision;

/** Draws {@link ReachAvoidLevel#draw} for many episodes at once, from the same random numbers. */
@SuppressWarnings("try") // a scope is opened to be closed
final class TensorLayouts {
  /** Columns of a layout: x, y, heading, hazard x, hazard y, goal x, goal y. */
  static final int COLUMNS = 7;

  /** Episodes drawn in one go: their bits are spread over 64 numbers each. */
  private static final int MOST = 1 << 15;

  /** Three blocks of two numbers for the places, and one for the heading. */
  private static final int BLOCKS = 4;

  private final Workspace workspace;
  private final ReachAvoidLevel level;
  private final TensorPhilox philox;

  TensorLayouts(Workspace workspace, ReachAvoidLevel level, long seed) {
    this.workspace = workspace;
    this.level = level;
    philox = new TensorPhilox(workspace, seed);
  }

  /**
   * Layouts of episodes. Waits for the device once for every attempt, to know what was rejected.
   *
   * @param episodes whole numbers of 64 bits, [m]
   * @return [m, {@value #COLUMNS}], of 64 bits
   */
  Tensor draw(Tensor episodes) {
    long m = episodes.size();
    if (m > MOST) {
      List<Tensor> parts = new ArrayList<>();
      for (long from = 0; from < m; from += MOST) {
        parts.add(draw(episodes.part(from, Math.min(m, from + MOST))));
      }
      return workspace.join(0, parts);
    }
    try (Workspace.Scope scope = workspace.scope()) {
      Tensor layouts = workspace.filled(Precision.DOUBLE, 0, m, COLUMNS);
      Tensor open = workspace.count((int) m);
      Tensor left = episodes;
      for (int attempt = 0; open.size() > 0; attempt++) {
        Tensor u = philox.uniforms(left, (BLOCKS - 1) * attempt, BLOCKS);
        Tensor drawn = place(u);
        layouts = layouts.withRows(open.asIndex(), drawn);
        Tensor rejected = rejected(drawn);
        Tensor again = rejected.reshape(rejected.size()).indices();
        open = open.at(again);
        left = left.at(again);
      }
      return scope.handOut(layouts);
    }
  }

  private Tensor place(Tensor u) {
    double hazard = level.hazardKeepOut();
    return workspace.join(
        across(u.column(0), ReachAvoidLevel.ROBOT, ReachAvoidLevel.ROBOT_KEEP_OUT),
        along(u.column(1), ReachAvoidLevel.ROBOT, ReachAvoidLevel.ROBOT_KEEP_OUT),
        u.column(6).times(2 * Math.PI),
        across(u.column(2), level.hazardArea(), hazard),
        along(u.column(3), level.hazardArea(), hazard),
        across(u.column(4), level.goalArea(), ReachAvoidLevel.GOAL_KEEP_OUT),
        along(u.column(5), level.goalArea(), ReachAvoidLevel.GOAL_KEEP_OUT));
  }

  // The order of operations is that of Rectangle, so that the bits are the same.
  private static Tensor across(Tensor uniform, Rectangle r, double margin) {
    return uniform.times(r.right() - r.left() - 2 * margin).plus(r.left() + margin);
  }

  private static Tensor along(Tensor uniform, Rectangle r, double margin) {
    return uniform.times(r.top() - r.bottom() - 2 * margin).plus(r.bottom() + margin);
  }

  private Tensor rejected(Tensor drawn) {
    double hazard = level.hazardKeepOut();
    return near(drawn, 0, 3, ReachAvoidLevel.ROBOT_KEEP_OUT + hazard)
        .or(near(drawn, 0, 5, ReachAvoidLevel.ROBOT_KEEP_OUT + ReachAvoidLevel.GOAL_KEEP_OUT))
        .or(near(drawn, 3, 5, hazard + ReachAvoidLevel.GOAL_KEEP_OUT));
  }

  private static Tensor near(Tensor drawn, int a, int b, double distance) {
    Tensor dx = drawn.column(a).minus(drawn.column(b));
    Tensor dy = drawn.column(a + 1).minus(drawn.column(b + 1));
    return dx.square().plus(dy.square()).sqrt().below(distance);
  }
}
