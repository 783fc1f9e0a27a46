package org.surety.certificate;

import java.util.Locale;

/**
 * The certificate that another one builds on, and what was taken from it.
 *
 * @param kind which kind it is
 * @param sha256 digest of its payload
 * @param epsilon its bound at the horizon of the claim, as a decimal
 * @param beta its error probability, as a decimal
 */
public record CertifiedParent(PredicateType kind, String sha256, String epsilon, String beta) {
  /** Checks forms. */
  public CertifiedParent {
    Digests.require(sha256, "parent");
    DecimalStrings.require(epsilon, "parent epsilon");
    DecimalStrings.require(beta, "parent beta");
  }

  Json toJson() {
    return Json.object()
        .put("kind", word(kind))
        .put("sha256", sha256)
        .put("epsilon", epsilon)
        .put("beta", beta)
        .build();
  }

  static CertifiedParent from(Fields f) {
    String word = f.text("kind");
    for (PredicateType type : PredicateType.values()) {
      if (word(type).equals(word)) {
        return new CertifiedParent(
            type, f.digest("sha256"), f.decimal("epsilon"), f.decimal("beta"));
      }
    }
    throw new IllegalArgumentException("its parent is of the kind '" + word + "'");
  }

  private static String word(PredicateType type) {
    return type.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
