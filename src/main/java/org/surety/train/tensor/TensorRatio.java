package org.surety.train.tensor;

/**
 * {@link org.surety.ratio.GaussianRatio} for many Gaussians at once, in double precision: rows are
 * decisions, columns dimensions of the action. Every operation rounds on its own.
 */
public final class TensorRatio {
  private static final double UNIT = 0x1p-53;

  /** Of ln((σ_b − σ')/σ'); beyond it the engine's ln(1 + eᵗ) is t. */
  private static final double MOST_LOG = 19;

  private TensorRatio() {}

  /**
   * The supremum over all actions of ln π'/π_b, rounded up; infinite where it is unbounded, a
   * number is none, or σ' is less than 10⁻⁸ σ_b.
   *
   * <p>ln σ_b/σ' is taken as ln(1 + eᵗ) with t = ln((σ_b − σ')/σ'), which cancels nowhere: |t| is
   * at most 37, where libtorch's logarithm is off by 37 · 2 units of 2⁻⁵³ in absolute terms, and so
   * is eᵗ relatively; with 2 units for each function and operation that makes 100 for a dimension,
   * for which 128 are added.
   *
   * @return a column
   */
  public static Tensor largestUpper(Tensor mean, Tensor std, Tensor baseMean, Tensor baseStd) {
    Tensor narrowing = baseStd.minus(std);
    Tensor shift = mean.minus(baseMean);
    Tensor t = narrowing.over(std).log();
    Tensor still = shift.is(0);
    Tensor bounded = t.atMost(MOST_LOG).and(narrowing.above(0).or(still));
    Tensor quotients = shift.over(narrowing).times(shift.over(baseStd.plus(std)));
    Tensor terms = t.softplus().times(2).plus(still.choose(0, quotients));
    long d = mean.shape()[1];
    return bounded
        .choose(terms, Double.POSITIVE_INFINITY)
        .total(1)
        .times(0.5 * (1 + 128 * (d + 1) * UNIT));
  }

  /**
   * ln π'/π_b at the actions drawn, rounded up: what a ledger charges. It is a few units of 2⁻⁵³
   * where both are the same.
   *
   * @return a column
   */
  static Tensor realizedUpper(
      Tensor mean, Tensor std, Tensor baseMean, Tensor baseStd, Tensor action) {
    Tensor z = action.minus(mean).over(std).square();
    Tensor zBase = action.minus(baseMean).over(baseStd).square();
    Tensor logarithm = baseStd.over(std).log();
    Tensor value = logarithm.plus(zBase.minus(z).times(0.5));
    Tensor size = logarithm.abs().plus(z).plus(zBase).plus(1);
    long d = mean.shape()[1];
    return value.plus(size.times((16 + d) * UNIT)).total(1);
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
}
