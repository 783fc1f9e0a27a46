package org.surety.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.surety.spec.ColumnAddress;
import org.surety.spec.LogLayout;
import org.surety.trace.Episode;
import org.surety.trace.EpisodeReader;
import org.surety.trace.LogFormats;

/**
 * Text logs to episodes on one core: 15-step episodes of 10 observations, two actions, a reward and
 * two flags; all columns are parsed and hashed, four are delivered. The counter {@code megabytes}
 * is 10^6 bytes per second.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx256m")
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 1, time = 10)
public class TextReaderBenchmark {
  private static final int EPISODES = 20_000;
  private static final int STEPS = 15;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** Format of the log. */
  @Param({"csv", "jsonl-steps", "jsonl-episodes"})
  public String format = "csv";

  /** Digits of a number: 17 as from a simulation in doubles, 6 as from rounding. */
  @Param({"6", "17"})
  public int digits;

  private Path file = Path.of("");
  private long bytes;

  /** What was read, by the time the thread had a processor: other jobs do not count. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Bytes {
    private double megabytes;
    private long nanoseconds;

    /** Starts an iteration. */
    @Setup(Level.Iteration)
    public void clear() {
      megabytes = 0;
      nanoseconds = 0;
    }

    /** 10^6 bytes per second of processor time. */
    public double megabytesPerSecond() {
      return megabytes / (nanoseconds * 1e-9);
    }
  }

  /** Writes the log. */
  @Setup(Level.Trial)
  public void write() throws IOException {
    file = Files.createTempFile("text-reader", "." + format);
    SplittableRandom random = new SplittableRandom(1);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      if (format.equals("csv")) {
        out.write("episode,step,");
        out.write(names("observations", 10) + "," + names("actions", 2));
        out.write(",rewards,terminated,truncated\n");
      }
      for (int e = 0; e < EPISODES; e++) {
        writeEpisode(out, random, e);
      }
    }
    bytes = Files.size(file);
  }

  private static String names(String name, int width) {
    return IntStream.range(0, width)
        .mapToObj(i -> name + "[" + i + "]")
        .collect(Collectors.joining(","));
  }

  private void writeEpisode(BufferedWriter out, SplittableRandom random, int e) throws IOException {
    List<String> observations = new ArrayList<>();
    List<String> actions = new ArrayList<>();
    List<String> rewards = new ArrayList<>();
    List<String> terminated = new ArrayList<>();
    boolean csv = format.equals("csv");
    for (int t = 0; t < STEPS; t++) {
      observations.add(vector(random, 10, csv));
      actions.add(vector(random, 2, csv));
      rewards.add(number(random));
      terminated.add(csv ? (t == STEPS - 1 ? "1" : "0") : String.valueOf(t == STEPS - 1));
    }
    if (format.equals("jsonl-episodes")) {
      out.write(
          "{\"observations\": "
              + observations
              + ", \"actions\": "
              + actions
              + ", \"rewards\": "
              + rewards
              + ", \"terminated\": true}\n");
      return;
    }
    for (int t = 0; t < STEPS; t++) {
      if (csv) {
        String cells = String.join(",", observations.get(t), actions.get(t), rewards.get(t));
        out.write(e + "," + t + "," + cells + "," + terminated.get(t) + ",0\n");
      } else {
        out.write(
            "{\"episode\": "
                + e
                + ", \"step\": "
                + t
                + ", \"observations\": "
                + observations.get(t)
                + ", \"actions\": "
                + actions.get(t)
                + ", \"rewards\": "
                + rewards.get(t)
                + ", \"terminated\": "
                + terminated.get(t)
                + ", \"truncated\": false}\n");
      }
    }
  }

  private String vector(SplittableRandom random, int width, boolean csv) {
    String numbers =
        IntStream.range(0, width)
            .mapToObj(i -> number(random))
            .collect(Collectors.joining(csv ? "," : ", "));
    return csv ? numbers : "[" + numbers + "]";
  }

  private String number(SplittableRandom random) {
    double value = random.nextDouble(-3, 3);
    return digits == 6 ? String.format(Locale.ROOT, "%.5f", value) : Double.toString(value);
  }

  /** Reads the whole log. */
  @Benchmark
  public double read(Bytes counter) throws IOException {
    List<ColumnAddress> wanted =
        List.of(
            new ColumnAddress("observations", 0),
            new ColumnAddress("observations", 1),
            new ColumnAddress("actions", 0),
            new ColumnAddress("rewards", ColumnAddress.SCALAR));
    long start = THREADS.getCurrentThreadCpuTime();
    double sum = 0;
    int episodes = 0;
    try (EpisodeReader reader =
        LogFormats.open(List.of(file), Optional.of(format), LogLayout.UNSPECIFIED, wanted)) {
      for (Episode e = reader.next(); e != null; e = reader.next()) {
        sum += e.column(0)[0];
        episodes++;
      }
    }
    if (episodes != EPISODES) {
      throw new IllegalStateException("read " + episodes + " episodes");
    }
    counter.nanoseconds += THREADS.getCurrentThreadCpuTime() - start;
    counter.megabytes += bytes / 1e6;
    return sum;
  }

  /** Removes the log. */
  @TearDown(Level.Trial)
  public void delete() throws IOException {
    Files.delete(file);
  }
}
