package org.surety.guard;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.surety.ratio.ActionDistribution;
import org.surety.ratio.Categorical;
import org.surety.ratio.CategoricalProjection;
import org.surety.ratio.DiagonalGaussian;
import org.surety.ratio.GaussianProjection;

/** Projections onto a density ratio, with their work space, and the charge that fits them. */
final class RatioLimit {
  /** Beyond this a ratio is no limit on a categorical distribution, and e to it overflows. */
  private static final double MOST_FOR_CATEGORIES = 700;

  private @Nullable GaussianProjection projection;

  /** The nearest distribution with log ratio at most {@code logRatio}; empty if out of range. */
  Optional<ActionDistribution> project(
      double logRatio, ActionDistribution base, ActionDistribution task) {
    if (base instanceof Categorical from && task instanceof Categorical to) {
      return Optional.of(
          CategoricalProjection.project(Math.min(logRatio, MOST_FOR_CATEGORIES), from, to));
    }
    DiagonalGaussian from = (DiagonalGaussian) base;
    DiagonalGaussian to = (DiagonalGaussian) task;
    int d = from.dimension();
    GaussianProjection known = projection;
    if (known == null || known.dimension() != d) {
      known = new GaussianProjection(d);
      projection = known;
    }
    double[] mean = new double[d];
    double[] std = new double[d];
    try {
      known.project(logRatio, from.means(), from.stds(), to.means(), to.stds(), mean, std, 0);
      return Optional.of(new DiagonalGaussian(mean, std));
    } catch (IllegalArgumentException outOfRange) {
      // Quotients of the two are not representable: nothing a policy in its senses says.
      return Optional.empty();
    }
  }

  /**
   * The realized log ratio, rounded up, but never above the limit: the projection's supremum,
   * itself rounded up, is at most that, so no realized ratio exceeds it.
   */
  static double charge(
      ActionDistribution base, ActionDistribution played, double[] rawAction, double limit) {
    return atMost(played.logRatioUpper(base, rawAction), limit);
  }

  /** A realized log ratio, but never more than was allowed. */
  static double atMost(double realized, double limit) {
    return Double.isFinite(realized) && realized < limit ? realized : limit;
  }
}
