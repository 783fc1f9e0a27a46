package org.surety.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;
import org.surety.base.Spelling;
import org.surety.certificate.Json;
import org.surety.study.SportStudy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** SPoRt's experiment, and guards at equal certified bounds. */
@Command(
    name = "sport",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Repeat SPoRt's experiment on the point robot, and hold guards against each other at equal"
          + " certified bounds: base policy, its bound by horizon, the alpha sweep, and the share of"
          + " the way to an unlimited policy that each guard allows.",
      "What is finished stays in the folder: the same command goes on where it was stopped."
    })
final class StudySportCommand implements Callable<Integer> {
  private static final int SECONDS_TO_SAVE = 120;
  private static final int MAX_SEEDS = 100;
  private static final int MAX_THREADS = 256;

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Policies trained for each guard and bound (default: 5; 2 with --quick).")
  private @Nullable Integer seeds;

  @Option(
      names = "--quick",
      description = "Everything tiny, to see that it runs: the numbers mean nothing.")
  private boolean quick;

  @Option(
      names = "--rate",
      paramLabel = "5hz|50hz|both",
      defaultValue = "both",
      description = "Decisions per second (default: both).")
  private String rate;

  @Option(
      names = "--base",
      paramLabel = "sac|ppo|FILE",
      defaultValue = "sac",
      description = "Who trains the base policy, or its file (default: sac).")
  private String base;

  @Option(
      names = "--device",
      paramLabel = "auto|cpu|gpu0",
      defaultValue = "cpu",
      description = "Where networks are trained (default: cpu).")
  private String device;

  @Option(
      names = "--threads",
      paramLabel = "n",
      description = "Policies trained at a time (default: all processors).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(names = "-o", required = true, paramLabel = "DIR", description = "The study's folder.")
  private Path output;

  @Mixin private OutputOptions console;

  @Override
  public Integer call() throws IOException, InterruptedException {
    SportStudy.Request request = request();
    AtomicBoolean stopped = new AtomicBoolean();
    CountDownLatch saved = new CountDownLatch(1);
    Thread atEnd = new Thread(() -> stop(stopped, saved));
    Runtime.getRuntime().addShutdownHook(atEnd);
    Optional<Json> summary;
    try {
      summary =
          new SportStudy(request, output, console.progress(), console::notice, stopped::get).run();
    } finally {
      saved.countDown();
    }
    if (!stopped.get()) {
      Runtime.getRuntime().removeShutdownHook(atEnd);
    }
    if (summary.isEmpty()) {
      return 130;
    }
    if (console.json()) {
      console.print(summary.get());
    } else {
      console.out().println("wrote " + output.resolve("report.md"));
    }
    return 0;
  }

  private SportStudy.Request request() {
    List<Integer> hertz =
        switch (rate) {
          case "5hz" -> List.of(5);
          case "50hz" -> List.of(50);
          case "both" -> List.of(5, 50);
          default ->
              throw new InputException(
                  "--rate",
                  "'" + rate + "' is no rate of this study",
                  Spelling.remedy(rate, List.of("5hz", "50hz", "both")));
        };
    int each = seeds == null ? quick ? 2 : 5 : seeds;
    if (each < 2 || each > MAX_SEEDS) {
      throw new InputException(
          "--seeds " + each, "gives no interval over seeds", "give 2 to " + MAX_SEEDS);
    }
    if (threads < 1 || threads > MAX_THREADS) {
      throw new InputException(
          "--threads " + threads, "is no number of threads", "give 1 to " + MAX_THREADS);
    }
    return new SportStudy.Request(hertz, each, quick, base, device, threads);
  }

  /** Lets the updates that are running finish and be saved before the program ends. */
  private static void stop(AtomicBoolean stopped, CountDownLatch saved) {
    stopped.set(true);
    try {
      if (!saved.await(SECONDS_TO_SAVE, TimeUnit.SECONDS)) {
        return; // the checkpoints before stay
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
