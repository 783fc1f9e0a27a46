package org.surety.cli;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;
import org.surety.base.Spelling;
import org.surety.certificate.BaseCertificate;
import org.surety.certificate.Envelope;
import org.surety.certificate.Statement;
import org.surety.certify.GuardTerms;
import org.surety.guard.BaseKind;
import org.surety.guard.BudgetGuard;
import org.surety.guard.CouplingCharge;
import org.surety.guard.Guard;
import org.surety.guard.GuardedPolicy;
import org.surety.guard.MeanGuard;
import org.surety.guard.PerStepGuard;
import org.surety.guard.TaskPolicy;
import org.surety.numeric.Decimals;
import org.surety.policy.Policy;
import org.surety.policy.PolicyEvaluator;
import org.surety.policy.file.Policies;
import org.surety.policy.file.PolicyHints;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which policy is run under which guard. */
final class GuardedPolicyOptions {
  private static final List<String> KINDS = List.of("per-step", "budget", "mean-only");

  @Option(
      names = "--base",
      required = true,
      paramLabel = "FILE",
      description = "The certified policy.")
  private Path base;

  @Option(
      names = "--task",
      required = true,
      paramLabel = "FILE",
      description = "The policy that goes as far as the guard lets it.")
  private Path task;

  @Option(
      names = "--guard",
      required = true,
      paramLabel = "KIND",
      description = "per-step, budget or mean-only.")
  private String kind;

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

  /**
   * A base and a task policy that fit each other, and the guard between them.
   *
   * @param base the certified policy
   * @param task the policy that goes as far as the guard lets it
   * @param guard at the start of an episode
   */
  record Guarded(Policy base, Policy task, Guard guard) {
    /** Ready to act. */
    GuardedPolicy policy(long seed) {
      PolicyEvaluator baseEvaluator = base.evaluator(1);
      PolicyEvaluator taskEvaluator = task.evaluator(1);
      TaskPolicy free =
          (observation, remainingShare) -> {
            try {
              return taskEvaluator.distribution(observation);
            } catch (IllegalArgumentException overflow) {
              return null; // base is then played
            }
          };
      return new GuardedPolicy(
          baseEvaluator::distribution,
          BaseKind.INDEPENDENT,
          free,
          guard,
          CouplingCharge.sameEvaluator("surety"),
          seed);
    }
  }

  /** Reads the policies and builds the guard; tells what it is worth. */
  Guarded read(OutputOptions console) throws IOException {
    if (!KINDS.contains(kind)) {
      throw new InputException(
          "--guard", "there is no guard '" + kind + "'", Spelling.remedy(kind, KINDS));
    }
    GuardTerms terms = certificate == null ? null : terms(certificate);
    PolicyHints said = hints.read();
    Policy basePolicy = terms == null ? Policies.read(base, said) : terms.policy(base, said);
    Policy taskPolicy = Policies.read(task, said);
    requireFit(basePolicy, taskPolicy);
    Guard guard = guard(terms, basePolicy);
    if (terms != null) {
      terms.warnings().forEach(warning -> console.notice("warning: " + warning));
      double bound = terms.riskUpper(guard, basePolicy);
      if (risk != null && bound > Decimals.up(risk)) {
        throw new InputException(
            "--risk " + risk,
            "the guard's bound is " + Decimals.up(bound, 3),
            "give a smaller setting, or leave it out to get the largest that keeps the risk");
      }
      console.notice(terms.sentence(guard, bound));
    }
    return new Guarded(basePolicy, taskPolicy, guard);
  }

  private GuardTerms terms(Path file) throws IOException {
    Statement statement = Statement.parse(Envelope.read(file).uncheckedPayload(), file.toString());
    return GuardTerms.of(BaseCertificate.of(statement, file.toString()), assumeBound);
  }

  private Guard guard(@Nullable GuardTerms terms, Policy basePolicy) {
    int decisions = horizon(terms);
    String option =
        switch (kind) {
          case "per-step" -> "--alpha";
          case "budget" -> "--budget";
          default -> "--mean-budget";
        };
    double most = Decimals.down(setting(option, terms, basePolicy));
    double perDecision = cap == null ? Double.POSITIVE_INFINITY : Decimals.down(cap);
    if (cap != null && kind.equals("per-step")) {
      throw new InputException(
          "--per-decision-cap",
          "is given with a per-step guard, whose alpha limits every decision",
          "leave it out");
    }
    return switch (kind) {
      case "per-step" -> new PerStepGuard(most, decisions);
      case "budget" -> new BudgetGuard(most, perDecision, decisions);
      default -> new MeanGuard(most, perDecision, decisions);
    };
  }

  private int horizon(@Nullable GuardTerms terms) {
    if (horizon != null) {
      return horizon;
    }
    if (terms == null) {
      throw new InputException(
          "--horizon", "is not given", "say for how many decisions, or give --certificate");
    }
    return terms.horizon();
  }

  private BigDecimal setting(String option, @Nullable GuardTerms terms, Policy basePolicy) {
    BigDecimal found = null;
    for (String other : List.of("--alpha", "--budget", "--mean-budget")) {
      BigDecimal value =
          switch (other) {
            case "--alpha" -> alpha;
            case "--budget" -> budget;
            default -> meanBudget;
          };
      if (value != null && !other.equals(option)) {
        throw new InputException(
            other, "is no setting of a " + kind + " guard", "give " + option + " instead");
      }
      found = value == null ? found : value;
    }
    if (found != null) {
      return found;
    }
    if (terms == null || risk == null) {
      throw new InputException(
          "--guard " + kind,
          "how far it may let the policy go is not said",
          "give " + option + ", or --certificate and --risk");
    }
    return terms.setting(kind, risk, basePolicy);
  }

  private void requireFit(Policy basePolicy, Policy taskPolicy) {
    if (basePolicy.gaussian() != taskPolicy.gaussian()
        || basePolicy.actions() != taskPolicy.actions()
        || basePolicy.observations() != taskPolicy.observations()) {
      throw new InputException(
          task.toString(),
          "is a " + kindOf(taskPolicy) + ", the base policy a " + kindOf(basePolicy),
          "give two policies of the same observations and actions");
    }
    if (!basePolicy.scaling().equals(taskPolicy.scaling())) {
      throw new InputException(
          task.toString(),
          "executes raw actions as '"
              + taskPolicy.scaling()
              + "', the base policy as '"
              + basePolicy.scaling()
              + "': their densities are not of the same action",
          "give two policies with the same squashing, scaling and clipping");
    }
    if (kind.equals("mean-only") && !basePolicy.gaussian()) {
      throw new InputException(
          "--guard mean-only",
          "shifts means, and these policies choose among categories",
          "use a per-step or a budget guard");
    }
  }

  private static String kindOf(Policy policy) {
    return String.format(
        Locale.ROOT,
        "%s policy of %d observations and %d %s",
        policy.gaussian() ? "Gaussian" : "categorical",
        policy.observations(),
        policy.actions(),
        policy.gaussian() ? "action dimensions" : "actions");
  }
}
