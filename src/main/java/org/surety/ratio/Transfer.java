package org.surety.ratio;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * A theorem that carries a bound ε on the base policy's violation probability over to every policy
 * that keeps within a set around it. Each transfer names its setting (how far) and its premise, and
 * is inverted: from a risk to the largest setting.
 *
 * <p>All bounds are rounded up and all settings down, so that a printed pair is never better than
 * the theorem. Every transfer takes the robust extension of {@link BaseRisk}: with ratios a of
 * initial distributions and b of transitions the bound is a b^T times the one for the unchanged
 * world. Several transfers whose premises all hold may be combined by the minimum of their bounds.
 */
public interface Transfer {
  /** The contract's name of the transfer, as in {@code surety alpha --json}. */
  String name();

  /** What must hold of the new policy, in a sentence. */
  String premise();

  /** What the setting is. */
  Setting setting();

  /** Why the theorem says nothing about these policies; empty if it applies to them. */
  Optional<String> objection(PolicyClass policies);

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
   * @return the setting; NaN if even the base policy itself has no bound as low as {@code risk};
   *     infinite if no setting is too large, which happens only at a risk of 1
   */
  double largestSetting(BaseRisk base, BigDecimal risk);

  /**
   * What the setting buys in the unit of a Gaussian policy: about how far the mean may be shifted
   * at every decision of an episode, in standard deviations of the base policy. For display and for
   * comparison.
   *
   * @return the shift, at least 0; or NaN where the policies are not Gaussian
   */
  double shiftPerDecision(BaseRisk base, double setting);
}
