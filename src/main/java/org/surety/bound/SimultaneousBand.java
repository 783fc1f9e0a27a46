package org.surety.bound;

import org.jspecify.annotations.Nullable;
import org.surety.numeric.Outward;
import org.surety.numeric.SafeRoot;

/**
 * Upper bounds on the violation probability that hold at every horizon at once, so that the horizon
 * may be chosen after seeing the data, when the verdict is monotone in the horizon.
 *
 * <p>Let F(T) be the probability that an episode violates at horizon T, K_T the number of the N
 * episodes that do, and let each episode's violation, as T grows, only appear (safety) or only
 * vanish (reach-avoid, "not satisfied by T"). Then for any b_0, ..., b_{N-1} and b_N = 1,
 *
 * <pre>
 *   P(F(T) > b_{K_T} for some T) <= P(U_(k+1) > b_k for some k < N) = X(b),
 * </pre>
 *
 * <p>{@code U_(1) < ... < U_(N)} being uniform order statistics: if violations appear, let U_i be
 * the F-transform of the time at which episode i first violates (randomized where F jumps); then
 * K_T counts the U_i at or below F(T), and K_T = k with F(T) > b_k makes U_(k+1) > F(T) > b_k. If
 * they vanish, apply this to time reversed. Any number of horizons is covered, and their choice may
 * use the data in any way. The boundary of R. H. Berk and D. H. Jones (Z.
 * Wahrscheinlichkeitstheorie verw. Gebiete 47:47-59, 1979) makes every k equally likely to be
 * crossed; here the local error probabilities fall as {@code 1 / (k + 1)}, because few violations
 * are what a certificate hopes for: with N = 10^4, beta = 10^-7 the price over {@link
 * ClopperPearson} at one given horizon is 7 % at k = 0 and 12 % at its highest, near k = 10,
 * instead of 19 % and 19 %.
 *
 * <p><strong>The cap and the tail.</strong> The boundary is fixed by N and beta before any count is
 * seen. Up to {@code m = min(N - 1, 200)}, {@code b_k} is the Clopper-Pearson bound at {@code
 * beta_loc / (k + 1)}, with beta_loc the largest for which X, by the exact recursion of {@link
 * OrderStatistics} rounded up, is at most the band's part of beta. That part is all of beta if N -
 * 1 is at most 200. Otherwise it is 19/20, and the remaining twentieth pays for all k above m by a
 * union bound, {@code b_k} being the Clopper-Pearson bound at {@code (beta / 20) (m + 1) / (k (k +
 * 1))}; since {@code sum over k > m of (m + 1) / (k (k + 1)) = 1} and {@code P(U_(k+1) > b_k) =
 * P(Bin(N, b_k) <= k)}, the tail is crossed with probability at most beta / 20. So no count below N
 * gets the empty bound 1, and X(b) is at most beta.
 *
 * <p>Takes O(m^3): some 20 ms at m = 200, for any N.
 */
public final class SimultaneousBand {
  /** Most counts that the exact recursion covers. */
  static final int LARGEST_CAP = 200;

  private static final double TAIL_PART = 0.05;

  /** Below this ln beta the recursion could underflow; the union bound takes its place. */
  private static final double SMALLEST_LN_BETA = -550;

  /** The last band made: one certification asks for the same one for each of its properties. */
  private static volatile @Nullable Made latest;

  private record Made(long episodes, double lnBeta, SimultaneousBand band) {}

  private final long episodes;
  private final double[] boundary;
  private final ErrorProbability tail;

  private SimultaneousBand(long episodes, double[] boundary, ErrorProbability tail) {
    this.episodes = episodes;
    this.boundary = boundary;
    this.tail = tail;
  }

  /**
   * The band for so many episodes.
   *
   * @param episodes N, at least 1, fixed beforehand
   * @param beta error probability of the band as a whole
   */
  public static SimultaneousBand of(long episodes, ErrorProbability beta) {
    ClopperPearson.checkCounts(0, episodes);
    Made known = latest;
    if (known == null || known.episodes != episodes || known.lnBeta != beta.ln()) {
      known = new Made(episodes, beta.ln(), make(episodes, beta));
      latest = known;
    }
    return known.band;
  }

  private static SimultaneousBand make(long episodes, ErrorProbability beta) {
    int cap = (int) Math.min(episodes - 1, LARGEST_CAP);
    ErrorProbability band = cap == episodes - 1 ? beta : beta.part(1 - TAIL_PART);
    return new SimultaneousBand(
        episodes, boundary(episodes, cap, local(episodes, cap, band, 1), 1), beta.part(TAIL_PART));
  }

  /**
   * Upper bound on the violation probability at any horizon at which so many episodes violate.
   *
   * @param violations K_T, 0 to N
   * @return in (0, 1]; 1 only where every episode violates
   */
  public double upper(long violations) {
    ClopperPearson.checkCounts(violations, episodes);
    if (violations < boundary.length) {
      return boundary[(int) violations];
    }
    double k = violations;
    double lnWeight =
        Outward.down(Outward.lnDown((double) boundary.length) - Outward.lnUp(k))
            - Outward.lnUp(k + 1);
    return ClopperPearson.upper(
        violations,
        episodes,
        ErrorProbability.ofLn(Outward.down(tail.ln() + Outward.down(lnWeight))));
  }

  /**
   * The local error probability at k = 0 with which the crossing probability of counts up to the
   * cap is at most beta, found to about 1e-14 relative and rounded to the safe side.
   *
   * @param falloff local error probabilities go as {@code (k + 1)^-falloff}; 0 makes them equal
   */
  static ErrorProbability local(long episodes, int cap, ErrorProbability beta, double falloff) {
    if (cap == 0) {
      return beta;
    }
    double weights = 0;
    for (int k = 0; k <= cap; k++) {
      weights += StrictMath.pow(k + 1, -falloff);
    }
    double union = beta.ln() - StrictMath.log(weights) - 1e-12; // far more than its rounding
    if (beta.ln() < SMALLEST_LN_BETA || margin(episodes, cap, union, beta, falloff) < 0) {
      return ErrorProbability.ofLn(union);
    }
    return ErrorProbability.ofLn(
        SafeRoot.safeEnd(
            lnLocal -> margin(episodes, cap, lnLocal, beta, falloff), union, beta.ln()));
  }

  /** At least 0 only if the boundary is crossed with probability at most beta. */
  private static double margin(
      long episodes, int cap, double lnLocal, ErrorProbability beta, double falloff) {
    double[] b = boundary(episodes, cap, ErrorProbability.ofLn(lnLocal), falloff);
    return beta.ln() - Outward.lnUp(OrderStatistics.crossingUp(episodes, b));
  }

  /** The Clopper-Pearson bounds at the local error probabilities, made to rise. */
  static double[] boundary(long episodes, int cap, ErrorProbability local, double falloff) {
    double[] b = new double[cap + 1];
    for (int k = 0; k <= cap; k++) {
      double lnBeta = local.ln() - falloff * StrictMath.log(k + 1.0);
      b[k] = ClopperPearson.upper(k, episodes, ErrorProbability.ofLn(lnBeta));
      if (k > 0) {
        b[k] = Math.max(b[k], b[k - 1]);
      }
    }
    return b;
  }
}
