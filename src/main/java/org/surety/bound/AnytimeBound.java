package org.surety.bound;

import org.surety.numeric.BinomialTail;
import org.surety.numeric.Enclosure;
import org.surety.numeric.Outward;
import org.surety.numeric.SafeRoot;

/**
 * Upper bound on the violation probability that holds at every number of episodes at once, so that
 * one may look at any time and stop when one likes.
 *
 * <p>For the hypothesis {@code p >= e} bet the fraction u of what the hypothesis allows on each
 * episode that does not violate: an episode multiplies the wealth by {@code (1 - e u) / (1 - e)} if
 * it satisfies the property and by u if it does not. Under p at least e the expected factor is at
 * most 1, so wealth is a nonnegative supermartingale, and so is its average over u. With half the
 * weight on u = 0 (best while nothing violates) and half spread evenly over [0, 1],
 *
 * <pre>
 *   E_n(e) = [k = 0] (1-e)^-n / 2 + (1/2) P(Bin(n+1, e) >= k+1) / ((k+1) P(Bin(n+1, e) = k+1)),
 * </pre>
 *
 * the integral over u being an incomplete beta function. By Ville's inequality (<em>Étude critique
 * de la notion de collectif</em>, 1939) the probability that {@code E_n(p)} ever reaches 1/beta is
 * at most beta. E_n(e) rises strictly in e; the bound is the root of {@code E_n(e) = 1/beta}, and
 * by the above {@code P(p > bound at some n) <= beta}: a confidence sequence (Howard, Ramdas,
 * McAuliffe and Sekhon, Annals of Statistics 49:1055-1080, 2021), of which the running minimum may
 * be taken ({@link AnytimeSequence}).
 *
 * <p>What is returned is a double at which {@code E_n(e) >= 1/beta} holds with all rounding counted
 * against it.
 */
public final class AnytimeBound {
  private static final double LN_HALF_DOWN = Outward.lnDown(0.5);

  private AnytimeBound() {}

  /**
   * Upper bound on the violation probability.
   *
   * @param violations k, 0 to {@code episodes}
   * @param episodes n, 0 to {@link BinomialTail#MAX_TRIALS} - 1
   * @param beta error probability of this one statement, for all n together
   * @return in (0, 1]; 1 before the first episode that satisfies the property
   */
  public static double upper(long violations, long episodes, ErrorProbability beta) {
    if (episodes < 0 || episodes >= BinomialTail.MAX_TRIALS) {
      throw new IllegalArgumentException(
          "episodes must be 0 to " + (BinomialTail.MAX_TRIALS - 1) + ", not " + episodes);
    }
    if (violations < 0 || violations > episodes) {
      throw new IllegalArgumentException(violations + " violations in " + episodes + " episodes");
    }
    if (violations == episodes) {
      return 1;
    }
    double lnBeta = beta.ln();
    // The bound for fixed N is smaller; at beta near 1 it may be below the rate, so halve from it.
    double unsafe = ClopperPearson.upper(violations, episodes, beta);
    while (unsafe == 1 || margin(violations, episodes, unsafe, lnBeta) >= 0) {
      unsafe /= 2;
    }
    double safe = unsafe;
    do {
      double step = Math.min(0.25 * safe, 0.5 * (1 - safe));
      safe += step;
      if (safe >= 1 || step <= 0x1p-54 * safe) {
        return 1;
      }
    } while (margin(violations, episodes, safe, lnBeta) < 0);
    return SafeRoot.safeEnd(eps -> margin(violations, episodes, eps, lnBeta), safe, unsafe);
  }

  /** At least 0 only if {@code E_n(eps) >= 1/beta}. */
  static double margin(long violations, long episodes, double eps, double lnBeta) {
    return Outward.down(lnWealth(violations, episodes, eps).lower() + lnBeta);
  }

  /**
   * Encloses ln of the wealth E_n(eps).
   *
   * @param violations k, 0 to {@code episodes}
   * @param episodes n, at least 0
   * @param eps strictly between 0 and 1
   */
  static Enclosure lnWealth(long violations, long episodes, double eps) {
    long n = episodes + 1;
    long k = violations + 1;
    double count = k;
    Enclosure spread =
        BinomialTail.lnAtLeast(k, n, eps)
            .minus(BinomialTail.lnExactly(k, n, eps))
            .minus(new Enclosure(Outward.lnDown(count), Outward.lnUp(count)))
            .plus(new Enclosure(LN_HALF_DOWN, Outward.up(LN_HALF_DOWN, 8)));
    if (violations > 0) {
      return spread;
    }
    double spike = -(episodes * StrictMath.log1p(-eps)); // 4 roundoffs
    return lnSum(
        spread,
        new Enclosure(
            Outward.down(Outward.down(spike, 4) + LN_HALF_DOWN),
            Outward.up(Outward.up(spike, 4) + Outward.up(LN_HALF_DOWN, 8))));
  }

  private static Enclosure lnSum(Enclosure a, Enclosure b) {
    double lower = lnSum(a.lower(), b.lower());
    double upper = lnSum(a.upper(), b.upper());
    // exp and log1p within 2 roundoffs of at most 1, the sum within one of its size.
    double error = 0x1p-50 * (1 + Math.max(Math.abs(a.upper()), Math.abs(b.upper())));
    return new Enclosure(Outward.down(lower - error), Outward.up(upper + error));
  }

  private static double lnSum(double a, double b) {
    double larger = Math.max(a, b);
    return larger + StrictMath.log1p(StrictMath.exp(Math.min(a, b) - larger));
  }
}
