package org.surety.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.surety.base.Progress;
import org.surety.bound.HorizonChoice;
import org.surety.bound.Sampling;
import org.surety.certificate.CertifiedEnvironment;
import org.surety.certificate.CertifiedPolicy;
import org.surety.certificate.Issuance;
import org.surety.certify.Certify;
import org.surety.certify.CertifyRequest;
import org.surety.certify.FileLogs;
import org.surety.spec.PropertyFile;
import org.surety.trace.EpisodeRecord;
import org.surety.trace.EpisodeWriter;
import org.surety.trace.EpisodeWriters;

/**
 * How fast the whole certify path is, on one core: detect, read, hash every column, judge a
 * reach-avoid property with two discs, count, bound, digest. Logs of 12 observations, 2 actions and
 * a reward are written first; each is certified three times, the first with a cold compiler.
 */
public final class CertifyThroughputStudy {
  private static final int OBSERVATIONS = 12;
  private static final int ACTIONS = 2;
  private static final int RUNS = 3;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private CertifyThroughputStudy() {}

  /** Prints a table. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("surety-throughput");
    try {
      System.out.println("one thread; wall seconds / seconds of the thread's processor time");
      certify(folder, "csv", "csv", 40_000, 20);
      certify(folder, "jsonl-steps", "jsonl", 30_000, 20);
      certify(folder, "jsonl-episodes", "jsonl", 40_000, 20);
      certify(folder, "parquet", "parquet", 150_000, 20);
      certify(folder, "minari-hdf5", "hdf5", 10_000, 15);
      certify(folder, "minari-hdf5", "hdf5", 5_000, 200);
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static void certify(Path folder, String format, String ending, int episodes, int steps)
      throws IOException, InterruptedException {
    Path log = folder.resolve(format + "-" + steps + "." + ending);
    write(log, format, episodes, steps);
    long bytes = Files.size(log);
    double values = (double) episodes * steps * (OBSERVATIONS + ACTIONS + 3);
    for (int run = 1; run <= RUNS; run++) {
      long wall = System.nanoTime();
      long processor = THREADS.getCurrentThreadCpuTime();
      Certify.run(request(), new FileLogs(List.of(log), Optional.empty()), 1, Progress.NONE);
      double p = (THREADS.getCurrentThreadCpuTime() - processor) / 1e9;
      double w = (System.nanoTime() - wall) / 1e9;
      System.out.printf(
          Locale.ROOT,
          "%-15s %3d steps, run %d: %5.2f / %5.2f s = %6.0f / %6.0f MB/s, %6.1f / %6.1f M values/s,"
              + " %6.2f / %6.2f M steps/s, %,9.0f / %,9.0f episodes/s%n",
          format,
          steps,
          run,
          w,
          p,
          bytes / 1e6 / w,
          bytes / 1e6 / p,
          values / 1e6 / w,
          values / 1e6 / p,
          (double) episodes * steps / 1e6 / w,
          (double) episodes * steps / 1e6 / p,
          episodes / w,
          episodes / p);
    }
  }

  private static void write(Path log, String format, int episodes, int steps) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    try (EpisodeWriter writer = EpisodeWriters.open(log, Optional.of(format))) {
      for (int e = 0; e < episodes; e++) {
        double[][] observations = new double[steps + 1][OBSERVATIONS];
        for (double[] row : observations) {
          for (int i = 0; i < row.length; i++) {
            row[i] = random.nextDouble(-3, 3);
          }
        }
        double[][] actions = new double[steps][ACTIONS];
        double[] rewards = new double[steps];
        for (int t = 0; t < steps; t++) {
          actions[t][0] = random.nextDouble();
          actions[t][1] = random.nextDouble();
          rewards[t] = random.nextDouble();
        }
        writer.write(
            new EpisodeRecord(
                observations, actions, rewards, null, Map.of(), Map.of(), true, false));
      }
      writer.finish();
    }
  }

  private static CertifyRequest request() {
    PropertyFile spec =
        PropertyFile.parse(
            "throughput",
            """
            signal    x = observations[0]
            signal    y = observations[1]
            predicate hazard := hypot(x + 0.12215, y - 0.91048) <= 0.5
            predicate goal   := hypot(x + 0.16202, y - 2.11377) <= 0.3
            property  reach_avoid := (!hazard) U goal
            """);
    return new CertifyRequest(
        spec,
        "1e-7",
        new HorizonChoice.Given(15),
        new Sampling.Anytime(),
        1,
        0,
        0,
        false,
        CertifiedPolicy.UNBOUND,
        null,
        new CertifiedEnvironment("random", "1", CertifiedEnvironment.Dynamics.UNKNOWN, "random"),
        new Issuance(
            "study",
            Instant.EPOCH,
            null,
            null,
            null,
            List.of(),
            List.of(),
            new Issuance.Toolkit("surety", "study")));
  }
}
