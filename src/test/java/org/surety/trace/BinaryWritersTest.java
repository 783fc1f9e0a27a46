package org.surety.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.surety.spec.ColumnAddress;
import org.surety.spec.LogLayout;
import org.surety.trace.hdf5.MinariHdf5;
import org.surety.trace.parquet.ParquetTable;

/** What the Parquet and HDF5 writers write comes back bit for bit, and is read by Python too. */
class BinaryWritersTest {
  private static final List<ColumnAddress> COLUMNS =
      List.of(
          new ColumnAddress("observations", 1),
          new ColumnAddress("actions", 0),
          new ColumnAddress("rewards", ColumnAddress.SCALAR),
          new ColumnAddress("costs", ColumnAddress.SCALAR),
          new ColumnAddress("mean", 0),
          new ColumnAddress("infos.distance", ColumnAddress.SCALAR));

  /** Episodes of 0 to 30 decisions that end in each of the three ways. */
  static List<EpisodeRecord> episodes(int count) {
    SplittableRandom random = new SplittableRandom(8);
    List<EpisodeRecord> episodes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int decisions = i == 3 ? 0 : 1 + random.nextInt(30);
      int end = decisions == 0 ? 2 : random.nextInt(3);
      episodes.add(
          new EpisodeRecord(
              matrix(random, decisions + 1, 3),
              matrix(random, decisions, 1),
              matrix(random, 1, decisions)[0],
              matrix(random, 1, decisions)[0],
              Map.of("mean", matrix(random, decisions, 1)),
              Map.of("distance", matrix(random, decisions + 1, 1)),
              end == 0,
              end == 1));
    }
    return episodes;
  }

  private static double[][] matrix(SplittableRandom random, int rows, int columns) {
    double[][] matrix = new double[rows][columns];
    for (double[] row : matrix) {
      for (int c = 0; c < columns; c++) {
        row[c] = random.nextGaussian();
      }
    }
    return matrix;
  }

  private static void write(EpisodeWriter writer, List<EpisodeRecord> episodes) throws IOException {
    try (writer) {
      for (EpisodeRecord episode : episodes) {
        writer.write(episode);
      }
      writer.finish();
    }
  }

  @Test
  void parquetComesBackBitForBit(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("log.parquet");
    write(ParquetTable.writer(file), episodes(300));
    assertEquals("parquet", LogFormats.detect(file).name());
    compare(file, episodes(300));
  }

  @Test
  void hdf5ComesBackBitForBit(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("log.hdf5");
    write(MinariHdf5.writer(file), episodes(3000));
    assertEquals("minari-hdf5", LogFormats.detect(file).name());
    compare(file, episodes(3000));
  }

  private static void compare(Path file, List<EpisodeRecord> written) throws IOException {
    try (EpisodeReader reader =
        LogFormats.detect(file).open(file, 0, LogLayout.UNSPECIFIED, COLUMNS)) {
      for (int i = 0; i < written.size(); i++) {
        EpisodeRecord record = written.get(i);
        Episode episode = reader.next();
        assertNotNull(episode);
        assertEquals(i, episode.number());
        int decisions = record.decisions();
        assertEquals(decisions, episode.decisions());
        assertEquals(decisions + 1, episode.letters());
        EpisodeEnd end =
            record.terminated()
                ? EpisodeEnd.TERMINATED
                : record.truncated() ? EpisodeEnd.TRUNCATED : EpisodeEnd.LOG_ENDED;
        assertEquals(end, episode.end());
        double[] costs = record.costs();
        assertNotNull(costs);
        for (int t = 0; t <= decisions; t++) {
          assertEquals(record.observations()[t][1], episode.column(0)[t]);
          assertEquals(record.infos().get("distance")[t][0], episode.column(5)[t]);
          if (t < decisions) {
            assertEquals(record.actions()[t][0], episode.column(1)[t]);
            assertEquals(record.rewards()[t], episode.column(2)[t + 1]);
            assertEquals(costs[t], episode.column(3)[t + 1]);
            assertEquals(record.decisionColumns().get("mean")[t][0], episode.column(4)[t]);
          }
        }
      }
      assertNull(reader.next());
    }
  }

  @Test
  void anUnfinishedLogLeavesNoFile(@TempDir Path folder) throws IOException {
    for (String name : List.of("log.parquet", "log.hdf5")) {
      Path file = folder.resolve(name);
      try (EpisodeWriter writer =
          name.endsWith("5") ? MinariHdf5.writer(file) : ParquetTable.writer(file)) {
        writer.write(episodes(1).get(0));
      }
      assertFalse(Files.exists(file));
    }
    try (var left = Files.list(folder)) {
      assertEquals(List.of(), left.toList());
    }
  }

  @Test
  void pythonReadsWhatIsWritten(@TempDir Path folder) throws Exception {
    write(ParquetTable.writer(folder.resolve("log.parquet")), episodes(2000));
    write(MinariHdf5.writer(folder.resolve("log.hdf5")), episodes(2000));
    double sum = 0;
    long decisions = 0;
    for (EpisodeRecord episode : episodes(2000)) {
      decisions += episode.decisions();
      for (double[] observation : episode.observations()) {
        sum += observation[2];
      }
    }
    PythonScript.run(
        "read_written.py", "h5py,pyarrow", folder, Long.toString(decisions), Double.toString(sum));
  }
}
