package org.surety.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

  /** The walk's property keeps it below 1.5, and this one above -1.6 too. */
  @Test
  void aPropertyThatKeepsTheBoxMakesTheClaimWhole() throws IOException {
    Path own = Files.createDirectories(folder.resolve("kept"));
    AuditFolder kept = new AuditFolder(own);
    for (String name :
        List.of(
            "base.safetensors", "narrow.st", "base.csv", "narrow.csv", "key.pem", "key-pub.pem")) {
      Files.copy(folder.resolve(name), own.resolve(name));
    }
    Files.writeString(
        own.resolve("walk.spec"),
        """
        predicate inside := abs(observations[0]) <= 1.5
        property  near := G inside
        step      0.1 s
        horizon   5
        """);
    Files.writeString(own.resolve("box.json"), "{\"lower\": [-1.6], \"upper\": [1.5]}");
    Files.writeString(own.resolve("small.json"), "{\"lower\": [-1.4], \"upper\": [1.5]}");
    SuretyCli.ok(kept.certify("base.json"));
    String[] audit =
        kept.auditOf(
            "base.json",
            "narrow.st",
            "whole.json",
            "--base",
            kept.path("base.safetensors"),
            "--alpha",
            "1.3",
            "--states",
            kept.path("box.json"));
    String out = SuretyCli.ok(audit);
    assertFalse(out.contains("without having left"), out);
    assertTrue(out.contains("violates 'near', or leaves the box of states before"), out);
    assertTrue(out.contains("component i of 'observations'"), out);
    String[] files = {kept.path("base.safetensors"), kept.path("narrow.st")};
    SuretyCli.Run run = kept.verify("whole.json", "--policy", files[0], files[1]);
    assertEquals(0, run.code(), run.toString());
    assertTrue(run.out().contains("computed again from the policy's files"), run.out());

    // Rollouts then bound violations alone; leaving needs no share of its own.
    String[] logs = java.util.Arrays.copyOf(audit, audit.length + 4);
    List<String> more = List.of("--logs", kept.path("narrow.csv"), "--beta", "1e-4");
    for (int i = 0; i < 4; i++) {
      logs[audit.length + i] = more.get(i);
    }
    out = SuretyCli.ok(logs);
    assertFalse(out.contains("beyond-limit"), out);
    assertEquals(
        0,
        kept.verify("whole.json", "--policy", files[0], files[1], "--logs", kept.path("narrow.csv"))
            .code());

    // A smaller box is none of the property's, and a certificate that says so does not verify.
    for (int i = 0; i < audit.length; i++) {
      audit[i] = audit[i].equals(kept.path("box.json")) ? kept.path("small.json") : audit[i];
    }
    out = SuretyCli.ok(audit);
    assertTrue(out.contains("without having left the box of states"), out);
    String forged =
        kept.forged(
            "whole.json",
            text -> text.replace("\"outside\":\"uncovered\"", "\"outside\":\"violates-property\""));
    run = kept.verify(forged);
    assertEquals(1, run.code(), run.toString());
    assertTrue(run.out().contains("does not say that observations stay in"), run.out());
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
