package org.surety.bound;

import org.surety.numeric.BinomialTail;
import org.surety.numeric.Outward;
import org.surety.numeric.SafeRoot;

/**
 * One-sided exact confidence bounds for a probability from k violations in N episodes (C. J.
 * Clopper and E. S. Pearson, Biometrika 26:404-413, 1934).
 *
 * <p>The upper bound is the eps at which {@code P(Bin(N, eps) <= k) = beta}. Let the policy be
 * fixed before the N independent episodes, p their violation probability and K their violations.
 * Then {@code P(p > upper(K)) <= beta} whatever p is: the distribution function F(k; p) falls
 * strictly in p, so {@code p > upper(K)} is the event {@code F(K; p) < beta}, and F(K; p) is
 * stochastically at least uniform. It is also the scenario bound of Campi and Garatti (2011) with
 * one decision variable, but needs no optimization and k may be read off the data.
 *
 * <p>Nothing is claimed for a horizon, a property or a stopping time picked after seeing the data:
 * see {@link SimultaneousBand}, {@link ErrorProbability#sharedBy} and {@link AnytimeBound}.
 *
 * <p>The tail is solved for by bracketing; what is returned is a double at which {@code P(Bin(N,
 * eps) <= k) <= beta} holds with all rounding counted against it. It exceeds the real bound by
 * about 1e-14 relative at most. Time grows with the standard deviation of the count: some
 * microseconds for k up to 10^4, a millisecond for half of 10^9 episodes.
 */
public final class ClopperPearson {
  private ClopperPearson() {}

  /**
   * Upper bound on the violation probability.
   *
   * @param violations k, 0 to {@code episodes}
   * @param episodes N, 1 to {@link BinomialTail#MAX_TRIALS}
   * @param beta error probability of this one statement
   * @return in (0, 1]; 1 if every episode violates
   */
  public static double upper(long violations, long episodes, ErrorProbability beta) {
    checkCounts(violations, episodes);
    double lnBeta = beta.ln();
    if (violations == episodes) {
      return 1;
    }
    if (violations == 0) {
      double bound = -StrictMath.expm1(lnBeta / episodes);
      while (bound < 1 && tailAtMost(0, episodes, bound, lnBeta) < 0) {
        bound = Outward.up(bound, 2);
      }
      return Math.min(1, bound);
    }
    double rate = (double) violations / episodes;
    double unsafe = rate;
    while (tailAtMost(violations, episodes, unsafe, lnBeta) >= 0) {
      unsafe /= 2; // only for beta above about a half
    }
    double safe = chernoff(violations, episodes, lnBeta);
    if (safe >= 1 || tailAtMost(violations, episodes, safe, lnBeta) < 0) {
      double distance = 1 - unsafe;
      do {
        distance /= 8;
        safe = 1 - distance;
        if (safe == 1) {
          return 1;
        }
      } while (tailAtMost(violations, episodes, safe, lnBeta) < 0);
    }
    return SafeRoot.safeEnd(eps -> tailAtMost(violations, episodes, eps, lnBeta), safe, unsafe);
  }

  /**
   * Lower bound on the violation probability: the eps at which {@code P(Bin(N, eps) >= k) = beta},
   * rounded down.
   *
   * @param violations k, 0 to {@code episodes}
   * @param episodes N, 1 to {@link BinomialTail#MAX_TRIALS}
   * @param beta error probability of this one statement
   * @return in [0, 1); 0 if no episode violates
   */
  public static double lower(long violations, long episodes, ErrorProbability beta) {
    checkCounts(violations, episodes);
    double lnBeta = beta.ln();
    if (violations == 0) {
      return 0;
    }
    double unsafe = Math.min((double) violations / episodes, Math.nextDown(1.0));
    while (tailAtLeast(violations, episodes, unsafe, lnBeta) >= 0) {
      unsafe = (1 + unsafe) / 2; // only for beta above about a half
      if (unsafe >= Math.nextDown(1.0)) {
        return Math.nextDown(1.0);
      }
    }
    double safe = unsafe;
    do {
      safe /= 4;
      if (safe < Double.MIN_NORMAL) {
        return 0;
      }
    } while (tailAtLeast(violations, episodes, safe, lnBeta) < 0);
    return SafeRoot.safeEnd(eps -> tailAtLeast(violations, episodes, eps, lnBeta), safe, unsafe);
  }

  /** At least 0 only if {@code P(Bin(N, eps) <= k) <= beta}. */
  static double tailAtMost(long violations, long episodes, double eps, double lnBeta) {
    return lnBeta - BinomialTail.lnAtMost(violations, episodes, eps).upper();
  }

  private static double tailAtLeast(long violations, long episodes, double eps, double lnBeta) {
    return lnBeta - BinomialTail.lnAtLeast(violations, episodes, eps).upper();
  }

  /** A rate at which the multiplicative Chernoff bound makes the tail at most beta. */
  private static double chernoff(long violations, long episodes, double lnBeta) {
    double nats = -lnBeta;
    return (violations + nats + Math.sqrt(nats * (nats + 2.0 * violations))) / episodes;
  }

  static void checkCounts(long violations, long episodes) {
    if (episodes < 1 || episodes > BinomialTail.MAX_TRIALS) {
      throw new IllegalArgumentException(
          "episodes must be 1 to " + BinomialTail.MAX_TRIALS + ", not " + episodes);
    }
    if (violations < 0 || violations > episodes) {
      throw new IllegalArgumentException(violations + " violations in " + episodes + " episodes");
    }
  }
}
