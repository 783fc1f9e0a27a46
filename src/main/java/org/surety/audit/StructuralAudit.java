package org.surety.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.surety.base.InputException;
import org.surety.certificate.AuditedPolicy;
import org.surety.certificate.CertifiedPolicy;
import org.surety.certificate.ReplayEvidence;
import org.surety.guard.GuardSetting;
import org.surety.guard.ReleaseTerms;
import org.surety.guard.file.GuardedRun;

/**
 * Whether a guarded policy is one that a base certificate's bound carries over to, from its files
 * alone. Its ratio, budget or shift is then kept by construction: the guard draws every action from
 * a distribution that it has limited and checked in doubles, so nothing is left to prove about the
 * task policy's network, whatever its weights.
 *
 * @param policy what was audited
 * @param warnings what is unusual, though nothing is wrong with it
 */
public record StructuralAudit(AuditedPolicy policy, List<String> warnings) {
  /** Copies the list. */
  public StructuralAudit {
    warnings = List.copyOf(warnings);
  }

  /**
   * Checks a guarded policy against the base policy that was certified.
   *
   * @param certified the policy of the base certificate
   * @param certificate payload digest of that certificate, which a release has to name
   * @param keptBy what keeps its ratio
   * @throws InputException if its base is not the certified policy, or none that any other can be
   *     compared with, or it may be released under another certificate
   */
  public static StructuralAudit of(
      CertifiedPolicy certified, String certificate, GuardedRun run, AuditedPolicy.KeptBy keptBy) {
    requireComparable(certified);
    String base = run.manifest().base().sha256();
    if (!base.equals(certified.sha256())) {
      throw new InputException(
          run.baseFile().file().toString(),
          "has the digest "
              + base
              + ", but the certificate is about the policy "
              + (certified.name() == null ? "" : "'" + certified.name() + "' ")
              + "with digest "
              + certified.sha256(),
          "give the base policy that was certified, or certify this one");
    }
    ReplayEvidence replay = certified.replay();
    if (replay != null && !replay.policySha256().equals(run.base().digest())) {
      throw new InputException(
          run.baseFile().file().toString(),
          "is, with what is said of it here, the policy "
              + run.base().digest()
              + ", not the "
              + replay.policySha256()
              + " that was replayed when it was certified",
          "say of it what was said then: " + replay.hints());
    }
    requireRelease(run, certificate);
    AuditedPolicy policy =
        new AuditedPolicy(
            run.name(),
            keptBy.guarded() ? run.manifest().digest() : run.manifest().task().sha256(),
            keptBy,
            run.manifest().text(),
            base,
            run.manifest().task().sha256());
    return new StructuralAudit(policy, warnings(run));
  }

  /** What keeps the ratio of a policy that runs under its guard. */
  public static AuditedPolicy.KeptBy keptByGuard(GuardedRun run) {
    if (run.manifest().setting().kind() == GuardSetting.Kind.BOX) {
      return AuditedPolicy.KeptBy.BOX_GUARD;
    }
    return run.task().standsAlone()
        ? AuditedPolicy.KeptBy.GUARD
        : AuditedPolicy.KeptBy.RATIO_BOUNDED_HEAD;
  }

  /** Refuses a base policy to which no other has a finite density ratio, or that nobody knows. */
  static void requireComparable(CertifiedPolicy certified) {
    if (certified.link() == CertifiedPolicy.Link.UNBOUND) {
      throw new InputException(
          "certificate",
          "its logs are not bound to a policy, so there is no base policy to keep a ratio to",
          "certify again with --policy and --action-mode stochastic");
    }
    if (certified.actionMode() != CertifiedPolicy.ActionMode.STOCHASTIC) {
      throw new InputException(
          "certificate",
          certified.actionMode() == CertifiedPolicy.ActionMode.DETERMINISTIC
              ? "its logs are of deterministic actions: every other policy has an infinite density"
                  + " ratio to a deterministic one"
              : "does not say that the logged actions were drawn from the policy's distribution",
          "log the stochastic policy and certify it with --action-mode stochastic");
    }
  }

  private static void requireRelease(GuardedRun run, String certificate) {
    ReleaseTerms terms = run.manifest().setting().release().orElse(null);
    if (terms != null && !terms.certificate().equals(certificate)) {
      throw new InputException(
          run.name(),
          "its guard may be released when the conjunction of certificate "
              + terms.certificate()
              + " is decided, but this certificate is "
              + certificate,
          "release only by the certificate that is audited, named by its payload's digest, or not"
              + " at all");
    }
  }

  private static List<String> warnings(GuardedRun run) {
    List<String> warnings = new ArrayList<>();
    if (!Objects.equals(run.base().normalizer(), run.task().normalizer())
        && !run.manifest().observesRemaining()) {
      warnings.add(
          "base and task policy normalize observations differently; the bound does not depend on"
              + " it, but the task policy may not be the one that was trained");
    }
    if (run.manifest().task().sha256().equals(run.manifest().base().sha256())) {
      warnings.add("base and task policy are the same file");
    }
    return warnings;
  }
}
