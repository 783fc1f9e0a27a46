package org.surety.trace.hdf5;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import org.surety.trace.ColumnTiming;
import org.surety.trace.Episode;
import org.surety.trace.EpisodeEnd;
import org.surety.trace.EpisodeReader;
import org.surety.trace.LogFormats;
import org.surety.trace.PythonScript;

/** D4RL's and DSRL's layouts by h5py; see write_flat_hdf5.py. */
class FlatHdf5Test {
  private static final Path FIXTURES = Path.of("src/test/resources/trace/flat");
  private static final LogLayout LIMIT = LogLayout.of(Map.of("max_steps", "20"));

  private static final ColumnAddress OBSERVATION = new ColumnAddress("observations", 2);
  private static final ColumnAddress ACTION = new ColumnAddress("actions", 1);
  private static final ColumnAddress REWARD = new ColumnAddress("rewards", ColumnAddress.SCALAR);
  private static final ColumnAddress COST = new ColumnAddress("costs", ColumnAddress.SCALAR);
  private static final ColumnAddress QPOS = new ColumnAddress("infos/qpos", 1);

  @Test
  void committedFilesAreReadAsTheyWereWritten() throws IOException {
    compareAll(FIXTURES);
  }

  @Test
  void tenThousandRaggedEpisodesAreReadAsTheyWereWritten(@TempDir Path folder) throws Exception {
    PythonScript.run("write_flat_hdf5.py", "h5py", folder, "10000");
    compareAll(folder);
  }

  private static void compareAll(Path folder) throws IOException {
    LogLayout nothing = LogLayout.UNSPECIFIED;
    compare(folder, "d4rl", "d4rl-hdf5", nothing, List.of(OBSERVATION, ACTION, REWARD, QPOS));
    compare(folder, "d4rl_old", "d4rl-hdf5", LIMIT, List.of(OBSERVATION, ACTION, REWARD, QPOS));
    compare(folder, "dsrl", "dsrl-hdf5", nothing, List.of(OBSERVATION, ACTION, REWARD, COST));
  }

  private static void compare(
      Path folder, String name, String format, LogLayout layout, List<ColumnAddress> columns)
      throws IOException {
    Path path = folder.resolve(name + ".hdf5");
    boolean last = format.equals("dsrl-hdf5");
    assertEquals(format, LogFormats.detect(path).name());
    List<String> expected = Files.readAllLines(folder.resolve("expected.tsv"));
    try (EpisodeReader reader = LogFormats.detect(path).open(path, 0, layout, columns)) {
      assertEquals(last, reader.facts().lastObservation());
      for (int i = 0; i < expected.size(); i++) {
        String what = name + " episode " + i;
        String[] row = expected.get(i).split("\t");
        Episode episode = reader.next();
        assertNotNull(episode, what);
        int decisions = Integer.parseInt(row[0]);
        assertEquals(i, episode.number());
        assertEquals(decisions, episode.decisions(), what);
        assertEquals(last ? decisions + 1 : decisions, episode.letters(), what);
        assertEquals(EpisodeEnd.valueOf(row[1]), episode.end(), what);
        assertEquals(Double.parseDouble(row[last ? 3 : 2]), sum(episode, 0), 1e-12, what);
        assertEquals(Double.parseDouble(row[4]), chosen(episode, 1), 1e-12, what);
        double reward = sum(episode, 2) + (last ? 0 : Double.parseDouble(row[5]) - sum(episode, 2));
        assertEquals(Double.parseDouble(row[5]), reward, 1e-12, what);
        assertEquals(last ? ColumnTiming.REACHED : ColumnTiming.STATE, episode.timing(3), what);
        assertEquals(Double.parseDouble(row[last ? 6 : 7]), sum(episode, 3), 1e-12, what);
      }
      assertNull(reader.next());
    }
  }

  private static double sum(Episode episode, int column) {
    double sum = 0;
    for (int t = 0; t < episode.letters(); t++) {
      sum += episode.column(column)[t];
    }
    return sum;
  }

  private static double chosen(Episode episode, int column) {
    double sum = 0;
    for (int t = 0; t < episode.decisions(); t++) {
      sum += episode.column(column)[t];
    }
    return sum;
  }

  @Test
  void aFileWithoutTimeoutsIsNotGuessedAt() {
    InputException e =
        assertThrows(
            InputException.class,
            () ->
                FlatHdf5.d4rl()
                    .open(
                        FIXTURES.resolve("d4rl_old.hdf5"),
                        0,
                        LogLayout.UNSPECIFIED,
                        List.of(OBSERVATION)));
    assertTrue(e.getMessage().contains("max_steps"), e.getMessage());
  }
}
