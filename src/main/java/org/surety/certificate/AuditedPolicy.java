package org.surety.certificate;

import java.util.LinkedHashMap;
import java.util.Map;
import org.surety.base.Sha256;

/**
 * The policy that an audit certificate is about, with what keeps it close to the base policy.
 *
 * @param name what people call it
 * @param sha256 what identifies it: the digest of {@code manifest} where it runs under a guard, of
 *     the task policy's file where it runs without
 * @param keptBy what keeps its density ratio
 * @param manifest {@code guard.json}, whole: the files, and the limit that the guard keeps, or that
 *     the policy is held against
 * @param base digest of the base policy's file
 * @param task digest of the task policy's file
 */
public record AuditedPolicy(
    String name, String sha256, KeptBy keptBy, String manifest, String base, String task) {

  /** What keeps a density ratio. */
  public enum KeptBy implements NamedInJson {
    /** A guard that every action is drawn through. */
    GUARD,
    /** A last layer whose ratio is bounded by construction, under a guard. */
    RATIO_BOUNDED_HEAD,
    /** A proof over a box of states; nothing is played otherwise outside. */
    PROOF_OVER_STATES,
    /** A proof over a box of states, and a guard that plays the base policy outside. */
    BOX_GUARD,
    /** Nothing: how often it went beyond the limit was measured. */
    NOTHING;

    /** Whether the policy runs under a guard. */
    public boolean guarded() {
      return this == GUARD || this == RATIO_BOUNDED_HEAD || this == BOX_GUARD;
    }
  }

  /** Checks forms, and that the digest is that of the manifest, or of the task policy. */
  public AuditedPolicy {
    Digests.require(sha256, "policy");
    Digests.require(base, "base policy");
    Digests.require(task, "task policy");
    if (!(keptBy.guarded() ? Sha256.of(manifest) : task).equals(sha256)) {
      throw new IllegalArgumentException("the policy does not have the digest stated");
    }
  }

  /** Digest to name, of the files behind it. */
  public Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    if (keptBy.guarded()) {
      files.put(sha256, "guard.json");
    }
    files.put(base, "base policy");
    files.put(task, "task policy");
    return files;
  }

  Json toJson() {
    return Json.object()
        .put("name", name)
        .put("sha256", sha256)
        .put("keptBy", keptBy.jsonName())
        .put("manifest", manifest)
        .put("base", base)
        .put("task", task)
        .build();
  }

  static AuditedPolicy from(Fields f) {
    return new AuditedPolicy(
        f.text("name"),
        f.digest("sha256"),
        f.constant("keptBy", KeptBy.class),
        f.text("manifest"),
        f.digest("base"),
        f.digest("task"));
  }
}
