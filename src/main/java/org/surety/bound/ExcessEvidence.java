package org.surety.bound;

import org.surety.numeric.Outward;

/**
 * How improbable it is to see so many violations if every episode had a conditional probability of
 * at most ε of one, given all that happened before it.
 *
 * <p>For the hypothesis "at most ε each" a bet on the rate q &gt; ε multiplies its wealth by q/ε
 * with a violation and by (1 − q)/(1 − ε) without one. Its expected factor is at most 1 at every
 * conditional probability up to ε, whatever came before: neither independence nor one fixed policy
 * is needed, and one may look at any time. By Ville's inequality the wealth ever reaches w with
 * probability at most 1/w. Wealth is averaged over the rates ε 2^{i/2}.
 *
 * <p>An episode that is still running has at least the factor of one without a violation, so those
 * have to be among the episodes: counting only episodes that have ended favors short ones. Episodes
 * that run side by side are no different, as long as their noise is their own: given all that has
 * happened so far their next steps are independent, so the product of the expected factors of all
 * is a supermartingale from step to step.
 */
public final class ExcessEvidence {
  /** Units in the last place by which the logarithms of a factor may be off, with room. */
  private static final double ERROR = 0x1p-48;

  private ExcessEvidence() {}

  /**
   * Upper bound on the probability of ever seeing as many violations in so many episodes.
   *
   * @param violations seen
   * @param started episodes that were started, of which these are some
   * @param epsilon bound on the conditional probability of each, in (0, 1]
   * @return in (0, 1]
   */
  public static double probabilityUpper(long violations, long started, double epsilon) {
    if (violations < 0 || violations > started || !(epsilon > 0 && epsilon <= 1)) {
      throw new IllegalArgumentException(
          violations + " violations in " + started + " episodes, at most " + epsilon + " each");
    }
    int rates = 0;
    double most = Double.NEGATIVE_INFINITY;
    for (double q = epsilon * Math.sqrt(2); q < 1; q *= Math.sqrt(2)) {
      rates++;
      double gain = StrictMath.log(q / epsilon);
      double loss = StrictMath.log1p(-q) - StrictMath.log1p(-epsilon);
      double won = violations * gain;
      double lost = (started - violations) * loss;
      // Each term with its rounding against it; the loss is negative.
      double wealth = won * (1 - ERROR) + lost * (1 + ERROR) - (violations + 1) * ERROR;
      most = Math.max(most, wealth);
    }
    // The average over the rates is at least the largest of them over their number.
    double shortfall = StrictMath.log(rates) + 0x1p-40 - most;
    if (rates == 0 || shortfall >= 0) {
      return 1;
    }
    return Math.min(1, Math.max(Double.MIN_NORMAL, Outward.expUp(Math.max(shortfall, -700))));
  }
}
