package org.surety.certificate;

import org.jspecify.annotations.Nullable;

/**
 * The policy a claim is about, and how firmly the logs are tied to it.
 *
 * @param name what people call it, or null where nobody said
 * @param sha256 digest of its file, or null where unbound
 * @param actionMode how its actions were chosen from its distributions
 * @param link how it is known that the logs are this policy's
 */
public record CertifiedPolicy(
    @Nullable String name, @Nullable String sha256, ActionMode actionMode, Link link) {

  /** Nothing is known of the policy but its logs. */
  public static final CertifiedPolicy UNBOUND =
      new CertifiedPolicy(null, null, ActionMode.UNKNOWN, Link.UNBOUND);

  /** How actions were chosen. */
  public enum ActionMode implements NamedInJson {
    /** Drawn from the policy's distribution. */
    STOCHASTIC,
    /** A fixed function of the observation, such as the distribution's mean. */
    DETERMINISTIC,
    /** Nobody said. */
    UNKNOWN
  }

  /** What ties the logs to the policy. */
  public enum Link implements NamedInJson {
    /** Nothing: the claim is about whatever produced the logs. */
    UNBOUND,
    /** The collector states the digest of the policy that produced the logs. */
    DIGEST_ONLY,
    /** The policy was evaluated on the logs and gives the distributions logged. */
    REPLAYED
  }

  /** A digest is there exactly if the link is not {@link Link#UNBOUND}. */
  public CertifiedPolicy {
    if ((link == Link.UNBOUND) != (sha256 == null)) {
      throw new IllegalArgumentException(
          "a policy that is "
              + link.jsonName()
              + (sha256 == null ? " needs a" : " has no")
              + " digest");
    }
    if (sha256 != null) {
      Digests.require(sha256, "policy");
    }
  }

  Json toJson() {
    return Json.object()
        .put("name", name)
        .put("sha256", sha256)
        .put("actionMode", actionMode.jsonName())
        .put("link", link.jsonName())
        .build();
  }

  static CertifiedPolicy from(Fields f) {
    return new CertifiedPolicy(
        f.textOrNull("name"),
        f.digestOrNull("sha256"),
        f.constant("actionMode", ActionMode.class),
        f.constant("link", Link.class));
  }
}
