package org.surety.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.surety.certificate.BaseCertificate;
import org.surety.certificate.CertifiedPolicy;
import org.surety.certificate.Envelope;
import org.surety.certificate.Json;
import org.surety.certificate.ReplayEvidence;
import org.surety.certificate.Statement;
import org.surety.policy.Normalizer;
import org.surety.policy.file.Policies;

/** A certificate says "replayed" of the policy that acted, in the mode in which it acted, alone. */
class ReplayedCertificateTest {
  @TempDir static Path folder;
  private static PolicyFolder files;

  @BeforeAll
  static void logs() throws IOException {
    files = PolicyFolder.in(folder);
    files.log("drawn.csv", PolicyFolder.INDEPENDENT, (raw, executed) -> raw);
    files.log("mean.csv", (random, z, t) -> Arrays.fill(z, 0), (raw, executed) -> raw);
    SuretyCli.ok(files.certify("drawn.csv", "drawn.json", files.stochastic()));
  }

  private static BaseCertificate read(String name) throws IOException {
    Envelope envelope = Envelope.read(folder.resolve(name));
    return BaseCertificate.of(Statement.parse(envelope.uncheckedPayload(), name), name);
  }

  private static ReplayEvidence evidence(String name) throws IOException {
    ReplayEvidence replay = read(name).policy().replay();
    if (replay == null) {
      throw new AssertionError(name + " has no replay");
    }
    return replay;
  }

  private static void refuses(String log, String mentions, String... options) {
    SuretyCli.Run run = SuretyCli.run(files.certify(log, "refused.json", options));
    assertEquals(2, run.code(), run.toString());
    assertTrue(run.err().contains(mentions), run.err());
    assertEquals(1, run.err().lines().count(), run.err());
    assertFalse(Files.exists(folder.resolve("refused.json")));
  }

  private static @Nullable String check(String json, String name) {
    Json.Obj verified = (Json.Obj) Json.parse(json, "verify");
    for (Json item : ((Json.Arr) verified.members().get("checks")).items()) {
      if (item instanceof Json.Obj check && Json.of(name).equals(check.get("name"))) {
        return ((Json.Str) check.members().get("result")).value();
      }
    }
    return null;
  }

  @Test
  void drawsFromThePolicyAreBoundToItWithTheEvidence() throws IOException {
    CertifiedPolicy policy = read("drawn.json").policy();
    assertEquals(CertifiedPolicy.Link.REPLAYED, policy.link());
    ReplayEvidence replay = evidence("drawn.json");
    assertEquals(PolicyFolder.policy().digest(), replay.policySha256());
    assertEquals(PolicyFolder.EPISODES, replay.episodes());
    assertEquals(PolicyFolder.EPISODES * PolicyFolder.DECISIONS, replay.decisions());
    assertEquals("1e-6", replay.falseAlarmRate());
    String told = read("drawn.json").assumptions().get(1).text();
    assertTrue(told.contains("would go unnoticed") && told.contains("cannot tell"), told);
    assertTrue(read("drawn.json").claim().contains("replayed on the logs"));
  }

  @Test
  void theReplayChangesNoNumberOfTheCertificate() throws IOException {
    SuretyCli.ok(files.certify("drawn.csv", "plain.json"));
    assertEquals(read("plain.json").sampling(), read("drawn.json").sampling());
    assertEquals(read("plain.json").bound(), read("drawn.json").bound());
    assertEquals(read("plain.json").evidence(), read("drawn.json").evidence());
  }

  @Test
  void actionsInSinglePrecisionAreAccepted() throws IOException {
    files.log("float.csv", PolicyFolder.INDEPENDENT, (raw, executed) -> (float) raw);
    SuretyCli.ok(files.certify("float.csv", "float.json", files.stochastic()));
    assertEquals(CertifiedPolicy.Link.REPLAYED, read("float.json").policy().link());
  }

  @Test
  void anotherNormalizerIsRefused() throws IOException {
    Normalizer other =
        new Normalizer(new double[] {0, 0, 0.4}, new double[] {0.6, 0.3, 0.1}, 1e-8, 10);
    Policies.writeSafetensors(
        PolicyFolder.policy().withNormalizer(other), folder.resolve("other.safetensors"));
    refuses(
        "drawn.csv",
        "not drawn from this policy",
        "--policy",
        files.path("other.safetensors"),
        "--action-mode",
        "stochastic");
  }

  @Test
  void clippedActionsAreRefusedWithTheReason() throws IOException {
    files.log("clipped.csv", PolicyFolder.INDEPENDENT, (raw, executed) -> executed);
    refuses("clipped.csv", "log raw actions", files.stochastic());
  }

  /** As generalized state-dependent exploration does: the noise is kept over some decisions. */
  @Test
  void noiseThatIsKeptOverDecisionsIsRefused() throws IOException {
    files.log(
        "kept.csv",
        (random, z, t) -> {
          if (t % 4 == 0) {
            PolicyFolder.INDEPENDENT.next(random, z, t);
          }
        },
        (raw, executed) -> raw);
    refuses("kept.csv", "not drawn from this policy", files.stochastic());
    files.log(
        "colored.csv",
        (random, z, t) -> {
          for (int i = 0; i < z.length; i++) {
            double fresh = random.nextGaussian();
            z[i] = t == 0 ? fresh : 0.3 * z[i] + Math.sqrt(1 - 0.09) * fresh;
          }
        },
        (raw, executed) -> raw);
    refuses("colored.csv", "autocorrelation", files.stochastic());
  }

  @Test
  void aDeterministicModeIsRecognizedAndGivesNoAlpha() throws IOException {
    refuses("mean.csv", "deterministic action mode", files.stochastic());
    String[] deterministic = {
      "--policy", files.path("policy.safetensors"), "--action-mode", "deterministic"
    };
    refuses("drawn.csv", "say --action-mode stochastic", deterministic);
    SuretyCli.ok(files.certify("mean.csv", "mean.json", deterministic));
    assertEquals(CertifiedPolicy.Link.REPLAYED, read("mean.json").policy().link());
    SuretyCli.Run alpha =
        SuretyCli.run(
            "alpha", "--certificate", files.path("mean.json"), "--risk", "0.5", "--assume-bound");
    assertEquals(2, alpha.code());
    assertTrue(alpha.err().contains("deterministic"), alpha.err());
  }

  /** As evaluation of a library in its deterministic mode gives them. */
  @Test
  void clippedMeansAreADeterministicModeToo() throws IOException {
    files.log("executed.csv", (random, z, t) -> Arrays.fill(z, 0), (raw, executed) -> executed);
    refuses("executed.csv", "deterministic action mode", files.stochastic());
  }

  @Test
  void whatAFileDoesNotSayIsAskedForAndTravelsInTheCertificate() throws IOException {
    Policies.writeOnnx(PolicyFolder.policy().withNormalizer(null), folder.resolve("policy.onnx"));
    Files.writeString(
        folder.resolve("normalizer.json"),
        "{\"mean\": [0.1, 0, 0.5], \"var\": [0.5, 0.3, 0.1], \"epsilon\": 1e-8, \"clip\": 10}");
    String policy = files.path("policy.onnx");
    String[] bare = {"--policy", policy, "--action-mode", "stochastic"};
    refuses("drawn.csv", "--normalizer none|FILE", bare);
    String[] scaled = {
      "--policy",
      policy,
      "--action-mode",
      "stochastic",
      "--action-scaling",
      "clip",
      "--action-low",
      "-0.6,-0.6",
      "--action-high",
      "0.6,0.6",
      "--normalizer",
      files.path("normalizer.json")
    };
    refuses(
        "drawn.csv",
        "--action-scaling",
        "--policy",
        policy,
        "--action-mode",
        "stochastic",
        "--normalizer",
        files.path("normalizer.json"));
    SuretyCli.ok(files.certify("drawn.csv", "hinted.json", scaled));
    Files.delete(folder.resolve("normalizer.json"));
    String verified =
        SuretyCli.ok(
            files.verify("hinted.json", "--logs", files.path("drawn.csv"), "--policy", policy));
    assertEquals("ok", check(verified, "replay"));
  }

  @Test
  void theOrderInWhichFilesAreGivenForVerificationDoesNotMatter() throws IOException {
    files.log("part-a.csv", PolicyFolder.INDEPENDENT, (raw, executed) -> raw);
    files.log("part-b.csv", PolicyFolder.INDEPENDENT, (raw, executed) -> raw);
    String a = files.path("part-a.csv");
    String b = files.path("part-b.csv");
    SuretyCli.ok(files.certify("part-a.csv", "parts.json", files.stochastic("--logs", b)));
    String policy = files.path("policy.safetensors");
    String verified =
        SuretyCli.ok(files.verify("parts.json", "--logs", b, "--logs", a, "--policy", policy));
    assertEquals("ok", check(verified, "replay"));
  }

  @Test
  void verificationReplaysWhereItCanAndSaysWhereItCannot() throws IOException {
    String policy = files.path("policy.safetensors");
    String log = files.path("drawn.csv");
    assertEquals("not-checked", check(SuretyCli.ok(files.verify("drawn.json")), "replay"));
    assertEquals(
        "not-checked", check(SuretyCli.ok(files.verify("drawn.json", "--logs", log)), "replay"));
    assertEquals(
        "not-checked",
        check(SuretyCli.ok(files.verify("drawn.json", "--policy", policy)), "replay"));
    String all = SuretyCli.ok(files.verify("drawn.json", "--logs", log, "--policy", policy));
    assertEquals("ok", check(all, "replay"));
    assertEquals("ok", check(all, "recomputation"));
    assertNull(check(all, "recomputed policy"));
  }

  @Test
  void alphaTakesEachLinkForWhatItIs() throws IOException {
    String[] alpha = {"alpha", "--risk", "0.5", "--certificate"};
    SuretyCli.ok(files.certify("drawn.csv", "digest.json", files.stochastic("--no-replay")));
    SuretyCli.ok(files.certify("drawn.csv", "unbound.json"));
    assertFalse(SuretyCli.ok(with(alpha, "drawn.json")).contains("collector's word"));
    assertTrue(SuretyCli.ok(with(alpha, "digest.json")).contains("collector's word"));
    assertEquals(2, SuretyCli.run(with(alpha, "unbound.json")).code());
    assertTrue(SuretyCli.ok(with(alpha, "unbound.json", "--assume-bound")).contains("you vouch"));
  }

  private static String[] with(String[] command, String certificate, String... more) {
    String[] all = Arrays.copyOf(command, command.length + 1 + more.length);
    all[command.length] = files.path(certificate);
    System.arraycopy(more, 0, all, command.length + 1, more.length);
    return all;
  }
}
