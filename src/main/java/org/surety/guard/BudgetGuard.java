package org.surety.guard;

import java.util.List;
import java.util.Optional;
import org.surety.numeric.Directed;
import org.surety.ratio.ActionDistribution;
import org.surety.ratio.BaseRisk;
import org.surety.ratio.PolicyClass;
import org.surety.ratio.TrajectoryBudgetTransfer;

/**
 * Keeps the log density ratio of the whole episode at most B. What is left limits the ratio of the
 * next decision; the realized log ratio of what was drawn is charged, and negative ones are refunds
 * without limit. At most e^B times the base policy's violation probability, for every horizon.
 */
public final class BudgetGuard extends LedgeredGuard implements Guard {
  /** How far the limit of a decision stays inside what is left, relatively. */
  static final double INSIDE = 1 - 1e-12;

  private final double budget;
  private final double cap;
  private final RatioLimit ratio = new RatioLimit();
  private double limit;

  /**
   * A guard that is never released.
   *
   * @param budget B in nats, at least 0, finite
   * @param perStepCap most that one decision may be allowed, in nats, positive; infinity for no
   *     limit. See {@link TrajectoryBudgetTransfer#perDecisionCap}
   * @param horizon number of decisions after which only base is played
   */
  public BudgetGuard(double budget, double perStepCap, int horizon) {
    this(budget, perStepCap, horizon, Optional.empty());
  }

  /** As above, to be released under {@code terms}. */
  public BudgetGuard(double budget, double perStepCap, int horizon, Optional<ReleaseTerms> terms) {
    super("budget", List.of(budget, perStepCap), horizon, checked(budget, perStepCap), terms);
    this.budget = budget;
    cap = perStepCap;
  }

  static double checked(double budget, double perStepCap) {
    if (!(budget >= 0 && budget < Double.POSITIVE_INFINITY)) {
      throw wrong("budget", budget, "give a finite number of nats, at least 0");
    }
    if (!(perStepCap > 0)) {
      throw wrong("per-step cap", perStepCap, "give a positive number of nats");
    }
    return budget;
  }

  @Override
  Optional<ActionDistribution> limit(
      ActionDistribution base, ActionDistribution task, double remaining) {
    limit = size(remaining);
    return ratio.project(limit, base, task);
  }

  /** What one decision may cost. */
  static double limit(double cap, double remaining) {
    return Math.min(cap, remaining * INSIDE);
  }

  @Override
  double size(double left) {
    return limit(cap, left);
  }

  @Override
  double charge(ActionDistribution base, ActionDistribution played, double[] rawAction) {
    return RatioLimit.charge(base, played, rawAction, limit);
  }

  @Override
  double after(double left, double charge) {
    return Directed.addDown(left, -charge);
  }

  @Override
  boolean spent(double left) {
    return !(left >= SPENT);
  }

  @Override
  public double riskUpper(BaseRisk base, PolicyClass policies) {
    return new TrajectoryBudgetTransfer().bound(base, budget);
  }
}
