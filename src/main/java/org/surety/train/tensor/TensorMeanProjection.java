package org.surety.train.tensor;

import org.surety.train.tensor.TensorProjection.Cotangents;
import org.surety.train.tensor.TensorProjection.Projected;

/**
 * {@link org.surety.ratio.MeanProjection} for many Gaussians at once, in double precision: rows are
 * decisions, columns dimensions of the action. A fixed number of steps of Newton's iteration, which
 * rises to the multiplier from where the most demanding dimension alone is inside, and never
 * overshoots; the processor never waits for the device.
 *
 * <p>What the iteration has not come to is made up for by a common factor. The squared length
 * computed from the doubles returned, rounded up, is at most the square of the radius, or the row
 * is base's.
 */
@SuppressWarnings("try") // a scope is opened to be closed
public final class TensorMeanProjection {
  private static final int STEPS = 7;
  private static final double INSIDE = 1e-14;
  private static final double UNIT = 0x1p-53;

  private TensorMeanProjection() {}

  /**
   * Projects the mean of each row; deviations are base's.
   *
   * @param radius ρ of each row in base standard deviations, [rows, 1], at least 0
   * @param baseMean μ_b, finite; this and the others [rows, d], of 64 bits
   * @param baseStd σ_b, positive and finite
   * @param taskMean μ_t
   * @param taskStd σ_t, which weighs the dimensions
   * @return the multiplier is infinite where base is played because the radius is 0 or the task's
   *     numbers are out of range
   */
  public static Projected project(
      Tensor radius, Tensor baseMean, Tensor baseStd, Tensor taskMean, Tensor taskStd) {
    Workspace workspace = radius.workspace();
    try (Workspace.Scope scope = workspace.scope()) {
      Tensor asked = taskMean.minus(baseMean).over(baseStd);
      Tensor ratio = taskStd.over(baseStd);
      Tensor width = ratio.square();
      Tensor fine =
          width.plus(asked.square()).minus(ratio.log()).total(1).below(Double.POSITIVE_INFINITY);
      Tensor m = fine.choose(asked, 0);
      Tensor u = fine.choose(width, 1);
      Tensor limit = radius.square().times(1 - 2 * UNIT);
      Tensor free =
          TensorRatio.squaredShiftUpper(taskMean, baseMean, baseStd).atMost(limit).and(fine);
      // The mean returned is rounded where it is, not where the base's is.
      Tensor rounding =
          baseMean.abs().over(baseStd).largest(1).times(8 * UNIT * baseMean.shape()[1]);
      Tensor target = radius.times(1 - INSIDE).minus(rounding).max(0);
      Tensor size = m.abs();
      Tensor lambda = size.over(target.max(Double.MIN_NORMAL)).minus(1).over(u).largest(1).max(0);
      Tensor largest = size.largest(1).max(Double.MIN_NORMAL);
      Tensor scaled = m.over(largest);
      for (int step = 0; step < STEPS; step++) {
        // Newton on 1/|x|: its slope is Σ x²u/(1 + λu) / |x|³.
        Tensor denominator = u.times(lambda).plus(1);
        Tensor squares = scaled.over(denominator).square();
        Tensor sum = squares.total(1);
        Tensor slope = squares.times(u).over(denominator).total(1);
        Tensor excess = largest.times(sum.sqrt()).over(target).minus(1);
        lambda = lambda.plus(excess.max(0).times(sum).over(slope));
      }
      Tensor shift = m.over(u.times(lambda).plus(1));
      Tensor reach = shift.square().total(1).sqrt().max(Double.MIN_NORMAL);
      Tensor placed = baseMean.plus(baseStd.times(shift).times(target.over(reach).min(1)));
      Tensor toBase = radius.is(0).and(free.not()).or(fine.not());
      Tensor mean = free.choose(taskMean, placed);
      Tensor kept =
          TensorRatio.squaredShiftUpper(mean, baseMean, baseStd).atMost(limit).and(toBase.not());
      return new Projected(
          scope.handOut(kept.choose(mean, baseMean)),
          baseStd,
          scope.handOut(free.choose(0, toBase.choose(Double.POSITIVE_INFINITY, lambda))));
    }
  }

  /**
   * Pulls the cotangent of the projected mean back; see {@link
   * org.surety.ratio.MeanProjectionGradient}.
   */
  public static Cotangents pullBack(
      Projected projected,
      Tensor baseMean,
      Tensor baseStd,
      Tensor taskMean,
      Tensor taskStd,
      Tensor meanBar) {
    Tensor base = projected.multiplier().is(Double.POSITIVE_INFINITY);
    Tensor free = projected.multiplier().is(0);
    Tensor lambda = base.choose(0, projected.multiplier());
    Tensor m = taskMean.minus(baseMean).over(baseStd);
    Tensor ratio = taskStd.over(baseStd);
    Tensor u = ratio.square();
    Tensor d = u.times(lambda).plus(1);
    Tensor weight = m.times(u).over(d.square());
    Tensor above = baseStd.times(meanBar).times(weight).total(1);
    Tensor below = m.over(d).times(weight).total(1);
    Tensor c = free.or(below.is(0)).choose(0, above.over(below));
    Tensor along = baseStd.times(meanBar).minus(m.over(d).times(c)).over(d);
    Tensor byWidth = m.times(along).over(d).times(lambda).negated();
    return new Cotangents(
        base.choose(0, along.over(baseStd)),
        base.choose(0, byWidth.times(ratio).times(2).over(baseStd)));
  }
}
