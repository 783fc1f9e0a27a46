package org.surety.certificate;

import org.jspecify.annotations.Nullable;

/**
 * The training that a policy came from, as its trainer tells it.
 *
 * @param sha256 digest of the trainer's file
 * @param account what it says
 * @param probability if the bound carried over held in every episode of the training: at most how
 *     probable it was that so many violations would ever be seen, or so many episodes with a cost
 *     where that is what was counted, a decimal rounded up; null where the two are not about the
 *     same horizon
 */
public record AuditedTraining(
    String sha256, TrainingAccount account, @Nullable String probability) {
  /** Checks forms. */
  public AuditedTraining {
    Digests.require(sha256, "training");
    if (probability != null) {
      DecimalStrings.require(probability, "probability");
    }
  }

  Json toJson() {
    return Json.object()
        .put("sha256", sha256)
        .put("account", account.toJson())
        .put("probability", probability)
        .build();
  }

  static @Nullable AuditedTraining fromOrNull(@Nullable Fields f) {
    return f == null
        ? null
        : new AuditedTraining(
            f.digest("sha256"),
            TrainingAccount.from(f.object("account")),
            f.decimalOrNull("probability"));
  }
}
