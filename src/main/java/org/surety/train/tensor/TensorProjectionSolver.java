package org.surety.train.tensor;

import org.jspecify.annotations.Nullable;

/**
 * The search for one multiplier a row behind {@link TensorProjection}, all rows at once and in a
 * fixed number of steps: the conditions of {@code ProjectionSolver} of the room {@code ratio}, with
 * every dimension's v the root of a cubic, here in w = v + λu,
 *
 * <pre>w³ − (1 − u) w² + B w − A B = 0,   A = 1 + λu,   B = λ u m²,   max(λu, 1 − u) ≤ w ≤ A,</pre>
 *
 * <p>whose only root there Halley's iteration finds. Where a dimension collapses onto the base, the
 * ratio as a function of λ has a kink; all kinks are evaluated first, which says between which two
 * the solution is. From there Newton's iteration runs inside a bracket, on ln(1/G − 1/G(0)) against
 * t = ln λ/(H − λ), which is nearly straight at both ends.
 *
 * <p>What is returned is the last point evaluated, with its ratio: exact for the v and w returned,
 * whether or not the search has come to the target. How near it comes is what {@code
 * TensorProjectionStudy} says of it.
 */
final class TensorProjectionSolver {
  private static final int STEPS = 6;

  /** From a multiplier that was right for nearly the same task. */
  private static final int STEPS_FROM_NEARBY = 3;

  /** Halley's steps where nothing is known; afterwards a step of Newton's follows λ. */
  private static final int FIRST = 3;

  private static final int AT_KINKS = 2;

  /** |t| of all brackets: λ and H − λ are told apart from 0. */
  private static final double FARTHEST = 36;

  private static final double LONGEST = 8;
  private static final double LEAST = 1e-300;

  /** A step goes at most this share of the way to an end of the bracket. */
  private static final double SHARE = 0.9;

  /** The numbers of dimensions whose kinks are looked at. */
  private static final int MOST_KINKS = 16;

  // The problem, by row and dimension.
  private final Tensor square; // m²
  private final Tensor u;
  private final Tensor narrower; // 1 − u
  private final Tensor star; // λ* of the dimension
  private final Tensor um; // u m²
  private final Tensor twiceNarrower;

  // By row.
  private final Tensor top; // H
  private final Tensor twice; // 2 · target
  private final Tensor atTask; // 1/2G(0), 0 where that is infinite
  private final Tensor sought; // 1/(2 · target) less that
  private final boolean near;
  private Tensor lambda;
  private Tensor t;
  private Tensor lowT;
  private Tensor highT;
  private Tensor ratio; // 2 G

  // By row and dimension: where it has come to.
  private Tensor lu;
  private Tensor w;
  private Tensor v;
  private Tensor y;
  private Tensor b; // m²/w²
  private Tensor open;

  /**
   * A search that has not begun.
   *
   * @param twiceAtTask 2 G(0), where λ is 0 and nothing binds; perhaps infinite
   * @param target positive; rows whose ratio at the task is smaller come to nothing of use
   * @param nearby multipliers to start from where they are possible; null if there are none
   */
  TensorProjectionSolver(
      Tensor square,
      Tensor u,
      Tensor narrower,
      Tensor star,
      Tensor top,
      Tensor twiceAtTask,
      Tensor target,
      @Nullable Tensor nearby) {
    this.square = square;
    this.u = u;
    this.narrower = narrower;
    this.star = star;
    this.top = top;
    um = u.times(square);
    twiceNarrower = narrower.times(2);
    twice = target.times(2);
    Tensor none = top.times(0);
    lambda = none;
    ratio = none;
    lowT = none.minus(FARTHEST);
    highT = none.plus(FARTHEST);
    atTask = twiceAtTask.under(1);
    sought = twice.under(1).minus(atTask).max(LEAST);
    // λ = H / √(1 + 2δ) is right where one dimension moves a little from far off.
    Tensor far = sought.under(1);
    t = far.plus(1).sqrt().plus(1).over(far).log();
    near = nearby != null;
    if (nearby != null) {
      Tensor place = nearby.over(top.minus(nearby)).log();
      t = place.abs().below(FARTHEST).choose(place, t);
    }
    lu = um;
    w = um;
    v = um;
    y = um;
    b = um;
    open = um;
  }

  /** λ by row. */
  Tensor multiplier() {
    return lambda;
  }

  /** 2 Σ max ln π'/π_b of what is returned, by row. */
  Tensor twiceRatio() {
    return ratio;
  }

  /** 1 − (σ'/σ_b)² by dimension; not to be used where the dimension is not {@link #open}. */
  Tensor v() {
    return v;
  }

  /** 1 − v without cancellation. */
  Tensor y() {
    return y;
  }

  /** v + λu. */
  Tensor w() {
    return w;
  }

  /** (m/w)². */
  Tensor gain() {
    return b;
  }

  /** Where a dimension has not collapsed onto the base. */
  Tensor open() {
    return open;
  }

  /** Takes all steps. */
  void solve() {
    long d = star.shape()[1];
    if (d > 1 && d <= MOST_KINKS) {
      bracket(d);
    }
    Tensor nearEnd = lowT.times(SHARE);
    Tensor farEnd = highT.times(SHARE);
    Tensor power = um; // d ln w / d ln λ
    int steps = near ? STEPS_FROM_NEARBY : STEPS;
    for (int step = 0; step < steps; step++) {
      Tensor share = t.sigmoid();
      Tensor next = top.times(share);
      Tensor a = u.times(next).plus(1);
      Tensor bb = um.times(next);
      lu = u.times(next);
      Tensor least = lu.max(narrower);
      Tensor slope;
      if (step == 0) {
        w = start(square, narrower, u.times(next.plus(1)), next, a, bb);
        for (int j = 0; j < FIRST; j++) {
          w = halley(w, narrower, least, a, bb);
        }
        slope = slope(w, bb);
      } else {
        // w is nearly a power of λ, wherever one term of the cubic is small.
        w = w.times(power.times(next.over(lambda).log()).exp()).max(least).min(a);
        slope = slope(w, bb);
        w = w.minus(cubic(w, a, bb).over(slope)).max(least).min(a);
      }
      lambda = next;
      v = w.minus(lu);
      y = a.minus(w);
      open = star.above(lambda);
      Tensor iw = w.under(1);
      b = square.times(iw.square());
      Tensor bv = b.times(v);
      ratio = open.choose(bv.minus(y.log()), 0).total(1);
      if (step == steps - 1) {
        return;
      }
      // w' = u m² (y + λu) / f'(w), and 2 G' along it.
      Tensor c = y.under(1).plus(b);
      Tensor slopeOfW = um.times(y.plus(lu)).over(slope);
      power = slopeOfW.times(lambda).times(iw);
      Tensor slopes = c.minus(bv.times(iw).times(2)).times(slopeOfW).minus(u.times(c));
      Tensor along = open.choose(slopes, 0).total(1).times(lambda).times(share.from(1));
      Tensor here = ratio.under(1).minus(atTask).max(LEAST);
      Tensor newton =
          here.over(sought).log().times(here).times(ratio.square()).over(along.min(-LEAST));
      Tensor rest = t.times(1 - SHARE);
      t = t.plus(newton.max(-LONGEST).min(LONGEST)).max(rest.plus(nearEnd)).min(rest.plus(farEnd));
    }
  }

  /** The cubic at w. */
  private Tensor cubic(Tensor at, Tensor a, Tensor bb) {
    return at.square().times(at.minus(narrower)).minus(bb.times(a.minus(at)));
  }

  /** And its slope. */
  private Tensor slope(Tensor at, Tensor bb) {
    return at.times(3).minus(twiceNarrower).times(at).plus(bb);
  }

  /** Finds the kinks around the solution; rows that have it at hand keep where to start. */
  private void bracket(long d) {
    long rows = star.shape()[0];
    Tensor at = star.max(top.times(1e-15)); // λ at the kink
    Tensor kink = at.reshape(rows, d, 1);
    Tensor width = u.reshape(rows, 1, d);
    Tensor shift = square.reshape(rows, 1, d);
    Tensor along = width.times(kink);
    Tensor a = along.plus(1);
    Tensor bb = um.reshape(rows, 1, d).times(kink);
    Tensor narrow = narrower.reshape(rows, 1, d);
    Tensor x = start(shift, narrow, width.times(kink.plus(1)), kink, a, bb);
    Tensor least = along.max(narrow);
    for (int j = 0; j < AT_KINKS; j++) {
      x = halley(x, narrow, least, a, bb);
    }
    Tensor terms = shift.times(x.minus(along)).over(x.square()).minus(a.minus(x).log());
    Tensor sums = star.reshape(rows, 1, d).above(kink).choose(terms, 0).sum(2);
    Tensor place = at.over(top.minus(at)).log().max(-FARTHEST).min(FARTHEST);
    Tensor above = sums.above(twice);
    lowT = above.choose(place, -FARTHEST).largest(1);
    highT = above.choose(FARTHEST, place).smallest(1);
    Tensor inside = highT.minus(lowT).times(0.25).min(near ? 0.05 : 1);
    t = t.min(highT.minus(inside)).max(lowT.plus(inside));
  }

  /**
   * Between a number below the root, by y that is at most 1, (1 + λ)u and what it is where v is
   * small, and one above it, where a term of the cubic is left out.
   */
  private static Tensor start(
      Tensor square, Tensor narrower, Tensor widest, Tensor lambda, Tensor a, Tensor b) {
    Tensor c = square.times(lambda.over(lambda.plus(1)));
    Tensor right =
        a.square().times(2).over(a.times(4).plus(c).times(c).sqrt().plus(c).plus(a.times(2)));
    Tensor below = a.minus(right.min(widest).min(1)).max(0);
    Tensor ab = a.times(b);
    Tensor root = ab.log().times(1.0 / 3).exp();
    Tensor wide = ab.over(narrower.min(-LEAST).negated()).sqrt();
    return root.min(wide).plus(narrower.max(0)).min(a).times(below).sqrt();
  }

  /** A step of Halley's towards the root. */
  private static Tensor halley(Tensor w, Tensor narrower, Tensor least, Tensor a, Tensor b) {
    Tensor p = w.minus(narrower);
    Tensor f = w.square().times(p).minus(b.times(a.minus(w)));
    Tensor half = p.plus(p).plus(w); // 3w − 2n
    Tensor slope = half.times(w).plus(b);
    Tensor curved = slope.square().minus(f.times(half.plus(narrower)));
    return w.minus(f.times(slope).over(curved)).max(least).min(a);
  }
}
