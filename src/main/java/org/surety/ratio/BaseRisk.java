package org.surety.ratio;

import java.math.BigDecimal;

/**
 * What a certificate says about the base policy, and how the world it will meet may differ from the
 * one that was logged.
 *
 * @param epsilon certified bound on the violation probability, in (0, 1]
 * @param horizon number T of decisions it was certified for, at least 1
 * @param initialRatio bound a ≥ 1 on the density ratio of initial distributions, new over logged;
 *     parameters that are drawn once per episode belong here
 * @param dynamicsRatio bound b ≥ 1 on the density ratio of transitions at each step; a
 *     deterministic environment admits only b = 1
 */
public record BaseRisk(
    BigDecimal epsilon, int horizon, BigDecimal initialRatio, BigDecimal dynamicsRatio) {

  /** Checks the ranges. */
  public BaseRisk {
    if (epsilon.signum() <= 0 || epsilon.compareTo(BigDecimal.ONE) > 0) {
      throw new IllegalArgumentException("epsilon must lie in (0, 1], got " + epsilon);
    }
    if (horizon < 1) {
      throw new IllegalArgumentException("the horizon must be at least 1, got " + horizon);
    }
    if (initialRatio.compareTo(BigDecimal.ONE) < 0 || dynamicsRatio.compareTo(BigDecimal.ONE) < 0) {
      throw new IllegalArgumentException("a density ratio has a supremum of at least 1");
    }
  }

  /** The same world as the one that was logged. */
  public static BaseRisk unchanged(BigDecimal epsilon, int horizon) {
    return new BaseRisk(epsilon, horizon, BigDecimal.ONE, BigDecimal.ONE);
  }

  /** The same world, seen through another property or cause with its own bound and horizon. */
  public BaseRisk with(BigDecimal otherEpsilon, int otherHorizon) {
    return new BaseRisk(otherEpsilon, otherHorizon, initialRatio, dynamicsRatio);
  }

  /** a b^T, rounded up in 40 digits: what the changed world costs every transfer. */
  BigDecimal environmentFactor() {
    return initialRatio.multiply(PowerTransfer.power(dynamicsRatio, horizon), PowerTransfer.UP);
  }
}
