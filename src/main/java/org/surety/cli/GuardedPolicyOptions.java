package org.surety.cli;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;
import org.surety.base.Spelling;
import org.surety.certify.GuardTerms;
import org.surety.guard.Guard;
import org.surety.guard.GuardSetting;
import org.surety.guard.file.GuardedRun;
import org.surety.numeric.Decimals;
import org.surety.policy.Policy;
import org.surety.policy.file.Policies;
import org.surety.policy.file.PolicyHints;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which policy is run under which guard. */
final class GuardedPolicyOptions {
  private static final List<String> KINDS = List.of("per-step", "budget", "mean-only");

  @Option(
      names = "--policy",
      paramLabel = "RUN",
      description = "The folder of a guarded policy, with its guard.json; or the following ones.")
  private @Nullable Path run;

  @Option(names = "--base", paramLabel = "FILE", description = "The certified policy.")
  private @Nullable Path base;

  @Option(
      names = "--task",
      paramLabel = "FILE",
      description = "The policy that goes as far as the guard lets it.")
  private @Nullable Path task;

  @Option(
      names = "--observes-remaining",
      description =
          "The task policy's last input, after the observation, is what is left to spend as a share"
              + " of what an episode starts with.")
  private boolean observesRemaining;

  @Option(names = "--guard", paramLabel = "KIND", description = "per-step, budget or mean-only.")
  private @Nullable String kind;

  @Option(
      names = "--alpha",
      paramLabel = "A",
      description = "Of a per-step guard: the density ratio of every decision, at least 1.")
  private @Nullable BigDecimal alpha;

  @Option(names = "--budget", paramLabel = "B", description = "Of a budget guard, in nats.")
  private @Nullable BigDecimal budget;

  @Option(
      names = "--mean-budget",
      paramLabel = "D",
      description = "Of a mean-only guard, in standard deviations of the base policy.")
  private @Nullable BigDecimal meanBudget;

  @Option(
      names = "--per-decision-cap",
      paramLabel = "C",
      description = "Most that one decision may take of a budget.")
  private @Nullable BigDecimal cap;

  @Option(
      names = "--horizon",
      paramLabel = "T",
      description =
          "Decisions after which only base is played (default: the certificate's horizon).")
  private @Nullable Integer horizon;

  @Option(
      names = "--certificate",
      paramLabel = "CERT",
      description =
          "The base policy's certificate: its file must be the one certified, and the bound that"
              + " results is told.")
  private @Nullable Path certificate;

  @Option(
      names = "--public-key",
      arity = "1..*",
      paramLabel = "PUB.pem",
      description = "With --certificate: check its signature first.")
  private List<Path> publicKeys = new ArrayList<>();

  @Option(
      names = "--risk",
      paramLabel = "R",
      description =
          "With --certificate: the violation probability allowed; without a setting, the largest"
              + " setting that keeps it.")
  private @Nullable BigDecimal risk;

  @Option(
      names = "--assume-bound",
      description = "With --certificate: vouch that its logs are the base policy's.")
  private boolean assumeBound;

  @Mixin private HintOptions hints;

  /** Reads the policies and builds the guard; tells what it is worth. */
  GuardedRun read(OutputOptions console) throws IOException {
    GuardTerms terms = certificate == null ? null : terms(certificate);
    GuardedRun guarded = run == null ? ofFiles(terms) : ofFolder(run, terms);
    if (terms == null) {
      if (risk != null || assumeBound || !publicKeys.isEmpty()) {
        throw new InputException(
            risk != null ? "--risk" : assumeBound ? "--assume-bound" : "--public-key",
            "is about a certificate, and none is given",
            "add --certificate");
      }
      return guarded;
    }
    if (publicKeys.isEmpty()) {
      console.notice("warning: the certificate's signature was not checked; give --public-key");
    }
    terms.warnings().forEach(warning -> console.notice("warning: " + warning));
    Guard guard = guarded.manifest().setting().guard();
    double bound =
        guarded.coupling().riskUpper(terms.riskUpper(guard, guarded.base()), terms.horizon());
    if (risk != null && bound > Decimals.up(risk)) {
      throw new InputException(
          "--risk " + risk,
          "the guard's bound is " + Decimals.up(bound, 3),
          "give a smaller setting, or leave it out to get the largest that keeps the risk");
    }
    console.notice(terms.sentence(guard, bound));
    return guarded;
  }

  private GuardedRun ofFolder(Path folder, @Nullable GuardTerms terms) throws IOException {
    boolean more =
        base != null
            || task != null
            || kind != null
            || observesRemaining
            || alpha != null
            || budget != null
            || meanBudget != null
            || cap != null
            || horizon != null
            || hints.given();
    if (more) {
      throw new InputException(
          "--policy " + folder,
          "its guard.json says which policies and which guard, and so do other options",
          "leave one of them out");
    }
    GuardedRun guarded = GuardedRun.read(folder);
    if (terms != null) {
      terms.requireBase(guarded.baseFile().file(), guarded.base());
    }
    return guarded;
  }

  private GuardedRun ofFiles(@Nullable GuardTerms terms) throws IOException {
    if (base == null || task == null || kind == null) {
      throw new InputException(
          "act",
          "which policy to run under which guard is not said",
          "give --policy RUN, or --base, --task and --guard");
    }
    if (kind.equals("box")) {
      throw new InputException(
          "--guard box",
          "plays a task policy as it is inside a box, which takes a proof of its ratio",
          "write its folder by 'surety audit --states BOX --outside base-policy --save-run RUN',"
              + " and give that as --policy");
    }
    if (!KINDS.contains(kind)) {
      throw new InputException(
          "--guard", "there is no guard '" + kind + "'", Spelling.remedy(kind, KINDS));
    }
    PolicyHints said = hints.read();
    PolicyHints ofBase = terms == null ? said : terms.hints(said);
    Policy policy = Policies.read(base, ofBase);
    if (terms != null) {
      terms.requireBase(base, policy);
    }
    return GuardedRun.of(
        new GuardedRun.PolicyFile(base, ofBase),
        new GuardedRun.PolicyFile(task, said),
        observesRemaining,
        setting(kind, terms, policy),
        Optional.empty());
  }

  private GuardTerms terms(Path file) throws IOException {
    return GuardTerms.of(ReadCertificate.of(file, publicKeys, null).base(), assumeBound);
  }

  private GuardSetting setting(String guard, @Nullable GuardTerms terms, Policy policy) {
    GuardSetting.Kind found =
        switch (guard) {
          case "per-step" -> GuardSetting.Kind.PER_STEP;
          case "budget" -> GuardSetting.Kind.BUDGET;
          default -> GuardSetting.Kind.MEAN_ONLY;
        };
    return new GuardSetting(
        found,
        limit(found, guard, terms, policy),
        Optional.ofNullable(cap),
        decisions(terms),
        Optional.empty());
  }

  private int decisions(@Nullable GuardTerms terms) {
    if (horizon != null) {
      return horizon;
    }
    if (terms == null) {
      throw new InputException(
          "--horizon", "is not given", "say for how many decisions, or give --certificate");
    }
    return terms.horizon();
  }

  private BigDecimal limit(
      GuardSetting.Kind wanted, String guard, @Nullable GuardTerms terms, Policy policy) {
    BigDecimal found = null;
    String option = "";
    for (GuardSetting.Kind other : GuardSetting.Kind.values()) {
      BigDecimal value =
          switch (other) {
            case PER_STEP -> alpha;
            case BUDGET -> budget;
            case MEAN_ONLY -> meanBudget;
            case BOX -> null;
          };
      String name =
          switch (other) {
            case PER_STEP -> "--alpha";
            case BUDGET -> "--budget";
            case MEAN_ONLY -> "--mean-budget";
            case BOX -> "--states";
          };
      if (value != null && other != wanted) {
        throw new InputException(
            name, "is no setting of a " + guard + " guard", "give that of this guard alone");
      }
      if (other == wanted) {
        found = value;
        option = name;
      }
    }
    if (found != null) {
      return found;
    }
    if (terms == null || risk == null) {
      throw new InputException(
          "--guard " + guard,
          "how far it may let the policy go is not said",
          "give " + option + ", or --certificate and --risk");
    }
    return terms.setting(guard, risk, policy);
  }
}
