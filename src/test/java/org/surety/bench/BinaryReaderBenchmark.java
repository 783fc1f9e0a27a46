package org.surety.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.surety.spec.ColumnAddress;
import org.surety.spec.LogLayout;
import org.surety.trace.Episode;
import org.surety.trace.EpisodeReader;
import org.surety.trace.EpisodeRecord;
import org.surety.trace.EpisodeWriter;
import org.surety.trace.LogFormats;
import org.surety.trace.hdf5.MinariHdf5;
import org.surety.trace.parquet.ParquetTable;

/**
 * One core, whole files, fingerprints of all columns included; two columns are asked for.
 *
 * <pre>mvn -q -Pbench -DskipTests test-compile exec:exec -Dbench=BinaryReaderBenchmark</pre>
 *
 * <p>Rows have 16 observations, 2 actions, a reward, a cost and two flags; read the rates {@code
 * values}, {@code steps} and {@code episodes} per second. The system properties {@code
 * bench.parquet} and {@code bench.minari} name other logs to read instead.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 3)
@Measurement(iterations = 3, time = 4)
public class BinaryReaderBenchmark {
  private static final int OBSERVATIONS = 16;

  /** Columns per row that are hashed: all but the episode's id and the step. */
  private static final int VALUES = OBSERVATIONS + 2 + 4;

  private static final List<ColumnAddress> WANTED =
      List.of(
          new ColumnAddress("observations", 0), new ColumnAddress("rewards", ColumnAddress.SCALAR));

  private Path folder = Path.of("");
  private Path parquet = Path.of("");
  private Path longEpisodes = Path.of("");
  private Path shortEpisodes = Path.of("");

  /** What was read, as rates. */
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  @State(Scope.Thread)
  public static class Read {
    /** Values hashed. */
    public long values;

    /** Decisions. */
    public long steps;

    /** Episodes. */
    public long episodes;
  }

  /** Writes the logs. */
  @Setup(Level.Trial)
  public void write() throws IOException {
    folder = Files.createTempDirectory("surety-bench");
    parquet = given("bench.parquet", "long.parquet", ParquetTable::writer, 200, 2000);
    longEpisodes = given("bench.minari", "long.hdf5", MinariHdf5::writer, 200, 2000);
    shortEpisodes = given("bench.minari", "short.hdf5", MinariHdf5::writer, 15, 10_000);
  }

  @FunctionalInterface
  private interface Opening {
    EpisodeWriter open(Path file) throws IOException;
  }

  private Path given(String property, String name, Opening opening, int decisions, int episodes)
      throws IOException {
    String other = System.getProperty(property);
    if (other != null) {
      return Path.of(other);
    }
    Path file = folder.resolve(name);
    SplittableRandom random = new SplittableRandom(1);
    try (EpisodeWriter writer = opening.open(file)) {
      for (int i = 0; i < episodes; i++) {
        writer.write(
            new EpisodeRecord(
                matrix(random, decisions + 1, OBSERVATIONS),
                matrix(random, decisions, 2),
                matrix(random, 1, decisions)[0],
                new double[decisions],
                Map.of(),
                Map.of(),
                false,
                true));
      }
      writer.finish();
    }
    return file;
  }

  private static double[][] matrix(SplittableRandom random, int rows, int columns) {
    double[][] matrix = new double[rows][columns];
    for (double[] row : matrix) {
      for (int c = 0; c < columns; c++) {
        row[c] = random.nextDouble();
      }
    }
    return matrix;
  }

  /** Removes the logs. */
  @TearDown(Level.Trial)
  public void delete() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** Parquet, zstd, lists of doubles. */
  @Benchmark
  public double parquet(Read read) throws IOException {
    return readAll(parquet, read);
  }

  /** Minari's HDF5, 200 decisions an episode. */
  @Benchmark
  public double minariOf200Steps(Read read) throws IOException {
    return readAll(longEpisodes, read);
  }

  /** Minari's HDF5, 15 decisions an episode. */
  @Benchmark
  public double minariOf15Steps(Read read) throws IOException {
    return readAll(shortEpisodes, read);
  }

  private static double readAll(Path file, Read read) throws IOException {
    double sum = 0;
    try (EpisodeReader reader =
        LogFormats.detect(file).open(file, 0, LogLayout.UNSPECIFIED, WANTED)) {
      for (Episode episode = reader.next(); episode != null; episode = reader.next()) {
        read.episodes++;
        read.steps += episode.decisions();
        read.values += (long) episode.letters() * VALUES;
        sum += episode.column(0)[0];
      }
    }
    return sum;
  }
}
