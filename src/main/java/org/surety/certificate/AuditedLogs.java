package org.surety.certificate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The logs that an audit read.
 *
 * @param task rollouts of the policy audited; may be empty
 * @param plannedEpisodes number of these stated beforehand; null where sampling stopped at any time
 * @param base rollouts of the base policy that were not used to choose the policy; may be empty
 * @param split in the issuer's words, how these were kept apart; null where there are none
 */
public record AuditedLogs(
    List<Evidence> task,
    @Nullable Long plannedEpisodes,
    List<Evidence> base,
    @Nullable String split) {
  /** No log was read. */
  public static final AuditedLogs NONE = new AuditedLogs(List.of(), null, List.of(), null);

  /** Copies the lists. */
  public AuditedLogs {
    task = List.copyOf(task);
    base = List.copyOf(base);
    if (base.isEmpty() != (split == null) || (task.isEmpty() && plannedEpisodes != null)) {
      throw new IllegalArgumentException("it says how logs were collected that it does not name");
    }
  }

  Json toJson() {
    return Json.object()
        .put("task", new Json.Arr(task.stream().map(Evidence::toJson).toList()))
        .putIfKnown("plannedEpisodes", plannedEpisodes)
        .put("base", new Json.Arr(base.stream().map(Evidence::toJson).toList()))
        .put("split", split)
        .build();
  }

  static AuditedLogs from(Fields f) {
    return new AuditedLogs(
        f.objects("task", Evidence::from),
        f.integerOrNull("plannedEpisodes"),
        f.objects("base", Evidence::from),
        f.textOrNull("split"));
  }
}
