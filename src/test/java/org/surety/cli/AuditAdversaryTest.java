package org.surety.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.surety.base.Sha256;
import org.surety.certificate.Envelope;
import org.surety.policy.ActionScaling;
import org.surety.policy.Activation;
import org.surety.policy.DenseLayer;
import org.surety.policy.Head;
import org.surety.policy.Network;
import org.surety.policy.Policy;
import org.surety.policy.file.Policies;

/** What somebody may try to get a better audit certificate than the policy deserves. */
class AuditAdversaryTest {
  @TempDir static Path folder;
  private static AuditFolder files;

  @BeforeAll
  static void auditedPolicy() throws IOException {
    files = AuditFolder.in(folder);
    SuretyCli.ok(files.audit("audit.json", "--alpha", "1.1", "--save-run", files.path("run")));
    SuretyCli.ok(files.auditOf("audit.json", "run", "second.json"));
  }

  private static void refused(String mentions, String... arguments) {
    CertifiedFolder.refused(SuretyCli.run(arguments), mentions);
  }

  /** Even with the right key, no number may be better than its parent gives. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "all bounds|\"epsilon\":\"0.|\"epsilon\":\"0.00",
        "the parent's bound|\"kind\":\"base-certificate\"|\"kind\":\"audit-certificate\"",
        "beta|\"beta\":\"1e-3\"|\"beta\":\"1e-4\"",
        "the horizon|\"decisions\":5|\"decisions\":6",
        "the theorem|\"name\":\"chi-square\"|\"name\":\"trajectory-budget\"",
        "alpha of the transfer|\"value\":\"1.1\"|\"value\":\"1.01\"",
        "alpha of the guard|: ..1\\.1..|: \\\\\"1.01\\\\\"",
        "the formula|\"canonical\":\"[^\"]*\"|\"canonical\":\"1\"",
        "the dynamics|\"dynamics\":\"unknown\"|\"dynamics\":\"stochastic\"",
        "an assumption|\\{\"id\":\"A1\",\"text\":\"[^\"]*\"\\}|{\"id\":\"A1\",\"text\":\"nothing\"}",
      })
  void noNumberIsBetterThanTheParentGives(String what, String from, String to) throws IOException {
    String forged = files.forged("audit.json", text -> text.replaceAll(from, to));
    SuretyCli.Run run = files.verify(forged);
    assertTrue(run.code() == 1 || run.code() == 2, what + ": " + run);
    assertTrue(run.code() == 1 || run.err().contains("contradicts itself"), what + ": " + run);
  }

  @Test
  void theBoundIsNotBelowTheOneTheTheoremGives() throws IOException {
    SuretyCli.Run run = files.verify(files.forged("audit.json", AuditAdversaryTest::cheaper));
    assertEquals(1, run.code(), run.toString());
    assertTrue(run.out().contains("FAILED       composed carried over"), run.out());
  }

  /** A tenth of the bound, wherever it stands. */
  private static String cheaper(String text) {
    Matcher bound = Pattern.compile("\"method\":\"chi-square\"\\},\"bounds\"").matcher(text);
    Matcher epsilon = Pattern.compile("\"bound\":\\{[^}]*\"epsilon\":\"([^\"]*)\"").matcher(text);
    assertTrue(bound.find() && epsilon.find(), text);
    String stated = epsilon.group(1);
    return text.replace(stated, new BigDecimal(stated).divide(BigDecimal.TEN).toPlainString());
  }

  @Test
  void alphaEditedInGuardAndTransferAlikeNeedsItsOwnBound() throws IOException {
    // Consistent in itself, with the digest of the guard.json that was edited: the bound is too low
    // for the larger alpha, and the certificate is not about the policy at hand.
    String before = Files.readString(folder.resolve("run/guard.json"));
    String after = before.replace("\"1.1\"", "\"1.3\"");
    String forged =
        files.forged(
            "audit.json",
            text ->
                text.replace("\"value\":\"1.1\"", "\"value\":\"1.3\"")
                    .replace("\\\"1.1\\\"", "\\\"1.3\\\"")
                    .replace(Sha256.of(before), Sha256.of(after)));
    SuretyCli.Run run = files.verify(forged);
    assertEquals(1, run.code(), run.toString());
    assertTrue(run.out().contains("FAILED       composed carried over"), run.out());
    SuretyCli.Run swapped = files.verify(forged, "--policy", files.path("run"));
    assertTrue(swapped.out().contains("another file, or altered"), swapped.out());
  }

  @Test
  void aParentThatTheTrustedKeysDidNotSignIsNone() throws IOException {
    Path other = Files.createDirectory(folder.resolve("elsewhere"));
    Files.copy(folder.resolve("audit.json"), other.resolve("audit.json"));
    SuretyCli.Run missing =
        SuretyCli.run(
            "verify",
            other.resolve("audit.json").toString(),
            "--public-key",
            files.path("key-pub.pem"),
            "--parents",
            other.toString());
    assertEquals(1, missing.code(), missing.toString());
    String payload =
        new String(
            Envelope.read(folder.resolve("base.json")).uncheckedPayload(), StandardCharsets.UTF_8);
    files.sign("elsewhere/base.json", payload, "other.pem");
    SuretyCli.Run forged =
        SuretyCli.run(
            "verify",
            other.resolve("audit.json").toString(),
            "--public-key",
            files.path("key-pub.pem"),
            "--parents",
            other.toString());
    assertEquals(1, forged.code(), forged.toString());
    assertTrue(forged.out().contains("trusted signature"), forged.out());
  }

  @Test
  void aLinkInTheMiddleOfAChainIsCheckedToo() throws IOException {
    String better = files.forged("audit.json", AuditAdversaryTest::cheaper);
    SuretyCli.Run early = SuretyCli.run(files.auditOf(better, "run", "late.json"));
    assertEquals(0, early.code(), early.toString());
    SuretyCli.Run run = files.verify("late.json");
    assertEquals(1, run.code(), run.toString());
    assertTrue(run.out().contains("composed carried over"), run.out());
    assertEquals(0, files.verify("second.json").code());
  }

  @Test
  void aSwappedTaskPolicyIsFoundByItsDigest() throws IOException {
    Path run = Files.createDirectory(folder.resolve("swapped"));
    for (String name : List.of("base.safetensors", "task.safetensors", "guard.json")) {
      Files.copy(folder.resolve("run").resolve(name), run.resolve(name));
    }
    Policies.writeSafetensors(AuditFolder.gaussian(2, -0.7), run.resolve("task.safetensors"));
    refused("another file", files.auditOf("base.json", "swapped", "no.json"));
    Files.copy(
        folder.resolve("run/task.safetensors"),
        run.resolve("task.safetensors"),
        StandardCopyOption.REPLACE_EXISTING);
    Files.delete(run.resolve("base.safetensors"));
    refused("not in the folder", files.auditOf("base.json", "swapped", "no.json"));
  }

  @Test
  void anotherBasePolicyIsRefused() throws IOException {
    Policies.writeSafetensors(AuditFolder.gaussian(0.1, -0.7), folder.resolve("b2.safetensors"));
    refused(
        "give the base policy that was certified",
        files.auditOf(
            "base.json",
            "task.safetensors",
            "no.json",
            "--base",
            files.path("b2.safetensors"),
            "--alpha",
            "1.1"));
    refused(
        "is not the base policy of",
        files.auditOf("base.json", "run", "no.json", "--base", files.path("b2.safetensors")));
  }

  @Test
  void guardJsonIsReadStrictly() throws IOException {
    guardJson("\"per-step\"", "\"per-stp\"", "did you mean 'per-step'");
    guardJson("\"alpha\": \"1.1\"", "\"alpha\": \"0.9\"", "supremum of at least 1");
    guardJson("\"alpha\": \"1.1\"", "\"alpha\": \"NaN\"", "decimal in quotes");
    guardJson("\"alpha\": \"1.1\"", "\"alpha\": 1.1", "decimal in quotes");
    guardJson("\"alpha\": \"1.1\"", "\"alpha\": \"1e99\"", "above 1E+9");
    guardJson("\"horizon\": 5", "\"horizon\": 0", "horizon");
    guardJson("\"file\": \"task.safetensors\"", "\"file\": \"../task.safetensors\"", "plain file");
    guardJson("\"guard\": {", "\"gaurd\": {}, \"guard\": {", "gaurd");
    guardJson("surety-guarded-policy-1", "surety-guarded-policy-9", "format");
    guardJson(
        "\"horizon\": 5}",
        "\"horizon\": 5}, \"release\": {\"certificate\": \""
            + "0".repeat(64)
            + "\", \"labelSource\": \"lidar\"}",
        "release");
    guardJson(
        "\"horizon\": 5}",
        "\"horizon\": 5}, \"evaluators\": {\"logs\": \"a\", \"guard\": \"b\","
            + " \"totalVariation\": \"2\"}",
        "total variation");
  }

  private static void guardJson(String from, String to, String mentions) throws IOException {
    altered(text -> text.replace(from, to));
    refused(mentions, files.auditOf("base.json", "edited", "no.json"));
  }

  private static void altered(UnaryOperator<String> change) throws IOException {
    Path run = Files.createDirectories(folder.resolve("edited"));
    for (String name : List.of("base.safetensors", "task.safetensors")) {
      Files.copy(
          folder.resolve("run").resolve(name),
          run.resolve(name),
          StandardCopyOption.REPLACE_EXISTING);
    }
    String text = Files.readString(folder.resolve("run/guard.json"));
    String changed = change.apply(text);
    assertTrue(!changed.equals(text), "the change changes nothing in " + text);
    Files.writeString(run.resolve("guard.json"), changed);
  }

  /** A release frees the guard from the property, so it is said in the certificate. */
  @Test
  void aReleaseByTheAuditedCertificateIsAnAssumption() throws IOException {
    String digest = Envelope.read(folder.resolve("base.json")).payloadDigest();
    altered(
        text ->
            text.replace(
                "\"horizon\": 5}",
                "\"horizon\": 5}, \"release\": {\"certificate\": \""
                    + digest
                    + "\", \"labelSource\": \"lidar\"}"));
    String out = SuretyCli.ok(files.auditOf("base.json", "edited", "released.json"));
    assertTrue(out.contains("released only when the property is decided"), out);
    assertEquals(0, files.verify("released.json", "--policy", files.path("edited")).code());
  }

  @Test
  void networksThatDoNotFitAreRefused() throws IOException {
    Policies.writeSafetensors(linear(2, 1, ActionScaling.none(), 1), folder.resolve("wide.st"));
    Policies.writeSafetensors(linear(1, 2, ActionScaling.none(), 1), folder.resolve("two.st"));
    Policies.writeSafetensors(linear(1, 1, ActionScaling.tanh(), 1), folder.resolve("tanh.st"));
    Policies.writeSafetensors(categorical(), folder.resolve("cat.st"));
    task("wide.st", "observesRemaining");
    task("two.st", "action dimensions");
    task("tanh.st", "same squashing");
    task("cat.st", "categories");
    refused(
        "needs a limit for each decision",
        files.auditOf(
            "base.json",
            "head.safetensors",
            "no.json",
            "--base",
            files.path("base.safetensors"),
            "--budget",
            "0.5"));
  }

  private static void task(String name, String mentions) {
    refused(
        mentions,
        files.auditOf(
            "base.json",
            name,
            "no.json",
            "--base",
            files.path("base.safetensors"),
            "--alpha",
            "1.1"));
  }

  @Test
  void weightsThatAreNoNumbersAreRefused() throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve("task.safetensors"));
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putDouble(bytes.length - 8, Double.NaN);
    Files.write(folder.resolve("nan.st"), bytes);
    task("nan.st", "NaN");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--alpha|0.9|supremum of at least 1",
        "--alpha|1e999999999|too many digits",
        "--budget|-1|at least 0",
        "--mean-budget|-0.1|at least 0",
      })
  void settingsOutOfRangeAreRefused(String option, String value, String mentions) {
    refused(mentions, files.audit("no.json", option, value));
  }

  @Test
  void optionsThatContradictEachOtherAreRefused() {
    refused("one guard", files.audit("no.json", "--alpha", "1.1", "--budget", "1"));
    refused("nothing says what keeps it close", files.audit("no.json"));
    refused("perDecisionCap", files.audit("no.json", "--alpha", "1.1", "--per-decision-cap", "1"));
    refused("--risk", files.audit("no.json", "--alpha", "1.1", "--risk", "2"));
    refused("covers 5 decisions", files.audit("no.json", "--alpha", "1.1", "--horizon", "4"));
    refused("read by this command", files.audit("base.json", "--alpha", "1.1"));
  }

  @Test
  void logsThatBindNoStochasticPolicyCarryNothingOver() throws IOException {
    SuretyCli.ok(files.certify("unreplayed.json", "--no-replay"));
    for (String mode : List.of("deterministic", "unknown")) {
      String forged =
          files.forged(
              "unreplayed.json",
              text ->
                  text.replace("\"actionMode\":\"stochastic\"", "\"actionMode\":\"" + mode + "\""));
      refused(
          mode.equals("unknown") ? "does not say" : "infinite density ratio",
          files.auditOf(forged, "run", "no.json"));
    }
    String vacuous =
        files.forged(
            "base.json", text -> text.replaceAll("\"epsilon\":\"[0-9.]*\"", "\"epsilon\":\"1\""));
    refused("says nothing", files.auditOf(vacuous, "run", "no.json"));
    altered(text -> text.replace("\"1.1\"", "\"1.2\""));
    refused("give the policy that was audited", files.auditOf("audit.json", "edited", "no.json"));
  }

  @Test
  void aParentIsCheckedIfItsKeyIsGiven() throws IOException {
    String payload =
        new String(
            Envelope.read(folder.resolve("base.json")).uncheckedPayload(), StandardCharsets.UTF_8);
    files.sign("stranger.json", payload, "other.pem");
    refused(
        "signature",
        files.auditOf(
            "stranger.json", "run", "no.json", "--public-key", files.path("key-pub.pem")));
    String out =
        SuretyCli.ok(
            files.auditOf(
                "base.json", "run", "yes.json", "--public-key", files.path("key-pub.pem")));
    assertTrue(!out.contains("was not checked"), out);
  }

  private static Policy linear(int observations, int actions, ActionScaling scaling, double std) {
    double[] weights = new double[observations * actions];
    return new Policy(
        observations,
        null,
        Network.NONE,
        new Head.Gaussian(
            new Network(
                List.of(
                    new DenseLayer(
                        observations, weights, new double[actions], Activation.IDENTITY))),
            new Head.ConstantDeviation(new double[actions])),
        scaling);
  }

  private static Policy categorical() {
    return new Policy(
        1,
        null,
        Network.NONE,
        new Head.Categorical(
            new Network(
                List.of(new DenseLayer(1, new double[2], new double[2], Activation.IDENTITY)))),
        ActionScaling.none());
  }
}
