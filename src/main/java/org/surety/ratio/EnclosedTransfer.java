package org.surety.ratio;

import java.math.BigDecimal;
import java.util.function.DoubleUnaryOperator;
import org.surety.numeric.Directed;
import org.surety.numeric.Threshold;

/**
 * What transfers that are evaluated in doubles have in common: the factor of a changed world, the
 * exact value at the base policy, and inversion by bisection on the rounded-up bound, so that the
 * setting returned keeps the risk whatever the rounding did.
 */
abstract class EnclosedTransfer implements Transfer {
  /**
   * The bound as a function of the setting in an unchanged world, rounded up, for settings above
   * {@link Setting#atBase}; values above 1 are allowed.
   *
   * @param epsilon bound on the base policy's violation probability, in (0, 1]
   */
  abstract DoubleUnaryOperator curve(double epsilon, BaseRisk base);

  @Override
  public final double bound(BaseRisk base, double setting) {
    setting().check(setting);
    return Math.min(1, scaledCurve(base).applyAsDouble(setting));
  }

  @Override
  public final double largestSetting(BaseRisk base, BigDecimal risk) {
    boolean baseKeepsIt = base.epsilon().multiply(base.environmentFactor()).compareTo(risk) <= 0;
    return largest(scaledCurve(base), setting(), risk, baseKeepsIt);
  }

  /**
   * The largest setting at which a rounded-up bound is at most the risk, NaN if there is none and
   * infinity if there is no largest.
   *
   * @param baseKeepsIt whether the base policy keeps the risk, compared without rounding
   */
  static double largest(
      DoubleUnaryOperator bound, Setting setting, BigDecimal risk, boolean baseKeepsIt) {
    if (risk.signum() <= 0 || risk.compareTo(BigDecimal.ONE) > 0) {
      throw new IllegalArgumentException("the risk must lie in (0, 1], got " + risk);
    }
    if (!baseKeepsIt) {
      return Double.NaN;
    }
    double limit = Directed.down(risk);
    if (bound.applyAsDouble(Double.MAX_VALUE) <= limit) {
      return Double.POSITIVE_INFINITY;
    }
    return Threshold.last(s -> bound.applyAsDouble(s) <= limit, setting.atBase(), Double.MAX_VALUE);
  }

  private DoubleUnaryOperator scaledCurve(BaseRisk base) {
    double epsilon = Directed.up(base.epsilon());
    BigDecimal factor = base.environmentFactor();
    boolean changed = factor.compareTo(BigDecimal.ONE) > 0;
    double factorUp = Directed.up(factor);
    DoubleUnaryOperator curve = curve(epsilon, base);
    double atBase = setting().atBase();
    return s -> {
      double core = s == atBase ? epsilon : curve.applyAsDouble(s);
      return changed ? Directed.multiplyUp(factorUp, core) : core;
    };
  }
}
