package org.surety.ratio;

import java.math.BigDecimal;

/**
 * A theorem that carries a bound ε on the base policy's violation probability over to every policy
 * that keeps within a set around it. Each transfer names its setting (how far) and its premise, and
 * is inverted: from a risk to the largest setting.
 *
 * <p>All bounds are rounded up and all settings down, so that a printed pair is never better than
 * the theorem.
 */
public interface Transfer {
  /** The contract's name of the transfer, as in {@code surety alpha --json}. */
  String name();

  /** What must hold of the new policy, in a sentence. */
  String premise();

  /**
   * Bound on the new policy's violation probability, rounded up and at most 1.
   *
   * @param base what is known of the base policy
   * @param setting how far the new policy may be from it, in this transfer's unit
   */
  double bound(BaseRisk base, double setting);

  /**
   * The largest setting, rounded down, whose bound is at most {@code risk}.
   *
   * @param risk allowed violation probability, in (0, 1]
   * @return the setting; or NaN if even the base policy itself has no bound as low as {@code risk}
   */
  double largestSetting(BaseRisk base, BigDecimal risk);
}
