package org.surety.certify;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.surety.certificate.Assumption;
import org.surety.certificate.AuditCertificate;
import org.surety.certificate.AuditedBound;
import org.surety.certificate.AuditedLogs;
import org.surety.certificate.AuditedPolicy;
import org.surety.certificate.AuditedStates;
import org.surety.certificate.AuditedTraining;
import org.surety.certificate.CertifiedBound;
import org.surety.certificate.CertifiedEnvironment;
import org.surety.certificate.CertifiedHorizon;
import org.surety.certificate.CertifiedParent;
import org.surety.certificate.CertifiedTransfer;
import org.surety.certificate.Exposure;
import org.surety.certificate.Issuance;
import org.surety.guard.CouplingCharge;
import org.surety.guard.StateBox;
import org.surety.guard.file.GuardedRun;
import org.surety.numeric.Decimals;

/** What an audit certificate says in words: the claim, and what it assumes. */
record AuditWording(
    AuditBasis basis,
    GuardedRun run,
    AuditedPolicy policy,
    @Nullable AuditedStates states,
    @Nullable AuditedTraining training,
    CertifiedHorizon horizon,
    CertifiedTransfer transfer,
    List<AuditedBound> bounds,
    CertifiedBound bound,
    List<String> premises) {

  AuditCertificate certificate(
      CertifiedParent parent,
      @Nullable AuditedLogs rollouts,
      @Nullable AuditedLogs baseRollouts,
      List<String> warnings,
      Issuance issuance) {
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
        states,
        rollouts,
        baseRollouts,
        training,
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
        + "', "
        + manner()
        + ", violates '"
        + basis.property().name()
        + (outsideViolates() ? "', or leaves the box of states before that is decided," : "'")
        + " within "
        + Wording.decisions(horizon)
        + (conditional() ? " without having left the box of states" : "")
        + " with probability at most "
        + up(bound.epsilon())
        + ". Scope: "
        + scope()
        + "; "
        + derivation(parent)
        + (training == null ? "" : "; " + TrainingStatement.clause(training))
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

  /** Whether nothing is claimed of episodes that leave the box. */
  private boolean conditional() {
    return states != null
        && states.outside() == AuditedStates.Outside.UNCOVERED
        && bounds.size() == 1;
  }

  private boolean outsideViolates() {
    return states != null && states.outside() == AuditedStates.Outside.VIOLATES_PROPERTY;
  }

  private String manner() {
    return switch (policy.keptBy()) {
      case GUARD, RATIO_BOUNDED_HEAD -> "run under its guard";
      case BOX_GUARD ->
          "run under its guard, which plays the base policy outside the box of states";
      case PROOF_OVER_STATES, NOTHING -> "run without a guard";
    };
  }

  private String scope() {
    String setting = run.manifest().setting().toString();
    return switch (policy.keptBy()) {
      case GUARD, RATIO_BOUNDED_HEAD ->
          "guarded policy sha256 "
              + policy.sha256()
              + ", "
              + setting
              + (policy.keptBy() == AuditedPolicy.KeptBy.RATIO_BOUNDED_HEAD
                  ? ", whose task policy ends in a ratio-bounded head"
                  : "")
              + ", relative to base policy sha256 "
              + policy.base()
              + ", kept by construction";
      case NOTHING ->
          "policy sha256 "
              + policy.sha256()
              + ", relative to base policy sha256 "
              + policy.base()
              + ", kept by nothing: how often it went beyond the limit of "
              + setting
              + " was measured, not proved";
      case PROOF_OVER_STATES, BOX_GUARD ->
          (policy.keptBy().guarded() ? "guarded policy sha256 " : "policy sha256 ")
              + policy.sha256()
              + ", relative to base policy sha256 "
              + policy.base()
              + ": a density ratio of at most "
              + transfer.value()
              + " proved for all actions at all observations from "
              + box()
              + ", as evaluated in doubles; "
              + outside();
    };
  }

  private String box() {
    return states == null
        ? ""
        : StateBox.of(states.lower(), states.upper(), "the box of states").toString();
  }

  private String outside() {
    if (states != null && states.outside() == AuditedStates.Outside.BASE_POLICY) {
      return "outside the guard plays the base policy, whose ratio is 1, so that nothing is assumed"
          + " about where episodes go";
    }
    if (outsideViolates()) {
      return "outside nothing has to be: a state outside the box violates the property, as the"
          + " property file says it, unless it was decided before";
    }
    return bounds.size() == 1
        ? "nothing is claimed of episodes in which a decision is taken outside"
        : "the share of episodes in which a decision is taken outside was measured, not proved";
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
    text.append(" certificate ")
        .append(parent.sha256())
        .append(" at error probability ")
        .append(parent.beta());
    for (AuditedBound further : bounds.subList(1, bounds.size())) {
      text.append(
              further.source() == AuditedBound.Source.BEYOND_LIMIT
                  ? ", to which is added "
                  : "; bound ")
          .append(up(further.epsilon()))
          .append(
              switch (further.source()) {
                case TASK_ROLLOUTS -> " from rollouts of the policy";
                case BASE_ROLLOUTS -> " from weighted rollouts of the base policy";
                case BEYOND_LIMIT -> " for episodes beyond the limit";
                case TRANSFER -> "";
              })
          .append(" (")
          .append(further.counted())
          .append(" of ")
          .append(further.episodes())
          .append(") at error probability ")
          .append(further.beta());
    }
    return bounds.size() == 1
        ? text.toString()
        : text.append("; the smallest is claimed at the sum of these error probabilities")
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
    texts.addAll(premises);
    List<Assumption> assumptions = new ArrayList<>();
    for (String text : texts) {
      assumptions.add(new Assumption("A" + (assumptions.size() + 1), text));
    }
    return assumptions;
  }

  private void guardAssumptions(List<String> texts) {
    texts.add(
        !policy.keptBy().guarded()
            ? "The audited policy draws every action afresh from the distribution of its file at the"
                + " observation; nothing but the scaling in the file comes between the draw and the"
                + " environment."
            : "The audited policy is run as its guard.json says: every action is drawn from the"
                + " distribution that the guard returns, from fresh random numbers, and charged; nothing"
                + " but the scaling in the policy's file comes between the draw and the environment, and"
                + " the guard is reset at the start of every episode and at no other time.");
    if (policy.keptBy() == AuditedPolicy.KeptBy.BOX_GUARD) {
      texts.add(
          "What the guard compares with its box is the very observation that both policies are"
              + " evaluated at, in the units of the logs and before any normalization.");
    }
    if (outsideViolates()) {
      texts.add(
          "What the property reads as component i of '"
              + basis.observations()
              + "' is, at every decision in operation as in the logs, the i-th value that the policies"
              + " are evaluated at. A state at which a predicate has no finite value counts as a"
              + " violation.");
    }
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
            : "The base policy when the logs were made, and "
                + (policy.keptBy().guarded() ? "the guard" : "the audited policy")
                + " in operation, are evaluated as in this audit; a difference between float32 and"
                + " float64 is not charged.");
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
