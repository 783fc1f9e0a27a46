package org.surety.certify;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.surety.audit.StructuralAudit;
import org.surety.base.InputException;
import org.surety.certificate.AuditCertificate;
import org.surety.certificate.AuditedBound;
import org.surety.certificate.AuditedLogs;
import org.surety.certificate.AuditedPolicy;
import org.surety.certificate.CertifiedBound;
import org.surety.certificate.CertifiedHorizon;
import org.surety.certificate.CertifiedParent;
import org.surety.certificate.CertifiedTransfer;
import org.surety.certificate.Issuance;
import org.surety.guard.GuardSetting;
import org.surety.guard.file.GuardedRun;
import org.surety.numeric.Decimals;
import org.surety.ratio.BaseRisk;
import org.surety.ratio.Transfer;

/**
 * From a certificate and the files of a policy to an audit certificate: the policy is checked, the
 * certified bound carried over to it, rounded up.
 */
public final class Audit {
  private Audit() {}

  /**
   * What to audit.
   *
   * @param basis the certificate to build on
   * @param run the guarded policy
   * @param horizon T in decisions; null for the certificate's own
   * @param issuance who issues the certificate; its only parent is the basis
   */
  public record Request(
      AuditBasis basis, GuardedRun run, @Nullable Integer horizon, Issuance issuance) {}

  /**
   * Audits a guarded policy by its files.
   *
   * @throws InputException if the certificate does not carry over to it
   */
  public static AuditCertificate run(Request request) {
    AuditBasis basis = request.basis;
    GuardedRun run = request.run;
    CertifiedHorizon horizon = basis.horizon(request.horizon);
    CertifiedParent parent = basis.at(horizon.decisions());
    if (new BigDecimal(parent.epsilon()).compareTo(BigDecimal.ONE) >= 0) {
      throw new InputException(
          "certificate",
          "its bound is " + parent.epsilon() + ", which says nothing",
          "certify the base policy with more episodes");
    }
    AuditCertificate earlier = basis.audit();
    List<String> warnings = new ArrayList<>();
    AuditedPolicy policy;
    if (earlier == null) {
      StructuralAudit structure = StructuralAudit.of(basis.policy(), basis.digest(), run);
      policy = structure.policy();
      warnings.addAll(structure.warnings());
    } else {
      policy = samePolicy(earlier, run);
      warnings.addAll(earlier.warnings());
    }
    CertifiedTransfer transfer = transfer(earlier, run, parent, horizon.decisions());
    List<AuditedBound> bounds = new ArrayList<>();
    bounds.add(transferred(transfer, run, parent, horizon.decisions()));
    CertifiedBound bound = combined(bounds);
    return new AuditWording(basis, run, policy, horizon, transfer, bounds, bound)
        .certificate(parent, AuditedLogs.NONE, warnings, request.issuance);
  }

  private static AuditedPolicy samePolicy(AuditCertificate earlier, GuardedRun run) {
    if (!earlier.policy().sha256().equals(run.manifest().digest())) {
      throw new InputException(
          run.name(),
          "has the digest "
              + run.manifest().digest()
              + ", but the audit certificate is about the policy with digest "
              + earlier.policy().sha256(),
          "give the policy that was audited, or build on the base certificate of its base policy");
    }
    return earlier.policy();
  }

  /** The theorem that fits the guard. */
  static CertifiedTransfer transfer(
      @Nullable AuditCertificate earlier, GuardedRun run, CertifiedParent parent, int horizon) {
    if (earlier != null) {
      return new CertifiedTransfer(
          CertifiedTransfer.SAME_POLICY,
          "the certificate is about this very policy",
          null,
          null,
          "0");
    }
    GuardSetting setting = run.manifest().setting();
    Transfer transfer = setting.transfer(risk(parent, horizon), run.policyClass());
    return new CertifiedTransfer(
        transfer.name(),
        transfer.premise(),
        setting.kind().field(),
        Decimals.text(setting.limit()),
        Decimals.exactUp(run.coupling().perDecision()));
  }

  /** The parent's bound after the transfer, rounded up. */
  static AuditedBound transferred(
      CertifiedTransfer transfer, GuardedRun run, CertifiedParent parent, int horizon) {
    String epsilon = parent.epsilon();
    if (!transfer.name().equals(CertifiedTransfer.SAME_POLICY)) {
      GuardSetting setting = run.manifest().setting();
      BaseRisk risk = risk(parent, horizon);
      double bound =
          setting.transfer(risk, run.policyClass()).bound(risk, Decimals.up(setting.limit()));
      epsilon = Decimals.up(run.coupling().riskUpper(bound, horizon));
    }
    return new AuditedBound(
        AuditedBound.Source.TRANSFER, epsilon, parent.beta(), transfer.name(), null, null);
  }

  private static BaseRisk risk(CertifiedParent parent, int horizon) {
    return BaseRisk.unchanged(new BigDecimal(parent.epsilon()), horizon);
  }

  /** The smallest bound on violations, at the sum of all error probabilities. */
  private static CertifiedBound combined(List<AuditedBound> bounds) {
    BigDecimal beta = BigDecimal.ZERO;
    AuditedBound best = bounds.get(0);
    for (AuditedBound bound : bounds) {
      beta = beta.add(new BigDecimal(bound.beta()));
      if (bound.boundsViolations()
          && new BigDecimal(bound.epsilon()).compareTo(new BigDecimal(best.epsilon())) < 0) {
        best = bound;
      }
    }
    if (beta.compareTo(BigDecimal.ONE) >= 0) {
      throw new InputException(
          "--beta", "the error probabilities add up to " + beta, "give smaller ones");
    }
    String sum = bounds.size() == 1 ? bounds.get(0).beta() : Decimals.text(beta);
    return new CertifiedBound(best.epsilon(), sum, best.method());
  }

  /**
   * The largest setting of the policy's guard that keeps a risk, rounded down; NaN if none does.
   *
   * @param risk in (0, 1)
   */
  public static double largestSetting(Request request, BigDecimal risk) {
    CertifiedHorizon horizon = request.basis.horizon(request.horizon);
    BaseRisk base = risk(request.basis.at(horizon.decisions()), horizon.decisions());
    BigDecimal charge =
        new BigDecimal(request.run.coupling().total(horizon.decisions()))
            .setScale(30, RoundingMode.CEILING);
    BigDecimal rest = risk.subtract(charge);
    return rest.signum() <= 0
        ? Double.NaN
        : request
            .run
            .manifest()
            .setting()
            .transfer(base, request.run.policyClass())
            .largestSetting(base, rest);
  }
}
