package org.surety.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.surety.base.InputException;
import org.surety.spec.ColumnAddress;
import org.surety.spec.LogLayout;

class RowEpisodeReaderTest {
  private static List<Episode> read(String table, Map<String, String> layout, String... wanted)
      throws IOException {
    List<Episode> episodes = new ArrayList<>();
    try (EpisodeReader reader = open(table, layout, wanted)) {
      for (Episode e = reader.next(); e != null; e = reader.next()) {
        episodes.add(e);
      }
    }
    return episodes;
  }

  private static RowEpisodeReader open(String table, Map<String, String> layout, String... wanted)
      throws IOException {
    return RowEpisodeReader.open(
        TableSource.of(table), "table", LogLayout.of(layout), addresses(wanted), 0);
  }

  private static List<ColumnAddress> addresses(String... wanted) {
    return Arrays.stream(wanted)
        .map(
            w -> {
              int bracket = w.indexOf('[');
              return bracket < 0
                  ? new ColumnAddress(w, ColumnAddress.SCALAR)
                  : new ColumnAddress(
                      w.substring(0, bracket),
                      Integer.parseInt(w.substring(bracket + 1, w.length() - 1)));
            })
        .toList();
  }

  /** {@code "id decisions/letters END: x | r"} with the values of each column at the letters. */
  private static String show(Episode e) {
    List<String> columns = new ArrayList<>();
    for (int c = 0; c < e.width(); c++) {
      columns.add(
          DoubleStream.of(Arrays.copyOf(e.column(c), e.letters()))
              .mapToObj(v -> v == Math.rint(v) ? Long.toString((long) v) : Double.toString(v))
              .collect(Collectors.joining(" ")));
    }
    return e.id()
        + " "
        + e.decisions()
        + "/"
        + e.letters()
        + " "
        + e.end()
        + ": "
        + String.join(" | ", columns);
  }

  private static List<String> show(String table, Map<String, String> layout, String... wanted)
      throws IOException {
    return read(table, layout, wanted).stream().map(RowEpisodeReaderTest::show).toList();
  }

  private static String refusal(String table, Map<String, String> layout, String... wanted) {
    return assertThrows(InputException.class, () -> read(table, layout, wanted)).getMessage();
  }

  @Test
  void finalStateRowGivesTheLastLetter() throws IOException {
    assertEquals(
        List.of("1 2/3 TERMINATED: 10 11 12 | 0 5 6 | 7 8 8", "2 1/2 TRUNCATED: 20 21 | 0 9 | 4 4"),
        show(
            """
            episode step x  reward action terminated truncated
            1       0    10 5      7      0          0
            1       1    11 6      8      1          0
            1       2    12 -      -      -          -
            2       0    20 9      4      0          1
            2       1    21 -      -      -          -
            """,
            Map.of(),
            "x",
            "rewards",
            "actions"));
  }

  @Test
  void withoutFinalRowTheLastObservationIsMissing() throws IOException {
    String table =
        """
        episode x  reward terminated
        1       10 5      0
        1       11 6      1
        2       20 9      0
        """;
    assertEquals(
        List.of("1 2/2 TERMINATED: 10 11 | 0 5", "2 1/1 LOG_ENDED: 20 | 0"),
        show(table, Map.of(), "x", "reward"));
    assertFalse(open(table, Map.of(), "x").facts().lastObservation());
    assertTrue(open(table, Map.of(), "reward").facts().lastObservation());
  }

  @Test
  void rowsOfStatesCutThePadding() throws IOException {
    assertEquals(
        List.of("1 2/3 TERMINATED: 10 11 12 | 0 5 6 | 7 8 8"),
        show(
            """
            episode x  reward action terminated
            1       10 5      7      0
            1       11 6      8      1
            1       12 0      0      0
            """,
            Map.of("rows", "states"),
            "x",
            "reward",
            "action"));
  }

  @Test
  void logsOfStatesAloneAreStates() throws IOException {
    assertEquals(
        List.of("a 2/3 LOG_ENDED: 1 2 3", "b 0/1 LOG_ENDED: 9"),
        show("episode step x\na 0 1\na 1 2\na 2 3\nb 0 9", Map.of(), "x"));
  }

  @Test
  void nextObservationsCompleteTheEpisode() throws IOException {
    assertEquals(
        List.of("1 2/3 TERMINATED: 10 11 12"),
        show(
            """
            eps_id obs_0 new_obs_0 terminateds
            1      10    11        0
            1      11    12        1
            """,
            Map.of(),
            "observations[0]"));
  }

  @Test
  void infosBelongToStatesOrResultsByTheirNumberOfRows() throws IOException {
    String atStates = "episode x info.c reward\n1 1 5 1\n1 2 6 1\n1 3 7 -";
    String afterDecisions = "episode x info.c reward\n1 1 5 1\n1 2 6 1\n1 3 - -";
    assertEquals(List.of("1 2/3 LOG_ENDED: 5 6 7"), show(atStates, Map.of(), "infos.c"));
    assertEquals(List.of("1 2/3 LOG_ENDED: 0 5 6"), show(afterDecisions, Map.of(), "infos.c"));
  }

  @Test
  void flagsAloneAreRefusedUntilTheConventionIsNamed() {
    String message = refusal("x terminated\n1 0\n2 1\n3 0", Map.of(), "x");
    assertTrue(message.contains("autoreset = none") && message.contains("next-step"), message);
    assertTrue(refusal("x y\n1 0\n2 1", Map.of(), "x").contains("nothing says where"));
  }

  @Test
  void eachAutoresetConventionReadsTheRowAfterAFlagItsOwnWay() throws IOException {
    String table =
        """
        env obs_0 reward terminated truncated
        0   1     1      0          0
        1   50    1      0          0
        0   2     2      1          0
        1   51    2      0          0
        0   3     0      0          0
        1   52    3      0          1
        0   4     4      0          0
        1   53    0      0          0
        """;
    assertEquals(
        List.of(
            "0 (environment 0) 2/2 TERMINATED: 1 2 | 0 1",
            "1 (environment 1) 3/3 TRUNCATED: 50 51 52 | 0 1 2",
            "2 (environment 0) 2/2 LOG_ENDED: 3 4 | 0 0",
            "3 (environment 1) 1/1 LOG_ENDED: 53 | 0"),
        show(table, Map.of("autoreset", "same-step"), "observations[0]", "rewards"));
    assertEquals(
        List.of(
            "0 (environment 0) 2/3 TERMINATED: 1 2 3 | 0 1 2",
            "1 (environment 1) 3/4 TRUNCATED: 50 51 52 53 | 0 1 2 3",
            "2 (environment 0) 1/1 LOG_ENDED: 4 | 0"),
        show(table, Map.of("autoreset", "next-step"), "observations[0]", "rewards"));
    assertEquals(4, read(table, Map.of("autoreset", "none"), "observations[0]", "rewards").size());
  }

  @Test
  void sameStepTakesTheTrueLastObservationButNotANextObservationNobodyVouchedFor()
      throws IOException {
    String with = "obs_0 final_obs_0 done\n1 nan 0\n2 99 1\n3 nan 0".replace("nan", "-");
    assertEquals(
        List.of("0 2/3 TRUNCATED: 1 2 99", "1 1/1 LOG_ENDED: 3"),
        show(with, Map.of("autoreset", "same-step"), "observations[0]"));
    String next = "obs_0 next_obs_0 done\n1 2 0\n2 3 1\n3 4 0";
    assertEquals(
        List.of("0 2/2 TRUNCATED: 1 2", "1 1/1 LOG_ENDED: 3"),
        show(next, Map.of("autoreset", "same-step"), "observations[0]"));
    assertEquals(
        List.of("0 2/3 TRUNCATED: 1 2 3", "1 1/2 LOG_ENDED: 3 4"),
        show(
            next,
            Map.of("autoreset", "same-step", "next_observations", "next_obs"),
            "observations[0]"));
  }

  @Test
  void doneAloneIsTruncationUnlessTheLayoutSaysOtherwise() throws IOException {
    String table = "episode x done\n1 1 0\n1 2 1";
    assertEquals(List.of("1 2/2 TRUNCATED: 1 2"), show(table, Map.of(), "x"));
    assertEquals(List.of("1 2/2 TERMINATED: 1 2"), show(table, Map.of("terminated", "done"), "x"));
    assertEquals("done only", open(table, Map.of(), "x").facts().endFlags());
    String both = "episode x done truncated\n1 1 0 0\n1 2 1 1";
    assertEquals(List.of("1 2/2 TRUNCATED: 1 2"), show(both, Map.of("terminated", "done"), "x"));
  }

  @Test
  void timeLimitOfTheLayoutCutsWhereNoFlagDoes() throws IOException {
    assertEquals(
        List.of("0 2/2 TRUNCATED: 1 2", "1 1/1 TERMINATED: 3", "2 2/2 TRUNCATED: 4 5"),
        show(
            "x terminals\n1 0\n2 0\n3 1\n4 0\n5 0",
            Map.of("autoreset", "none", "max_steps", "2"),
            "x"));
  }

  @Test
  void interleavedEpisodesAreNumberedAndDeliveredAsTheyStart() throws IOException {
    String table =
        """
        episode step x terminated
        b       0    1 0
        a       0    5 0
        b       1    2 0
        a       1    6 1
        c       0    8 1
        b       2    3 1
        """;
    List<Episode> episodes = read(table, Map.of(), "x");
    assertEquals(
        List.of("b 3/3 TERMINATED: 1 2 3", "a 2/2 TERMINATED: 5 6", "c 1/1 TERMINATED: 8"),
        episodes.stream().map(RowEpisodeReaderTest::show).toList());
    assertEquals(List.of(0L, 1L, 2L), episodes.stream().map(Episode::number).toList());
  }

  @Test
  void oneIdInTwoEnvironmentsIsTwoEpisodes() throws IOException {
    assertEquals(
        List.of("0 2/2 LOG_ENDED: 1 2", "0 2/2 LOG_ENDED: 5 6"),
        show("episode env x r reward\n0 0 1 0 0\n0 1 5 0 0\n0 0 2 0 0\n0 1 6 0 0", Map.of(), "x"));
  }

  @Test
  void repeatedIdsAndDisorderedStepsAreRefused() {
    assertTrue(
        refusal("episode x reward\n1 1 0\n2 1 0\n1 2 0", Map.of(), "x").contains("comes back"));
    assertTrue(
        refusal("episode step x reward\n1 0 1 0\n2 0 1 0\n1 0 2 0", Map.of(), "x")
            .contains("repeated or out of order"));
    assertTrue(
        refusal("episode step x reward\n1 0 1 0\n1 1 1 0\n1 3 2 0", Map.of(), "x")
            .contains("rows are missing"));
    assertTrue(
        refusal("episode step x reward\n1 0 1 0\n1 1 1 0\n1 1 2 0", Map.of(), "x")
            .contains("repeated"));
  }

  @Test
  void contradictoryFlagsAreRefused() {
    assertTrue(
        refusal("episode x terminated\n1 1 0\n1 2 1\n1 3 0", Map.of(), "x").contains("goes on"));
    assertTrue(refusal("episode x done terminated\n1 1 0 1", Map.of(), "x").contains("contradict"));
    assertTrue(refusal("episode x terminated\n1 1 2", Map.of(), "x").contains("neither 0 nor 1"));
    assertTrue(
        refusal("episode x terminated", Map.of("autoreset", "next-step"), "x")
            .contains("already separates"));
  }

  @Test
  void notANumberIsRefusedWhereAskedForAndOnlyThere() throws IOException {
    String table = "episode x y reward\n1 1 nan 0\n1 nan 2 0";
    String message = refusal(table, Map.of(), "x");
    assertTrue(message.startsWith("table row 2: 'x' is NaN"), message);
    assertTrue(refusal("episode x reward\n1 - 0", Map.of(), "x").contains("'x' is empty"));
    assertTrue(refusal("episode x reward\n1 up 0", Map.of(), "x").contains("text 'up'"));
    assertEquals(1, read(table, Map.of(), "reward").size());
  }

  @Test
  void copiesUnderOtherIdsHaveEqualFingerprintsAndAlteredOnesDoNot() throws IOException {
    List<Episode> episodes =
        read(
            """
            episode step x   y   reward seed
            1       0    0.5 7   1      5
            1       1    0.7 7   1      5
            2       3    0.5 7   1      6
            2       4    0.7 7   1      6
            3       5    0.5 7   1      7
            3       6    0.7 8   1      7
            """,
            Map.of(),
            "x");
    assertEquals(episodes.get(0).fingerprintHigh(), episodes.get(1).fingerprintHigh());
    assertEquals(episodes.get(0).fingerprintLow(), episodes.get(1).fingerprintLow());
    assertFalse(episodes.get(0).fingerprintHigh() == episodes.get(2).fingerprintHigh());
    assertTrue(episodes.get(0).continuous());
  }

  @Test
  void logWithoutRowsIsRefusedAndItsSourceClosed() {
    TableSource source = TableSource.of("episode x");
    InputException e =
        assertThrows(
            InputException.class,
            () -> RowEpisodeReader.open(source, "table", LogLayout.UNSPECIFIED, addresses("x"), 0));
    assertTrue(e.getMessage().contains("no episode"));
    assertTrue(source.closed);
  }

  @Test
  void logWithoutFlagsIsNotHeldInMemory() throws IOException {
    StringBuilder table = new StringBuilder("episode x\n");
    for (int i = 0; i < 1000; i++) {
      table.append(i).append(" 1\n").append(i).append(" 2\n");
    }
    try (RowEpisodeReader reader = open(table.toString(), Map.of(), "x")) {
      for (int i = 0; i < 500; i++) {
        assertNotNull(reader.next());
        assertTrue(reader.open().size() <= 2);
      }
    }
  }

  @Test
  void logThatFlagsSomeEndsOnlyIsReadInBoundedMemory() throws IOException {
    StringBuilder table = new StringBuilder("episode step x terminated\n");
    int episodes = 60_000;
    for (int i = 0; i < episodes; i++) {
      table.append(i).append(" 0 1 ").append(i % 2).append('\n');
    }
    try (RowEpisodeReader reader = open(table.toString(), Map.of(), "x")) {
      for (int i = 0; i < episodes; i++) {
        assertEquals(i, reader.next().number());
        assertTrue(i % 1000 != 0 || reader.open().size() < episodes / 2 - 1000);
      }
    }
  }
}
