package org.surety.trace.hdf5;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.surety.base.InputException;
import org.surety.spec.ColumnAddress;
import org.surety.spec.LogLayout;
import org.surety.trace.ColumnTiming;
import org.surety.trace.Episode;
import org.surety.trace.EpisodeEnd;
import org.surety.trace.EpisodeReader;
import org.surety.trace.LogFormats;
import org.surety.trace.PythonScript;

/** Files by Minari itself; see write_minari.py. */
class MinariHdf5Test {
  private static final Path NESTED = Path.of("src/test/resources/trace/minari/hdf5");
  private static final Path DATASET = NESTED.resolve("ragged-v0");

  static final List<ColumnAddress> FLAT_COLUMNS =
      List.of(
          new ColumnAddress("observations", 1),
          new ColumnAddress("observations", 0),
          new ColumnAddress("actions", 1),
          new ColumnAddress("rewards", ColumnAddress.SCALAR),
          new ColumnAddress("infos.cost", ColumnAddress.SCALAR));
  static final List<ColumnAddress> NESTED_COLUMNS =
      List.of(
          new ColumnAddress("observations.position", 1),
          new ColumnAddress("observations.box._index_0", ColumnAddress.SCALAR),
          new ColumnAddress("actions.force", 1),
          new ColumnAddress("rewards", ColumnAddress.SCALAR),
          new ColumnAddress("infos.cost", ColumnAddress.SCALAR));

  @Test
  void nestedSpacesOfTheCommittedFileAreReadAsMinariWroteThem() throws IOException {
    compare(NESTED, NESTED_COLUMNS);
  }

  @Test
  void tenThousandRaggedEpisodesByMinariAreReadAsItWroteThem(@TempDir Path folder)
      throws Exception {
    PythonScript.run("write_minari.py", "minari,h5py", folder, "10000", "hdf5");
    compare(folder, FLAT_COLUMNS);
  }

  /** Holds every episode's length, end and column sums against those that Python computed. */
  static void compare(Path folder, List<ColumnAddress> columns) throws IOException {
    List<String> expected = Files.readAllLines(folder.resolve("expected.tsv"));
    Path dataset = folder.resolve("ragged-v0");
    try (EpisodeReader reader =
        LogFormats.detect(dataset).open(dataset, 5, LogLayout.UNSPECIFIED, columns)) {
      assertTrue(reader.facts().lastObservation());
      for (int i = 0; i < expected.size(); i++) {
        String[] row = expected.get(i).split("\t");
        Episode episode = reader.next();
        assertNotNull(episode);
        assertEquals(i + 5, episode.number());
        assertEquals(row[0], episode.id());
        assertEquals(Integer.parseInt(row[1]), episode.decisions(), row[0]);
        assertEquals(episode.decisions() + 1, episode.letters(), row[0]);
        assertEquals(EpisodeEnd.valueOf(row[2]), episode.end(), row[0]);
        assertTrue(episode.continuous());
        for (int c = 0; c < 5; c++) {
          if (columns == FLAT_COLUMNS && c == 1) {
            continue; // stands for the gear, which the flat file does not have
          }
          int counted = c == 2 ? episode.decisions() : episode.letters();
          double sum = 0;
          for (int t = 0; t < counted; t++) {
            sum += episode.column(c)[t];
          }
          assertEquals(Double.parseDouble(row[3 + c]), sum, 1e-12, row[0] + " column " + c);
        }
      }
      assertNull(reader.next());
    }
  }

  @Test
  void columnsBelongToTheLettersTheyWereRecordedAt() throws IOException {
    try (EpisodeReader reader =
        new MinariHdf5().open(DATASET, 0, LogLayout.UNSPECIFIED, NESTED_COLUMNS)) {
      Episode episode = reader.next();
      assertNotNull(episode);
      assertEquals(ColumnTiming.STATE, episode.timing(0));
      assertEquals(ColumnTiming.ACTION, episode.timing(2));
      assertEquals(ColumnTiming.REACHED, episode.timing(3));
      assertEquals(ColumnTiming.STATE, episode.timing(4));
      assertEquals(0, episode.column(3)[0]);
      int last = episode.decisions();
      assertEquals(episode.column(2)[last - 1], episode.column(2)[last]);
    }
  }

  @Test
  void theDatasetItsDataFolderAndItsFileAreOneLog() throws IOException {
    Path data = DATASET.resolve("data");
    for (Path path : List.of(DATASET, data, data.resolve("main_data.hdf5"))) {
      assertEquals("minari-hdf5", LogFormats.detect(path).name());
      assertEquals(List.of(data.resolve("main_data.hdf5")), LogFormats.detect(path).files(path));
    }
    assertFalse(new MinariHdf5().recognizes(NESTED));
  }

  @Test
  void theFingerprintDoesNotDependOnTheColumnsAskedFor() throws IOException {
    try (EpisodeReader few = open(NESTED_COLUMNS.subList(0, 1));
        EpisodeReader many = open(NESTED_COLUMNS)) {
      for (Episode a = few.next(); a != null; a = few.next()) {
        Episode b = many.next();
        assertNotNull(b);
        assertEquals(a.fingerprintHigh(), b.fingerprintHigh());
        assertEquals(a.fingerprintLow(), b.fingerprintLow());
      }
    }
  }

  private static EpisodeReader open(List<ColumnAddress> columns) throws IOException {
    return new MinariHdf5().open(DATASET, 0, LogLayout.UNSPECIFIED, columns);
  }

  @Test
  void aMistypedColumnIsNamedWithTheOneMeant() throws IOException {
    try (EpisodeReader reader = open(List.of(new ColumnAddress("observations.postion", 0)))) {
      String message = assertThrows(InputException.class, reader::next).getMessage();
      assertTrue(message.contains("did you mean 'observations.position'?"), message);
    }
  }
}
