package org.surety.train.tensor;

import org.jspecify.annotations.Nullable;
import org.surety.ratio.GaussianProjection;

/**
 * {@link GaussianProjection} for many Gaussians at once, in double precision: rows are decisions,
 * columns dimensions of the action. A fixed number of operations, whatever the numbers are; the
 * processor never waits for the device.
 *
 * <p>A row whose search has not come to its limit is shrunk towards the base where it is above it
 * (the largest log ratio is convex in the share of the way from the base) and stays below it where
 * it is below. What is returned has been checked: the largest log ratio of the doubles returned,
 * rounded up by {@link TensorRatio#largestUpper}, is at most the limit, or the row is the base.
 */
@SuppressWarnings("try") // a scope is opened to be closed
public final class TensorProjection {
  /** Room for rounding, by what is rounded: the limit, and widths and shifts of a base at 1. */
  private static final double INSIDE = 1e-12;

  private static final double ROUNDING = 1e-14;

  /**
   * A batch of projected Gaussians.
   *
   * @param mean μ', [rows, d]
   * @param std σ', [rows, d]
   * @param multiplier λ, [rows, 1]: 0 where the task is played as it is, infinite where base is
   *     because the task's numbers are out of range
   */
  public record Projected(Tensor mean, Tensor std, Tensor multiplier) {}

  private TensorProjection() {}

  /**
   * Projects each row.
   *
   * @param limit δ of each row, [rows, 1], at least 0 and finite
   * @param baseMean μ_b, finite; this and the others [rows, d], of 64 bits
   * @param baseStd σ_b, positive and finite
   * @param taskMean μ_t
   * @param taskStd σ_t
   */
  public static Projected project(
      Tensor limit, Tensor baseMean, Tensor baseStd, Tensor taskMean, Tensor taskStd) {
    return project(limit, baseMean, baseStd, taskMean, taskStd, null);
  }

  /**
   * The same in fewer steps.
   *
   * @param nearby multipliers of these rows when the tasks were a little different; null if unknown
   */
  static Projected project(
      Tensor limit,
      Tensor baseMean,
      Tensor baseStd,
      Tensor taskMean,
      Tensor taskStd,
      @Nullable Tensor nearby) {
    Workspace workspace = limit.workspace();
    try (Workspace.Scope scope = workspace.scope()) {
      Tensor asked = taskMean.minus(baseMean).over(baseStd);
      Tensor ratio = taskStd.over(baseStd);
      Tensor log = ratio.log(); // no number where the ratio is negative
      Tensor size = ratio.square().plus(asked.square());
      Tensor valid = size.minus(log).total(1).below(Double.POSITIVE_INFINITY);
      // Rows out of range are given something harmless to work on.
      Tensor m = valid.choose(asked, 0);
      Tensor u = valid.choose(ratio, 1).square();
      Tensor square = m.square();
      Tensor narrower = u.from(1);
      Tensor root = narrower.square().plus(square.times(4)).sqrt();
      Tensor star =
          u.above(1)
              .choose(
                  square.over(u.times(root.minus(narrower))),
                  narrower.plus(root).over(u).times(0.25))
              .times(2);
      Tensor top = star.largest(1);
      Tensor inside = limit.times(1 - INSIDE);
      // Of the task itself, clipped to the base's width.
      Tensor still = square.is(0);
      Tensor twiceAtTask =
          still.choose(0, square.over(narrower.max(0))).minus(log.min(0).times(2)).total(1);
      TensorProjectionSolver found =
          new TensorProjectionSolver(
              square, u, narrower, star, top, twiceAtTask, inside.max(Double.MIN_NORMAL), nearby);
      found.solve();

      Tensor clipped = taskStd.min(baseStd);
      Tensor free = twiceAtTask.atMost(inside.times(2)).and(valid);
      Tensor room = found.gain().plus(1).times(-ROUNDING);
      Tensor share =
          inside
              .plus(found.open().choose(room, 0).total(1))
              .times(2)
              .over(found.twiceRatio())
              .min(1);
      Tensor v = found.v();
      Tensor fraction = v.over(found.y().sqrt().plus(1)).times(share);
      Tensor shift = m.times(v).over(found.w()).times(share);
      Tensor placed = found.open().and(share.above(0));
      Tensor mean =
          free.choose(taskMean, placed.choose(baseMean.plus(baseStd.times(shift)), baseMean));
      Tensor std =
          free.choose(clipped, placed.choose(baseStd.minus(baseStd.times(fraction)), baseStd));
      Tensor kept = TensorRatio.largestUpper(mean, std, baseMean, baseStd).atMost(limit);
      Tensor multiplier = free.choose(0, limit.above(0).choose(found.multiplier(), top));
      return new Projected(
          scope.handOut(kept.choose(mean, baseMean)),
          scope.handOut(kept.choose(std, baseStd)),
          scope.handOut(valid.choose(multiplier, Double.POSITIVE_INFINITY)));
    }
  }

  /**
   * Cotangents of a task's mean and deviation.
   *
   * @param mean of μ_t, [rows, d]
   * @param std of σ_t, [rows, d]
   */
  public record Cotangents(Tensor mean, Tensor std) {}

  /**
   * Pulls cotangents of what was projected back, in closed form; see {@link
   * org.surety.ratio.ProjectionGradient}.
   *
   * @param meanBar cotangent of μ'
   * @param stdBar cotangent of σ'
   */
  public static Cotangents pullBack(
      Projected projected,
      Tensor baseMean,
      Tensor baseStd,
      Tensor taskMean,
      Tensor taskStd,
      Tensor meanBar,
      Tensor stdBar) {
    Tensor multiplier = projected.multiplier;
    Tensor root = projected.std.over(baseStd);
    Tensor v =
        baseStd.minus(projected.std).over(baseStd).times(baseStd.plus(projected.std).over(baseStd));
    Tensor open = v.above(0);
    Tensor y = root.square();
    Tensor m = taskMean.minus(baseMean).over(baseStd);
    Tensor ratio = taskStd.over(baseStd);
    Tensor u = ratio.square();
    Tensor lu = u.times(multiplier);
    Tensor iw = lu.plus(v).under(1);
    Tensor iww = iw.square();
    Tensor cubic = m.square().times(iww).times(iw); // m²/w³
    Tensor difference = cubic.times(lu.minus(v));
    Tensor iy = y.under(1);

    Tensor conditionByV =
        multiplier.plus(1).times(iy.square()).plus(cubic.times(multiplier).times(2));
    Tensor vByLambda = iy.plus(difference).over(conditionByV).negated();
    Tensor vByMean = m.times(iww).times(multiplier).times(2).over(conditionByV);
    Tensor vByWidth =
        u.square()
            .under(1)
            .plus(cubic.times(multiplier.square()).times(2))
            .over(conditionByV)
            .negated();
    Tensor xByV = m.times(lu).times(iww);
    Tensor ratioByV = iy.plus(difference).times(0.5);

    Tensor xBar = baseStd.times(meanBar);
    Tensor vBar = baseStd.times(stdBar).over(root).times(-0.5);
    Tensor total = xBar.times(xByV).plus(vBar);
    Tensor mv = m.times(v);
    Tensor byLambda = total.times(vByLambda).minus(xBar.times(mv).times(u).times(iww));
    Tensor slope = ratioByV.times(vByLambda).minus(cubic.times(v).times(u));
    Tensor byMean = xBar.times(v).times(iw).plus(total.times(vByMean));
    Tensor byWidth = total.times(vByWidth).minus(xBar.times(mv).times(multiplier).times(iww));
    Tensor ratioByMean = mv.times(iww).plus(ratioByV.times(vByMean));
    Tensor ratioByWidth = ratioByV.times(vByWidth).minus(cubic.times(v).times(multiplier));

    Tensor below = open.choose(slope, 0).total(1);
    Tensor above = open.choose(byLambda, 0).total(1);
    Tensor through = below.is(0).choose(0, above.over(below));
    Tensor byTaskMean = open.choose(byMean.minus(ratioByMean.times(through)).over(baseStd), 0);
    Tensor byTaskStd =
        open.choose(
            byWidth.minus(ratioByWidth.times(through)).times(ratio).times(2).over(baseStd), 0);
    Tensor free = multiplier.is(0);
    return new Cotangents(
        free.choose(meanBar, byTaskMean),
        free.choose(taskStd.below(baseStd).choose(stdBar, 0), byTaskStd));
  }
}
