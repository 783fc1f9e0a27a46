package org.surety.study;

import java.math.BigDecimal;
import org.surety.ratio.BaseRisk;

/**
 * How fast any policy under a guard can be at best, whatever its learner, by the guard's own
 * theorem: "reaches the goal within t decisions" is an event like any other, so that its
 * probability is at most the transfer's bound of the base policy's, with the horizon t at which it
 * is decided. What the bounds on all t together allow is a floor under the mean number of
 * decisions; no policy need attain it.
 */
final class Ceiling {
  private Ceiling() {}

  /**
   * The floor under the mean decisions to the goal, failures counted as the horizon.
   *
   * @param base rollouts of the base policy; enough of them that their frequencies may stand for
   *     probabilities
   * @param limit of the guard, in its own unit
   * @param deviating decisions after which the guard plays base
   */
  static double fewestDecisions(Census base, int horizon, Arm arm, double limit, int deviating) {
    double mean = 0;
    for (int t = 0; t < horizon; t++) {
      double atBase = (double) base.successes(t) / base.episodes();
      double most =
          atBase == 0 || t == 0
              ? atBase
              : Math.min(
                  1, arm.bound(BaseRisk.unchanged(new BigDecimal(atBase), t), limit, deviating));
      mean += 1 - most;
    }
    return mean;
  }
}
