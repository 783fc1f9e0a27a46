package org.surety.train.tensor;

/**
 * {@link org.surety.ratio.GaussianRatio} for many Gaussians at once, in double precision: rows are
 * decisions, columns dimensions of the action.
 *
 * <p>The operations are the same and every one rounds on its own; only logarithms of numbers that
 * are not next to 1 are libtorch's, whose error of at most 2 units of 2⁻⁵³ is below the 4 that the
 * margins there already count.
 */
public final class TensorRatio {
  private static final double UNIT = 0x1p-53;
  private static final double SERIES = 0.28;

  private TensorRatio() {}

  /**
   * The supremum over all actions of ln π'/π_b, rounded up by 16 (d + 1) units relatively; infinite
   * where it is unbounded or a number is none.
   *
   * @return a column
   */
  public static Tensor largestUpper(Tensor mean, Tensor std, Tensor baseMean, Tensor baseStd) {
    Tensor narrowing = baseStd.minus(std);
    Tensor shift = mean.minus(baseMean);
    Tensor fraction = narrowing.over(baseStd);
    Tensor logarithm =
        fraction.below(SERIES).choose(minusLogOneMinus(fraction), baseStd.over(std).log());
    Tensor value =
        logarithm.plus(shift.over(narrowing).times(shift.over(baseStd.plus(std))).times(0.5));
    Tensor bounded = narrowing.above(0).and(std.atLeast(Double.MIN_NORMAL)).and(value.atLeast(0));
    Tensor same = narrowing.is(0).and(shift.is(0));
    Tensor terms = same.choose(0, bounded.choose(value, Double.POSITIVE_INFINITY));
    long d = mean.shape()[1];
    return terms.total(1).times(1 + 16 * (d + 1) * UNIT);
  }

  /**
   * ln π'/π_b at the actions drawn, rounded up: what a ledger charges. Exactly 0 where both are the
   * same.
   *
   * @return a column
   */
  static Tensor realizedUpper(
      Tensor mean, Tensor std, Tensor baseMean, Tensor baseStd, Tensor action) {
    Tensor z = action.minus(mean).over(std).square();
    Tensor zBase = action.minus(baseMean).over(baseStd).square();
    Tensor logarithm = baseStd.over(std).log();
    Tensor same = mean.is(baseMean).and(std.is(baseStd));
    Tensor value = same.choose(0, logarithm.plus(zBase.minus(z).times(0.5)));
    Tensor size = same.choose(0, logarithm.abs().plus(1).plus(z).plus(zBase));
    long d = mean.shape()[1];
    return value.total(1).plus(size.total(1).times((16 + d) * UNIT));
  }

  /**
   * Σ ((μ' − μ_b)/σ_b)², rounded up: what a mean budget charges.
   *
   * @return a column
   */
  static Tensor squaredShiftUpper(Tensor mean, Tensor baseMean, Tensor baseStd) {
    Tensor squares = mean.minus(baseMean).over(baseStd).square();
    long d = mean.shape()[1];
    return squares.total(1).times(1 + (d + 12) * UNIT);
  }

  /** A number of at least 0 less a charge, rounded down by two units. */
  static Tensor lessDown(Tensor left, Tensor charge) {
    Tensor after = left.minus(charge);
    return after.minus(after.abs().times(2 * UNIT)).minus(Double.MIN_NORMAL);
  }

  /** −ln(1 − v) for v in [0, 0.29], as {@link org.surety.numeric.Logarithm}. */
  static Tensor minusLogOneMinus(Tensor v) {
    Tensor s = v.over(v.from(2));
    Tensor z = s.square();
    Tensor w = z.square();
    Tensor even =
        w.times(0.15313837699209373)
            .plus(0.22222198432149784)
            .times(w)
            .plus(0.3999999999940942)
            .times(w);
    Tensor odd =
        w.times(0.14798198605116586)
            .plus(0.1818357216161805)
            .times(w)
            .plus(0.2857142874366239)
            .times(w)
            .plus(0.6666666666666735)
            .times(z);
    return s.times(2).plus(s.times(even.plus(odd)));
  }

  /** −ln(1 − v)/2 from v and y = 1 − v. */
  static Tensor minusHalfLog(Tensor v, Tensor y) {
    return v.below(SERIES).choose(minusLogOneMinus(v).times(0.5), y.log().times(-0.5));
  }
}
