package org.surety.policy;

/**
 * Bounds that a true hypothesis breaks with probability at most δ, whenever one looks: the number
 * of decisions in a log depends on the actions (episodes end early), so bounds for a sample of
 * fixed size would not do.
 *
 * <p>Where z_1, z_2, … are independent with a known distribution, a bound for fixed n at δ/(n(n+1))
 * holds for all n together, because these sum to δ. Where a term's distribution depends on the
 * past, a mixture of exponential supermartingales is used with Ville's inequality.
 */
final class AnytimeBounds {
  /** Variance at which the mixture for products is sharpest, up to a factor of about 30. */
  private static final double MIXED_VARIANCE = 100;

  /** Slopes of the Bennett mixture: powers of two from 2 down. */
  private static final int SLOPES = 20;

  private AnytimeBounds() {}

  /** ln(1/δ_n) with δ_n = δ/(n(n+1)). */
  static double exponent(long n, double delta) {
    return StrictMath.log((double) n) + StrictMath.log(n + 1.0) - StrictMath.log(delta);
  }

  /**
   * Bound on |mean| of n independent standard normals: P(|Z| &gt; t) ≤ e^{−t²/2} for √n times the
   * mean.
   */
  static double mean(long n, double delta) {
    return Math.sqrt(2 * exponent(n, delta) / n);
  }

  /**
   * Lower bound on the mean square of n independent standard normals: Laurent and Massart,
   * "Adaptive estimation of a quadratic functional by model selection", Annals of Statistics 2000,
   * lemma 1, on both sides with δ/2.
   */
  static double meanSquareLower(long n, double delta) {
    return Math.max(0, 1 - 2 * Math.sqrt(exponent(n, delta / 2) / n));
  }

  /** Upper bound on the mean square of n independent standard normals, see the lower one. */
  static double meanSquareUpper(long n, double delta) {
    double x = exponent(n, delta / 2) / n;
    return 1 + 2 * Math.sqrt(x) + 2 * x;
  }

  /**
   * Bound on the Kolmogorov distance of n independent draws to their distribution: Massart, "The
   * tight constant in the Dvoretzky–Kiefer–Wolfowitz inequality", Annals of Probability 1990. The
   * distance on a grid is at most the full one.
   */
  static double kolmogorov(long n, double delta) {
    return Math.sqrt(exponent(n, delta / 2) / (2 * n));
  }

  /**
   * Bound on |Σ a_t z_t| where a_t is known before z_t and z_t is standard normal given the past:
   * the normal mixture of Robbins, "Statistical methods related to the law of the iterated
   * logarithm", Annals of Mathematical Statistics 1970.
   *
   * @param variance Σ a_t²
   */
  static double product(double variance, double delta) {
    double total = variance + MIXED_VARIANCE;
    return Math.sqrt(total * (StrictMath.log(total / MIXED_VARIANCE) - 2 * StrictMath.log(delta)));
  }

  /**
   * Bound on the count of rare events: Ville's inequality for e^{4 count − (e⁴ − 1) Σ p_t}.
   *
   * @param probabilities Σ p_t, each p_t at least the event's probability given the past
   */
  static double rareCount(double probabilities, double delta) {
    double slope = 4;
    return (StrictMath.expm1(slope) * probabilities - StrictMath.log(delta)) / slope;
  }

  /**
   * ln of an e-value against |Σ X_t| being as large as it is, where X_t ≤ 1 and −X_t ≤ 1 have mean
   * 0 and known variances given the past: the mean over slopes ±λ of e^{λS − (e^λ − 1 − λ)V}, each
   * a supermartingale by Bennett's inequality. It exceeds ln(1/δ) with probability at most δ.
   *
   * @param sum S = Σ X_t
   * @param variance V, the sum of the conditional variances
   */
  static double logEvidence(double sum, double variance) {
    double most = Double.NEGATIVE_INFINITY;
    double[] terms = new double[2 * SLOPES];
    for (int j = 0; j < SLOPES; j++) {
      double slope = Math.scalb(2.0, -j);
      double cost = (StrictMath.expm1(slope) - slope) * variance;
      terms[2 * j] = slope * sum - cost;
      terms[2 * j + 1] = -slope * sum - cost;
      most = Math.max(most, Math.max(terms[2 * j], terms[2 * j + 1]));
    }
    double total = 0;
    for (double term : terms) {
      total += StrictMath.exp(term - most);
    }
    return most + StrictMath.log(total / terms.length);
  }
}
