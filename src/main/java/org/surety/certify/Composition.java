package org.surety.certify;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.surety.base.InputException;
import org.surety.bound.BoundPlan;
import org.surety.bound.ErrorProbability;
import org.surety.bound.HorizonChoice;
import org.surety.bound.Monotonicity;
import org.surety.bound.Sampling;
import org.surety.bound.ViolationBound;
import org.surety.certificate.AuditCertificate;
import org.surety.certificate.AuditedBound;
import org.surety.certificate.AuditedLogs;
import org.surety.certificate.AuditedPolicy;
import org.surety.certificate.AuditedStates;
import org.surety.certificate.AuditedTraining;
import org.surety.certificate.CertifiedParent;
import org.surety.certificate.CertifiedTransfer;
import org.surety.certificate.Check;
import org.surety.guard.CouplingCharge;
import org.surety.guard.GuardSetting;
import org.surety.guard.StateBox;
import org.surety.guard.file.GuardManifest;
import org.surety.numeric.Decimals;
import org.surety.ratio.BaseRisk;
import org.surety.ratio.ChiSquareTransfer;
import org.surety.ratio.MeanShiftTransfer;
import org.surety.ratio.PowerTransfer;
import org.surety.ratio.TrajectoryBudgetTransfer;
import org.surety.ratio.Transfer;

/**
 * Whether an audit certificate follows from its parent: same property, environment and labels, a
 * horizon that the parent covers, the base policy that the parent is about, and a bound that is at
 * least the one the theorem gives. Nothing but the two certificates is needed.
 */
final class Composition {
  /** Another version may have rounded the last digits otherwise. */
  private static final BigDecimal ROUNDING = new BigDecimal("0.999999999");

  private final AuditCertificate audit;
  private final AuditBasis parent;
  private final List<Check> checks = new ArrayList<>();

  private Composition(AuditCertificate audit, AuditBasis parent) {
    this.audit = audit;
    this.parent = parent;
  }

  /** One check for each thing compared. */
  static List<Check> check(AuditCertificate audit, AuditBasis parent) {
    Composition composition = new Composition(audit, parent);
    try {
      composition.run();
    } catch (InputException | IllegalArgumentException e) {
      composition.add("composition", false, String.valueOf(e.getMessage()));
    }
    return composition.checks;
  }

  private void run() {
    same("property", audit.property(), parent.property());
    same("environment", audit.environment(), parent.environment());
    same("labels", audit.labelSource(), parent.labelSource());
    int horizon = audit.horizon().decisions();
    same("horizon", audit.horizon(), parent.horizon(horizon));
    CertifiedParent stated = audit.parent();
    same("parent's bound", stated, parent.at(horizon));
    boolean assumed =
        audit.assumptions().size() >= parent.assumptions().size()
            && audit
                .assumptions()
                .subList(0, parent.assumptions().size())
                .equals(parent.assumptions());
    add(
        "assumptions",
        assumed,
        assumed ? "the parent's are all repeated" : "an assumption of the parent is left out");
    AuditCertificate earlier = parent.audit();
    if (earlier != null) {
      same("policy", audit.policy(), earlier.policy());
      same(
          "training",
          Optional.ofNullable(audit.training()),
          Optional.ofNullable(earlier.training()));
      same("states", Optional.ofNullable(audit.states()), Optional.ofNullable(earlier.states()));
      add(
          "transfer",
          audit.transfer().name().equals(CertifiedTransfer.SAME_POLICY),
          audit.transfer().name() + " from a certificate of the policy itself");
    } else {
      boolean known =
          parent.policy().link() != org.surety.certificate.CertifiedPolicy.Link.UNBOUND
              && parent.policy().actionMode()
                  == org.surety.certificate.CertifiedPolicy.ActionMode.STOCHASTIC;
      add(
          "base policy",
          known && audit.policy().base().equals(parent.policy().sha256()),
          known
              ? "certified is "
                  + parent.policy().sha256()
                  + ", audited against "
                  + audit.policy().base()
              : "the parent is not about a stochastic policy that is known");
    }
    guard(
        GuardManifest.parse(audit.policy().manifest(), "the certificate's guard.json"),
        earlier == null);
    bound(horizon);
    audit.bounds().forEach(this::counted);
  }

  /** The box proved is the one outside which the guard plays base, and the proof is of its α. */
  private void states(GuardSetting setting) {
    AuditedStates states = audit.states();
    StateBox guards = setting.box().orElse(null);
    boolean boxed = audit.policy().keptBy() == AuditedPolicy.KeptBy.BOX_GUARD;
    if (boxed != (guards != null)) {
      add(
          "states",
          false,
          boxed
              ? "its guard.json plays base outside no box"
              : "its guard.json plays base outside a box, which the certificate does not say");
      return;
    }
    if (states == null) {
      return;
    }
    StateBox box = StateBox.of(states.lower(), states.upper(), "the certificate's box");
    if (guards != null && !guards.equals(box)) {
      add("states", false, "proved for " + box + ", base is played outside " + guards);
      return;
    }
    if (states.outside() == AuditedStates.Outside.VIOLATES_PROPERTY
        && !BoxInProperty.isPartOf(parent.property(), box, parent.observations())) {
      add("states", false, "the property does not say that observations stay in " + box);
      return;
    }
    BigDecimal limit = new BigDecimal(setting.logRatioUpper());
    boolean enough = new BigDecimal(states.maxLogRatioUpper()).compareTo(limit) <= 0;
    add(
        "states",
        enough,
        "the log ratio proved, "
            + states.maxLogRatioUpper()
            + (enough ? ", is within" : ", is above")
            + " the logarithm of alpha");
  }

  /** A bound on counts is computed again from them. */
  private void counted(AuditedBound stated) {
    Long episodes = stated.episodes();
    Long counted = stated.counted();
    AuditedLogs rollouts = audit.rollouts();
    if (episodes == null
        || counted == null
        || rollouts == null
        || stated.source() == AuditedBound.Source.BASE_ROLLOUTS) {
      return;
    }
    Long planned = rollouts.plannedEpisodes();
    ViolationBound bound =
        BoundPlan.of(
                planned == null ? new Sampling.Anytime() : new Sampling.Fixed(planned),
                new HorizonChoice.Given(audit.horizon().decisions()),
                Monotonicity.CONSTANT,
                ErrorProbability.parse(stated.beta()),
                1)
            .bound(episodes, counted);
    BigDecimal needed = new BigDecimal(bound.epsilonDecimal());
    boolean enough =
        bound.method().label().equals(stated.method())
            && new BigDecimal(stated.epsilon()).compareTo(needed.multiply(ROUNDING)) >= 0;
    add(
        stated.source().jsonName(),
        enough,
        counted
            + " of "
            + episodes
            + " episodes give "
            + needed
            + " by "
            + bound.method().label()
            + (enough ? "; stated is " : ", more than the ")
            + stated.epsilon()
            + (enough ? "" : " stated"));
  }

  /** The training is that of this very policy, and is held against the bound that is stated. */
  private void training(GuardManifest manifest) {
    AuditedTraining stated = audit.training();
    TrainingStatement said = TrainingStatement.of(stated);
    if (said != null) {
      boolean same =
          said.audited(
                  manifest,
                  audit.property(),
                  audit.parent().sha256(),
                  audit.bounds().get(0),
                  audit.horizon().decisions())
              .equals(stated);
      add(
          "training",
          same,
          same ? "of this policy, under its guard" : "is held against another bound than stated");
    }
  }

  private void guard(GuardManifest manifest, boolean first) {
    boolean same =
        manifest.base().sha256().equals(audit.policy().base())
            && manifest.task().sha256().equals(audit.policy().task());
    add(
        "guarded policy",
        same,
        same
            ? "its guard.json names the files stated"
            : "its guard.json names other files than those stated");
    if (!first) {
      return;
    }
    GuardSetting setting = manifest.setting();
    states(setting);
    training(manifest);
    CertifiedTransfer transfer = audit.transfer();
    String value = transfer.value();
    boolean limit =
        value != null
            && Objects.equals(transfer.setting(), setting.kind().field())
            && new BigDecimal(value).compareTo(setting.limit()) == 0;
    add(
        "setting",
        limit,
        limit
            ? transfer.setting() + " " + value + ", as the guard has it"
            : transfer.setting() + " " + value + " stated, the guard has " + setting);
    double charged = manifest.coupling().map(CouplingCharge::perDecision).orElse(0.0);
    boolean coupled =
        new BigDecimal(transfer.totalVariation()).compareTo(new BigDecimal(charged)) >= 0;
    if (!coupled) {
      add("evaluators", false, "charged " + transfer.totalVariation() + " of " + charged);
    }
    String released = setting.release().map(r -> r.certificate()).orElse(parent.digest());
    if (!released.equals(parent.digest())) {
      add("release", false, "the guard may be released by certificate " + released);
    }
  }

  private void bound(int horizon) {
    AuditedBound stated = audit.bounds().get(0);
    BigDecimal needed = new BigDecimal(audit.parent().epsilon());
    CertifiedTransfer transfer = audit.transfer();
    String value = transfer.value();
    if (value != null) {
      Transfer theorem = theorem(transfer.name());
      if (!theorem.setting().field().equals(transfer.setting())) {
        add("transfer", false, transfer.name() + " does not rest on " + transfer.setting());
        return;
      }
      double bound =
          theorem.bound(BaseRisk.unchanged(needed, horizon), Decimals.up(new BigDecimal(value)));
      double charge = Decimals.up(new BigDecimal(transfer.totalVariation()));
      needed =
          new BigDecimal(new CouplingCharge("logs", "guard", charge).riskUpper(bound, horizon));
    }
    boolean enough = new BigDecimal(stated.epsilon()).compareTo(needed.multiply(ROUNDING)) >= 0;
    add(
        "carried over",
        enough,
        transfer.name()
            + " gives "
            + Decimals.up(needed.doubleValue(), 12)
            + (enough ? "; stated is " : ", more than the ")
            + stated.epsilon()
            + (enough ? "" : " stated"));
  }

  private static Transfer theorem(String name) {
    for (Transfer known :
        List.of(
            new PowerTransfer(),
            ChiSquareTransfer.everyDecision(),
            new TrajectoryBudgetTransfer(),
            new MeanShiftTransfer())) {
      if (known.name().equals(name)) {
        return known;
      }
    }
    throw new IllegalArgumentException("this version knows no transfer '" + name + "'");
  }

  private <T> void same(String name, T stated, T parents) {
    boolean equal = stated.equals(parents);
    add(name, equal, equal ? "as in the parent" : "is " + stated + ", the parent has " + parents);
  }

  private void add(String name, boolean holds, String detail) {
    checks.add(
        new Check(
            "composed " + name, holds ? Check.Result.OK : Check.Result.FAILED, shortened(detail)));
  }

  private static String shortened(String detail) {
    return detail.length() <= 400 ? detail : detail.substring(0, 400) + "...";
  }
}
