package org.surety.trace;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.surety.base.InputException;
import org.surety.spec.ColumnAddress;
import org.surety.spec.LogLayout;

class JsonFormatsTest {
  private static final ColumnAddress X = new ColumnAddress("observations", 0);
  private static final ColumnAddress REWARD = new ColumnAddress("rewards", -1);

  @TempDir Path folder;

  private List<Episode> read(String content, ColumnAddress... wanted) throws IOException {
    return read(content, Map.of(), wanted);
  }

  private List<Episode> read(String content, Map<String, String> layout, ColumnAddress... wanted)
      throws IOException {
    Path path = Files.writeString(folder.resolve("log.jsonl"), content);
    List<Episode> episodes = new ArrayList<>();
    try (EpisodeReader reader =
        LogFormats.open(List.of(path), Optional.empty(), LogLayout.of(layout), List.of(wanted))) {
      for (Episode e = reader.next(); e != null; e = reader.next()) {
        episodes.add(e);
      }
    }
    return episodes;
  }

  private String refusal(String content, ColumnAddress... wanted) {
    return assertThrows(InputException.class, () -> read(content, wanted)).getMessage();
  }

  private static double[] values(Episode e, int column) {
    return Arrays.copyOf(e.column(column), e.letters());
  }

  private String formatOf(String content) throws IOException {
    return LogFormats.detect(Files.writeString(folder.resolve("log.jsonl"), content)).name();
  }

  @Test
  void stepsAreReadWithNestedNamesAndFinalStates() throws IOException {
    List<Episode> episodes =
        read(
            """
            {"episode": "a", "t": 0, "obs": {"p": [1, 2.5], "q": 3}, "reward": 1, "terminated": false}
            {"episode": "a", "t": 1, "obs": {"p": [4, 5e-1], "q": 6}, "reward": 2, "terminated": true}
            {"episode": "a", "t": 2, "obs": {"p": [7, 8], "q": 9}, "reward": null}
            {"episode": "b", "t": 0, "obs": {"q": 9, "p": [7, 8]}}
            """,
            new ColumnAddress("observations.p", 1),
            new ColumnAddress("obs.q", -1),
            REWARD);
    assertEquals(2, episodes.size());
    Episode a = episodes.get(0);
    assertEquals("a", a.id());
    assertEquals(EpisodeEnd.TERMINATED, a.end());
    assertArrayEquals(new double[] {2.5, 0.5, 8}, values(a, 0));
    assertArrayEquals(new double[] {3, 6, 9}, values(a, 1));
    assertArrayEquals(new double[] {0, 1, 2}, values(a, 2));
    assertEquals(0, episodes.get(1).decisions());
  }

  @Test
  void episodesAreReadWithTheirLastObservationOrWithoutIt() throws IOException {
    List<Episode> episodes =
        read(
            """
            {"id": "e1", "observations": [[1, 2], [3, 4], [5, 6]], "rewards": [7, 8], "terminated": true}
            {"id": "e2", "observations": [[1, 2], [3, 4]], "rewards": [7, 8], "terminated": [false, false]}
            """,
            X,
            REWARD);
    assertArrayEquals(new double[] {1, 3, 5}, values(episodes.get(0), 0));
    assertArrayEquals(new double[] {0, 7, 8}, values(episodes.get(0), 1));
    assertEquals(EpisodeEnd.TERMINATED, episodes.get(0).end());
    assertArrayEquals(new double[] {1, 3}, values(episodes.get(1), 0));
    assertEquals(EpisodeEnd.LOG_ENDED, episodes.get(1).end());
    assertEquals("e2", episodes.get(1).id());
  }

  @Test
  void episodesTakeTheStateReachedLastAndCutNulls() throws IOException {
    String next =
        "{\"observations\": [[1], [2]], \"next_observations\": [[2], [3]], \"rewards\": [0, 0]}\n";
    assertArrayEquals(new double[] {1, 2, 3}, values(read(next, X).get(0), 0));
    String padded =
        "{\"observations\": [[1], [2], [3]], \"actions\": [[1, 1], [2, 2], null],"
            + " \"rewards\": [5, 6, null]}\n";
    Episode e = read(padded, X, REWARD, new ColumnAddress("actions", 1)).get(0);
    assertArrayEquals(new double[] {1, 2, 3}, values(e, 0));
    assertArrayEquals(new double[] {0, 5, 6}, values(e, 1));
    assertArrayEquals(new double[] {1, 2, 2}, values(e, 2));
    String full = "{\"observations\": [[1], [2], [3]], \"rewards\": [5, 6, 0]}\n";
    assertEquals(2, read(full, Map.of("rows", "states"), X, REWARD).get(0).decisions());
    assertEquals(3, read(full, X, REWARD).get(0).decisions());
  }

  @Test
  void numberForTheWholeEpisodeHoldsAtEveryLetter() throws IOException {
    String log = "{\"observations\": [[1], [2]], \"rewards\": [0], \"goal\": 0.5}\n";
    assertArrayEquals(
        new double[] {0.5, 0.5}, values(read(log, new ColumnAddress("goal", -1)).get(0), 0));
  }

  @Test
  void shapeIsSeenFromTheFirstObject() throws IOException {
    assertEquals("jsonl-steps", formatOf("{\"episode\": 1, \"obs\": [1, 2], \"reward\": 0}"));
    assertEquals("jsonl-steps", formatOf("{\"episode\": 1, \"x\": 1.5}"));
    assertEquals("jsonl-steps", formatOf("{\"step\": 1, \"image\": [[1, 2], [3, 4]]}"));
    assertEquals("jsonl-episodes", formatOf("{\"obs\": [[1, 2]], \"rewards\": [0]}"));
    assertEquals("jsonl-episodes", formatOf("{\"episode\": 1, \"x\": [1.5, 2.5]}"));
    assertEquals(
        "jsonl-episodes",
        formatOf("{\"x\": [" + "0.123456789, ".repeat(20_000) + "1], \"rewards\": [1]}"));
    assertThrows(InputException.class, () -> formatOf("[1, 2, 3]"));
    assertThrows(InputException.class, () -> formatOf("{\"a\": \"b\"}"));
  }

  @Test
  void keysThatAppearLateEnterTheFingerprintOnly() throws IOException {
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < 1200; i++) {
      String late = i < 1198 ? "" : ", \"surprise\": {\"y\": [" + (i == 1199 ? 5 : 6) + "]}";
      log.append("{\"episode\": ").append(i).append(", \"x\": 0.5").append(late).append("}\n");
    }
    List<Episode> episodes = read(log.toString(), new ColumnAddress("x", -1));
    assertEquals(1200, episodes.size());
    assertEquals(episodes.get(0).fingerprintHigh(), episodes.get(1197).fingerprintHigh());
    assertTrue(episodes.get(0).fingerprintHigh() != episodes.get(1198).fingerprintHigh());
    assertTrue(episodes.get(1198).fingerprintHigh() != episodes.get(1199).fingerprintHigh());
  }

  @Test
  void damagedStepsAreRefusedWithTheLine() {
    String good = "{\"episode\": 1, \"obs\": [1, 2], \"reward\": 0}\n";
    assertTrue(
        refusal(good + "{\"episode\": 1, \"ob", X).contains("line 2: the object does not end"));
    assertTrue(
        refusal(good + "{\"episode\": 1, \"obs\": [1, 2, 3], \"reward\": 0}", X)
            .contains("line 2: 'obs' has 3 values, but 2"));
    assertTrue(
        refusal(good + "{\"episode\": 1, \"obs\": [1, 2], \"obs\": [1, 2]}", X)
            .contains("line 2: the key 'obs' stands twice"));
    assertTrue(
        refusal(good + "{\"episode\": 1, \"obs\": [NaN, 2], \"reward\": 0}", X)
            .contains("line 2: 'observations[0]' is NaN"));
    assertTrue(
        refusal(good + "{\"episode\": 1, \"obs\": [Infinity, 2], \"reward\": 0}", X)
            .contains("Infinity"));
    assertTrue(refusal(good + "oops\n", X).contains("line 2: this is no JSON"));
    assertTrue(refusal(good + "[1]\n", X).contains("an object was expected"));
    assertTrue(refusal(good, new ColumnAddress("observations", 2)).contains("width 2"));
    assertTrue(refusal(good, new ColumnAddress("cost", -1)).contains("no column 'cost'"));
    assertTrue(
        refusal(
                good + "{\"episode\": 1, \"obs\": [1, null], \"reward\": 0}",
                new ColumnAddress("obs", 1))
            .contains("is empty"));
  }

  @Test
  void damagedEpisodesAreRefusedWithTheLine() {
    String good = "{\"obs\": [[1, 2], [3, 4]], \"rewards\": [0]}\n";
    assertTrue(
        refusal(good + "{\"obs\": [[1, 2], [3", X).contains("line 2: the object does not end"));
    assertTrue(
        refusal(good + "{\"obs\": [[1, 2], [3]], \"rewards\": [0]}", X)
            .contains("row 1 of 'obs' has 1 values"));
    assertTrue(
        refusal(good + "{\"obs\": [[1, 2]], \"obs\": [[1, 2]], \"rewards\": [0]}", X)
            .contains("stands twice"));
    assertTrue(
        refusal(good + "{\"obs\": [[1, 2], [3, 4]], \"rewards\": [0], \"actions\": [1, 2]}", X)
            .contains("'actions' has 2 rows, but 'rewards' has 1"));
    assertTrue(
        refusal(good + "{\"obs\": [[1, 2], [3, 4], [5, 6]], \"rewards\": [0]}", X)
            .contains("has 3 rows for 1 decisions"));
    assertTrue(
        refusal(good + "{\"obs\": [[1, 2], [NaN, 4]], \"rewards\": [0]}", X)
            .contains("row 1: 'observations[0]' is NaN"));
    assertTrue(
        refusal("{\"obs\": [[1], [2], [3]], \"rewards\": [0, 0], \"terminated\": [true, false]}", X)
            .contains("goes on after row 0"));
  }

  @Test
  void rllibBatchesAreCutAtTheirEpisodeIds() throws IOException {
    // laid out as rllib/offline/json_writer.py does with output_compress_columns = []
    String log =
        """
        {"type": "SampleBatch", "obs": [[1, 9], [2, 9], [7, 9]], "new_obs": [[2, 9], [3, 9], [8, 9]], \
        "actions": [0, 1, 0], "rewards": [5.0, 6.0, 1.0], "terminateds": [false, true, false], \
        "truncateds": [false, false, false], "t": [0, 1, 0], \
        "eps_id": [812345678, 812345678, 912345678], "action_logp": [-0.5, -0.25, -1.0]}
        {"type": "SampleBatch", "obs": [[8, 9]], "new_obs": [[6, 9]], \
        "actions": [0], "rewards": [2.0], "terminateds": [false], "truncateds": [true], "t": [1], \
        "eps_id": [912345678], "action_logp": [-0.5]}
        """;
    assertEquals("rllib-json", formatOf(log));
    List<Episode> episodes = read(log, X, REWARD, new ColumnAddress("log_prob", -1));
    assertEquals(2, episodes.size());
    assertEquals("812345678", episodes.get(0).id());
    assertEquals(EpisodeEnd.TERMINATED, episodes.get(0).end());
    assertArrayEquals(new double[] {1, 2, 3}, values(episodes.get(0), 0));
    assertArrayEquals(new double[] {-0.5, -0.25, -0.25}, values(episodes.get(0), 2));
    assertEquals(EpisodeEnd.TRUNCATED, episodes.get(1).end());
    assertArrayEquals(new double[] {7, 8, 6}, values(episodes.get(1), 0));
    assertArrayEquals(new double[] {0, 1, 2}, values(episodes.get(1), 1));
    String packed = "{\"type\": \"SampleBatch\", \"obs\": \"BCJNGGhA\", \"rewards\": [1.0]}";
    assertTrue(refusal(packed, X).contains("output_compress_columns"));
    String several = "{\"type\": \"MultiAgentBatch\", \"policy_batches\": {\"a\": {\"t\": [1]}}}";
    assertTrue(refusal(several, X).contains("several agents"));
  }
}
