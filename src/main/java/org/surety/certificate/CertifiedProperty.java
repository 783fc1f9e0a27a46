package org.surety.certificate;

import org.surety.base.Sha256;

/**
 * The property a claim is about.
 *
 * @param name its name in the property file
 * @param formula as the property file writes it
 * @param canonical the formula over predicate names in one spelling, every next explicit
 * @param specText the property file, whole: what the names mean
 * @param specSha256 digest of {@code specText} in UTF-8
 * @param margin decimal by which every predicate was tightened; {@code "0"} for none
 */
public record CertifiedProperty(
    String name,
    String formula,
    String canonical,
    String specText,
    String specSha256,
    String margin) {
  /** Checks forms, and that the digest is that of the text. */
  public CertifiedProperty {
    Digests.require(specSha256, "specSha256");
    DecimalStrings.require(margin, "margin");
    if (!Sha256.of(specText).equals(specSha256)) {
      throw new IllegalArgumentException("the property text does not have the digest stated");
    }
  }

  /** The property with the digest of its text. */
  public static CertifiedProperty of(
      String name, String formula, String canonical, String specText, String margin) {
    return new CertifiedProperty(name, formula, canonical, specText, Sha256.of(specText), margin);
  }

  Json toJson() {
    return Json.object()
        .put("name", name)
        .put("formula", formula)
        .put("canonical", canonical)
        .put("specText", specText)
        .put("specSha256", specSha256)
        .put("margin", margin)
        .build();
  }

  static CertifiedProperty from(Fields f) {
    return new CertifiedProperty(
        f.text("name"),
        f.text("formula"),
        f.text("canonical"),
        f.text("specText"),
        f.digest("specSha256"),
        f.decimal("margin"));
  }
}
