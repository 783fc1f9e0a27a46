package org.surety.cli;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;
import org.surety.certificate.TrainingAccount;
import org.surety.certify.TrainingStatement;
import org.surety.guard.CouplingCharge;
import org.surety.guard.GuardSetting;
import org.surety.guard.StateBox;
import org.surety.guard.file.GuardedRun;
import org.surety.numeric.Decimals;
import org.surety.policy.file.PolicyHints;
import picocli.CommandLine.Option;

/** Which policies, under which guard: a folder that says it all, or files and a setting. */
final class GuardOptions {
  @Option(
      names = "--base",
      paramLabel = "POLICY",
      description = "The certified policy (not needed where --task is a folder with guard.json).")
  private @Nullable Path base;

  @Option(
      names = "--base-hints",
      paramLabel = "FILE",
      description = "What its file does not say (default: what it was certified with).")
  private @Nullable Path baseHints;

  @Option(
      names = "--task",
      required = true,
      paramLabel = "POLICY|RUN",
      description = "The finished policy: a folder with guard.json, or a policy file.")
  private Path task;

  @Option(names = "--task-hints", paramLabel = "FILE", description = "What its file does not say.")
  private @Nullable Path taskHints;

  @Option(
      names = "--observes-remaining",
      description = "The task policy's last input is the share that is left to spend.")
  private boolean observesRemaining;

  @Option(
      names = "--alpha",
      paramLabel = "A",
      description = "Run it under a per-step guard: density ratio at most A at every decision.")
  private @Nullable BigDecimal alpha;

  @Option(
      names = "--budget",
      paramLabel = "B",
      description = "Run it under a budget guard: log ratio at most B nats in every episode.")
  private @Nullable BigDecimal budget;

  @Option(
      names = "--mean-budget",
      paramLabel = "D",
      description = "Run it under a mean-only guard: shifts of at most D deviations in a root sum.")
  private @Nullable BigDecimal meanBudget;

  @Option(
      names = "--per-decision-cap",
      paramLabel = "C",
      description = "With a budget: most that one decision may use.")
  private @Nullable BigDecimal perDecisionCap;

  @Option(
      names = "--guard-horizon",
      paramLabel = "N",
      description =
          "Decisions after which the guard plays base only (default: the certified horizon).")
  private @Nullable Integer guardHorizon;

  @Option(
      names = "--logs-evaluator",
      paramLabel = "NAME",
      description =
          "What evaluated the base policy when the logs were made, such as torch-float32.")
  private @Nullable String logsEvaluator;

  @Option(
      names = "--total-variation",
      paramLabel = "TV",
      description =
          "By how much its distributions differ, at most, from the guard's at a decision.")
  private @Nullable BigDecimal totalVariation;

  /** The files read. */
  List<Path> files() {
    List<Path> files = new ArrayList<>();
    for (Path file : new Path[] {base, baseHints, task, taskHints}) {
      if (file != null) {
        files.add(file);
      }
    }
    return files;
  }

  private static PolicyHints hints(@Nullable Path file, PolicyHints otherwise) throws IOException {
    return file == null ? otherwise : PolicyHints.read(file);
  }

  /**
   * The guarded policy.
   *
   * @param horizon the certified one
   * @param certified the hints with which the base policy was certified
   * @param box outside which the guard is to play base; null for none
   */
  GuardedRun run(int horizon, PolicyHints certified, @Nullable StateBox box) throws IOException {
    if (java.nio.file.Files.isDirectory(task) || GuardedRun.isOne(task)) {
      return folder(box);
    }
    if (base == null) {
      throw new InputException(
          "--base",
          "is missing, and " + task + " alone does not say what it was derived from",
          "give the certified policy with --base, or a folder with guard.json as --task");
    }
    return GuardedRun.of(
        new GuardedRun.PolicyFile(base, hints(baseHints, certified)),
        new GuardedRun.PolicyFile(task, hints(taskHints, PolicyHints.NONE)),
        observesRemaining,
        setting(guardHorizon == null ? horizon : guardHorizon, box),
        coupling());
  }

  /** What the trainer of a run's folder says of its training; null where nothing is said. */
  @Nullable TrainingStatement training(OutputOptions console) throws IOException {
    Path parent = task.toAbsolutePath().getParent();
    Path folder = java.nio.file.Files.isDirectory(task) ? task : parent;
    if (folder == null || !GuardedRun.isOne(task)) {
      return null;
    }
    if (TrainingStatement.isMissing(folder)) {
      console.notice(
          "warning: "
              + folder
              + " is a training run without "
              + TrainingAccount.FILE
              + ": the certificate says nothing of its training");
    }
    return TrainingStatement.read(folder);
  }

  private GuardedRun folder(@Nullable StateBox box) throws IOException {
    for (Object option :
        new @Nullable Object[] {
          alpha,
          budget,
          meanBudget,
          perDecisionCap,
          guardHorizon,
          baseHints,
          taskHints,
          logsEvaluator,
          totalVariation
        }) {
      if (option != null) {
        throw new InputException(
            "--task " + task,
            "says in its guard.json how it is run, and options say it again",
            "leave --alpha, --budget, --mean-budget and what belongs to them out");
      }
    }
    GuardedRun run = GuardedRun.read(task);
    if (box != null && run.manifest().setting().box().isEmpty()) {
      throw new InputException(
          "--outside base-policy",
          "is not what " + task + " does: its guard.json plays base outside no box",
          "give --base, the task policy's file as --task, and --alpha; --save-run writes a folder"
              + " that does");
    }
    if (base != null) {
      String digest = org.surety.base.Sha256.of(base);
      if (!digest.equals(run.manifest().base().sha256())) {
        throw new InputException(
            "--base " + base,
            "is not the base policy of " + task,
            "leave it out, or give the file with digest " + run.manifest().base().sha256());
      }
    }
    return run;
  }

  private GuardSetting setting(int horizon, @Nullable StateBox box) {
    Map<GuardSetting.Kind, BigDecimal> limits = new EnumMap<>(GuardSetting.Kind.class);
    put(limits, GuardSetting.Kind.PER_STEP, alpha);
    put(limits, GuardSetting.Kind.BUDGET, budget);
    put(limits, GuardSetting.Kind.MEAN_ONLY, meanBudget);
    if (limits.size() > 1) {
      throw new InputException(
          "--alpha, --budget, --mean-budget",
          "several are given, and a policy runs under one guard",
          "give one");
    }
    if (limits.isEmpty()) {
      throw new InputException(
          "--task " + task,
          "is a network, and nothing says what keeps it close to the base policy",
          "give --alpha, --budget or --mean-budget for the guard it runs under, or a folder with"
              + " guard.json");
    }
    if (box != null) {
      if (alpha == null) {
        throw new InputException(
            "--outside base-policy",
            "goes with a ratio that is proved inside the box",
            "give --alpha instead of a budget");
      }
      return GuardSetting.inBox(alpha, box, horizon);
    }
    Map.Entry<GuardSetting.Kind, BigDecimal> limit = limits.entrySet().iterator().next();
    return new GuardSetting(
        limit.getKey(),
        limit.getValue(),
        Optional.ofNullable(perDecisionCap),
        horizon,
        Optional.empty());
  }

  private static void put(
      Map<GuardSetting.Kind, BigDecimal> limits,
      GuardSetting.Kind kind,
      @Nullable BigDecimal limit) {
    if (limit != null) {
      limits.put(kind, limit);
    }
  }

  private Optional<CouplingCharge> coupling() {
    if (logsEvaluator == null && totalVariation == null) {
      return Optional.empty();
    }
    if (logsEvaluator == null || totalVariation == null) {
      throw new InputException(
          "--logs-evaluator",
          "a difference of evaluators needs a name and a number",
          "give --logs-evaluator and --total-variation together");
    }
    if (totalVariation.signum() < 0 || totalVariation.compareTo(BigDecimal.ONE) > 0) {
      throw new InputException(
          "--total-variation", totalVariation + " is none", "give a number from 0 to 1");
    }
    return Optional.of(new CouplingCharge(logsEvaluator, "surety", Decimals.up(totalVariation)));
  }
}
