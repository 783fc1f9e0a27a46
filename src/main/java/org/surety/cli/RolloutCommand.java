package org.surety.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.surety.base.AtomicFile;
import org.surety.base.InputException;
import org.surety.base.Sha256;
import org.surety.certificate.Json;
import org.surety.env.Environments;
import org.surety.env.Rollouts;
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
  @Option(
      names = "--env",
      required = true,
      paramLabel = "NAME",
      description = "The environment: point-robot.")
  private String environment;

  @Option(
      names = "--policy",
      paramLabel = "scripted",
      defaultValue = "scripted",
      description = "The policy: scripted, the environment's own controller.")
  private String policy;

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

  @Mixin private OutputOptions console;

  @Override
  public Integer call() throws IOException {
    Environments.Description found = Environments.named(environment);
    if (!policy.equals(found.scripted().name())) {
      throw new InputException(
          "--policy " + policy,
          "this environment's only built-in policy is '" + found.scripted().name() + "'",
          "leave the option out");
    }
    if (episodes < 1) {
      throw new InputException("-n " + episodes, "is no number of episodes", "give at least 1");
    }
    byte[] parameters = found.scripted().parameters().getBytes(StandardCharsets.UTF_8);
    if (policyFile != null) {
      AtomicFile.write(policyFile, parameters);
    }
    Rollouts.Summary summary;
    try (EpisodeWriter writer = EpisodeWriters.open(output, Optional.empty())) {
      summary =
          new Rollouts(found.batch(), found.scripted(), seed)
              .collect(episodes, writer, console.progress());
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
              found.scripted().name(),
              found.name(),
              found.version(),
              Sha256.of(parameters));
    }
    return 0;
  }
}
