package org.surety.train.tensor;

import org.surety.train.tensor.Workspace.Precision;

/**
 * The search for one multiplier a row behind {@link TensorProjection}, all rows at once: {@code
 * ProjectionSolver} of the room {@code ratio}, whose derivation holds here. A row that is done
 * stands still; the device is asked after every step whether all are.
 */
@SuppressWarnings("try") // a scope is opened to be closed
final class TensorProjectionSolver {
  private static final double TOLERANCE = 4e-12;
  private static final int MOST_STEPS = 60;
  private static final int MOST_INNER = 100;

  // The problem, by row and dimension.
  private final Tensor square; // m²
  private final Tensor u;
  private final Tensor narrower; // 1 − u
  private final Tensor star; // λ* of the dimension
  private final Tensor still; // m = 0

  // By row.
  private final Tensor top; // H
  private final Tensor target;

  // Where the search has come to.
  private Tensor lambda;
  private Tensor theta;
  private Tensor lowLambda;
  private Tensor lowTheta;
  private Tensor highLambda;
  private Tensor highTheta;
  private Tensor last;
  private Tensor beforeLast;
  private Tensor done;
  private Tensor evaluatedAt;
  private Tensor v; // by dimension, as the next two
  private Tensor y;
  private Tensor slopeOfV;

  /** G and its slope by λ. */
  private record Sums(Tensor value, Tensor slope) {}

  /**
   * A search that has not begun.
   *
   * @param settled rows in which nothing is sought
   */
  TensorProjectionSolver(
      Tensor m, Tensor u, Tensor narrower, Tensor star, Tensor top, Tensor target, Tensor settled) {
    square = m.square();
    this.u = u;
    this.narrower = narrower;
    this.star = star;
    this.top = top;
    this.target = target;
    still = square.is(0);
    Tensor more = target.times(2).plus(1);
    Tensor q = more.sqrt().under(1);
    Tensor none = top.times(0);
    lambda = top.times(q);
    theta = top.times(target.times(2).over(more).over(q.plus(1)));
    lowLambda = none;
    lowTheta = top;
    highLambda = top;
    highTheta = none;
    last = none.plus(Double.POSITIVE_INFINITY);
    beforeLast = last;
    done = settled;
    evaluatedAt = lambda;
    v = star.times(0);
    y = v.plus(1);
    slopeOfV = v;
  }

  /** λ by row, at which {@link #v} was found. */
  Tensor multiplier() {
    return evaluatedAt;
  }

  /** 1 − (σ'/σ_b)² by dimension; 0 where it has collapsed onto the base. */
  Tensor v() {
    return v;
  }

  /** 1 − v without cancellation. */
  Tensor y() {
    return y;
  }

  /** Finds λ with G(λ) = target in every row that is not settled. */
  void solve() {
    for (int step = 1; ; step++) {
      try (Workspace.Scope scope = top.workspace().scope()) {
        advance(step);
        hold(scope);
      }
      if (step == MOST_STEPS || (step >= 3 && done.not().indices().size() == 0)) {
        return;
      }
    }
  }

  /** Lets what a step has found outlive the step. */
  private void hold(Workspace.Scope scope) {
    lambda = scope.handOut(lambda);
    theta = scope.handOut(theta);
    lowLambda = scope.handOut(lowLambda);
    lowTheta = scope.handOut(lowTheta);
    highLambda = scope.handOut(highLambda);
    highTheta = scope.handOut(highTheta);
    last = scope.handOut(last);
    beforeLast = scope.handOut(beforeLast);
    done = scope.handOut(done);
    v = scope.handOut(v);
    y = scope.handOut(y);
    slopeOfV = scope.handOut(slopeOfV);
    evaluatedAt = scope.handOut(evaluatedAt);
  }

  /** Solves all dimensions at λ and moves λ: by Newton on ln G, or to the middle of the bracket. */
  private void advance(int step) {
    Tensor fromTop = theta.below(top.times(0.5));
    Sums sums = evaluate(fromTop, step == 1);
    Tensor excess = sums.value.minus(target);
    done = done.or(excess.abs().atMost(target.times(TOLERANCE)));
    Tensor above = excess.above(0);
    lowLambda = above.choose(lambda, lowLambda);
    lowTheta = above.choose(theta, lowTheta);
    highLambda = above.choose(highLambda, lambda);
    highTheta = above.choose(highTheta, theta);

    Tensor at = fromTop.choose(theta, lambda);
    Tensor small = fromTop.choose(highTheta, lowLambda);
    Tensor large = fromTop.choose(lowTheta, highLambda);
    Tensor elasticity = fromTop.choose(theta.negated(), lambda).times(sums.slope).over(sums.value);
    Tensor move = target.over(sums.value).log().over(elasticity);
    Tensor length = move.abs();
    Tensor next = at.times(move.exp());
    Tensor newton =
        length
            .atMost(beforeLast.times(0.5))
            .and(length.below(1.5))
            .and(next.above(small))
            .and(next.below(large));
    Tensor middle =
        large
            .atMost(small.times(16))
            .choose(
                small.plus(large).times(0.5),
                small.above(0).choose(small.sqrt().times(large.sqrt()), large.times(1.0 / 64)));
    Tensor to = newton.choose(next, middle);
    beforeLast = newton.choose(last, Double.POSITIVE_INFINITY);
    last = newton.choose(length, Double.POSITIVE_INFINITY);
    lambda = done.choose(lambda, fromTop.choose(top.minus(to), to));
    theta = done.choose(theta, fromTop.choose(to, top.minus(to)));
  }

  /** Sets v, y, dv/dλ, G and G' at λ. */
  private Sums evaluate(Tensor fromTop, boolean first) {
    Tensor gap = fromTop.choose(star.minus(top).plus(theta), star.minus(lambda));
    Tensor open = gap.above(0);
    Tensor lu = u.times(lambda);
    Tensor one = lambda.plus(1);
    Tensor lm = square.times(lambda);
    Tensor iu = u.under(1);
    Tensor c = square.times(iu).times(iu);
    Tensor rho = gap.times(lambda.plus(c.over(star))).over(lambda);
    Tensor k = c.over(lambda);

    // The start right of the root, or the last root moved along its slope.
    Tensor wide = lu.plus(1);
    Tensor a = lm.over(one);
    Tensor right =
        wide.square()
            .times(2)
            .over(wide.times(2).plus(a).plus(a.square().plus(a.times(wide).times(4)).sqrt()));
    Tensor cold = one.times(u).min(right).min(1);
    Tensor y = cold;
    Tensor v = cold.from(1);
    if (!first) {
      Tensor warm = this.v.plus(slopeOfV.times(lambda.minus(evaluatedAt)));
      Tensor usable = warm.above(0).and(warm.below(1)).and(slopeOfV.is(0).not());
      v = usable.choose(warm, v);
      y = usable.choose(warm.from(1), y);
    }
    Tensor looked = open.and(done.not()).and(still.not());
    for (int j = 0; j < MOST_INNER; j++) {
      Tensor iw = lu.plus(v).under(1);
      Tensor ratio = lm.times(iw).times(iw);
      Tensor yr = y.times(ratio);
      Tensor next =
          y.times(rho).minus(v.times(one.plus(y.times(k).times(lu.times(iw).plus(1)).times(iw))));
      Tensor far =
          yr.plus(v.below(0.5).choose(narrower.minus(v), y.minus(u)).times(iu)).minus(lambda);
      Tensor residual = v.below(lu).choose(next, far);
      Tensor move = residual.over(iu.plus(ratio).plus(yr.times(iw).times(2)));
      Tensor leastV = v.times(0x1p-10);
      Tensor leastY = y.times(0x1p-10);
      Tensor movedV = v.plus(move).max(leastV).min(leastY.from(1));
      y = y.minus(move).max(leastY).min(leastV.from(1));
      v = movedV;
      Tensor moving = move.abs().above(v.min(y).times(1e-6)).and(looked);
      if (moving.as(Precision.DOUBLE).max().value() == 0) {
        break;
      }
    }
    v = still.choose(u.times(gap), v);
    y = still.choose(one.times(u), y);
    v = open.choose(v, 0);
    y = open.choose(y, 1);
    Tensor iw = lu.plus(v).under(1);
    Tensor iy = y.under(1);
    Tensor ratio = square.times(iw).times(iw);
    Tensor cubic = ratio.times(iw);
    Tensor byLambda = iy.plus(cubic.times(lu.minus(v)));
    Tensor byV = one.times(iy).times(iy).plus(cubic.times(lambda).times(2));
    Tensor dv = open.choose(byLambda.over(byV).negated(), 0);
    Tensor parts = TensorRatio.minusHalfLog(v, y).plus(ratio.times(v).times(0.5));
    Tensor slopes = byLambda.times(dv).times(0.5).minus(cubic.times(v).times(u));
    this.v = v;
    this.y = y;
    slopeOfV = dv;
    evaluatedAt = lambda;
    return new Sums(open.choose(parts, 0).total(1), open.choose(slopes, 0).total(1));
  }
}
