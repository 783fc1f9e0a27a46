package org.surety.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.surety.base.AtomicFile;
import org.surety.base.InputException;
import org.surety.base.Sha256;
import org.surety.certificate.Json;
import org.surety.env.BatchEnvironment;
import org.surety.env.CategoricalPolicyController;
import org.surety.env.Controller;
import org.surety.env.Environments;
import org.surety.env.PolicyController;
import org.surety.env.Rollouts;
import org.surety.env.TemporalTask;
import org.surety.guard.file.GuardedRun;
import org.surety.policy.Policy;
import org.surety.policy.file.Policies;
import org.surety.trace.EpisodeWriter;
import org.surety.trace.EpisodeWriters;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Collects episodes of an environment that comes with Surety. */
@Command(
    name = "rollout",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Collect episodes of a built-in environment into a log.")
final class RolloutCommand implements Callable<Integer> {
  private static final String SCRIPTED = "scripted";

  @Mixin private EnvironmentOptions environment;

  @Option(
      names = "--policy",
      paramLabel = "FILE|RUN",
      defaultValue = SCRIPTED,
      description =
          "A policy file, a folder with guard.json (it runs under its guard), or 'scripted', the"
              + " environment's own controller (default).")
  private String policy;

  @Option(
      names = "--formula",
      paramLabel = "F",
      description =
          "The formula that the policy was trained on, so that it observes the state of its"
              + " automaton; the log holds what it observed, and the environment's own ends.")
  private @Nullable String formula;

  @Option(
      names = "--automaton",
      paramLabel = "auto|dfa|ldba",
      defaultValue = "auto",
      description = "The automaton it was trained with, as in its settings (default: auto).")
  private String automaton;

  @Option(names = "-n", required = true, paramLabel = "N", description = "Number of episodes.")
  private long episodes;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "0",
      description = "Episodes of different seeds share no random numbers (default: 0).")
  private long seed;

  @Option(
      names = "-o",
      required = true,
      paramLabel = "FILE",
      description = "Where to; the ending names the format: parquet, jsonl, csv, npz, hdf5.")
  private Path output;

  @Option(
      names = "--policy-file",
      paramLabel = "FILE",
      description = "Also write the policy's file, whose digest a certificate binds.")
  private @Nullable Path policyFile;

  @Mixin private HintOptions hints;

  @Mixin private OutputOptions console;

  @Override
  public Integer call() throws IOException {
    Environments.Description found = environment.found();
    if (episodes < 1) {
      throw new InputException("-n " + episodes, "is no number of episodes", "give at least 1");
    }
    IntFunction<? extends BatchEnvironment> batch = batch(found);
    GuardedRun guarded = guarded();
    if (hints.given() && (guarded != null || policy.equals(SCRIPTED))) {
      throw new InputException(
          policy, "says all about itself", "leave what is said of a policy's file out");
    }
    Controller controller = guarded == null ? controller(found, batch) : null;
    byte[] parameters = parameters(guarded, controller);
    int threads = Runtime.getRuntime().availableProcessors();
    int lanes = environment.lanes();
    Rollouts rollouts =
        guarded == null
            ? new Rollouts(batch, Objects.requireNonNull(controller), seed, threads, lanes)
            : Rollouts.guarded(batch, fits(guarded, found, batch), seed, threads, lanes);
    if (policyFile != null) {
      AtomicFile.write(policyFile, parameters);
    }
    Rollouts.Summary summary;
    try (EpisodeWriter writer = EpisodeWriters.open(output, Optional.empty())) {
      summary = rollouts.collect(episodes, writer, console.progress());
      writer.finish();
    }
    if (console.json()) {
      console.print(
          Json.object()
              .put("file", output.toString())
              .put("environment", found.name())
              .put("environmentVersion", found.version())
              .put("seed", seed)
              .put("episodes", summary.episodes())
              .put("decisions", summary.decisions())
              .put("policySha256", Sha256.of(parameters))
              .build());
    } else {
      console
          .out()
          .printf(
              Locale.ROOT,
              "wrote %s: %,d episodes, %,d decisions of '%s' in %s version %s (policy sha256 %s)%n",
              output,
              summary.episodes(),
              summary.decisions(),
              policy,
              found.name(),
              found.version(),
              Sha256.of(parameters));
    }
    return 0;
  }

  /** The guarded policy that is asked for, or null. */
  private @Nullable GuardedRun guarded() throws IOException {
    if (policy.equals(SCRIPTED)) {
      return null;
    }
    Path path = Path.of(policy);
    return Files.isDirectory(path) || GuardedRun.isOne(path) ? GuardedRun.read(path) : null;
  }

  /** What a certificate binds by its digest: of a guarded policy, its guard.json. */
  private byte[] parameters(@Nullable GuardedRun guarded, @Nullable Controller controller)
      throws IOException {
    if (guarded != null) {
      return guarded.manifest().text().getBytes(StandardCharsets.UTF_8);
    }
    return controller != null && policy.equals(SCRIPTED)
        ? controller.parameters().getBytes(StandardCharsets.UTF_8)
        : Files.readAllBytes(Path.of(policy));
  }

  private IntFunction<? extends BatchEnvironment> batch(Environments.Description found) {
    if (formula == null) {
      return found.batch();
    }
    TemporalTask task;
    try (BatchEnvironment one = found.batch().apply(1)) {
      task = TemporalTask.of(formula, automaton, one.atoms(), "--formula");
    }
    return lanes -> task.watched(found.batch().apply(lanes));
  }

  private Controller controller(
      Environments.Description found, IntFunction<? extends BatchEnvironment> batch)
      throws IOException {
    if (policy.equals(SCRIPTED)) {
      return found
          .scripted()
          .orElseThrow(
              () ->
                  new InputException(
                      "--policy",
                      "'" + found.name() + "' has no scripted controller",
                      "name a policy file"));
    }
    Policy read = checked(Policies.read(Path.of(policy), hints.read()), found, batch);
    return read.gaussian() ? new PolicyController(read) : new CategoricalPolicyController(read);
  }

  private GuardedRun fits(
      GuardedRun run,
      Environments.Description found,
      IntFunction<? extends BatchEnvironment> batch) {
    if (!checked(run.base(), found, batch).gaussian()) {
      throw new InputException(
          policy, "guards a policy over choices", "roll out a guarded Gaussian policy");
    }
    return run;
  }

  private Policy checked(
      Policy read, Environments.Description found, IntFunction<? extends BatchEnvironment> batch) {
    try (BatchEnvironment one = batch.apply(1)) {
      boolean gaussian = one.actionChoices() == 0;
      int actions = gaussian ? one.actionSize() : one.actionChoices();
      if (read.gaussian() != gaussian
          || read.observations() != one.observationSize()
          || read.actions() != actions) {
        throw new InputException(
            policy,
            "is a %s policy with %d observations and %d actions"
                .formatted(kind(read.gaussian()), read.observations(), read.actions()),
            "'%s' needs a %s one with %d observations and %d actions%s"
                .formatted(
                    found.name(),
                    kind(gaussian),
                    one.observationSize(),
                    actions,
                    formula == null && read.observations() > one.observationSize()
                        ? "; if it was trained on a formula, give that with --formula"
                        : ""));
      }
    }
    return read;
  }

  private static String kind(boolean gaussian) {
    return gaussian ? "Gaussian" : "categorical";
  }
}
