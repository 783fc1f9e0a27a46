package org.surety.train.tensor;

import org.surety.train.tensor.TensorProjection.Cotangents;
import org.surety.train.tensor.TensorProjection.Projected;

/**
 * {@link org.surety.ratio.MeanProjection} for many Gaussians at once, in double precision: rows are
 * decisions, columns dimensions of the action. Newton's iteration rises to the multiplier from 0
 * and never overshoots.
 *
 * <p>The squared length computed from the doubles returned, rounded up, is at most the square of
 * the radius, or the row is base's.
 */
@SuppressWarnings("try") // a scope is opened to be closed
public final class TensorMeanProjection {
  private static final int MOST_STEPS = 60;
  private static final int SHRINKS = 3;
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
      Tensor width = taskStd.over(baseStd).square();
      Tensor fine =
          asked
              .abs()
              .below(Double.POSITIVE_INFINITY)
              .and(taskStd.above(0))
              .and(width.below(Double.POSITIVE_INFINITY))
              .all();
      Tensor m = fine.choose(asked, 0);
      Tensor u = fine.choose(width, 1);
      Tensor limit = radius.square().times(1 - 2 * UNIT);
      Tensor free =
          TensorRatio.squaredShiftUpper(taskMean, baseMean, baseStd).atMost(limit).and(fine);
      Tensor toBase = radius.is(0).and(free.not()).or(fine.not());
      Tensor lambda = search(m, u, radius.times(1 - 1e-14), free.or(toBase));

      Tensor x = m.over(u.times(lambda).plus(1));
      Tensor mean = baseMean.plus(baseStd.times(x));
      for (int attempt = 0; attempt < SHRINKS; attempt++) {
        Tensor size = TensorRatio.squaredShiftUpper(mean, baseMean, baseStd);
        Tensor factor = limit.over(size).sqrt().times(1 - 4 * UNIT * (1 << (5 * attempt)));
        mean = size.atMost(limit).choose(mean, baseMean.plus(mean.minus(baseMean).times(factor)));
      }
      Tensor kept = TensorRatio.squaredShiftUpper(mean, baseMean, baseStd).atMost(limit);
      mean = kept.and(toBase.not()).choose(mean, baseMean);
      return new Projected(
          scope.handOut(free.choose(taskMean, mean)),
          baseStd,
          scope.handOut(free.choose(0, toBase.choose(Double.POSITIVE_INFINITY, lambda))));
    }
  }

  private static Tensor search(Tensor m, Tensor u, Tensor target, Tensor settled) {
    Workspace workspace = m.workspace();
    Tensor size = m.abs().largest(1).max(Double.MIN_NORMAL);
    Tensor lambda = size.times(0);
    for (int step = 1; step <= MOST_STEPS; step++) {
      try (Workspace.Scope scope = workspace.scope()) {
        Tensor denominator = u.times(lambda).plus(1);
        Tensor scaled = m.over(size).over(denominator).square();
        Tensor squares = scaled.total(1);
        Tensor slope = scaled.times(u).over(denominator).total(1);
        Tensor length = size.times(squares.sqrt());
        // Newton on 1/|x|: its slope is Σ x²u/(1 + λu) / |x|³.
        Tensor more = length.over(target).minus(1).times(squares).over(slope);
        Tensor rising = more.above(lambda.times(1e-15)).and(settled.not());
        lambda = scope.handOut(rising.choose(lambda.plus(more), lambda));
        if (step % 4 == 0 && rising.as(Workspace.Precision.DOUBLE).max().value() == 0) {
          break;
        }
      }
    }
    return lambda;
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
