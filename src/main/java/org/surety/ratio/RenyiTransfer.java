package org.surety.ratio;

import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.surety.numeric.Directed;

/**
 * The Rényi transfer of order r > 1, by Hölder's inequality: if the log moments ψ_r = ln E_b
 * [(π'/π_b)^r | h] of the decisions, known before the action is drawn, add up to at most C on every
 * path, then
 *
 * <pre>P'(V) ≤ e^{C/r} ε^{1 − 1/r}.</pre>
 *
 * Weaker than the chi-square transfer where both apply, but it admits Gaussians that are wider than
 * the base policy (see {@link RenyiMoment}) and decisions of mixed kinds.
 */
public final class RenyiTransfer extends EnclosedTransfer {
  private final double order;

  /**
   * The transfer of one order.
   *
   * @param order r, above 1 and finite; fixed before the policy runs
   */
  public RenyiTransfer(double order) {
    if (!(order > 1) || Double.isInfinite(order)) {
      throw new IllegalArgumentException("the order must be finite and above 1, got " + order);
    }
    this.order = order;
  }

  /**
   * The order that allows the largest mean shift at unchanged width between a base bound and a
   * risk: r = 1 / (1 − √(ln risk / ln ε)).
   *
   * @param epsilon base bound in (0, 1), below {@code risk}
   * @param risk in (0, 1)
   */
  public static RenyiTransfer best(double epsilon, double risk) {
    if (!(epsilon > 0 && epsilon < risk && risk < 1)) {
      throw new IllegalArgumentException(
          "expected 0 < epsilon < risk < 1, got epsilon " + epsilon + " and risk " + risk);
    }
    double root = Math.sqrt(StrictMath.log(risk) / StrictMath.log(epsilon));
    return new RenyiTransfer(Math.max(Math.nextUp(1.0), 1 / (1 - root)));
  }

  /** The order r. */
  public double order() {
    return order;
  }

  @Override
  public String name() {
    return "renyi";
  }

  @Override
  public String premise() {
    return "policies whose log moments of order "
        + order
        + " of the density ratio, known before each action is drawn, add up to at most the budget"
        + " in every episode; the standard deviation may grow";
  }

  @Override
  public Setting setting() {
    return Setting.RENYI_BUDGET;
  }

  @Override
  public Optional<String> objection(PolicyClass policies) {
    return policies == PolicyClass.ANY
        ? Optional.of("without the shape of the policies the moments of their ratio are not known")
        : Optional.empty();
  }

  @Override
  DoubleUnaryOperator curve(double epsilon, BaseRisk base) {
    // ln ε ≤ 0, so its factor 1 − 1/r = (r − 1)/r is rounded down.
    double exponent = Directed.divideDown(Directed.addDown(order, -1), order);
    double logEpsilon = Directed.multiplyUp(Directed.logUp(epsilon), exponent);
    return budget -> Directed.expUp(Directed.addUp(Directed.divideUp(budget, order), logEpsilon));
  }

  @Override
  public double shiftPerDecision(BaseRisk base, double setting) {
    return Math.sqrt(2 * setting / (order * (order - 1) * base.horizon()));
  }
}
