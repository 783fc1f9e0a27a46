package org.surety.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;
import org.surety.certify.FileLogs;
import org.surety.certify.PolicyReplay;
import org.surety.certify.RolloutLogs;
import picocli.CommandLine.Option;

/** Rollouts that an audit reads: of the finished policy, and of the base policy. */
final class RolloutOptions {
  @Option(
      names = "--logs",
      arity = "1..*",
      paramLabel = "PATH",
      description =
          "Rollouts of the finished policy: replayed, and bounded afresh at an error probability of"
              + " their own.")
  private List<Path> logs = new ArrayList<>();

  @Option(
      names = "--planned-episodes",
      paramLabel = "N",
      description = "Their number, if it was fixed before the first was collected.")
  private @Nullable Long plannedEpisodes;

  @Option(
      names = "--base-logs",
      arity = "1..*",
      paramLabel = "PATH",
      description =
          "Rollouts of the base policy that were not used to choose the finished one, to be weighted"
              + " by likelihood ratios.")
  private List<Path> baseLogs = new ArrayList<>();

  @Option(
      names = "--split",
      paramLabel = "TEXT",
      description =
          "How these were kept apart from what the policy was trained and chosen with; becomes an"
              + " assumption of the certificate.")
  private @Nullable String split;

  @Option(
      names = "--beta",
      paramLabel = "B",
      description =
          "Error probability of each bound that rests on rollouts; it is added to the certificate's.")
  private @Nullable String beta;

  @Option(names = "--format", paramLabel = "F", description = "The logs' format.")
  private @Nullable String format;

  @Option(
      names = "--observations",
      paramLabel = "NAME",
      description = "The log's array that the policy was given (default: observations).")
  private String observations = PolicyReplay.OBSERVATIONS;

  @Option(
      names = "--actions",
      paramLabel = "NAME",
      description = "The log's array of raw actions (default: raw_action, else actions).")
  private String actions = PolicyReplay.ACTIONS;

  @Option(
      names = "--allow-duplicates",
      description = "Accept episodes of continuous data that repeat exactly; recorded.")
  private boolean allowDuplicates;

  /** The files named. */
  List<Path> files() {
    List<Path> files = new ArrayList<>(logs);
    files.addAll(baseLogs);
    return files;
  }

  /** Rollouts of the finished policy; null if there are none. */
  @Nullable RolloutLogs ofTask() {
    if (logs.isEmpty()) {
      if (plannedEpisodes != null) {
        throw new InputException(
            "--planned-episodes", "is given, but no rollouts are", "give them with --logs");
      }
      return null;
    }
    return new RolloutLogs(
        new FileLogs(logs, Optional.ofNullable(format)),
        beta(),
        plannedEpisodes,
        allowDuplicates,
        observations,
        actions,
        null);
  }

  /** Rollouts of the base policy; null if there are none. */
  @Nullable RolloutLogs ofBase() {
    if (baseLogs.isEmpty() != (split == null)) {
      throw new InputException(
          "--base-logs, --split",
          split == null
              ? "nothing says how these rollouts were kept apart from those that the policy was"
                  + " chosen with"
              : "a split is described, but no rollouts of the base policy are given",
          "give both, such as --split 'seed 7, collected after training'");
    }
    if (split == null) {
      return null;
    }
    if (split.isBlank()) {
      throw new InputException(
          "--split", "is empty", "say how the rollouts were kept apart, in words");
    }
    return new RolloutLogs(
        new FileLogs(baseLogs, Optional.ofNullable(format)),
        beta(),
        null,
        allowDuplicates,
        observations,
        actions,
        split);
  }

  private String beta() {
    if (beta == null) {
      throw new InputException(
          "--beta",
          "is missing, and bounds from rollouts have an error probability of their own",
          "give one such as 1e-7; it is added to the certificate's");
    }
    return beta;
  }
}
