package org.surety.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.surety.certificate.Json;
import org.surety.spec.ColumnAddress;
import org.surety.spec.LogLayout;
import org.surety.trace.Episode;
import org.surety.trace.EpisodeEnd;
import org.surety.trace.EpisodeReader;
import org.surety.trace.LogFormats;

/** What the Gymnasium wrapper records is certified as it is. */
class GymLogTest {
  private static final int EPISODES = 300;

  @TempDir Path folder;

  @Test
  void recordedEpisodesAreCertifiedWithoutOptions() throws IOException, InterruptedException {
    Path log = folder.resolve("walk.jsonl");
    String[] counted = record(log).split(" ");
    Path spec = folder.resolve("walk.spec");
    Files.writeString(
        spec,
        """
        signal    x = observations[0]
        signal    d = infos.distance
        step      1 s
        predicate out := abs(x) > 3
        predicate far := d < 0
        property  inside := G !out
        property  near := G !far
        horizon   12
        """);
    SuretyCli.ok("keys", "generate", "-o", folder.resolve("key.pem").toString());
    for (String property : List.of("inside", "near")) {
      Json.Obj certified =
          (Json.Obj)
              Json.parse(
                  SuretyCli.ok(
                      "certify",
                      "--spec",
                      spec.toString(),
                      "--property",
                      property,
                      "--logs",
                      log.toString(),
                      "--beta",
                      "1e-3",
                      "--key",
                      folder.resolve("key.pem").toString(),
                      "-o",
                      folder.resolve(property + ".json").toString(),
                      "--json"),
                  "output");
      assertEquals(Json.of(EPISODES), certified.get("episodes"));
      assertEquals(Json.of(Long.parseLong(counted[0])), certified.get("violations"));
      assertEquals(Json.of(0), certified.get("undecided"));
    }
  }

  @Test
  void everyDecisionIsRecordedWithItsDistribution() throws IOException, InterruptedException {
    Path log = folder.resolve("walk.jsonl");
    record(log);
    List<ColumnAddress> wanted =
        List.of(
            new ColumnAddress("raw_action", 0),
            new ColumnAddress("mean", 0),
            new ColumnAddress("std", 0),
            new ColumnAddress("log_prob", ColumnAddress.SCALAR),
            new ColumnAddress("actions", 0));
    int ended = 0;
    try (EpisodeReader reader =
        LogFormats.open(List.of(log), Optional.empty(), LogLayout.UNSPECIFIED, wanted)) {
      assertEquals("jsonl-episodes", reader.facts().format());
      for (Episode e = reader.next(); e != null; e = reader.next()) {
        assertEquals(e.decisions() + 1, e.letters());
        ended += e.end() == EpisodeEnd.LOG_ENDED ? 0 : 1;
        for (int t = 0; t < e.decisions(); t++) {
          double z = (e.column(0)[t] - e.column(1)[t]) / e.column(2)[t];
          double density = -0.5 * z * z - Math.log(e.column(2)[t]) - 0.5 * Math.log(2 * Math.PI);
          assertEquals(density, e.column(3)[t], 1e-12);
          assertEquals(Math.tanh(e.column(0)[t]), e.column(4)[t], 1e-12);
        }
      }
    }
    assertEquals(EPISODES, ended);
  }

  private static String record(Path log) throws IOException, InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder(
                  "python3",
                  "src/test/python/write_gym_log.py",
                  log.toString(),
                  Integer.toString(EPISODES))
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      assumeTrue(false, "python3 is not installed");
      throw e;
    }
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assumeTrue(!out.contains("No module named"), "python3 lacks gymnasium");
    assertEquals(0, process.exitValue(), out);
    return out.strip();
  }
}
