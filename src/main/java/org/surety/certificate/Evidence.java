package org.surety.certificate;

/**
 * One log file that a claim rests on.
 *
 * @param name its file name
 * @param sha256 digest of its bytes
 * @param bytes its size
 * @param format its format, as given to {@code --format}
 * @param lastObservation whether the state after the last decision is recorded
 * @param autoreset the autoreset convention in force
 * @param endFlags which flags tell how episodes ended
 */
public record Evidence(
    String name,
    String sha256,
    long bytes,
    String format,
    boolean lastObservation,
    String autoreset,
    String endFlags) {
  /** Checks the digest's form. */
  public Evidence {
    Digests.require(sha256, "evidence " + name);
  }

  Json toJson() {
    return Json.object()
        .put("name", name)
        .put("sha256", sha256)
        .put("bytes", bytes)
        .put("format", format)
        .put("lastObservation", lastObservation)
        .put("autoreset", autoreset)
        .put("endFlags", endFlags)
        .build();
  }

  static Evidence from(Fields f) {
    return new Evidence(
        f.text("name"),
        f.digest("sha256"),
        f.integer("bytes"),
        f.text("format"),
        f.flag("lastObservation"),
        f.text("autoreset"),
        f.text("endFlags"));
  }
}
