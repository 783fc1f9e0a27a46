package org.surety.certificate;

/**
 * The bound: with probability at least 1 − β over the episodes sampled, the true violation
 * probability is at most ε.
 *
 * @param epsilon ε as a decimal, rounded up, in (0, 1]
 * @param beta β as a decimal, as the user gave it, in (0, 1)
 * @param method how ε was computed, such as {@code clopper-pearson}
 */
public record CertifiedBound(String epsilon, String beta, String method) {
  /** Checks forms and ranges. */
  public CertifiedBound {
    double e = DecimalStrings.nearest(DecimalStrings.require(epsilon, "epsilon"));
    double b = DecimalStrings.nearest(DecimalStrings.require(beta, "beta"));
    if (!(e > 0 && e <= 1 && b > 0 && b < 1)) {
      throw new IllegalArgumentException("epsilon " + epsilon + ", beta " + beta);
    }
  }

  Json toJson() {
    return Json.object().put("epsilon", epsilon).put("beta", beta).put("method", method).build();
  }

  static CertifiedBound from(Fields f) {
    return new CertifiedBound(f.decimal("epsilon"), f.decimal("beta"), f.text("method"));
  }
}
