package org.surety.ratio;

import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.surety.numeric.Directed;

/**
 * The trajectory budget: a ledger starts each episode at B nats; before decision t the new policy
 * is limited to a density ratio of e to the power of what is left, and the realized log ratio of
 * the action drawn, positive or negative, is then subtracted. The ratio of the whole trajectory
 * never exceeds e^B, so for every horizon
 *
 * <pre>P'(V) ≤ e^B ε,</pre>
 *
 * and every law of trajectories with ratio at most e^B can be had this way (deterministic
 * environments). Charging anything but the realized ratio, for example its expectation, proves
 * nothing.
 *
 * <p>The bound includes {@value #ROUNDING_PER_DECISION} nats per decision for the rounding of a
 * ledger that is kept in doubles.
 */
public final class TrajectoryBudgetTransfer extends EnclosedTransfer {
  /** Nats per decision that the bound sets aside for rounding in the ledger. */
  public static final double ROUNDING_PER_DECISION = 1e-12;

  @Override
  public String name() {
    return "trajectory-budget";
  }

  @Override
  public String premise() {
    return "any policy run under a ledger that charges the realized log density ratio of every"
        + " action and never lets their sum exceed the budget";
  }

  @Override
  public Setting setting() {
    return Setting.LOG_RATIO_BUDGET;
  }

  @Override
  public Optional<String> objection(PolicyClass policies) {
    return policies == PolicyClass.GAUSSIAN_MEAN
        ? Optional.of(
            "the density ratio of Gaussians of equal width is unbounded, so no action could be"
                + " allowed in advance")
        : Optional.empty();
  }

  @Override
  DoubleUnaryOperator curve(double epsilon, BaseRisk base) {
    double rounding = Directed.multiplyUp(base.horizon(), ROUNDING_PER_DECISION);
    return budget -> Directed.multiplyUp(Directed.expUp(Directed.addUp(budget, rounding)), epsilon);
  }

  @Override
  public double shiftPerDecision(BaseRisk base, double setting) {
    double cap = perDecisionCap(setting, base.horizon());
    return GaussianShift.largest(Math.max(1, StrictMath.exp(cap)));
  }

  /**
   * A good limit on the log ratio of one decision when the budget is to last for {@code horizon} of
   * them: 0.8 B/√T (B/√T up to 10 decisions). Refunds make it go with the root. A rule of thumb,
   * not a premise.
   */
  public static double perDecisionCap(double budget, int horizon) {
    return budget * (horizon <= 10 ? 1 : 0.8) / Math.sqrt(horizon);
  }
}
