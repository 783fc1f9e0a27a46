package org.surety.certify;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.surety.audit.StructuralAudit;
import org.surety.base.InputException;
import org.surety.base.Progress;
import org.surety.base.Sha256;
import org.surety.certificate.AuditCertificate;
import org.surety.certificate.AuditedBound;
import org.surety.certificate.AuditedLogs;
import org.surety.certificate.AuditedPolicy;
import org.surety.certificate.AuditedStates;
import org.surety.certificate.AuditedTraining;
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
   * @param run the policy with its base and its guard
   * @param guarded whether it runs under that guard; else it runs as it is, and how often it goes
   *     beyond the guard's limit is measured on rollouts
   * @param states that its ratio was proved over a box; null where it was not, or where the
   *     certificate to build on says so
   * @param horizon T in decisions; null for the certificate's own
   * @param rollouts of the policy; null for none
   * @param baseRollouts of the base policy, to be weighted; null for none
   * @param training what its trainer says; null where nothing is said
   * @param issuance who issues the certificate; its only parent is the basis
   */
  public record Request(
      AuditBasis basis,
      GuardedRun run,
      boolean guarded,
      @Nullable StatesProof states,
      @Nullable Integer horizon,
      @Nullable RolloutLogs rollouts,
      @Nullable RolloutLogs baseRollouts,
      @Nullable TrainingStatement training,
      Issuance issuance) {}

  /**
   * Audits a policy.
   *
   * @throws InputException if the certificate does not carry over to it, or rollouts are not its
   *     own
   */
  public static AuditCertificate run(Request request, int threads, Progress progress)
      throws IOException, InterruptedException {
    AuditBasis basis = request.basis;
    GuardedRun run = request.run;
    CertifiedHorizon horizon = basis.horizon(request.horizon);
    CertifiedParent parent = basis.at(horizon.decisions());
    check(request, parent);
    AuditCertificate earlier = basis.audit();
    List<String> warnings = new ArrayList<>();
    AuditedPolicy policy;
    if (earlier == null) {
      StructuralAudit structure =
          StructuralAudit.of(basis.policy(), basis.digest(), run, keptBy(request));
      policy = structure.policy();
      warnings.addAll(structure.warnings());
    } else {
      policy = samePolicy(earlier, request);
      warnings.addAll(earlier.warnings());
    }
    AuditedStates states = states(earlier, request);
    CertifiedTransfer transfer = transfer(earlier, run, parent, horizon.decisions());
    List<AuditedBound> bounds = new ArrayList<>();
    List<String> premises = new ArrayList<>();
    bounds.add(transferred(transfer, run, parent, horizon.decisions()));
    AuditRollouts.Reading reading =
        new AuditRollouts.Reading(
            basis, run, states, horizon.decisions(), request.issuance, threads, progress);
    AuditedLogs rollouts = null;
    if (request.rollouts != null) {
      AuditRollouts found = reading.task(request.rollouts, request.guarded);
      rollouts = found.logs();
      bounds.addAll(found.bounds());
      premises.addAll(found.premises());
    }
    AuditedLogs baseRollouts = null;
    if (request.baseRollouts != null) {
      AuditRollouts found = reading.base(request.baseRollouts);
      baseRollouts = found.logs();
      bounds.addAll(found.bounds());
      premises.addAll(found.premises());
    }
    AuditedTraining training = training(earlier, request, bounds.get(0), horizon.decisions());
    if (training != null && earlier == null) {
      warnings.addAll(
          TrainingStatement.warnings(training, basis.property().name(), basis.digest()));
    }
    return new AuditWording(
            basis,
            run,
            policy,
            states,
            training,
            horizon,
            transfer,
            bounds,
            combined(bounds),
            premises)
        .certificate(parent, rollouts, baseRollouts, warnings, request.issuance);
  }

  private static AuditedPolicy.KeptBy keptBy(Request request) {
    if (request.guarded) {
      return StructuralAudit.keptByGuard(request.run);
    }
    return request.states == null
        ? AuditedPolicy.KeptBy.NOTHING
        : AuditedPolicy.KeptBy.PROOF_OVER_STATES;
  }

  /**
   * The box of states, of the proof or of the certificate that is built on, and what is known of
   * states outside.
   */
  private static @Nullable AuditedStates states(
      @Nullable AuditCertificate earlier, Request request) {
    if (earlier != null) {
      return earlier.states();
    }
    StatesProof proof = request.states;
    if (proof == null) {
      return null;
    }
    if (request.guarded) {
      return proof.stated(AuditedStates.Outside.BASE_POLICY);
    }
    AuditBasis basis = request.basis;
    return proof.stated(
        BoxInProperty.isPartOf(basis.property(), proof.box(), basis.observations())
            ? AuditedStates.Outside.VIOLATES_PROPERTY
            : AuditedStates.Outside.UNCOVERED);
  }

  /** The bound carried over holds in training too; bounds of the finished policy alone do not. */
  private static @Nullable AuditedTraining training(
      @Nullable AuditCertificate earlier, Request request, AuditedBound carried, int horizon) {
    if (earlier != null) {
      return earlier.training();
    }
    TrainingStatement said = request.training;
    return said == null
        ? null
        : said.audited(
            request.run.manifest(),
            request.basis.property(),
            request.basis.digest(),
            carried,
            horizon);
  }

  private static void check(Request request, CertifiedParent parent) {
    if (new BigDecimal(parent.epsilon()).compareTo(BigDecimal.ONE) >= 0) {
      throw new InputException(
          "certificate",
          "its bound is " + parent.epsilon() + ", which says nothing",
          "certify the base policy with more episodes");
    }
    boolean boxed = request.run.manifest().setting().kind() == GuardSetting.Kind.BOX;
    if (request.guarded) {
      if (boxed && request.states == null && request.basis.audit() == null) {
        throw new InputException(
            request.run.name(),
            "its guard plays the task policy as it is inside a box, and nothing proves its ratio",
            "prove it over that box");
      }
      return;
    }
    if (boxed) {
      throw new InputException(
          "--unguarded",
          "the guard.json says that base is played outside a box",
          "leave --unguarded out");
    }
    if (request.rollouts == null && request.states == null) {
      throw new InputException(
          "--unguarded",
          "nothing keeps the policy within its limit, and there are no rollouts to count how often"
              + " it went beyond",
          "give its rollouts with --logs, prove the ratio over a box with --states, or run it under"
              + " a guard");
    }
    if (request.baseRollouts != null) {
      throw new InputException(
          "--base-logs",
          "without a guard the likelihood ratio of an episode is not bounded",
          "weight base rollouts for a guarded policy, or leave them out");
    }
    if (request.run.manifest().observesRemaining()
        || !request.run.task().standsAlone()
        || request.run.manifest().setting().perDecisionCap().isPresent()) {
      throw new InputException(
          "--unguarded",
          "the policy needs its guard: it observes what is left, ends in a ratio-bounded head, or"
              + " has a limit for each decision",
          "audit it under its guard");
    }
  }

  private static AuditedPolicy samePolicy(AuditCertificate earlier, Request request) {
    AuditedPolicy policy = earlier.policy();
    if (!policy.keptBy().guarded()) {
      throw new InputException(
          "certificate",
          "is about a policy that runs without a guard",
          "build on the base certificate, and give all its rollouts at once");
    }
    if (!Sha256.of(policy.manifest()).equals(request.run.manifest().digest()) || !request.guarded) {
      throw new InputException(
          request.run.name(),
          "is not the policy with digest "
              + policy.sha256()
              + ", under its guard, that the audit certificate is about",
          "give the policy that was audited, or build on the base certificate of its base policy");
    }
    return policy;
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
    BigDecimal beta = AuditedBound.totalBeta(bounds);
    if (beta.compareTo(BigDecimal.ONE) >= 0) {
      throw new InputException(
          "--beta", "the error probabilities add up to " + beta, "give smaller ones");
    }
    BigDecimal least = AuditedBound.least(bounds);
    if (bounds.size() == 1) {
      AuditedBound only = bounds.get(0);
      return new CertifiedBound(only.epsilon(), only.beta(), only.method());
    }
    String method =
        bounds.stream()
            .filter(b -> b.boundsViolations() && new BigDecimal(b.epsilon()).compareTo(least) == 0)
            .map(AuditedBound::method)
            .findFirst()
            .orElse(bounds.get(0).method() + "+beyond-limit");
    return new CertifiedBound(Decimals.text(least), Decimals.text(beta), method);
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
