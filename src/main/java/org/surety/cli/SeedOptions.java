package org.surety.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;
import org.surety.certificate.Json;
import org.surety.train.RunTable;
import org.surety.train.Settings;
import picocli.CommandLine.Option;

/** The seed of a run, or several, each run in a process of its own. */
final class SeedOptions {
  private static final int MOST = 10_000;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "The first seed, in place of the settings'.")
  private @Nullable Long seed;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description =
          "N runs with consecutive seeds, each in a process of its own and a folder seed-S of RUN.")
  private @Nullable Integer seeds;

  @Option(
      names = "--parallel",
      paramLabel = "P",
      description = "How many of them at the same time (default: processors / rollout.workers).")
  private @Nullable Integer parallel;

  /** Whether there are several runs. */
  boolean several() {
    if (seeds != null && (seeds < 1 || seeds > MOST)) {
      throw new InputException("--seeds " + seeds, "is no number of runs", "give 1 to " + MOST);
    }
    if (parallel != null && (seeds == null || parallel < 1)) {
      throw new InputException(
          "--parallel " + parallel, "says nothing", "give at least 1, together with --seeds");
    }
    return seeds != null;
  }

  /** The settings with the seed that was asked for. */
  Settings chosen(Settings settings) {
    return seed == null ? settings : settings.with(Map.of("seed", Long.toString(seed)), "--seed");
  }

  /** The folder of one of several runs. */
  private static Path folder(Path all, long seed) {
    return all.resolve("seed-" + seed);
  }

  /**
   * Runs all seeds.
   *
   * @param arguments of the command for one run, without seed, folder and {@code --resume}
   * @param settings of all, with the first seed
   * @param all folder of the runs' folders
   * @param resume continue the runs that were begun
   * @param begun whether a folder holds a run
   * @return exit code: 0 if all finished, 130 if some were stopped, 2 if some failed
   */
  int run(
      List<String> arguments,
      Settings settings,
      Path all,
      boolean resume,
      Predicate<Path> begun,
      OutputOptions console)
      throws IOException {
    int count = seeds == null ? 1 : seeds;
    List<Long> each = LongStream.range(0, count).mapToObj(k -> settings.count("seed") + k).toList();
    for (long one : each) {
      if (!resume && begun.test(folder(all, one))) {
        throw new InputException(
            folder(all, one).toString(),
            "holds a run already",
            "continue all with --resume, or choose another folder");
      }
    }
    int workers = (int) settings.count("rollout.workers");
    int atOnce =
        parallel != null
            ? parallel
            : Math.max(1, Runtime.getRuntime().availableProcessors() / workers);
    List<SeedProcesses.Ended> ended =
        new SeedProcesses()
            .run(
                each,
                one -> {
                  List<String> command =
                      command(
                          arguments, one, folder(all, one), resume && begun.test(folder(all, one)));
                  if (one != each.get(0)) {
                    command.add("--quiet"); // what is said before training is the same for all
                  }
                  return command;
                },
                one -> folder(all, one).resolve(RunTable.NAME),
                settings.count("steps"),
                atOnce,
                console);
    print(ended, console);
    return ended.stream()
            .mapToInt(SeedProcesses.Ended::code)
            .anyMatch(code -> code != 0 && code != 130)
        ? 2
        : ended.stream().allMatch(one -> one.code() == 0) ? 0 : 130;
  }

  private static List<String> command(
      List<String> arguments, long seed, Path folder, boolean resume) {
    List<String> command = new ArrayList<>(arguments);
    if (resume) {
      command.add("--resume");
    } else {
      command.addAll(List.of("--seed", Long.toString(seed)));
    }
    command.addAll(List.of("-o", folder.toString(), "--json"));
    return command;
  }

  private static void print(List<SeedProcesses.Ended> ended, OutputOptions console) {
    List<Json> runs = new ArrayList<>();
    for (SeedProcesses.Ended one : ended) {
      if (one.out().isBlank()) {
        console.notice("seed %d: ended with exit code %d".formatted(one.seed(), one.code()));
      } else {
        runs.add(Json.parse(one.out(), "the output of seed " + one.seed()));
      }
    }
    if (console.json()) {
      console.print(new Json.Arr(runs));
      return;
    }
    for (Json run : runs) {
      console
          .out()
          .printf(
              Locale.ROOT,
              "seed %s: %s after %s steps; last: %.2f %% of episodes succeeded, %.2f decisions"
                  + " each%n",
              text(run, "seed"),
              text(run, "finished").equals("true") ? "trained" : "stopped",
              text(run, "steps"),
              100 * number(run, "recentSuccess"),
              number(run, "recentLength"));
    }
    if (runs.size() > 1) {
      console.out().println("mean, with 95 % t-interval over seeds:");
      interval("  success %", 100, "recentSuccess", runs, console);
      interval("  decisions", 1, "recentLength", runs, console);
    }
  }

  private static void interval(
      String name, double unit, String key, List<Json> runs, OutputOptions console) {
    double[] values = runs.stream().mapToDouble(run -> unit * number(run, key)).toArray();
    double half =
        new TDistribution(values.length - 1).inverseCumulativeProbability(0.975)
            * Math.sqrt(StatUtils.variance(values) / values.length);
    console.out().printf(Locale.ROOT, "%s: %.3f +- %.3f%n", name, StatUtils.mean(values), half);
  }

  private static String text(Json run, String key) {
    Json value = ((Json.Obj) run).members().get(key);
    return value == null ? "?" : value.pretty().strip();
  }

  /** What was not there to be measured is null. */
  private static double number(Json run, String key) {
    String text = text(run, key);
    return text.equals("null") ? Double.NaN : Double.parseDouble(text);
  }
}
