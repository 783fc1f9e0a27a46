package org.surety.certificate;

import org.jspecify.annotations.Nullable;

/**
 * What ε means in operation.
 *
 * @param text in words, with how episodes are supposed to follow each other
 * @param violationsPerHour decimal, rounded up: at most so many violations in an hour, or null
 *     where the duration of a step is not known
 */
public record Exposure(String text, @Nullable String violationsPerHour) {
  /** Checks the form. */
  public Exposure {
    if (violationsPerHour != null) {
      DecimalStrings.require(violationsPerHour, "violationsPerHour");
    }
  }

  Json toJson() {
    return Json.object().put("text", text).put("violationsPerHour", violationsPerHour).build();
  }

  static Exposure from(Fields f) {
    return new Exposure(f.text("text"), f.decimalOrNull("violationsPerHour"));
  }
}
