package org.surety.ratio;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * A diagonal Gaussian squashed by tanh and scaled into a box: a_i = c_i + h_i tanh(ξ_i) with the
 * center c and half width h of the box. The map is a bijection that base and new policy share, so
 * ratios and divergences are those of the Gaussians beneath. Log raw actions ξ wherever possible: a
 * squashed action next to the edge of the box has lost them.
 */
public final class SquashedGaussian implements ActionDistribution {
  private static final double UNIT = 0x1p-53;
  private static final double LN2 = 0.6931471805599453;

  private final DiagonalGaussian raw;
  private final double[] low;
  private final double[] high;

  /**
   * A Gaussian squashed into the box between {@code low} and {@code high}, which are copied.
   *
   * @throws IllegalArgumentException if the box is empty, unbounded or of another dimension
   */
  public SquashedGaussian(DiagonalGaussian raw, double[] low, double[] high) {
    if (low.length != raw.dimension() || high.length != raw.dimension()) {
      throw new IllegalArgumentException(
          "the box needs "
              + raw.dimension()
              + " dimensions, got "
              + low.length
              + " and "
              + high.length);
    }
    for (int i = 0; i < low.length; i++) {
      if (!(low[i] < high[i]) || Double.isInfinite(high[i] - low[i])) {
        throw new IllegalArgumentException(
            "dimension "
                + i
                + " of the box needs low < high, both finite, got "
                + low[i]
                + " and "
                + high[i]);
      }
    }
    this.raw = raw;
    this.low = low.clone();
    this.high = high.clone();
  }

  /** The Gaussian of the raw actions. */
  public DiagonalGaussian raw() {
    return raw;
  }

  @Override
  public int dimension() {
    return raw.dimension();
  }

  /** Squashes a raw action; the arrays may be the same. */
  public void squash(double[] rawAction, double[] action) {
    for (int i = 0; i < low.length; i++) {
      action[i] = center(i) + halfWidth(i) * StrictMath.tanh(rawAction[i]);
    }
  }

  /**
   * The raw action that is squashed to {@code action}; the arrays may be the same.
   *
   * @throws IllegalArgumentException if an entry lies on the edge of the box or outside
   */
  public void unsquash(double[] action, double[] rawAction) {
    for (int i = 0; i < low.length; i++) {
      double t = (action[i] - center(i)) / halfWidth(i);
      if (!(Math.abs(t) < 1)) {
        throw new IllegalArgumentException(
            "action "
                + action[i]
                + " of dimension "
                + i
                + " is not inside ("
                + low[i]
                + ", "
                + high[i]
                + "); its raw value is lost");
      }
      rawAction[i] = 0.5 * (StrictMath.log1p(t) - StrictMath.log1p(-t));
    }
  }

  @Override
  public double logDensity(double[] action) {
    double[] rawAction = new double[low.length];
    unsquash(action, rawAction);
    return logDensityOfRaw(rawAction);
  }

  /** ln of the density of the squashed action, given the raw one. */
  public double logDensityOfRaw(double[] rawAction) {
    double sum = raw.logDensity(rawAction);
    for (int i = 0; i < low.length; i++) {
      // ln(1 − tanh² ξ) = 2 (ln 2 − |ξ| − ln(1 + e^{−2|ξ|})).
      double size = Math.abs(rawAction[i]);
      sum -=
          StrictMath.log(halfWidth(i))
              + 2 * (LN2 - size - StrictMath.log1p(StrictMath.exp(-2 * size)));
    }
    return sum;
  }

  @Override
  public void sample(RandomGenerator random, double[] action) {
    raw.sample(random, action);
    squash(action, action);
  }

  @Override
  public double divergenceFrom(ActionDistribution other) {
    return raw.divergenceFrom(same(other).raw);
  }

  @Override
  public double maxLogRatioUpper(ActionDistribution base) {
    return raw.maxLogRatioUpper(same(base).raw);
  }

  /**
   * {@inheritDoc} What rounding may have done to the raw action on its way through tanh and back is
   * added: much next to the edge of the box. Where raw actions are logged, ask {@link #raw}.
   */
  @Override
  public double logRatioUpper(ActionDistribution base, double[] action) {
    SquashedGaussian that = same(base);
    double[] rawAction = new double[low.length];
    unsquash(action, rawAction);
    double charge = raw.logRatioUpper(that.raw, rawAction);
    if (charge == 0 && raw.equals(that.raw)) {
      return 0;
    }
    double slack = 0;
    for (int i = 0; i < low.length; i++) {
      double xi = rawAction[i];
      double t = StrictMath.tanh(xi);
      double size = 2 + (Math.abs(action[i]) + Math.abs(center(i))) / halfWidth(i);
      double error = UNIT * (16 * (1 + Math.abs(xi)) + 8 * size / ((1 - t) * (1 + t)));
      double slope =
          Math.abs(xi - raw.mean(i)) / (raw.std(i) * raw.std(i))
              + Math.abs(xi - that.raw.mean(i)) / (that.raw.std(i) * that.raw.std(i));
      slack += error * slope + error * error / (raw.std(i) * raw.std(i));
    }
    return Math.nextUp(charge + 1.01 * slack);
  }

  private double center(int i) {
    return low[i] + 0.5 * (high[i] - low[i]);
  }

  private double halfWidth(int i) {
    return 0.5 * (high[i] - low[i]);
  }

  private SquashedGaussian same(ActionDistribution other) {
    if (other instanceof SquashedGaussian that
        && Arrays.equals(low, that.low)
        && Arrays.equals(high, that.high)) {
      return that;
    }
    throw new IllegalArgumentException("not squashed alike: " + this + " and " + other);
  }

  @Override
  public String toString() {
    return raw + " squashed into " + Arrays.toString(low) + " to " + Arrays.toString(high);
  }
}
