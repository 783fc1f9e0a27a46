package org.surety.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;
import org.surety.base.Spelling;
import org.surety.policy.ActionScaling;
import org.surety.policy.Activation;
import org.surety.policy.StdMap;
import org.surety.policy.file.NormalizerFile;
import org.surety.policy.file.PolicyHints;
import picocli.CommandLine.Option;

/** What the user says about a policy that its file does not. */
final class HintOptions {
  @Option(
      names = "--policy-hints",
      paramLabel = "FILE",
      description = "A JSON file with all that the policy's file does not say.")
  private @Nullable Path file;

  @Option(
      names = "--normalizer",
      paramLabel = "none|FILE",
      description =
          "How observations are normalized: none, a vec_normalize.pkl, or JSON with mean, var,"
              + " epsilon and clip.")
  private @Nullable String normalizer;

  @Option(
      names = "--activation",
      paramLabel = "NAME",
      description = "Of hidden layers: tanh, relu, ...")
  private @Nullable String activation;

  @Option(
      names = "--std",
      paramLabel = "KIND,LOWER,UPPER",
      description =
          "From raw outputs to deviations: clamped-log,-20,2 (Stable-Baselines3's SAC),"
              + " tanh-log,-5,2 (CleanRL's), or softplus,MINIMUM.")
  private @Nullable String std;

  @Option(
      names = "--log-std",
      split = ",",
      paramLabel = "X",
      description = "Logarithms of constant deviations, one for each action.")
  private double @Nullable [] logStd;

  @Option(
      names = "--action-scaling",
      paramLabel = "KIND",
      description = "What becomes of raw actions: none, clip, tanh or tanh-rescale.")
  private @Nullable String scaling;

  @Option(
      names = "--action-low",
      split = ",",
      paramLabel = "X",
      description = "Lower bounds of the executed actions, for clip and tanh-rescale.")
  private double @Nullable [] low;

  @Option(names = "--action-high", split = ",", paramLabel = "X", description = "Upper bounds.")
  private double @Nullable [] high;

  /** The files named. */
  List<Path> files() {
    List<Path> files = new ArrayList<>();
    if (file != null) {
      files.add(file);
    }
    if (normalizer != null && !normalizer.equals("none")) {
      files.add(Path.of(normalizer));
    }
    return files;
  }

  /** The options as they were given, for another process. */
  List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    add(arguments, "--policy-hints", file);
    add(arguments, "--normalizer", normalizer);
    add(arguments, "--activation", activation);
    add(arguments, "--std", std);
    add(arguments, "--log-std", joined(logStd));
    add(arguments, "--action-scaling", scaling);
    add(arguments, "--action-low", joined(low));
    add(arguments, "--action-high", joined(high));
    return arguments;
  }

  private static @Nullable String joined(double @Nullable [] numbers) {
    return numbers == null
        ? null
        : Arrays.stream(numbers).mapToObj(Double::toString).collect(Collectors.joining(","));
  }

  private static void add(List<String> arguments, String option, @Nullable Object value) {
    if (value != null) {
      arguments.add(option + '=' + value);
    }
  }

  /** Whether anything was said. */
  boolean given() {
    return file != null
        || normalizer != null
        || activation != null
        || std != null
        || logStd != null
        || scaling != null
        || low != null
        || high != null;
  }

  /** The hints: those of the file, and the options for what it leaves open. */
  PolicyHints read() throws IOException {
    PolicyHints hints = file == null ? PolicyHints.NONE : PolicyHints.read(file);
    if (activation != null) {
      requireOpen("--activation", hints.activation());
      hints = hints.withActivation(activation(activation));
    }
    if (normalizer != null) {
      requireOpen("--normalizer", hints.normalizer());
      hints =
          hints.withNormalizer(
              normalizer.equals("none") ? null : NormalizerFile.read(Path.of(normalizer)));
    }
    if (std != null) {
      requireOpen("--std", hints.std());
      hints = hints.withStd(stdMap(std));
    }
    if (logStd != null) {
      requireOpen("--log-std", hints.logStd());
      hints = hints.withLogStd(logStd);
    }
    if (scaling != null) {
      requireOpen("--action-scaling", hints.action());
    }
    if (low != null) {
      requireOpen("--action-low", hints.low());
    }
    if (high != null) {
      requireOpen("--action-high", hints.high());
    }
    return new PolicyHints(
        hints.activation(),
        hints.normalizer(),
        hints.std(),
        hints.logStd(),
        scaling == null ? hints.action() : mode(scaling),
        low == null ? hints.low() : low,
        high == null ? hints.high() : high);
  }

  private void requireOpen(String option, @Nullable Object known) {
    if (known != null) {
      throw new InputException(option, "is said in " + file + " too", "leave one of them out");
    }
  }

  private static Activation activation(String word) {
    return Activation.named(word)
        .orElseThrow(
            () ->
                unknown(
                    "--activation",
                    word,
                    Arrays.stream(Activation.values()).map(Activation::word).toList()));
  }

  private static ActionScaling.Mode mode(String word) {
    for (ActionScaling.Mode mode : ActionScaling.Mode.values()) {
      if (mode.word().equals(word)) {
        return mode;
      }
    }
    throw unknown(
        "--action-scaling",
        word,
        Arrays.stream(ActionScaling.Mode.values()).map(ActionScaling.Mode::word).toList());
  }

  private static StdMap stdMap(String text) {
    String[] parts = text.split(",", -1);
    for (StdMap.Kind kind : StdMap.Kind.values()) {
      if (kind.word().equals(parts[0])) {
        return stdMap(kind, text, parts);
      }
    }
    throw unknown(
        "--std", parts[0], Arrays.stream(StdMap.Kind.values()).map(StdMap.Kind::word).toList());
  }

  private static StdMap stdMap(StdMap.Kind kind, String text, String[] parts) {
    try {
      if (parts.length == (kind == StdMap.Kind.SOFTPLUS ? 2 : 3)) {
        double lower = Double.parseDouble(parts[1]);
        return kind == StdMap.Kind.SOFTPLUS
            ? StdMap.softplus(lower)
            : new StdMap(kind, lower, Double.parseDouble(parts[2]));
      }
    } catch (IllegalArgumentException e) {
      throw new InputException(
          "--std " + text, "is wrong: " + e.getMessage(), "write it as tanh-log,-5,2", e);
    }
    throw new InputException(
        "--std " + text,
        "has " + (parts.length - 1) + " parameters",
        "write clamped-log,LOWER,UPPER or tanh-log,LOWER,UPPER or softplus,MINIMUM");
  }

  private static InputException unknown(String option, String word, List<String> known) {
    return new InputException(option, "does not know '" + word + "'", Spelling.remedy(word, known));
  }
}
