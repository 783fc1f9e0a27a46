package org.surety.train.tensor;

import org.surety.ratio.GaussianProjection;

/**
 * {@link GaussianProjection} for many Gaussians at once, in double precision: rows are decisions,
 * columns dimensions of the action. The same optimality conditions and the same safeguarded
 * iteration, every row its own bracket; rows that are done stand still while others go on, and the
 * device is asked now and then whether all are.
 *
 * <p>What is returned has been checked: the largest log ratio of the doubles returned, rounded up
 * by {@link TensorRatio#largestUpper}, is at most the limit, or the row is shrunk towards the base
 * until it is; at worst it is the base.
 */
@SuppressWarnings("try") // a scope is opened to be closed
public final class TensorProjection {
  private static final double INSIDE = 1e-11;
  private static final int SHRINKS = 4;

  private final Tensor limit;
  private final Tensor baseMean;
  private final Tensor baseStd;

  // By row and dimension, as in the projection of one Gaussian.
  private final Tensor m;
  private final Tensor u;
  private final Tensor narrower;
  private final Tensor star;
  private final Tensor top;

  /**
   * A batch of projected Gaussians.
   *
   * @param mean μ', [rows, d]
   * @param std σ', [rows, d]
   * @param multiplier λ, [rows, 1]: 0 where the task is played as it is, infinite where base is
   *     because the task's numbers are out of range
   */
  public record Projected(Tensor mean, Tensor std, Tensor multiplier) {}

  private TensorProjection(
      Tensor limit, Tensor baseMean, Tensor baseStd, Tensor taskMean, Tensor taskStd) {
    this.limit = limit;
    this.baseMean = baseMean;
    this.baseStd = baseStd;
    m = taskMean.minus(baseMean).over(baseStd);
    Tensor ratio = taskStd.over(baseStd);
    Tensor square = m.square();
    u = ratio.square();
    narrower = ratio.from(1).times(ratio.plus(1));
    Tensor root = narrower.square().plus(square.times(4)).sqrt();
    star =
        u.above(1)
            .choose(
                square.times(2).over(u.times(root.minus(narrower))),
                narrower.plus(root).over(u).times(0.5));
    top = star.largest(1);
  }

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
    Workspace workspace = limit.workspace();
    try (Workspace.Scope scope = workspace.scope()) {
      Tensor ratio = taskStd.over(baseStd);
      Tensor size = ratio.square().plus(taskMean.minus(baseMean).over(baseStd).square());
      Tensor fine =
          ratio.square().above(0).and(ratio.above(0)).and(size.below(Double.POSITIVE_INFINITY));
      Tensor valid = fine.all();
      // Rows out of range are given something harmless to work on.
      Projected projected =
          new TensorProjection(
                  limit,
                  baseMean,
                  baseStd,
                  valid.choose(taskMean, baseMean),
                  valid.choose(taskStd, baseStd))
              .run(valid.choose(taskMean, baseMean), valid.choose(taskStd, baseStd));
      return new Projected(
          scope.handOut(projected.mean),
          scope.handOut(projected.std),
          scope.handOut(valid.choose(projected.multiplier, Double.POSITIVE_INFINITY)));
    }
  }

  private Projected run(Tensor taskMean, Tensor taskStd) {
    Tensor clipped = taskStd.min(baseStd);
    Tensor free = TensorRatio.largestUpper(taskMean, clipped, baseMean, baseStd).atMost(limit);
    Tensor toBase = limit.is(0).or(top.is(0));
    Tensor target = limit.times(1 - INSIDE);
    TensorProjectionSolver found =
        new TensorProjectionSolver(m, u, narrower, star, top, target, free.or(toBase));
    found.solve();
    Projected placed = shrunk(place(found));
    Tensor mean = toBase.choose(baseMean, placed.mean);
    Tensor std = toBase.choose(baseStd, placed.std);
    return new Projected(
        free.choose(taskMean, mean),
        free.choose(clipped, std),
        free.choose(0, toBase.choose(top, found.multiplier())));
  }

  /** Rounds the solution to doubles; see {@link GaussianProjection}. */
  private Projected place(TensorProjectionSolver s) {
    Tensor v = s.v();
    Tensor y = s.y();
    Tensor collapsed = v.is(0);
    Tensor root = y.sqrt();
    Tensor narrow =
        v.below(0.5)
            .choose(baseStd.minus(baseStd.times(v.over(root.plus(1)))), baseStd.times(root));
    Tensor w = u.times(s.multiplier()).plus(v);
    Tensor x = m.times(v).over(w);
    // Where v is small, rounding the width changes it by a large fraction; x takes what is left.
    Tensor tiny = v.below(1e-3);
    Tensor fraction = baseStd.minus(narrow).over(baseStd);
    Tensor rounded = fraction.times(narrow.over(baseStd).plus(1));
    Tensor share = TensorRatio.minusHalfLog(v, y).plus(x.square().over(v).times(0.5));
    Tensor room = share.minus(TensorRatio.minusLogOneMinus(fraction));
    Tensor refitted = rounded.times(room).times(2).max(0).sqrt().times(x.sign());
    x = tiny.choose(refitted, x);
    narrow = tiny.and(room.below(0)).choose(narrow.times(1 + 0x1p-52).min(baseStd), narrow);
    Tensor move = baseStd.times(x);
    Tensor moved = baseMean.plus(move);
    Tensor beyond = moved.minus(baseMean).abs().above(move.abs());
    moved = beyond.choose(moved.minus(move.sign().times(moved.abs().times(0x1p-52))), moved);
    Tensor base = collapsed.or(narrow.is(baseStd));
    return new Projected(
        base.choose(baseMean, moved), collapsed.choose(baseStd, narrow), s.multiplier());
  }

  /** The check that makes the bound true of the doubles returned. */
  private Projected shrunk(Projected placed) {
    Tensor mean = placed.mean;
    Tensor std = placed.std;
    for (int attempt = 0; attempt < SHRINKS; attempt++) {
      Tensor ratio = TensorRatio.largestUpper(mean, std, baseMean, baseStd);
      Tensor kept = ratio.atMost(limit);
      Tensor factor = limit.over(ratio).times(1 - 1e-13 * (1 << (3 * attempt)));
      Tensor newStd = baseStd.minus(factor.times(baseStd.minus(std)));
      Tensor newMean = baseMean.plus(factor.times(mean.minus(baseMean)));
      std = kept.choose(std, newStd);
      mean = std.is(baseStd).choose(baseMean, kept.choose(mean, newMean));
    }
    Tensor kept = TensorRatio.largestUpper(mean, std, baseMean, baseStd).atMost(limit);
    return new Projected(kept.choose(mean, baseMean), kept.choose(std, baseStd), placed.multiplier);
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
