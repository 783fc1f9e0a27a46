package org.surety.bound;

import java.util.Arrays;
import org.surety.numeric.Outward;

/**
 * The probability that uniform order statistics cross a boundary.
 *
 * <p>With {@code U_(1) < ... < U_(N)} uniform and {@code b_0 <= ... <= b_m},
 *
 * <pre>
 *   X(b) = P(U_(k+1) > b_k for some k <= m).
 * </pre>
 *
 * <p>Let {@code Q_k(n)} be the probability that n of the U lie at or below b_k and that no index up
 * to k was crossed. Then {@code Q_0(n) = P(Bin(N, b_0) = n)} and {@code Q_k(n') = sum over n of
 * Q_{k-1}(n) P(Bin(N - n, d_k) = n' - n)} with {@code d_k = (b_k - b_{k-1}) / (1 - b_{k-1})}; the
 * part {@code Q_k(k)} is what crosses first at k: at the first crossed index at most k of the U lie
 * at or below b_k while at least k lie at or below b_{k-1}, so both numbers are k. It is moved to X
 * and set to 0. All terms are positive, unlike in the determinants of Steck (1971) and Noe (1972),
 * so that the relative error is that of the steps: at most 2^-53 (m^2 + 18 m + 8 N |ln(1 - b_m)|)
 * to first order. O(m^3) operations.
 */
final class OrderStatistics {
  /** More than all that vanishes below the smallest double; X is taken to be far above it. */
  private static final double UNDERFLOW = 1e-290;

  private OrderStatistics() {}

  /**
   * At least X(b).
   *
   * @param sample N, at least 1
   * @param boundary b_0..b_m, not falling, in (0, 1]; m below N
   */
  static double crossingUp(long sample, double[] boundary) {
    int m = boundary.length - 1;
    double[] inside = new double[m + 1];
    double[] next = new double[m + 1];
    inside[0] = 1;
    double crossed = 0;
    double previous = 0;
    for (int k = 0; k <= m; k++) {
      double b = boundary[k];
      if (b == 1) {
        break; // neither this nor any later index can be crossed
      }
      if (!(b >= previous && b < 1)) {
        throw new IllegalArgumentException("boundary " + b + " after " + previous + " at " + k);
      }
      double step = (b - previous) / (1 - previous);
      double odds = (b - previous) / (1 - b);
      double lnStay =
          step < 0.5 ? StrictMath.log1p(-step) : StrictMath.log((1 - b) / (1 - previous));
      Arrays.fill(next, 0);
      for (int n = k; n <= m; n++) {
        double probability = inside[n] * StrictMath.exp((sample - n) * lnStay);
        for (int to = n; to <= m; to++) {
          next[to] += probability;
          probability *= (double) (sample - to) / (to + 1 - n) * odds;
        }
      }
      crossed += next[k];
      next[k] = 0;
      double[] swap = inside;
      inside = next;
      next = swap;
      previous = b;
    }
    // Per path: 8 roundoffs of each exponent, 10 per moved count and 4 per step; sums of m terms.
    double exponents = -8.1 * sample * StrictMath.log1p(-previous);
    double relative = (m + 1.0) * (m + 18) + exponents;
    return Outward.up(crossed, relative) + UNDERFLOW;
  }
}
