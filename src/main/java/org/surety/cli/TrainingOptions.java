package org.surety.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;
import org.surety.base.Progress;
import org.surety.certificate.Json;
import org.surety.train.EpisodeTotals;
import org.surety.train.Evaluation;
import org.surety.train.RunFolder;
import org.surety.train.Settings;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What all learners take, and how their runs begin, end and are told of. */
final class TrainingOptions {
  private static final int SECONDS_TO_SAVE = 120;

  @Option(
      names = "--config",
      order = 0,
      paramLabel = "FILE",
      description = "Settings, a TOML file; --print-config shows all with their defaults.")
  private @Nullable Path config;

  @Option(
      names = "--device",
      order = 100,
      paramLabel = "auto|cpu|gpu0",
      defaultValue = "auto",
      description = "Where the networks are: the first GPU or else the CPU, or what is named.")
  private String device;

  @Option(
      names = "--resume",
      order = 101,
      description = "Continue the run in the folder that -o names.")
  private boolean resume;

  @Option(
      names = "--print-config",
      order = 102,
      description = "Print all settings with their defaults.")
  private boolean printConfig;

  @Option(names = "-o", order = 103, paramLabel = "RUN", description = "The run's folder.")
  private @Nullable Path output;

  @Mixin private SeedOptions seeds;

  /** A run in its folder. */
  @FunctionalInterface
  interface Training {
    /** Trains until all steps are taken or {@code stop} says so. */
    RunFolder.Outcome train(Progress progress, BooleanSupplier stop) throws IOException;
  }

  /** Where runs come from. */
  interface Runs {
    /** Every key of the learner's settings. */
    List<Settings.Key> keys();

    /** Lays out a new run. */
    Training begin(Path folder, Settings settings, Path config, String device) throws IOException;

    /** The learner's own options, as they were given. */
    List<String> arguments();

    /** A run that was begun. */
    Training resume(Path folder, String device) throws IOException;
  }

  /**
   * Trains as the options say.
   *
   * @param learner its name on the command line
   * @param unit what its updates are called, plural
   */
  int train(String learner, String unit, Runs runs, OutputOptions console) throws IOException {
    if (printConfig) {
      console.out().print(Settings.defaults(runs.keys()));
      return 0;
    }
    if (output == null) {
      throw new InputException("-o", "is missing", "name the folder of the run");
    }
    if (seeds.several()) {
      List<String> arguments = new ArrayList<>(List.of("train", learner));
      arguments.addAll(List.of("--config", config(learner).toString()));
      arguments.addAll(List.of("--device", device));
      arguments.addAll(runs.arguments());
      Settings settings = settings(learner, runs);
      return seeds.run(arguments, settings, output, resume, RunFolder::isBegun, console);
    }
    Training run = resume ? runs.resume(output, device) : begin(learner, runs, output);
    AtomicBoolean stopped = new AtomicBoolean();
    CountDownLatch saved = new CountDownLatch(1);
    Thread atEnd = new Thread(() -> stop(stopped, saved));
    Runtime.getRuntime().addShutdownHook(atEnd);
    RunFolder.Outcome outcome;
    try {
      outcome = run.train(console.progress(), stopped::get);
    } finally {
      saved.countDown();
    }
    if (!stopped.get()) {
      Runtime.getRuntime().removeShutdownHook(atEnd);
    }
    print(outcome, output, unit, console);
    return outcome.finished() ? 0 : 130;
  }

  private Training begin(String learner, Runs runs, Path folder) throws IOException {
    return runs.begin(folder, settings(learner, runs), config(learner), device);
  }

  private Settings settings(String learner, Runs runs) throws IOException {
    Path file = config(learner);
    return seeds.chosen(Settings.parse(Files.readAllBytes(file), file.toString(), runs.keys()));
  }

  private Path config(String learner) {
    if (config == null) {
      throw new InputException(
          "--config",
          "is missing",
          "give settings; 'surety train " + learner + " --print-config' shows them");
    }
    if (Files.isDirectory(config)) {
      throw new InputException(config.toString(), "is a folder", "name a settings file");
    }
    return config;
  }

  /** Lets the update that is running finish and be saved before the program ends. */
  private static void stop(AtomicBoolean stopped, CountDownLatch saved) {
    stopped.set(true);
    try {
      if (!saved.await(SECONDS_TO_SAVE, TimeUnit.SECONDS)) {
        return; // the checkpoint before stays
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void print(
      RunFolder.Outcome outcome, Path folder, String unit, OutputOptions console) {
    EpisodeTotals totals = outcome.totals();
    EpisodeTotals recent = outcome.recent();
    if (console.json()) {
      Json.ObjBuilder all =
          Json.object()
              .put("run", folder.toString())
              .put("seed", outcome.seed())
              .put("finished", outcome.finished())
              .put("updates", outcome.updates())
              .put("steps", outcome.steps())
              .put("seconds", OutputOptions.number(outcome.seconds()))
              .put("device", outcome.device())
              .put("episodes", totals.episodes())
              .put("costly", totals.costly())
              .put("succeeded", totals.succeeded())
              .put("judged", totals.judged())
              .put("violations", totals.violations())
              .put("exceptions", totals.exceptions())
              .put("largestCharge", OutputOptions.numberUp(totals.largestCharge()))
              .put("recentSuccess", OutputOptions.number(recent.successShare()))
              .put("recentLength", OutputOptions.number(recent.meanLength()))
              .put("policy", outcome.policy().toString())
              .put("policySha256", outcome.policySha256());
      outcome.chosen().ifPresent(chosen -> all.put("chosen", json(chosen)));
      console.print(all.build());
      return;
    }
    console
        .out()
        .printf(
            Locale.ROOT,
            "%s: %,d steps in %,d %s on %s; %,d episodes in training, %,d with a cost.%n",
            outcome.finished() ? "trained" : "stopped; --resume continues",
            outcome.steps(),
            outcome.updates(),
            unit,
            outcome.device(),
            totals.episodes(),
            totals.costly());
    if (totals.judged() > 0) {
      console
          .out()
          .printf(
              Locale.ROOT,
              "judged by the certified property: %,d episodes, %,d violations.%n",
              totals.judged(),
              totals.violations());
    }
    if (recent.episodes() > 0) {
      console
          .out()
          .printf(
              Locale.ROOT,
              "last of the %s: %.2f %% of episodes succeeded, %.2f decisions each.%n",
              unit,
              100 * recent.successShare(),
              recent.meanLength());
    }
    outcome.chosen().ifPresent(chosen -> console.out().println(inWords(chosen)));
    if (totals.exceptions() > 0) {
      console
          .out()
          .println("warning: the guard's limit was broken " + totals.exceptions() + " times");
    }
    console.out().printf("wrote %s (sha256 %s)%n", outcome.policy(), outcome.policySha256());
  }

  private static Json json(Evaluation chosen) {
    return Json.object()
        .put("steps", chosen.steps())
        .put("episodes", chosen.episodes())
        .put("failures", chosen.failures())
        .put("decisions", OutputOptions.number(chosen.decisions()))
        .put("deviation", OutputOptions.number(chosen.deviation()))
        .put("reward", OutputOptions.number(chosen.reward()))
        .build();
  }

  private static String inWords(Evaluation chosen) {
    return String.format(
        Locale.ROOT,
        "kept the policy of step %,d: %,d of %,d episodes that chose between policies fail, successes"
            + " take %.2f ± %.2f decisions; certify it on other episodes.",
        chosen.steps(),
        chosen.failures(),
        chosen.episodes(),
        chosen.decisions(),
        chosen.deviation());
  }
}
