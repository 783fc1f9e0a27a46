package org.surety.trace;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.surety.base.InputException;
import org.surety.spec.ColumnAddress;
import org.surety.spec.LogLayout;

class EpisodeWritersTest {
  private static final int OBSERVATIONS = 3;

  @TempDir Path folder;

  private static List<EpisodeRecord> episodes() {
    SplittableRandom random = new SplittableRandom(3);
    List<EpisodeRecord> episodes = new ArrayList<>();
    for (int e = 0; e < 40; e++) {
      int decisions = random.nextInt(1, 30);
      double[] rewards = matrix(random, 1, decisions)[0];
      episodes.add(
          new EpisodeRecord(
              matrix(random, decisions + 1, OBSERVATIONS),
              matrix(random, decisions, 1),
              rewards,
              matrix(random, 1, decisions)[0],
              Map.of("mean", matrix(random, decisions, 1), "std", matrix(random, decisions, 2)),
              Map.of("distance", matrix(random, decisions + 1, 1)),
              e % 3 == 0,
              e % 3 == 1));
    }
    return episodes;
  }

  /** Doubles of every size, so that a digit lost anywhere is seen. */
  private static double[][] matrix(SplittableRandom random, int rows, int width) {
    double[][] matrix = new double[rows][width];
    for (double[] row : matrix) {
      for (int k = 0; k < width; k++) {
        double wild = Double.longBitsToDouble(random.nextLong());
        row[k] = random.nextBoolean() && Double.isFinite(wild) ? wild : random.nextDouble(-2, 2);
      }
    }
    return matrix;
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "jsonl-steps", "jsonl-episodes", "npz", "parquet", "minari-hdf5"})
  void everyValueComesBackBitForBit(String format) throws IOException {
    Path file = folder.resolve("log." + format);
    List<EpisodeRecord> written = episodes();
    try (EpisodeWriter writer = EpisodeWriters.open(file, Optional.of(format))) {
      for (EpisodeRecord episode : written) {
        writer.write(episode);
      }
      writer.finish();
    }
    assertEquals(format, LogFormats.detect(file).name());
    List<ColumnAddress> wanted = new ArrayList<>();
    for (int k = 0; k < OBSERVATIONS; k++) {
      wanted.add(new ColumnAddress("observations", k));
    }
    wanted.add(new ColumnAddress("actions", 0));
    wanted.add(new ColumnAddress("rewards", -1));
    wanted.add(new ColumnAddress("costs", -1));
    wanted.add(new ColumnAddress("std", 1));
    wanted.add(new ColumnAddress("infos.distance", -1));
    try (EpisodeReader reader =
        LogFormats.open(List.of(file), Optional.empty(), LogLayout.UNSPECIFIED, wanted)) {
      assertTrue(reader.facts().lastObservation());
      for (EpisodeRecord record : written) {
        Episode episode = reader.next();
        assertEquals(record.decisions(), episode.decisions());
        assertEquals(record.decisions() + 1, episode.letters());
        assertEquals(
            record.terminated()
                ? EpisodeEnd.TERMINATED
                : record.truncated() ? EpisodeEnd.TRUNCATED : EpisodeEnd.LOG_ENDED,
            episode.end());
        for (int k = 0; k < OBSERVATIONS; k++) {
          assertColumn(record.observations(), k, episode, k, 0);
        }
        assertColumn(record.actions(), 0, episode, 3, 0);
        assertColumn(rows(record.rewards()), 0, episode, 4, 1);
        assertColumn(rows(record.costs()), 0, episode, 5, 1);
        assertColumn(record.decisionColumns().get("std"), 1, episode, 6, 0);
        assertColumn(record.infos().get("distance"), 0, episode, 7, 0);
      }
      assertEquals(null, reader.next());
    }
  }

  private static double[][] rows(double[] values) {
    return Arrays.stream(values).mapToObj(v -> new double[] {v}).toArray(double[][]::new);
  }

  private static void assertColumn(double[][] rows, int k, Episode episode, int c, int shift) {
    double[] expected = Arrays.stream(rows).mapToDouble(row -> row[k]).toArray();
    assertArrayEquals(
        expected, Arrays.copyOfRange(episode.column(c), shift, shift + expected.length), 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "jsonl-steps", "jsonl-episodes", "npz", "parquet", "minari-hdf5"})
  void unfinishedLogLeavesNothingAndKeepsTheOldOne(String format) throws IOException {
    Path file = Files.writeString(folder.resolve("log"), "old");
    try (EpisodeWriter writer = EpisodeWriters.open(file, Optional.of(format))) {
      writer.write(episodes().get(0));
    }
    assertEquals("old", Files.readString(file));
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void formatGoesByTheEndingAndAnUnknownOneIsRefused() throws IOException {
    Path file = folder.resolve("log.CSV");
    try (EpisodeWriter writer = EpisodeWriters.open(file, Optional.empty())) {
      writer.write(episodes().get(0));
      writer.finish();
    }
    assertEquals("csv", LogFormats.detect(file).name());
    Path odd = folder.resolve("log.xyz");
    assertThrows(InputException.class, () -> EpisodeWriters.open(odd, Optional.empty()));
    assertThrows(InputException.class, () -> EpisodeWriters.open(odd, Optional.of("jsonl")));
    assertFalse(Files.exists(odd));
  }
}
