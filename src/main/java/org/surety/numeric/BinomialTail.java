package org.surety.numeric;

import static org.surety.numeric.Outward.UNIT_ROUNDOFF;

/**
 * Logarithms of binomial probabilities and tails, each as an enclosure.
 *
 * <p>The point probability is Loader's saddle-point form, {@code ln P(X = k) = ln sqrt(n / (2 pi k
 * (n-k))) + s(n) - s(k) - s(n-k) - D}, with the Stirling errors s and the deviance {@code D = k
 * phi(d/k) + (n-k) phi(-d/(n-k))}, {@code phi(t) = t - ln(1+t)}, {@code d = n p - k}. Only d sees
 * the probability, and a fused multiply-add rounds it once; nothing of the size of {@code ln n!} is
 * ever subtracted, so that the error stays near 2^-53 (4 + 18 D) for any n. A tail is the point
 * probability at its end times a series of positive terms with falling ratio (the continued ratio
 * of neighboring probabilities), summed away from the mean; on the other side of the mean it is the
 * complement of such a tail. In terms of the incomplete beta function, {@code P(X >= k) = I_p(k, n
 * - k + 1)} and {@code P(X <= k) = I_{1-p}(n - k, k + 1)}.
 *
 * <p>Width of the enclosures: about 1e-15 (4 + 18 D) + 1.4e-15 s in the logarithm, s being the
 * number of terms summed: at most k + 1, and at most about 9 sqrt(n p (1-p)).
 */
public final class BinomialTail {
  /** Largest number of trials: far enough below 2^53 for counts to be exact as doubles. */
  public static final long MAX_TRIALS = 1L << 44;

  private static final Enclosure CERTAIN = Enclosure.exactly(0);
  private static final Enclosure IMPOSSIBLE = Enclosure.exactly(Double.NEGATIVE_INFINITY);

  /** A term below this part of the sum lets the geometric bound on the remainder be tried. */
  private static final double SMALL_TERM = 0x1p-56;

  private static final double SMALL_REMAINDER = 0x1p-54;

  /** 1/37, 1/35, ..., 1/3: of artanh(r)/r - 1 in r^2 <= 1/9, where 18 terms are within 2^-54. */
  private static final double[] ARTANH = new double[18];

  static {
    for (int i = 0; i < ARTANH.length; i++) {
      ARTANH[i] = 1.0 / (37 - 2 * i);
    }
  }

  private BinomialTail() {}

  /**
   * Encloses ln P(X &lt;= k) for X ~ Bin(n, p).
   *
   * @param k any integer
   * @param n 1 to {@link #MAX_TRIALS}
   * @param p strictly between 0 and 1
   */
  public static Enclosure lnAtMost(long k, long n, double p) {
    check(n, p);
    if (k < 0) {
      return IMPOSSIBLE;
    }
    if (k >= n) {
      return CERTAIN;
    }
    return excess(k, n, p) > 0 ? downward(k, n, p) : complement(upward(k + 1, n, p));
  }

  /**
   * Encloses ln P(X &gt;= k) for X ~ Bin(n, p); arguments as for {@link #lnAtMost}.
   *
   * @param k any integer
   * @param n 1 to {@link #MAX_TRIALS}
   * @param p strictly between 0 and 1
   */
  public static Enclosure lnAtLeast(long k, long n, double p) {
    check(n, p);
    if (k <= 0) {
      return CERTAIN;
    }
    if (k > n) {
      return IMPOSSIBLE;
    }
    return excess(k - 1, n, p) > 0 ? complement(downward(k - 1, n, p)) : upward(k, n, p);
  }

  /**
   * Encloses ln P(X = k) for X ~ Bin(n, p).
   *
   * @param k 0 to n
   * @param n 1 to {@link #MAX_TRIALS}
   * @param p strictly between 0 and 1
   */
  public static Enclosure lnExactly(long k, long n, double p) {
    check(n, p);
    if (k < 0 || k > n) {
      return IMPOSSIBLE;
    }
    if (k == 0) {
      double value = n * StrictMath.log1p(-p);
      return Enclosure.around(value, 4 * UNIT_ROUNDOFF * Math.abs(value));
    }
    if (k == n) {
      double value = n * StrictMath.log(p);
      return Enclosure.around(value, 4 * UNIT_ROUNDOFF * Math.abs(value));
    }
    double excess = excess(k, n, p);
    double below = excess / k;
    double above = -excess / (n - k);
    double deviance =
        k * (below < -0.5 ? phiByRatio(below, k / (n * p)) : phi(below))
            + (n - k) * (above < -0.5 ? phiByRatio(above, (n - k) / (n * (1 - p))) : phi(above));
    // Within 5 roundoffs for phi, twice 2.6 for the rounded t, 3 for products and sum; by ratio 30.
    double devianceError = (below < -0.5 || above < -0.5 ? 36 : 16) * deviance;
    double head = -0.5 * StrictMath.log(2 * Math.PI * k * ((double) (n - k) / n));
    double stirling = StirlingError.at(n) - StirlingError.at(k) - StirlingError.at(n - k);
    double value = head + stirling - deviance;
    // The two sums round once each; a rounded argument of the logarithm costs 2 roundoffs.
    double error =
        UNIT_ROUNDOFF
            * (3 + 4 * Math.abs(head) + 2 * Math.abs(stirling) + 2 * deviance + devianceError);
    return Enclosure.around(value, error);
  }

  /**
   * Encloses ln of the binomial coefficient "n choose k", without factorials.
   *
   * @param n 0 to {@link #MAX_TRIALS}
   * @param k 0 to n
   */
  public static Enclosure lnChoose(long n, long k) {
    if (n < 0 || n > MAX_TRIALS || k < 0 || k > n) {
      throw new IllegalArgumentException("no binomial coefficient " + n + " over " + k);
    }
    if (k == 0 || k == n) {
      return CERTAIN;
    }
    double x = k;
    double y = n - k;
    double entropy = x * StrictMath.log1p(y / x) + y * StrictMath.log1p(x / y);
    double head = -0.5 * StrictMath.log(2 * Math.PI * x * (y / n));
    double stirling = StirlingError.at(n) - StirlingError.at(k) - StirlingError.at(n - k);
    double error = UNIT_ROUNDOFF * (3 + 4 * Math.abs(head) + 2 * Math.abs(stirling) + 8 * entropy);
    return Enclosure.around(head + stirling + entropy, error);
  }

  /** {@code n p - k}, rounded once. */
  private static double excess(long k, long n, double p) {
    return Math.fma((double) n, p, -(double) k);
  }

  /** ln P(X &lt;= k) where k is below the mean: the terms fall from the first. */
  private static Enclosure downward(long k, long n, double p) {
    double odds = (1 - p) / p;
    return times(lnExactly(k, n, p), k, n - k + 1, odds);
  }

  /** ln P(X &gt;= k) where k is at least the mean. */
  private static Enclosure upward(long k, long n, double p) {
    double odds = p / (1 - p);
    return times(lnExactly(k, n, p), n - k, k + 1, odds);
  }

  /**
   * Multiplies the end's probability by {@code 1 + q_0 (1 + q_1 (1 + ...))}, {@code q_i = (from -
   * i) / (to + i) * odds}. The ratios fall, so that what is left after a term t is at most {@code t
   * q / (1 - q)} with the next ratio q. A term is within 5 roundoffs per factor, the sum one more
   * per addition.
   */
  private static Enclosure times(Enclosure lnEnd, long from, long to, double odds) {
    double sum = 1;
    double term = 1;
    double remainder = 0;
    long terms = 0;
    double numerator = from;
    double denominator = to;
    while (numerator > 0) {
      double ratio = numerator / denominator * odds;
      if (term < SMALL_TERM * sum && ratio < 1) {
        remainder = 1.01 * term * ratio / (1 - ratio);
        if (remainder <= SMALL_REMAINDER * sum) {
          break;
        }
        remainder = 0;
      }
      term *= ratio;
      sum += term;
      numerator--;
      denominator++;
      terms++;
    }
    double slack = (6.0 * terms + 4) * UNIT_ROUNDOFF;
    double lower = Outward.lnDown(Outward.down(sum * (1 - slack)));
    double upper = Outward.lnUp(Outward.up((sum + remainder) * (1 + 1.01 * slack)));
    return lnEnd.plus(new Enclosure(Math.max(0, lower), upper));
  }

  /** From ln q to ln(1 - q), for q well away from 1. */
  private static Enclosure complement(Enclosure ln) {
    double largest = Math.min(1, Outward.expUp(ln.upper()));
    double smallest = Outward.expDown(ln.lower());
    double lower =
        largest == 1 ? Double.NEGATIVE_INFINITY : Outward.down(StrictMath.log1p(-largest), 2);
    return new Enclosure(lower, Math.min(0, Outward.up(StrictMath.log1p(-smallest), 2)));
  }

  /**
   * {@code t - ln(1 + t)} for t at least -1/2, within 6 roundoffs. Near 0 from {@code ln(1 + t) = 2
   * artanh(r)}, {@code r = t / (2 + t)}: the leading term t r is split off exactly.
   */
  private static double phi(double t) {
    if (t > 1) {
      return t - StrictMath.log1p(t);
    }
    double r = t / (2 + t);
    double square = r * r;
    double series = 0;
    for (double coefficient : ARTANH) {
      series = series * square + coefficient;
    }
    return r * (t - 2 * square * series);
  }

  /** The same for t below -1/2, where {@code 1 / (1 + t)} is given; within 30 roundoffs. */
  private static double phiByRatio(double t, double inverse) {
    return t + StrictMath.log(inverse);
  }

  private static void check(long n, double p) {
    if (n < 1 || n > MAX_TRIALS) {
      throw new IllegalArgumentException("trials must be 1 to " + MAX_TRIALS + ", not " + n);
    }
    if (!(p > 0 && p < 1)) {
      throw new IllegalArgumentException("probability must be strictly in (0, 1), not " + p);
    }
  }
}
