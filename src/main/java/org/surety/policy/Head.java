package org.surety.policy;

import java.util.Arrays;

/** What the last outputs of a policy's networks mean. */
public sealed interface Head {

  /** A distribution over n actions by unnormalized log probabilities. */
  record Categorical(Network logits) implements Head {}

  /** A Gaussian with independent dimensions over raw actions, before squashing and scaling. */
  record Gaussian(Network mean, Deviation deviation) implements Head {}

  /**
   * A Gaussian whose density ratio to the base policy's is bounded by construction: outputs are the
   * d + 1 logits, d widths and d shifts of {@link org.surety.ratio.RatioBoundedHead}, in this
   * order. It has no distribution without the base policy's.
   */
  record RatioBounded(Network raw) implements Head {}

  /** Where a Gaussian's standard deviations come from. */
  sealed interface Deviation {}

  /** The same standard deviations e^{log_std} at all states. */
  final class ConstantDeviation implements Deviation {
    private final double[] logStd;
    private final double[] std;

    /**
     * Deviations with these logarithms, which are copied.
     *
     * @throws IllegalArgumentException if one is not finite or its exponential is 0 or infinite
     */
    public ConstantDeviation(double[] logStd) {
      this.logStd = logStd.clone();
      std = new double[logStd.length];
      for (int i = 0; i < std.length; i++) {
        std[i] = StrictMath.exp(logStd[i]);
        if (!(std[i] >= Double.MIN_NORMAL && std[i] < Double.POSITIVE_INFINITY)) {
          throw new IllegalArgumentException(
              "log_std[" + i + "] is " + logStd[i] + ", which gives the deviation " + std[i]);
        }
      }
    }

    /** A copy of the logarithms. */
    public double[] logStd() {
      return logStd.clone();
    }

    /** The number of dimensions. */
    public int dimension() {
      return std.length;
    }

    void copyStd(double[] to, int offset) {
      System.arraycopy(std, 0, to, offset, std.length);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof ConstantDeviation that && Arrays.equals(logStd, that.logStd);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(logStd);
    }

    @Override
    public String toString() {
      return "log_std " + Arrays.toString(logStd);
    }
  }

  /** Standard deviations from a network on the trunk's outputs. */
  record StateDeviation(Network raw, StdMap map) implements Deviation {}

  /**
   * The standard deviations of a base policy at the same observation, each divided by 1 + e^r with
   * r from a network on the trunk's outputs: ln σ = ln σ_base − softplus(r). Narrower than the
   * base's at every state, as a bounded density ratio needs.
   *
   * @param raw gives one r a dimension
   * @param base a Gaussian policy with a deviation of its own
   */
  record NarrowedDeviation(Network raw, Policy base) implements Deviation {
    /** Checks that the base has its own deviation. */
    public NarrowedDeviation {
      if (!(base.head() instanceof Gaussian gaussian)
          || gaussian.deviation() instanceof NarrowedDeviation) {
        throw new IllegalArgumentException(
            "a deviation is narrowed from that of a Gaussian policy with its own, not " + base);
      }
    }
  }
}
