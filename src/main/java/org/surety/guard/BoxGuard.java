package org.surety.guard;

import java.util.List;
import java.util.Optional;
import org.surety.ratio.ActionDistribution;
import org.surety.ratio.BaseRisk;
import org.surety.ratio.PolicyClass;

/**
 * Plays the task policy as it is at every observation inside a box, and base, bit for bit, outside.
 * It limits nothing inside: that the density ratio is at most α there has to be proved beforehand,
 * of the very networks that are run, as {@code surety audit} does. The ratio is then at most α
 * everywhere, and the bounds of {@link PerStepGuard} carry over.
 *
 * <p>It has to be told each observation before the decision is limited; a decision taken without is
 * taken outside.
 */
public final class BoxGuard extends LedgeredGuard implements Guard {
  private final double alpha;
  private final double limit;
  private final StateBox box;
  private boolean inside;

  /**
   * A guard that is never released.
   *
   * @param alpha what the ratio was proved to stay below inside the box, at least 1, finite
   * @param box where the task policy is played
   * @param horizon number of decisions after which only base is played
   */
  public BoxGuard(double alpha, StateBox box, int horizon) {
    this(alpha, box, horizon, Optional.empty());
  }

  /** As above, to be released under {@code terms}. */
  public BoxGuard(double alpha, StateBox box, int horizon, Optional<ReleaseTerms> terms) {
    super("box", List.of(alpha), horizon, PerStepGuard.logarithm(alpha), terms);
    this.alpha = alpha;
    this.box = box;
    limit = remaining();
  }

  @Override
  public void observe(double[] observation) {
    inside = box.contains(observation);
  }

  @Override
  boolean outside() {
    return !inside;
  }

  @Override
  void passed() {
    inside = false;
  }

  @Override
  Optional<ActionDistribution> limit(
      ActionDistribution base, ActionDistribution task, double remaining) {
    return Optional.of(task);
  }

  @Override
  double size(double left) {
    return inside ? limit : 0;
  }

  /** Nothing cuts it off: where the proof is missing, the ledger shows it. */
  @Override
  double charge(ActionDistribution base, ActionDistribution played, double[] rawAction) {
    return RatioLimit.charge(base, played, rawAction, Double.MAX_VALUE);
  }

  @Override
  double after(double left, double charge) {
    return left;
  }

  @Override
  boolean spent(double left) {
    return limit < SPENT;
  }

  /** The bound where the ratio was proved. */
  @Override
  public double riskUpper(BaseRisk base, PolicyClass policies) {
    return PerStepGuard.riskUpper(alpha, base, policies);
  }
}
