package org.surety.ratio;

import java.util.random.RandomGenerator;

/**
 * The distribution of an action at one state. Immutable.
 *
 * <p>Densities are of actions as the distribution draws them: for a squashed Gaussian of squashed
 * ones. Comparisons are between distributions of the same kind and shape; anything else is refused
 * with an {@link IllegalArgumentException}.
 */
public sealed interface ActionDistribution
    permits DiagonalGaussian, FullGaussian, SquashedGaussian, Categorical {
  /** Length of an action vector; 1 for a category, whose action is its index. */
  int dimension();

  /** ln of the density, or of the probability, of an action; minus infinity outside the support. */
  double logDensity(double[] action);

  /** Draws an action. */
  void sample(RandomGenerator random, double[] action);

  /** KL(this ‖ other) in nats; infinity where this is not absolutely continuous. */
  double divergenceFrom(ActionDistribution other);

  /**
   * The supremum over all actions of the log density ratio of this over {@code base}, rounded up;
   * infinity where it is unbounded.
   */
  double maxLogRatioUpper(ActionDistribution base);

  /**
   * The log density ratio of this over {@code base} at an action that was drawn, rounded up: what a
   * ledger charges. Exactly 0 where the two are the same bit for bit.
   */
  double logRatioUpper(ActionDistribution base, double[] action);
}
