package org.surety.certify;

import java.util.ArrayList;
import java.util.List;
import org.surety.certificate.Assumption;
import org.surety.certificate.AuditCertificate;
import org.surety.certificate.AuditedBound;
import org.surety.certificate.AuditedLogs;
import org.surety.certificate.AuditedPolicy;
import org.surety.certificate.CertifiedBound;
import org.surety.certificate.CertifiedEnvironment;
import org.surety.certificate.CertifiedHorizon;
import org.surety.certificate.CertifiedParent;
import org.surety.certificate.CertifiedTransfer;
import org.surety.certificate.Exposure;
import org.surety.certificate.Issuance;
import org.surety.guard.CouplingCharge;
import org.surety.guard.file.GuardedRun;
import org.surety.numeric.Decimals;

/** What an audit certificate says in words: the claim, and what it assumes. */
record AuditWording(
    AuditBasis basis,
    GuardedRun run,
    AuditedPolicy policy,
    CertifiedHorizon horizon,
    CertifiedTransfer transfer,
    List<AuditedBound> bounds,
    CertifiedBound bound) {

  AuditCertificate certificate(
      CertifiedParent parent, AuditedLogs logs, List<String> warnings, Issuance issuance) {
    List<Assumption> assumptions = assumptions();
    Exposure exposure = Wording.exposure(bound.epsilon(), horizon);
    return new AuditCertificate(
        claim(parent, exposure, assumptions.size(), issuance),
        basis.property(),
        parent,
        policy,
        basis.environment(),
        horizon,
        transfer,
        bounds,
        bound,
        exposure,
        logs,
        basis.labelSource(),
        assumptions,
        warnings,
        issuance);
  }

  private String claim(
      CertifiedParent parent, Exposure exposure, int assumptions, Issuance issuance) {
    CertifiedEnvironment environment = basis.environment();
    return "If A1..A"
        + assumptions
        + " hold, then with error probability "
        + bound.beta()
        + " the policy '"
        + policy.name()
        + "', run under its guard, violates '"
        + basis.property().name()
        + "' within "
        + Wording.decisions(horizon)
        + " with probability at most "
        + up(bound.epsilon())
        + ". Scope: guarded policy sha256 "
        + policy.sha256()
        + ", "
        + run.manifest().setting()
        + (policy.keptBy() == AuditedPolicy.KeptBy.RATIO_BOUNDED_HEAD
            ? ", whose task policy ends in a ratio-bounded head"
            : "")
        + ", relative to base policy sha256 "
        + policy.base()
        + ", kept by construction; "
        + derivation(parent)
        + "; environment "
        + Wording.named(environment)
        + ", initial distribution: "
        + environment.initialDistribution()
        + "; labels: "
        + basis.labelSource()
        + "; exposure: "
        + exposure.text()
        + "; issued "
        + issuance.issuedAt()
        + ".";
  }

  private String derivation(CertifiedParent parent) {
    StringBuilder text = new StringBuilder();
    if (transfer.value() == null) {
      text.append("bound ").append(up(parent.epsilon())).append(" of this policy taken from");
    } else {
      text.append("bound ")
          .append(up(bounds.get(0).epsilon()))
          .append(" by ")
          .append(transfer.name())
          .append(" from ")
          .append(up(parent.epsilon()))
          .append(" of");
    }
    return text.append(" certificate ")
        .append(parent.sha256())
        .append(" at error probability ")
        .append(parent.beta())
        .toString();
  }

  private static String up(String epsilon) {
    return Decimals.text(
        new java.math.BigDecimal(epsilon)
            .round(new java.math.MathContext(3, java.math.RoundingMode.CEILING)));
  }

  private List<Assumption> assumptions() {
    List<String> texts = new ArrayList<>();
    basis.assumptions().forEach(a -> texts.add(a.text()));
    if (transfer.value() != null) {
      guardAssumptions(texts);
    }
    List<Assumption> assumptions = new ArrayList<>();
    for (String text : texts) {
      assumptions.add(new Assumption("A" + (assumptions.size() + 1), text));
    }
    return assumptions;
  }

  private void guardAssumptions(List<String> texts) {
    texts.add(
        "The audited policy is run as its guard.json says: every action is drawn from the"
            + " distribution that the guard returns, from fresh random numbers, and charged; nothing"
            + " but the scaling in the policy's file comes between the draw and the environment, and"
            + " the guard is reset at the start of every episode and at no other time.");
    texts.add(
        "The base policy draws every action afresh: no noise, latent or parameter is kept over"
            + " decisions unless the policy observes it. Normal random numbers are taken for exact"
            + " draws from the normal distribution.");
    CouplingCharge coupling = run.coupling();
    texts.add(
        run.manifest().coupling().isPresent()
            ? "The distribution from which "
                + coupling.logsBy()
                + " drew the logged actions and the one that "
                + coupling.guardBy()
                + " evaluates differ by at most "
                + transfer.totalVariation()
                + " in total variation at every decision, which is charged."
            : "The guard evaluates the base policy as it was evaluated when the logs were made; a"
                + " difference between float32 and float64 is not charged.");
    run.manifest()
        .setting()
        .release()
        .ifPresent(
            terms ->
                texts.add(
                    "The guard is released only when the property is decided for good by the labels"
                        + " of '"
                        + terms.labelSource()
                        + "', which are the labels that this certificate is about; no other"
                        + " certificate's bound is relied on in the rest of that episode."));
  }
}
