package org.surety.trace.parquet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.surety.base.InputException;
import org.surety.spec.ColumnAddress;
import org.surety.spec.LogLayout;
import org.surety.trace.Episode;
import org.surety.trace.EpisodeEnd;
import org.surety.trace.EpisodeReader;
import org.surety.trace.LogFormats;
import org.surety.trace.PythonScript;

/** Tables by pyarrow and datasets by Minari; see write_parquet.py and write_minari.py. */
class ParquetLayoutsTest {
  private static final Path FIXTURES = Path.of("src/test/resources/trace/parquet");

  private static final ColumnAddress OBSERVATION = new ColumnAddress("observations", 1);
  private static final ColumnAddress ACTION = new ColumnAddress("actions", 0);
  private static final ColumnAddress REWARD = new ColumnAddress("rewards", ColumnAddress.SCALAR);
  private static final ColumnAddress COST = new ColumnAddress("infos.cost", ColumnAddress.SCALAR);

  @Test
  void committedFilesAreReadAsPyarrowWroteThem() throws IOException {
    compareAll(FIXTURES);
  }

  @Test
  void tenThousandRaggedEpisodesAreReadAsPyarrowWroteThem(@TempDir Path folder) throws Exception {
    PythonScript.run("write_parquet.py", "pyarrow,numpy", folder, "10000");
    compareAll(folder);
  }

  private static void compareAll(Path folder) throws IOException {
    compare(folder, "long.parquet", "parquet", true, true);
    compare(folder, "flat.parquet", "parquet", false, true);
    compare(folder, "rllib.parquet", "parquet", true, true);
    compare(folder, "lerobot", "lerobot", false, false);
  }

  private static void compare(
      Path folder, String name, String format, boolean last, boolean flagsSayWhy)
      throws IOException {
    Path path = folder.resolve(name);
    assertEquals(format, LogFormats.detect(path).name());
    List<String> expected = Files.readAllLines(folder.resolve("expected.tsv"));
    boolean infos = name.equals("long.parquet");
    LogLayout layout =
        name.startsWith("flat")
            ? LogLayout.of(Map.of("episode", "episode"))
            : LogLayout.UNSPECIFIED;
    List<ColumnAddress> columns =
        infos ? List.of(OBSERVATION, ACTION, REWARD, COST) : List.of(OBSERVATION, ACTION, REWARD);
    try (EpisodeReader reader = LogFormats.detect(path).open(path, 0, layout, columns)) {
      assertEquals(last, reader.facts().lastObservation(), name);
      for (int i = 0; i < expected.size(); i++) {
        String what = name + " episode " + i;
        String[] row = expected.get(i).split("\t");
        Episode episode = reader.next();
        assertNotNull(episode, what);
        int decisions = Integer.parseInt(row[0]);
        assertEquals(i, episode.number(), what);
        assertEquals(decisions, episode.decisions(), what);
        assertEquals(last ? decisions + 1 : decisions, episode.letters(), what);
        EpisodeEnd end = EpisodeEnd.valueOf(row[1]);
        boolean known = flagsSayWhy || end == EpisodeEnd.LOG_ENDED;
        assertEquals(known ? end : EpisodeEnd.TRUNCATED, episode.end(), what);
        assertEquals(
            Double.parseDouble(row[last ? 3 : 2]), sum(episode, 0, episode.letters()), 1e-12, what);
        assertEquals(Double.parseDouble(row[4]), sum(episode, 1, decisions), 1e-12, what);
        if (last) {
          assertEquals(Double.parseDouble(row[5]), sum(episode, 2, decisions + 1), 1e-12, what);
        }
        if (infos) {
          assertEquals(Double.parseDouble(row[6]), sum(episode, 3, decisions + 1), 1e-12, what);
        }
      }
      assertNull(reader.next(), name);
    }
  }

  private static double sum(Episode episode, int column, int letters) {
    double sum = 0;
    for (int t = 0; t < letters; t++) {
      sum += episode.column(column)[t];
    }
    return sum;
  }

  @Test
  void minarisParquetStorageIsReadWithoutItsPadding() throws IOException {
    Path folder = Path.of("src/test/resources/trace/minari/parquet");
    Path dataset = folder.resolve("ragged-v0");
    List<ColumnAddress> columns =
        List.of(
            new ColumnAddress("observations.position", 1),
            new ColumnAddress("observations.box.0", ColumnAddress.SCALAR),
            new ColumnAddress("actions.force", 1),
            REWARD,
            COST);
    List<String> expected = Files.readAllLines(folder.resolve("expected.tsv"));
    assertEquals("minari-parquet", LogFormats.detect(dataset).name());
    assertEquals(2, LogFormats.detect(dataset).files(dataset).size());
    try (EpisodeReader reader =
        LogFormats.detect(dataset).open(dataset, 0, LogLayout.UNSPECIFIED, columns)) {
      assertTrue(reader.facts().lastObservation());
      for (String line : expected) {
        String[] row = line.split("\t");
        Episode episode = reader.next();
        assertNotNull(episode);
        assertEquals(row[0], episode.id());
        assertEquals(Integer.parseInt(row[1]), episode.decisions(), row[0]);
        assertEquals(episode.decisions() + 1, episode.letters(), row[0]);
        assertEquals(EpisodeEnd.valueOf(row[2]), episode.end(), row[0]);
        for (int c = 0; c < 5; c++) {
          int letters = c == 2 ? episode.decisions() : episode.letters();
          assertEquals(Double.parseDouble(row[3 + c]), sum(episode, c, letters), 1e-12, row[0]);
        }
      }
      assertNull(reader.next());
    }
  }

  @Test
  void aLostFileOfADatasetIsNoticed(@TempDir Path folder) throws IOException {
    Path dataset = folder.resolve("lerobot");
    Files.createDirectories(dataset.resolve("meta"));
    Files.createDirectories(dataset.resolve("data/chunk-000"));
    for (String file : List.of("meta/info.json", "data/chunk-000/file-000.parquet")) {
      Files.copy(FIXTURES.resolve("lerobot").resolve(file), dataset.resolve(file));
    }
    try (EpisodeReader reader =
        new LeRobotDataset().open(dataset, 0, LogLayout.UNSPECIFIED, List.of(OBSERVATION))) {
      InputException e =
          assertThrows(
              InputException.class,
              () -> {
                while (reader.next() != null) {}
              });
      assertTrue(e.getMessage().contains("total_frames"), e.getMessage());
    }
  }

  @Test
  void episodesThatOnlyRllibCanUnpackAreRefusedWithTheOptionThatHelps() {
    InputException e =
        assertThrows(
            InputException.class,
            () ->
                new ParquetTable()
                    .open(
                        FIXTURES.resolve("rllib_episodes.parquet"),
                        0,
                        LogLayout.UNSPECIFIED,
                        List.of(OBSERVATION)));
    assertTrue(e.getMessage().contains("output_write_episodes=False"), e.getMessage());
  }

  @Test
  void aNullOrANanInASignalIsNamedWithItsRow(@TempDir Path folder) throws Exception {
    PythonScript.run("write_parquet_flaws.py", "pyarrow,numpy", folder);
    for (String flaw : List.of("null", "nan", "ragged")) {
      Path file = folder.resolve(flaw + ".parquet");
      InputException e =
          assertThrows(
              InputException.class,
              () -> {
                try (EpisodeReader reader =
                    new ParquetTable().open(file, 0, LogLayout.UNSPECIFIED, List.of(OBSERVATION))) {
                  while (reader.next() != null) {}
                }
              });
      assertTrue(e.getMessage().startsWith(file + " row 7"), e.getMessage());
    }
  }

  @Test
  void everyDataColumnEntersTheFingerprint() throws IOException {
    assertNotEquals(firstFingerprint("long.parquet"), firstFingerprint("rllib.parquet"));
  }

  private static long firstFingerprint(String name) throws IOException {
    try (EpisodeReader reader =
        new ParquetTable()
            .open(FIXTURES.resolve(name), 0, LogLayout.UNSPECIFIED, List.of(OBSERVATION))) {
      Episode first = reader.next();
      assertNotNull(first);
      return first.fingerprintHigh();
    }
  }
}
