package org.surety.certificate;

/**
 * The environment the episodes come from.
 *
 * @param name its name, {@code unknown} where nobody said
 * @param version its version, {@code unknown} where nobody said
 * @param initialDistribution in words: where episodes start
 */
public record CertifiedEnvironment(String name, String version, String initialDistribution) {
  Json toJson() {
    return Json.object()
        .put("name", name)
        .put("version", version)
        .put("initialDistribution", initialDistribution)
        .build();
  }

  static CertifiedEnvironment from(Fields f) {
    return new CertifiedEnvironment(
        f.text("name"), f.text("version"), f.text("initialDistribution"));
  }
}
