package org.surety.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.surety.policy.file.Policies;

/** A policy without a guard whose density ratio is proved over a box of states. */
class AuditStatesTest {
  @TempDir static Path folder;
  private static AuditFolder files;

  /** The task policy's ln σ is the base policy's less 0.2, and its mean 0.05 further right. */
  @BeforeAll
  static void narrowerPolicy() throws IOException {
    files = AuditFolder.in(folder);
    Policies.writeSafetensors(AuditFolder.gaussian(0.05, -0.9), folder.resolve("narrow.st"));
    Files.writeString(folder.resolve("box.json"), "{\"lower\": [-3], \"upper\": [3]}");
    files.log("narrow.csv", 21, 1000, AuditFolder.drawnFrom(AuditFolder.gaussian(0.05, -0.9), 22));
  }

  private static String[] states(String output, String alpha, String box, String... more) {
    String[] all = new String[more.length + 6];
    System.arraycopy(
        new String[] {
          "--base", files.path("base.safetensors"), "--alpha", alpha, "--states", files.path(box)
        },
        0,
        all,
        0,
        6);
    System.arraycopy(more, 0, all, 6, more.length);
    return files.auditOf("base.json", "narrow.st", output, all);
  }

  private static void box(String text, String mentions) throws IOException {
    Files.writeString(folder.resolve("bad.json"), text);
    CertifiedFolder.refused(SuretyCli.run(states("no.json", "1.3", "bad.json")), mentions);
  }

  @Test
  void aProvedRatioCarriesTheBoundToEpisodesThatStayInTheBox() {
    String json = SuretyCli.ok(states("proved.json", "1.3", "box.json", "--json"));
    assertTrue(json.contains("\"verdict\": \"holds\""), json);
    assertTrue(json.contains("\"maxLogRatioUpper\": 0.2"), json);
    String out = SuretyCli.ok(states("proved.json", "1.3", "box.json"));
    assertTrue(out.contains("without having left the box of states with probability"), out);
    SuretyCli.Run run =
        files.verify(
            "proved.json", "--policy", files.path("base.safetensors"), files.path("narrow.st"));
    assertEquals(0, run.code(), run.toString());
    assertTrue(run.out().contains("computed again from the policy's files"), run.out());
  }

  @Test
  void rolloutsMeasureTheShareThatLeavesTheBox() {
    String out =
        SuretyCli.ok(
            states(
                "stays.json",
                "1.3",
                "box.json",
                "--logs",
                files.path("narrow.csv"),
                "--beta",
                "1e-4"));
    assertFalse(out.contains("without having left"), out);
    assertTrue(out.contains("(0 of 1000)"), out);
    SuretyCli.Run run =
        files.verify(
            "stays.json",
            "--policy",
            files.path("base.safetensors"),
            files.path("narrow.st"),
            "--logs",
            files.path("narrow.csv"));
    assertEquals(0, run.code(), run.toString());
  }

  @Test
  void aRatioThatIsExceededIsAnsweredWithAWitness() {
    SuretyCli.Run run = SuretyCli.run(states("no.json", "1.2", "box.json"));
    assertEquals(1, run.code(), run.toString());
    assertTrue(run.out().startsWith("No: the largest log ratio"), run.out());
    SuretyCli.Run json = SuretyCli.run(states("no.json", "1.2", "box.json", "--json"));
    assertTrue(json.out().contains("\"verdict\": \"violated\""), json.out());
    assertTrue(json.out().contains("\"witness\": ["), json.out());
    assertFalse(Files.exists(folder.resolve("no.json")));
  }

  @Test
  void boxesThatAreNoneAreRefused() throws IOException {
    box("{\"lower\": [1], \"upper\": [-1]}", "not above the upper end");
    box("{\"lower\": [-1, -1], \"upper\": [1]}", "2 lower and 1 upper");
    box("{\"lower\": [-1, -1], \"upper\": [1, 1]}", "observations");
    box("{\"lower\": [NaN], \"upper\": [1]}", "interval");
    box("{\"lower\": [-1], \"uper\": [1]}", "did you mean 'upper'");
    box("[-1, 1]", "JSON object");
  }

  @Test
  void whatCannotBeProvedOverStatesIsNamed() {
    CertifiedFolder.refused(
        SuretyCli.run(files.audit("no.json", "--budget", "1", "--states", files.path("box.json"))),
        "give --alpha");
    CertifiedFolder.refused(
        SuretyCli.run(
            files.auditOf(
                "base.json",
                "head.safetensors",
                "no.json",
                "--base",
                files.path("base.safetensors"),
                "--alpha",
                "1.1",
                "--states",
                files.path("box.json"))),
        "nothing to prove");
  }
}
