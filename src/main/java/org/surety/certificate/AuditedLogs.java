package org.surety.certificate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rollouts that an audit read.
 *
 * @param logs the files
 * @param beta the error probability of each bound that rests on them, a decimal
 * @param plannedEpisodes their number, stated beforehand; null where sampling stopped at any time
 * @param allowDuplicates whether episodes of continuous data may repeat each other exactly
 * @param replay how the policy was held against them
 * @param split in the issuer's words, how rollouts of the base policy were kept apart from those
 *     the policy was chosen with; null for rollouts of the policy itself
 */
public record AuditedLogs(
    List<Evidence> logs,
    String beta,
    @Nullable Long plannedEpisodes,
    boolean allowDuplicates,
    AuditedReplay replay,
    @Nullable String split) {

  /** Copies the list and checks forms. */
  public AuditedLogs {
    logs = List.copyOf(logs);
    DecimalStrings.require(beta, "beta");
    if (logs.isEmpty()) {
      throw new IllegalArgumentException("rollouts without a log");
    }
  }

  Json toJson() {
    return Json.object()
        .put("logs", new Json.Arr(logs.stream().map(Evidence::toJson).toList()))
        .put("beta", beta)
        .putIfKnown("plannedEpisodes", plannedEpisodes)
        .put("allowDuplicates", allowDuplicates)
        .put("replay", replay.toJson())
        .put("split", split)
        .build();
  }

  static @Nullable AuditedLogs fromOrNull(@Nullable Fields f) {
    return f == null
        ? null
        : new AuditedLogs(
            f.objects("logs", Evidence::from),
            f.decimal("beta"),
            f.integerOrNull("plannedEpisodes"),
            f.flag("allowDuplicates"),
            AuditedReplay.from(f.object("replay")),
            f.textOrNull("split"));
  }
}
