package org.surety.certificate;

/**
 * The environment the episodes come from.
 *
 * @param name its name, {@link #NOT_STATED} where nobody said
 * @param version its version, {@link #NOT_STATED} where nobody said
 * @param dynamics whether its transitions are random
 * @param initialDistribution in words: where episodes start
 */
public record CertifiedEnvironment(
    String name, String version, Dynamics dynamics, String initialDistribution) {

  /** What stands for a name or version that nobody gave. */
  public static final String NOT_STATED = "not stated";

  /** Whether transitions are random: deterministic ones admit no change at a bounded ratio. */
  public enum Dynamics implements NamedInJson {
    /** The next state is a function of state and action. */
    DETERMINISTIC,
    /** The next state is drawn. */
    STOCHASTIC,
    /** Nobody said. */
    UNKNOWN
  }

  Json toJson() {
    return Json.object()
        .put("name", name)
        .put("version", version)
        .put("dynamics", dynamics.jsonName())
        .put("initialDistribution", initialDistribution)
        .build();
  }

  static CertifiedEnvironment from(Fields f) {
    return new CertifiedEnvironment(
        f.text("name"),
        f.text("version"),
        f.constant("dynamics", Dynamics.class),
        f.text("initialDistribution"));
  }
}
