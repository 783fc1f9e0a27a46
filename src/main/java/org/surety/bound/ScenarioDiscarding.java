package org.surety.bound;

import org.surety.numeric.BinomialTail;
import org.surety.numeric.Outward;

/**
 * Sampling and discarding: the bound for a policy some of whose parameters were fitted, by a convex
 * program, to the very episodes it is certified with (M. C. Campi and S. Garatti, <em>A
 * Sampling-and-Discarding Approach to Chance-Constrained Optimization</em>, J. Optim. Theory Appl.
 * 148:257-280, 2011, Theorem 2.1).
 *
 * <p>Let a convex program with d decision variables keep all but k of N independent constraints, k
 * fixed beforehand and the discarded ones chosen by any rule. Then the violation probability of its
 * solution exceeds eps with probability at most {@code C(k+d-1, k) P(Bin(N, eps) <= k+d-1)}. The
 * bound is the eps at which this is beta. Not needed where nothing was fitted ({@link
 * ClopperPearson} is then exact, and equal at d = 1), and void for a policy trained on the
 * episodes.
 */
public final class ScenarioDiscarding {
  private ScenarioDiscarding() {}

  /**
   * Upper bound on the violation probability of the fitted policy.
   *
   * @param discarded k, at least 0, fixed before the data were seen
   * @param episodes N, at least 1
   * @param beta error probability of this one statement
   * @param parameters d, at least 1
   * @return in (0, 1]; 1 if {@code k + d > N}
   */
  public static double upper(
      long discarded, long episodes, ErrorProbability beta, long parameters) {
    ClopperPearson.checkCounts(discarded, episodes);
    if (parameters < 1 || parameters > BinomialTail.MAX_TRIALS) {
      throw new IllegalArgumentException("no convex program has " + parameters + " variables");
    }
    long last = discarded + parameters - 1;
    if (last >= episodes) {
      return 1;
    }
    double ways = BinomialTail.lnChoose(last, discarded).upper();
    return ClopperPearson.upper(
        last, episodes, ErrorProbability.ofLn(Outward.down(beta.ln() - ways)));
  }
}
