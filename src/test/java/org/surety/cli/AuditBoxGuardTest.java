package org.surety.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.surety.base.Sha256;
import org.surety.certificate.AuditCertificate;
import org.surety.certificate.AuditedBound;
import org.surety.certificate.AuditedPolicy;
import org.surety.certificate.Envelope;
import org.surety.certificate.Statement;
import org.surety.guard.file.GuardManifest;
import org.surety.guard.file.GuardedRun;
import org.surety.policy.Policy;
import org.surety.policy.file.Policies;
import org.surety.ratio.DiagonalGaussian;

/** A policy that is played as it is inside a box, by proof, and replaced by base outside. */
class AuditBoxGuardTest {
  @TempDir static Path folder;
  private static AuditFolder files;

  /** The box is small enough for many episodes of the walk to leave it. */
  @BeforeAll
  static void boxedPolicy() throws IOException {
    files = AuditFolder.in(folder);
    Policies.writeSafetensors(narrow(), folder.resolve("narrow.st"));
    Files.writeString(folder.resolve("box.json"), "{\"lower\": [-0.3], \"upper\": [0.25]}");
    Files.writeString(folder.resolve("wide.json"), "{\"lower\": [-3], \"upper\": [3]}");
    SuretyCli.ok(boxed("boxed.json", "--save-run", files.path("run")));
    files.log(
        "boxed.csv", 31, 2000, AuditFolder.guarded(GuardedRun.read(folder.resolve("run")), 32));
  }

  private static Policy narrow() {
    return AuditFolder.gaussian(0.05, -0.9);
  }

  private static String[] boxed(String output, String... more) {
    String[] all = {
      "--base", files.path("base.safetensors"), "--alpha", "1.3",
      "--states", files.path("box.json"), "--outside", "base-policy"
    };
    String[] both = java.util.Arrays.copyOf(all, all.length + more.length);
    System.arraycopy(more, 0, both, all.length, more.length);
    return files.auditOf("base.json", "narrow.st", output, both);
  }

  private static AuditCertificate read(String name) throws IOException {
    return AuditCertificate.of(
        Statement.parse(Envelope.read(folder.resolve(name)).uncheckedPayload(), name), name);
  }

  private static void refused(String mentions, String... arguments) {
    CertifiedFolder.refused(SuretyCli.run(arguments), mentions);
  }

  private static SuretyCli.Run act(String input, String... more) {
    InputStream before = System.in;
    try {
      System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
      return SuretyCli.run(more);
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void theClaimNeedsNoAssumptionAboutWhereEpisodesGo() throws IOException {
    AuditCertificate audit = read("boxed.json");
    assertEquals(AuditedPolicy.KeptBy.BOX_GUARD, audit.policy().keptBy());
    assertEquals(Sha256.of(folder.resolve("run/guard.json")), audit.policy().sha256());
    assertFalse(audit.claim().contains("without having left"), audit.claim());
    assertTrue(audit.claim().contains("nothing is assumed about where episodes go"));
    assertFalse(audit.assumptions().stream().anyMatch(a -> a.text().contains("Whoever runs")));
    SuretyCli.Run run = files.verify("boxed.json", "--policy", files.path("run"));
    assertEquals(0, run.code(), run.toString());
    assertTrue(run.out().contains("computed again from the policy's files"), run.out());
    assertTrue(run.out().contains("is within the logarithm of alpha"), run.out());
  }

  @Test
  void aFolderWithABoxIsProvedOverThatBoxWithoutBeingAsked() throws IOException {
    SuretyCli.ok(files.auditOf("base.json", "run", "again.json"));
    assertEquals(read("boxed.json").bounds(), read("again.json").bounds());
    assertEquals(read("boxed.json").states(), read("again.json").states());
    SuretyCli.ok(
        files.auditOf("base.json", "run", "same.json", "--states", files.path("box.json")));
    refused(
        "plays base outside [-0.3] to [0.25]",
        files.auditOf("base.json", "run", "no.json", "--states", files.path("wide.json")));
    refused(
        "its guard.json plays base there",
        files.auditOf("base.json", "run", "no.json", "--outside", "uncovered"));
  }

  @Test
  void rolloutsOfTheGuardedPolicyAreReplayedInsideAndOutside() throws IOException {
    SuretyCli.ok(
        files.auditOf(
            "base.json", "run", "logs.json", "--logs", files.path("boxed.csv"), "--beta", "1e-4"));
    AuditCertificate audit = read("logs.json");
    assertEquals(
        List.of(AuditedBound.Source.TRANSFER, AuditedBound.Source.TASK_ROLLOUTS),
        audit.bounds().stream().map(AuditedBound::source).toList());
    assertTrue(audit.rollouts() != null);
    long deviating = audit.rollouts().replay().deviating();
    assertTrue(deviating > 2000 && deviating < 8000, "inside and outside: " + deviating);
    SuretyCli.Run run =
        files.verify("logs.json", "--policy", files.path("run"), "--logs", files.path("boxed.csv"));
    assertEquals(0, run.code(), run.toString());
    // The same logs are not those of the task policy without its guard.
    refused(
        "not rollouts of the task policy",
        files.auditOf(
            "base.json",
            "narrow.st",
            "no.json",
            "--base",
            files.path("base.safetensors"),
            "--alpha",
            "1.3",
            "--states",
            files.path("wide.json"),
            "--logs",
            files.path("boxed.csv"),
            "--beta",
            "1e-4"));
  }

  /** Outside the box the ratio is 1, so base rollouts are weighted by what happens inside alone. */
  @Test
  void baseRolloutsAreWeightedThroughTheBox() throws IOException {
    files.log("fresh.csv", 41, 2000, AuditFolder.drawnFrom(AuditFolder.gaussian(0, -0.7), 42));
    SuretyCli.ok(
        files.auditOf(
            "base.json",
            "run",
            "weighted.json",
            "--base-logs",
            files.path("fresh.csv"),
            "--split",
            "drawn with another seed",
            "--beta",
            "1e-3"));
    SuretyCli.ok(
        files.auditOf(
            "base.json", "run", "own.json", "--logs", files.path("boxed.csv"), "--beta", "1e-3"));
    Long counted = read("own.json").bounds().get(1).counted();
    AuditedBound weighted = read("weighted.json").bounds().get(1);
    assertEquals(AuditedBound.Source.BASE_ROLLOUTS, weighted.source());
    assertTrue(counted != null && Double.parseDouble(weighted.epsilon()) > counted / 2000.0);
    assertTrue(Double.parseDouble(weighted.epsilon()) < 1);
    SuretyCli.Run run =
        files.verify(
            "weighted.json", "--policy", files.path("run"), "--logs", files.path("fresh.csv"));
    assertEquals(0, run.code(), run.toString());
  }

  @Test
  void anAuditOfTheSamePolicyTakesTheProofOver() throws IOException {
    SuretyCli.ok(
        files.auditOf(
            "boxed.json",
            "run",
            "second.json",
            "--logs",
            files.path("boxed.csv"),
            "--beta",
            "1e-4"));
    assertEquals(read("boxed.json").states(), read("second.json").states());
    SuretyCli.Run run =
        files.verify(
            "second.json", "--policy", files.path("run"), "--logs", files.path("boxed.csv"));
    assertEquals(0, run.code(), run.toString());
    refused(
        "says already",
        files.auditOf("boxed.json", "run", "no.json", "--states", files.path("box.json")));
  }

  @Test
  void actPlaysTheTaskPolicyInsideAndBaseOutside() {
    SuretyCli.Run run =
        act("0.25\n0.2500000001\n-0.3\n5\n", "act", "--policy", files.path("run"), "--seed", "1");
    assertEquals(0, run.code(), run.toString());
    List<String> lines = run.out().lines().toList();
    double[] places = {0.25, 0.2500000001, -0.3, 5};
    for (int i = 0; i < places.length; i++) {
      boolean inside = i % 2 == 0;
      Policy plays = inside ? narrow() : AuditFolder.gaussian(0, -0.7);
      DiagonalGaussian at = (DiagonalGaussian) plays.evaluator(1).distribution(places[i]);
      String line = lines.get(i);
      assertTrue(line.contains("\"mean\":[" + at.mean(0) + "],\"std\":[" + at.std(0) + "]"), line);
      assertEquals(!inside, line.contains("\"charge\":0.0"), line);
      assertTrue(line.contains("\"fallback\":\"" + (inside ? "none" : "outside-box") + "\""), line);
    }
  }

  @Test
  void actSaysWhatItsBoundRestsOn() {
    SuretyCli.Run run =
        act("0\n", "act", "--policy", files.path("run"), "--certificate", files.path("base.json"));
    assertEquals(0, run.code(), run.toString());
    assertTrue(run.err().contains("if 'surety audit' proves its alpha inside the box"), run.err());
    SuretyCli.Run no =
        act(
            "",
            "act",
            "--base",
            files.path("base.safetensors"),
            "--task",
            files.path("narrow.st"),
            "--guard",
            "box");
    CertifiedFolder.refused(no, "--save-run");
  }

  @Test
  void aRatioAboveTheLimitInsideTheBoxIsNotSigned() {
    SuretyCli.Run run =
        SuretyCli.run(
            files.auditOf(
                "base.json",
                "task.safetensors",
                "no.json",
                "--base",
                files.path("base.safetensors"),
                "--alpha",
                "1.05",
                "--states",
                files.path("box.json"),
                "--outside",
                "base-policy",
                "--save-run",
                files.path("never")));
    assertEquals(1, run.code(), run.toString());
    assertTrue(run.out().startsWith("No: the largest log ratio"), run.out());
    assertFalse(Files.exists(folder.resolve("never")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"plays\": \"base\"|\"plays\": \"task\"|plays 'task' outside its box",
        ", \"plays\": \"base\"||'plays' is missing",
        "\"upper\": \\[\"0.25\"\\]|\"upper\": [\"NaN\"]|has the end 'NaN'",
        "\"upper\": \\[\"0.25\"\\]|\"upper\": [\"1e999\"]|the interval of observation 0",
        "\"upper\": \\[\"0.25\"\\]|\"upper\": [\"-5\"]|the interval of observation 0",
        "\"upper\": \\[\"0.25\"\\]|\"upper\": [0.25]|a list of texts",
        "\"upper\": \\[\"0.25\"\\]|\"upper\": [\"1\", \"2\"]|1 lower and 2 upper ends",
        "\"kind\": \"box\"|\"kind\": \"per-step\"|'outside'",
        "\"alpha\": \"1.3\"|\"alpha\": \"0.3\"|below 1",
      })
  void guardFilesThatSayNoBoxAreRefusedInASentence(String from, String to, String mentions)
      throws IOException {
    Path edited = Files.createDirectories(folder.resolve("edited"));
    for (String file : List.of("base.safetensors", "narrow.st")) {
      Files.copy(
          folder.resolve("run").resolve(file),
          edited.resolve(file),
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
    String manifest = Files.readString(folder.resolve("run/guard.json"));
    String changed = manifest.replaceFirst(from, to == null ? "" : to);
    assertFalse(changed.equals(manifest), manifest);
    Files.writeString(edited.resolve("guard.json"), changed);
    refused(mentions, files.auditOf("base.json", "edited", "no.json"));
    CertifiedFolder.refused(act("0\n", "act", "--policy", edited.toString()), mentions);
  }

  @Test
  void boxesThatDoNotFitAreRefused() throws IOException {
    Files.writeString(folder.resolve("two.json"), "{\"lower\": [-1, -1], \"upper\": [1, 1]}");
    String[] two = boxed("no.json");
    for (int i = 0; i < two.length; i++) {
      two[i] = two[i].equals(files.path("box.json")) ? files.path("two.json") : two[i];
    }
    refused("its box has 2 intervals, the policy 1 observations", two);
    refused("add --states", files.audit("no.json", "--alpha", "1.3", "--outside", "base-policy"));
    String[] nowhere = boxed("no.json");
    for (int i = 0; i < nowhere.length; i++) {
      nowhere[i] = nowhere[i].equals("base-policy") ? "nowhere" : nowhere[i];
    }
    refused(
        "give --alpha",
        files.audit(
            "no.json",
            "--budget",
            "1",
            "--states",
            files.path("box.json"),
            "--outside",
            "base-policy"));
    refused("--unguarded", files.auditOf("base.json", "run", "no.json", "--unguarded"));
    refused("uncovered or base-policy", nowhere);
  }

  /** Another box, or a larger ratio, than the guard.json in the certificate says. */
  @Test
  void certificatesWithAnotherBoxDoNotVerify() throws IOException {
    for (String change :
        List.of(
            "\"upper\":\\[\"0.25\"\\]>\"upper\":[\"5\"]",
            "\"maxLogRatioUpper\":\"0.2[0-9]*\">\"maxLogRatioUpper\":\"0.5\"")) {
      String[] parts = change.split(">", -1);
      String forged = files.forged("boxed.json", text -> text.replaceAll(parts[0], parts[1]));
      SuretyCli.Run run = files.verify(forged);
      assertEquals(1, run.code(), run.toString());
      assertTrue(run.out().contains("FAILED       composed states"), run.out());
    }
    // A wider box in the manifest, with its digest made to fit everywhere.
    AuditCertificate audit = read("boxed.json");
    String manifest = audit.policy().manifest();
    String wider = manifest.replace("\"0.25\"", "\"5\"");
    assertTrue(GuardManifest.parse(wider, "wider").setting().box().isPresent());
    String forged =
        files.forged(
            "boxed.json",
            text ->
                text.replace("\\\"0.25\\\"", "\\\"5\\\"")
                    .replaceAll(Pattern.quote(Sha256.of(manifest)), Sha256.of(wider)));
    SuretyCli.Run run = files.verify(forged);
    assertEquals(1, run.code(), run.toString());
    assertTrue(
        run.out().toLowerCase(Locale.ROOT).contains("failed       composed states"), run.out());
  }
}
