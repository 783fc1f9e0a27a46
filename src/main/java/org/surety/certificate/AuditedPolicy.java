package org.surety.certificate;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.surety.base.Sha256;

/**
 * The policy that an audit certificate is about, with what keeps it close to the base policy.
 *
 * @param name what people call it
 * @param sha256 what identifies it: the digest of {@code manifest}, or of the task policy's file
 * @param keptBy what keeps its density ratio
 * @param manifest {@code guard.json}, whole, or null where it runs without a guard
 * @param base digest of the base policy's file
 * @param task digest of the task policy's file
 */
public record AuditedPolicy(
    String name,
    String sha256,
    KeptBy keptBy,
    @Nullable String manifest,
    String base,
    String task) {

  /** What keeps a density ratio. */
  public enum KeptBy implements NamedInJson {
    /** A guard that every action is drawn through. */
    GUARD,
    /** A last layer whose ratio is bounded by construction, under a guard. */
    RATIO_BOUNDED_HEAD,
    /** A proof over a box of states; nothing keeps it outside. */
    PROOF_OVER_STATES
  }

  /** Checks forms, and that the digest is that of the manifest, or of the task policy. */
  public AuditedPolicy {
    Digests.require(sha256, "policy");
    Digests.require(base, "base policy");
    Digests.require(task, "task policy");
    if ((manifest == null) != (keptBy == KeptBy.PROOF_OVER_STATES)) {
      throw new IllegalArgumentException(
          "a policy that is kept by a "
              + keptBy.jsonName()
              + (manifest == null ? " without" : " under")
              + " a guard");
    }
    if (!(manifest == null ? task : Sha256.of(manifest)).equals(sha256)) {
      throw new IllegalArgumentException("the policy does not have the digest stated");
    }
  }

  /** Digest to name, of the files behind it. */
  public Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    if (manifest != null) {
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
        f.textOrNull("manifest"),
        f.digest("base"),
        f.digest("task"));
  }
}
