package org.surety.certificate;

/**
 * Something a claim assumes and nobody checked.
 *
 * @param id how the claim refers to it: {@code A1}
 * @param text in words
 */
public record Assumption(String id, String text) {
  Json toJson() {
    return Json.object().put("id", id).put("text", text).build();
  }

  static Assumption from(Fields f) {
    return new Assumption(f.text("id"), f.text("text"));
  }
}
