package org.surety.guard;

import java.util.List;
import java.util.Optional;
import org.surety.ratio.ActionDistribution;
import org.surety.ratio.BaseRisk;
import org.surety.ratio.ChiSquareTransfer;
import org.surety.ratio.PolicyClass;
import org.surety.ratio.PowerTransfer;
import org.surety.ratio.Transfer;

/**
 * Keeps the density ratio of every decision at most α. Carries α^T, and for Gaussians the smaller
 * bound of {@link ChiSquareTransfer}.
 */
public final class PerStepGuard extends LedgeredGuard implements Guard {
  private final double alpha;
  private final double limit;
  private final RatioLimit ratio = new RatioLimit();

  /**
   * A guard that is never released.
   *
   * @param alpha ratio per decision, at least 1, finite
   * @param horizon number of decisions after which only base is played
   */
  public PerStepGuard(double alpha, int horizon) {
    this(alpha, horizon, Optional.empty());
  }

  /** As above, to be released under {@code terms}. */
  public PerStepGuard(double alpha, int horizon, Optional<ReleaseTerms> terms) {
    super("per-step", List.of(alpha), horizon, logarithm(alpha), terms);
    this.alpha = alpha;
    limit = remaining();
  }

  /** ln α, rounded down. */
  static double logarithm(double alpha) {
    if (!(alpha >= 1 && alpha < Double.POSITIVE_INFINITY)) {
      throw wrong("alpha", alpha, "a density ratio has a supremum of at least 1; give 1 or more");
    }
    return Math.max(0, Math.nextDown(Math.nextDown(StrictMath.log(alpha))));
  }

  @Override
  Optional<ActionDistribution> limit(
      ActionDistribution base, ActionDistribution task, double remaining) {
    return ratio.project(limit, base, task);
  }

  @Override
  double size(double left) {
    return limit;
  }

  @Override
  double charge(ActionDistribution base, ActionDistribution played, double[] rawAction) {
    return RatioLimit.charge(base, played, rawAction, limit);
  }

  @Override
  double after(double left, double charge) {
    return left;
  }

  @Override
  boolean spent(double left) {
    return limit < SPENT;
  }

  @Override
  public double riskUpper(BaseRisk base, PolicyClass policies) {
    return riskUpper(alpha, base, policies);
  }

  /** The smaller bound for policies whose ratio is at most α at every decision, rounded up. */
  static double riskUpper(double alpha, BaseRisk base, PolicyClass policies) {
    double least = 1;
    for (Transfer transfer : List.of(new PowerTransfer(), ChiSquareTransfer.everyDecision())) {
      if (transfer.objection(policies).isEmpty()) {
        least = Math.min(least, transfer.bound(base, alpha));
      }
    }
    return least;
  }
}
