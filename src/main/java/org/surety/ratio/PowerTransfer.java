package org.surety.ratio;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;
import org.surety.numeric.Directed;

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
  /** Forty digits, rounded up. */
  static final MathContext UP = new MathContext(40, RoundingMode.CEILING);

  @Override
  public String name() {
    return "alpha^T";
  }

  @Override
  public String premise() {
    return "any policy whose density ratio to the base policy is at most alpha at every decision";
  }

  @Override
  public Setting setting() {
    return Setting.RATIO;
  }

  @Override
  public Optional<String> objection(PolicyClass policies) {
    return policies == PolicyClass.GAUSSIAN_MEAN
        ? Optional.of("the density ratio of Gaussians of equal width is unbounded")
        : Optional.empty();
  }

  @Override
  public double shiftPerDecision(BaseRisk base, double setting) {
    return GaussianShift.largest(setting);
  }

  @Override
  public double bound(BaseRisk base, double alpha) {
    setting().check(alpha);
    BigDecimal exact = exactBound(base, alpha);
    return exact.compareTo(BigDecimal.ONE) >= 0 ? 1 : Directed.up(exact);
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
    return base.epsilon()
        .multiply(base.initialRatio(), UP)
        .multiply(power(step, base.horizon()), UP);
  }

  /** A power of a positive number, rounded up at every multiplication. */
  static BigDecimal power(BigDecimal base, int exponent) {
    BigDecimal product = BigDecimal.ONE;
    BigDecimal square = base;
    for (int e = exponent; e > 0; e >>= 1) {
      if ((e & 1) == 1) {
        product = product.multiply(square, UP);
      }
      square = square.multiply(square, UP);
    }
    return product;
  }
}
