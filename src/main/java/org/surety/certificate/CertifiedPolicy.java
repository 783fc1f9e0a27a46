package org.surety.certificate;

import org.jspecify.annotations.Nullable;

/**
 * The policy a claim is about, and how firmly the logs are tied to it.
 *
 * @param name what people call it, or null where nobody said
 * @param sha256 digest of its file, or null where unbound
 * @param actionMode how its actions were chosen from its distributions
 * @param link how it is known that the logs are this policy's
 * @param replay how it was replayed; null unless the link says so
 */
public record CertifiedPolicy(
    @Nullable String name,
    @Nullable String sha256,
    ActionMode actionMode,
    Link link,
    @Nullable ReplayEvidence replay) {

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
    /** The policy was evaluated on the logged observations, and the actions are like its draws. */
    REPLAYED
  }

  /** A policy that was not replayed. */
  public CertifiedPolicy(
      @Nullable String name, @Nullable String sha256, ActionMode actionMode, Link link) {
    this(name, sha256, actionMode, link, null);
  }

  /**
   * A digest is there exactly if the link is not {@link Link#UNBOUND}, a replay exactly if it is
   * {@link Link#REPLAYED}; then the action mode is known, because it was tested.
   */
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
    if ((link == Link.REPLAYED) != (replay != null)) {
      throw new IllegalArgumentException(
          "a policy that is "
              + link.jsonName()
              + (replay == null ? " needs the evidence of" : " has no evidence of")
              + " its replay");
    }
    if (link == Link.REPLAYED && actionMode == ActionMode.UNKNOWN) {
      throw new IllegalArgumentException("a policy was replayed in an unknown action mode");
    }
  }

  /** This policy, replayed. */
  public CertifiedPolicy replayed(ReplayEvidence evidence) {
    return new CertifiedPolicy(name, sha256, actionMode, Link.REPLAYED, evidence);
  }

  Json toJson() {
    return Json.object()
        .put("name", name)
        .put("sha256", sha256)
        .put("actionMode", actionMode.jsonName())
        .put("link", link.jsonName())
        .put("replay", replay == null ? null : replay.toJson())
        .build();
  }

  static CertifiedPolicy from(Fields f) {
    Fields replay = f.objectOrNull("replay");
    return new CertifiedPolicy(
        f.textOrNull("name"),
        f.digestOrNull("sha256"),
        f.constant("actionMode", ActionMode.class),
        f.constant("link", Link.class),
        replay == null ? null : ReplayEvidence.from(replay));
  }
}
