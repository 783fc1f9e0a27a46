package org.surety.certificate;

import org.jspecify.annotations.Nullable;

/**
 * How far a claim looks ahead.
 *
 * @param decisions T, at least 0: T decisions, T + 1 states
 * @param seconds decimal, the same in seconds, or null where the step's duration is not known
 * @param chosen whether T was given beforehand or chosen on these data
 * @param horizonMax the largest horizon looked at where T was chosen; null where it was given
 */
public record CertifiedHorizon(
    int decisions, @Nullable String seconds, Choice chosen, @Nullable Integer horizonMax) {

  /** How T came about. */
  public enum Choice implements NamedInJson {
    /** Stated before the data were looked at. */
    GIVEN,
    /** The best of 0..{@code horizonMax} on these data; the bound pays for the choice. */
    BEST
  }

  /** Checks ranges. */
  public CertifiedHorizon {
    if (decisions < 0) {
      throw new IllegalArgumentException("a horizon of " + decisions + " decisions");
    }
    if (seconds != null) {
      DecimalStrings.require(seconds, "seconds");
    }
    if ((chosen == Choice.BEST) != (horizonMax != null)
        || (horizonMax != null && horizonMax < decisions)) {
      throw new IllegalArgumentException(
          "a horizon that is " + chosen.jsonName() + " with horizonMax " + horizonMax);
    }
  }

  /** A horizon stated beforehand. */
  public static CertifiedHorizon given(int decisions, @Nullable String seconds) {
    return new CertifiedHorizon(decisions, seconds, Choice.GIVEN, null);
  }

  /** A horizon chosen on the data among 0..{@code horizonMax}. */
  public static CertifiedHorizon best(int decisions, @Nullable String seconds, int horizonMax) {
    return new CertifiedHorizon(decisions, seconds, Choice.BEST, horizonMax);
  }

  Json toJson() {
    return Json.object()
        .put("decisions", decisions)
        .put("seconds", seconds)
        .put("chosen", chosen.jsonName())
        .putIfKnown("horizonMax", horizonMax == null ? null : Long.valueOf(horizonMax))
        .build();
  }

  static CertifiedHorizon from(Fields f) {
    return new CertifiedHorizon(
        f.count("decisions"),
        f.decimalOrNull("seconds"),
        f.constant("chosen", Choice.class),
        f.get("horizonMax") == null ? null : Integer.valueOf(f.count("horizonMax")));
  }
}
