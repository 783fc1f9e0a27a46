package org.surety.certificate;

import java.util.List;

/**
 * The box of states over which a density ratio was proved.
 *
 * @param lower lower ends, one an observed value, as exact decimals
 * @param upper upper ends
 * @param outside what is played outside
 * @param gap the relative gap at which the search may have ended, a decimal
 * @param maxLogRatioUpper proved bound on the log density ratio over the box, a decimal
 * @param maxLogRatioLower the largest one found, a decimal
 * @param boxes number of boxes it took
 */
public record AuditedStates(
    List<String> lower,
    List<String> upper,
    Outside outside,
    String gap,
    String maxLogRatioUpper,
    String maxLogRatioLower,
    long boxes) {

  /** What is known of states outside the box. */
  public enum Outside implements NamedInJson {
    /** Nothing: the claim is about episodes that stay inside, or their share is added. */
    UNCOVERED,
    /**
     * Nothing, and nothing has to be: the property says that observations stay in the box, so that
     * an episode that leaves it before the property is decided has violated it.
     */
    VIOLATES_PROPERTY,
    /** The guard that runs the policy plays the base policy there. */
    BASE_POLICY
  }

  /** Copies the lists and checks forms. */
  public AuditedStates {
    lower = List.copyOf(lower);
    upper = List.copyOf(upper);
    lower.forEach(end -> DecimalStrings.require(end, "lower"));
    upper.forEach(end -> DecimalStrings.require(end, "upper"));
    DecimalStrings.require(gap, "gap");
    DecimalStrings.require(maxLogRatioUpper, "maxLogRatioUpper");
    DecimalStrings.require(maxLogRatioLower, "maxLogRatioLower");
    if (lower.size() != upper.size() || lower.isEmpty()) {
      throw new IllegalArgumentException(
          "a box with " + lower.size() + " lower and " + upper.size() + " upper ends");
    }
  }

  Json toJson() {
    return Json.object()
        .put("lower", Json.texts(lower))
        .put("upper", Json.texts(upper))
        .put("outside", outside.jsonName())
        .put("gap", gap)
        .put("maxLogRatioUpper", maxLogRatioUpper)
        .put("maxLogRatioLower", maxLogRatioLower)
        .put("boxes", boxes)
        .build();
  }

  static AuditedStates from(Fields f) {
    return new AuditedStates(
        f.texts("lower"),
        f.texts("upper"),
        f.constant("outside", Outside.class),
        f.decimal("gap"),
        f.decimal("maxLogRatioUpper"),
        f.decimal("maxLogRatioLower"),
        f.integer("boxes"));
  }
}
