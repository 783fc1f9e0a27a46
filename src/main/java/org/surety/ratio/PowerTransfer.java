package org.surety.ratio;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * The transfer α^T: if π'(a|s) / π_b(a|s) ≤ α for all actions at every state visited, then
 *
 * <pre>P'(V) ≤ ε · a · (α b)^T</pre>
 *
 * where a and b bound the ratios of initial distributions and of transitions. Proof: the
 * environment's own densities cancel in dP'/dP up to a b^T, so the trajectory ratio is at most a (α
 * b)^T; integrate over V. It is tight when nothing but α, T and ε is known of the new policy.
 * Cloete, Vertovec and Abate, IJCAI 2025.
 *
 * <p>Powers are computed in decimal arithmetic of 40 digits that rounds up at every operation; all
 * quantities are positive, so the result is an upper bound, and the inverse is checked against it.
 */
public final class PowerTransfer implements Transfer {
  private static final MathContext UP = new MathContext(40, RoundingMode.CEILING);

  @Override
  public String name() {
    return "alpha^T";
  }

  @Override
  public String premise() {
    return "any policy whose density ratio to the base policy is at most alpha at every decision";
  }

  @Override
  public double bound(BaseRisk base, double alpha) {
    if (!(alpha >= 1) || Double.isInfinite(alpha)) {
      throw new IllegalArgumentException("alpha must be finite and at least 1, got " + alpha);
    }
    BigDecimal exact = exactBound(base, alpha);
    return exact.compareTo(BigDecimal.ONE) >= 0 ? 1 : roundUp(exact);
  }

  @Override
  public double largestSetting(BaseRisk base, BigDecimal risk) {
    if (risk.signum() <= 0 || risk.compareTo(BigDecimal.ONE) > 0) {
      throw new IllegalArgumentException("the risk must lie in (0, 1], got " + risk);
    }
    if (exactBound(base, 1).compareTo(risk) > 0) {
      return Double.NaN;
    }
    double logRoom =
        StrictMath.log(risk.doubleValue())
            - StrictMath.log(base.epsilon().doubleValue())
            - StrictMath.log(base.initialRatio().doubleValue());
    double alpha = StrictMath.exp(logRoom / base.horizon()) / base.dynamicsRatio().doubleValue();
    // The formula is right to a few ulps; the decimal bound decides the last of them.
    alpha = Math.max(1, Math.nextUp(Math.nextUp(alpha * (1 + 1e-14))));
    while (alpha > 1 && exactBound(base, alpha).compareTo(risk) > 0) {
      alpha = Math.nextDown(alpha);
    }
    return alpha;
  }

  private static BigDecimal exactBound(BaseRisk base, double alpha) {
    BigDecimal step = new BigDecimal(alpha).multiply(base.dynamicsRatio(), UP);
    BigDecimal product = base.epsilon().multiply(base.initialRatio(), UP);
    for (int e = base.horizon(); e > 0; e >>= 1) {
      if ((e & 1) == 1) {
        product = product.multiply(step, UP);
      }
      step = step.multiply(step, UP);
    }
    return product;
  }

  private static double roundUp(BigDecimal value) {
    double nearest = value.doubleValue();
    return new BigDecimal(nearest).compareTo(value) >= 0 ? nearest : Math.nextUp(nearest);
  }
}
