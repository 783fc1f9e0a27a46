package org.surety.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.surety.spec.ColumnAddress;
import org.surety.spec.LogLayout;

/** Logs written by Python's csv and json, pandas, numpy and gymnasium: see the fixtures' README. */
class GenuineTextLogsTest {
  private static final Path FIXTURES = Path.of("src/test/resources/trace/text");
  private static final List<ColumnAddress> WANTED =
      List.of(new ColumnAddress("observations", 0), new ColumnAddress("rewards", -1));

  @TempDir Path folder;

  /** What the script that wrote a log saw while it stepped the environment. */
  private record Truth(int decisions, EpisodeEnd end, double first, double last, double rewards) {}

  private static List<Truth> truth(String log) throws IOException {
    List<Truth> truth = new ArrayList<>();
    for (String line : Files.readAllLines(FIXTURES.resolve("truth.txt"))) {
      String[] w = line.split(" ");
      if (w[0].equals(log)) {
        truth.add(
            new Truth(
                Integer.parseInt(w[1]),
                EpisodeEnd.valueOf(w[2]),
                Double.parseDouble(w[3]),
                w[4].equals("None") ? Double.NaN : Double.parseDouble(w[4]),
                Double.parseDouble(w[5])));
      }
    }
    return truth;
  }

  private static EpisodeReader open(String file, Map<String, String> layout) throws IOException {
    return LogFormats.open(
        List.of(FIXTURES.resolve(file)), Optional.empty(), LogLayout.of(layout), WANTED);
  }

  /** Compares an episode; its last observation only if it has one. */
  private static boolean check(Truth expected, Episode episode) {
    assertNotNull(episode);
    assertEquals(expected.decisions, episode.decisions());
    assertEquals(expected.end, episode.end());
    assertEquals(expected.first, episode.column(0)[0]);
    double rewards = 0;
    for (int t = 1; t < episode.letters(); t++) {
      rewards += episode.column(1)[t];
    }
    boolean complete = episode.letters() == expected.decisions + 1;
    assertEquals(complete ? expected.rewards : expected.rewards - 1, rewards);
    if (complete) {
      assertEquals(expected.last, episode.column(0)[expected.decisions]);
    }
    return complete;
  }

  @ParameterizedTest
  @CsvSource({
    "python.csv, csv",
    "pandas.csv, csv",
    "python_steps.jsonl, jsonl-steps",
    "python_episodes.jsonl, jsonl-episodes"
  })
  void logsWithFinalStatesAreReadWhole(String file, String format) throws IOException {
    try (EpisodeReader reader = open(file, Map.of())) {
      assertEquals(
          new LogFacts(format, true, "not applicable", "terminated+truncated"), reader.facts());
      for (Truth expected : truth("episodes")) {
        assertTrue(check(expected, reader.next()));
      }
      assertEquals(null, reader.next());
    }
  }

  @Test
  void decisionsAloneLackTheLastObservation() throws IOException {
    try (EpisodeReader reader = open("numpy_savetxt.csv", Map.of())) {
      assertTrue(!reader.facts().lastObservation());
      for (Truth expected : truth("episodes").subList(0, 4)) {
        assertTrue(!check(expected, reader.next()));
      }
      assertEquals(null, reader.next());
    }
  }

  @Test
  void arraysOfEveryTypeAndOrderAreRead() throws IOException {
    // the states of ragged_types.npz include the last one, its other arrays do not
    try (EpisodeReader reader = open("ragged_types.npz", Map.of())) {
      for (Truth expected : truth("episodes")) {
        assertTrue(check(expected, reader.next()));
      }
      assertEquals(null, reader.next());
    }
  }

  @Test
  void flatArraysAreCutAtTheirFlagsAndCompletedByNextObservations() throws IOException {
    try (EpisodeReader reader = open("flat_d4rl.npz", Map.of("autoreset", "none"))) {
      for (Truth expected : truth("episodes")) {
        assertTrue(check(expected, reader.next()));
      }
      assertEquals(null, reader.next());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"next-step", "same-step"})
  void gymnasiumVectorRolloutsAreReadByTheirAutoresetConvention(String convention)
      throws IOException {
    String log = "vector_" + convention.replace('-', '_');
    try (EpisodeReader reader = open(log + ".npz", Map.of("autoreset", convention))) {
      assertEquals(convention, reader.facts().autoreset());
      int incomplete = 0;
      List<Truth> truth = truth(log);
      for (Truth expected : truth) {
        incomplete += check(expected, reader.next()) ? 0 : 1;
      }
      assertEquals(null, reader.next());
      assertTrue(incomplete <= 3 && truth.size() > 10, "only what runs at the end may be cut");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"csv", "jsonl-steps", "jsonl-episodes", "npz"})
  void tenThousandRaggedEpisodesOfThePythonLibraryAgreeWithPythonsOwnCounts(String format)
      throws IOException, InterruptedException {
    Path file = folder.resolve("ragged." + (format.startsWith("jsonl") ? "jsonl" : format));
    String[] expected = python(format, file).strip().split(" ");
    List<ColumnAddress> x = List.of(new ColumnAddress("observations", 0));
    long episodes = 0;
    long decisions = 0;
    long terminated = 0;
    long exceeding = 0;
    BigDecimal sum = BigDecimal.ZERO; // as exact as Python's fsum
    try (EpisodeReader reader =
        LogFormats.open(List.of(file), Optional.empty(), LogLayout.UNSPECIFIED, x)) {
      assertEquals(format, reader.facts().format());
      for (Episode e = reader.next(); e != null; e = reader.next()) {
        assertEquals(episodes++, e.number());
        decisions += e.decisions();
        terminated += e.end() == EpisodeEnd.TERMINATED ? 1 : 0;
        assertEquals(e.decisions() + 1, e.letters());
        boolean exceeds = false;
        for (int t = 0; t < e.letters(); t++) {
          exceeds |= e.column(0)[t] > 1;
          sum = sum.add(new BigDecimal(e.column(0)[t]));
        }
        exceeding += exceeds ? 1 : 0;
      }
    }
    assertEquals(
        String.join(" ", expected),
        episodes + " " + decisions + " " + terminated + " " + exceeding + " " + sum.doubleValue());
  }

  private static String python(String format, Path file) throws IOException, InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder(
                  "python3",
                  "src/test/python/write_ragged_logs.py",
                  format,
                  "10000",
                  file.toString())
              .start();
    } catch (IOException e) {
      assumeTrue(false, "python3 is not installed");
      throw e;
    }
    String out = new String(process.getInputStream().readAllBytes());
    String err = new String(process.getErrorStream().readAllBytes());
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assumeTrue(!err.contains("No module named"), "python3 lacks numpy");
    assertEquals(0, process.exitValue(), err);
    return out;
  }
}
