package org.surety.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.surety.base.Progress;
import org.surety.base.Sha256;
import org.surety.certificate.AuditCertificate;
import org.surety.certificate.AuditedTraining;
import org.surety.certificate.Envelope;
import org.surety.certificate.Json;
import org.surety.certificate.Statement;
import org.surety.certificate.TrainingAccount;
import org.surety.train.ppo.PpoRun;

/** What a trainer says of a training under a guard, and what a certificate makes of it. */
class TrainingAccountTest {
  private static final String SETTINGS =
      """
      seed = 2
      steps = %d
      [rollout]
      lanes = 64
      [ppo]
      minibatch = 256
      warm_up = 0
      [network]
      hidden = [16, 16]
      [run]
      checkpoint_every = 1
      """;

  @TempDir static Path folder;
  private static TrainingFolder files;

  /**
   * A base that can do nothing, certified for what it cannot fail in two decisions; a run on it.
   */
  @BeforeAll
  static void trainedRun() throws IOException {
    files = new TrainingFolder(folder);
    String settings = settings("base.toml", 1000);
    SuretyCli.ok("train", "ppo", "--config", settings, "-o", path("base"));
    String base = path("base/policy.safetensors");
    files.certify(base);
    train("run", 6144);
  }

  private static String settings(String name, int steps) throws IOException {
    return files.settings(name, SETTINGS.formatted(steps));
  }

  private static void train(String run, int steps) throws IOException {
    String base = path("base/policy.safetensors");
    SuretyCli.Run ended =
        files.train(settings(run + ".toml", steps), "cert.json", base, "budget", run);
    assertEquals(0, ended.code(), ended.toString());
  }

  private static String path(String name) {
    return folder.resolve(name).toString();
  }

  private static String[] audit(String run, String output, String... more) {
    List<String> all =
        new java.util.ArrayList<>(
            List.of("audit", "--certificate", path("cert.json"), "--task", path(run)));
    all.addAll(List.of("--key", path("key.pem"), "-o", path(output)));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  private static SuretyCli.Run verify(String certificate, String... more) {
    List<String> all =
        new java.util.ArrayList<>(
            List.of("verify", path(certificate), "--public-key", path("pub.pem")));
    all.addAll(List.of("--parents", folder.toString()));
    all.addAll(List.of(more));
    return SuretyCli.run(all.toArray(String[]::new));
  }

  private static AuditCertificate read(String name) throws IOException {
    return AuditCertificate.of(
        Statement.parse(Envelope.read(folder.resolve(name)).uncheckedPayload(), name), name);
  }

  private static TrainingAccount account(String run) throws IOException {
    Path file = folder.resolve(run).resolve(TrainingAccount.FILE);
    return TrainingAccount.parse(Files.readAllBytes(file), file.toString());
  }

  /** A copy of the run with its account changed. */
  private static void copy(String name, UnaryOperator<String> change) throws IOException {
    Path to = Files.createDirectories(folder.resolve(name));
    for (String file :
        List.of(
            "settings.toml",
            "base.safetensors",
            "task.safetensors",
            "guard.json",
            "certificate.json")) {
      Path copied = to.resolve(file);
      Files.write(copied, Files.readAllBytes(folder.resolve("run").resolve(file)));
    }
    String honest = Files.readString(folder.resolve("run/training.json"));
    Files.writeString(to.resolve("training.json"), change.apply(honest));
  }

  @Test
  void theCertificateSaysWhatTheTrainerSaw() throws IOException {
    TrainingAccount account = account("run");
    assertTrue(account.finished());
    assertEquals(6144, account.decisions());
    assertEquals(2, account.horizon());
    assertEquals(2, account.seed());
    assertEquals("point-robot", account.environment());
    assertEquals(TrainingAccount.Judged.PROPERTY, account.judged());
    TrainingAccount.Verdicts verdicts = account.verdicts();
    assertNotNull(verdicts);
    assertEquals("safe", verdicts.property());
    assertEquals(2, verdicts.horizon());
    assertEquals(0, verdicts.violations());
    // All but those that had not come to their second decision.
    assertTrue(verdicts.satisfied() >= account.episodes().ended(), account.toString());
    assertEquals(account.episodes().ended() + 64, account.episodes().started());
    assertEquals(Sha256.of(folder.resolve("run/settings.toml")), account.settingsSha256());
    assertEquals(Sha256.of(folder.resolve("run/task.safetensors")), account.policySha256());

    String out = SuretyCli.ok(audit("run", "task.json"));
    assertTrue(out.contains("training by ppo in 'point-robot' under this guard, as the"), out);
    AuditCertificate audit = read("task.json");
    AuditedTraining training = audit.training();
    assertNotNull(training);
    assertEquals(account, training.account());
    assertEquals("1", training.probability());
    assertTrue(audit.warnings().isEmpty(), audit.warnings().toString());
    assertEquals(account.certificate(), audit.parent().sha256());
    String json = SuretyCli.ok(audit("run", "task.json", "--json"));
    assertTrue(json.contains("\"judged\": \"property\""), json);
    assertTrue(json.contains("\"violations\": 0"), json);

    SuretyCli.Run run = verify("task.json");
    assertEquals(0, run.code(), run.toString());
    assertTrue(run.out().contains("not checked  training: taken as stated"), run.out());
    run = verify("task.json", "--policy", path("run"));
    assertEquals(0, run.code(), run.toString());
    assertTrue(run.out().contains("ok           training: the trainer's file has"), run.out());
    assertTrue(run.out().contains("computed again from the policy's files"), run.out());
  }

  @Test
  void freshRolloutsUnderTheGuardAddABoundAndTheirErrorProbability() throws IOException {
    String logs = path("fresh.parquet");
    String said =
        SuretyCli.ok(
            ("rollout --env point-robot -n 300 --seed 7 --policy " + path("run") + " -o " + logs)
                .split(" ", -1));
    assertTrue(said.contains(Sha256.of(folder.resolve("run/guard.json"))), said);
    SuretyCli.ok(
        audit("run", "fresh.json", "--logs", logs, "--beta", "1e-4", "--planned-episodes", "300"));
    AuditCertificate audit = read("fresh.json");
    assertEquals(2, audit.bounds().size());
    assertEquals("0.0011", audit.bound().beta());
    assertTrue(audit.rollouts() != null && audit.rollouts().replay().deviating() > 100);
    assertNotNull(audit.training());
    SuretyCli.Run run =
        verify("fresh.json", "--policy", path("run"), "--logs", logs, path("log.csv"));
    assertEquals(0, run.code(), run.toString());
    assertTrue(run.out().contains("from the policy's files and rollouts"), run.out());
    // It acts where it was certified and nowhere else.
    SuretyCli.Run other =
        SuretyCli.run(
            ("rollout --env point-reach-avoid-1 -n 2 --policy " + path("run"))
                .concat(" -o " + path("no.csv"))
                .split(" ", -1));
    CertifiedFolder.refused(other, "needs a Gaussian one with");
    assertFalse(Files.exists(folder.resolve("no.csv")));
  }

  @Test
  void everySeedHasAnAccountAndTheFirstSaysHowEpisodesAreJudged() throws IOException {
    SuretyCli.Run run =
        files.train(
            settings("seeds.toml", 1024) + " --seeds 2",
            "cert.json",
            path("base/policy.safetensors"),
            "budget",
            "seeds");
    assertEquals(0, run.code(), run.toString());
    assertTrue(run.err().contains("seed 2: budget guard with budget 1.48"), run.err());
    assertTrue(run.err().contains("seed 2: training episodes are judged by"), run.err());
    assertFalse(run.err().contains("seed 3: training"), run.err());
    for (int seed : new int[] {2, 3}) {
      assertEquals(seed, account("seeds/seed-" + seed).seed());
      assertEquals(TrainingAccount.Judged.PROPERTY, account("seeds/seed-" + seed).judged());
    }
  }

  @Test
  void partsOfARunThatWasContinuedAddUp() throws IOException {
    train("part", 3072);
    assertTrue(account("part").episodes().ended() < account("run").episodes().ended());
    Path settings = folder.resolve("part/settings.toml");
    Files.writeString(settings, Files.readString(settings).replace("= 3072", "= 6144"));
    SuretyCli.ok("train", "ppo", "--resume", "-o", path("part"));
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("run/training.json")),
        Files.readAllBytes(folder.resolve("part/training.json")));
  }

  @Test
  void aRunThatWasStoppedIsCertifiedAsOneAndSaysSo() throws IOException {
    train("stopped", 3072);
    Path settings = folder.resolve("stopped/settings.toml");
    Files.writeString(settings, Files.readString(settings).replace("= 3072", "= 9000000"));
    AtomicInteger looks = new AtomicInteger();
    PpoRun.resume(folder.resolve("stopped"), "cpu")
        .train(Progress.NONE, () -> looks.incrementAndGet() > 2);
    TrainingAccount account = account("stopped");
    assertFalse(account.finished());
    assertEquals(3072 + 2048, account.decisions());
    String out = SuretyCli.ok(audit("stopped", "stopped.json"));
    assertTrue(out.contains("which was stopped before its end, in 'point-robot'"), out);
  }

  /** What a property reads of the policy, and not of the environment, training cannot judge. */
  @Test
  void whereThePropertyCannotBeJudgedCostsAreCountedAndTheAccountSaysSo() throws IOException {
    Files.writeString(
        folder.resolve("sane.spec"),
        "signal p = log_prob\nproperty sane := G (p <= 50)\nhorizon 2\n");
    String base = path("base/policy.safetensors");
    files.certify("sane.spec", base, "sane.json");
    SuretyCli.Run run =
        files.train(settings("sane.toml", 2048), "sane.json", base, "budget", "sane");
    assertEquals(0, run.code(), run.toString());
    assertTrue(
        run.err()
            .contains("accounted for by their costs, not by a certified property: point-robot"),
        run.err());
    assertTrue(run.err().contains("'log_prob'"), run.err());
    assertEquals(TrainingAccount.Judged.COST, account("sane").judged());
    String[] audit = audit("sane", "sane-task.json");
    audit[2] = path("sane.json");
    String out = SuretyCli.ok(audit);
    assertTrue(out.contains("0 had a cost within 2 decisions (the property was not judged)"), out);
  }

  @Test
  void inspectTellsWhatARunsFolderHolds() throws IOException {
    String said = SuretyCli.ok("inspect", path("run"));
    for (String part :
        List.of(
            "trained         by ppo in 'point-robot', seed 2: 6144 of 6144 steps, 6 updates",
            "settings.toml sha256 " + Sha256.of(folder.resolve("run/settings.toml")),
            "base.safetensors sha256 " + account("run").baseSha256(),
            "task.safetensors sha256 " + account("run").policySha256(),
            "a budget guard with budget 1.48",
            "'safe' within 2 decisions, epsilon 0.02",
            "payload sha256 " + account("run").certificate(),
            account("run").episodes().started() + " started, ",
            "0 of 'safe' within 2 decisions: 0 for good, 0 by being late, 0 undecided",
            "0 exceptions")) {
      assertTrue(said.contains(part), part + "\n" + said);
    }
    Json.Obj json = (Json.Obj) Json.parse(SuretyCli.ok("inspect", path("run"), "--json"), "json");
    assertEquals(Json.of("run"), json.get("kind"));
    assertEquals(Json.of(6144), json.get("steps"));
    assertEquals(account("run").toJson(), json.get("training"));
    assertEquals(Json.of(account("run").certificate()), json.get("certificateSha256"));

    copy("altered", text -> text);
    Files.writeString(folder.resolve("altered/task.safetensors"), "x");
    said = SuretyCli.ok("inspect", path("altered"));
    assertTrue(said.contains("(the file here is another)"), said);
    Files.delete(folder.resolve("altered/base.safetensors"));
    Files.delete(folder.resolve("altered/settings.toml"));
    said = SuretyCli.ok("inspect", path("altered"));
    assertTrue(said.contains("(missing)") && !said.contains("trained "), said);
    // A run without a guard, and folders without a run.
    said = SuretyCli.ok("inspect", path("base"));
    assertTrue(said.contains("1024 of 1000 steps, 1 updates"), said);
    assertTrue(said.contains("policy.safetensors sha256 "), said);
    CertifiedFolder.refused(
        SuretyCli.run("inspect", folder.toString()), "name one of the runs in it: base, ");
    Path empty = Files.createDirectories(folder.resolve("empty"));
    CertifiedFolder.refused(
        SuretyCli.run("inspect", empty.toString()), "is a folder without a run");
    CertifiedFolder.refused(
        SuretyCli.run("inspect", path("run"), "--activation", "relu"), "is a folder, no policy's");
  }

  @Test
  void aRunWithoutAnAccountIsCertifiedWithoutOne() throws IOException {
    copy("silent", text -> text);
    Files.delete(folder.resolve("silent/training.json"));
    SuretyCli.Run run = SuretyCli.run(audit("silent", "silent.json"));
    assertEquals(0, run.code(), run.toString());
    assertTrue(run.err().contains("says nothing of its training"), run.err());
    assertNull(read("silent.json").training());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"policySha256\":\"....|\"policySha256\":\"beef|names the task policy",
        "\"guardSha256\":\"....|\"guardSha256\":\"beef|names the guard.json",
        "\"baseSha256\":\"....|\"baseSha256\":\"beef|names the base policy",
        "\"settingsSha256\":\"....|\"settingsSha256\":\"beef|names the settings.toml",
        "\"horizon\":2|\"horizon\":1|a guard over 1 decisions",
        "\"ended\":[0-9]*|\"ended\":1000000000|contradict each other",
        "\"costlyInTime\":0|\"costlyInTime\":99999|contradict each other",
        "\"exceptions\":0|\"exceptions\":-1|-1 exceptions",
        "\"largestCharge\":\"[^\"]*\"|\"largestCharge\":\"NaN\"|not a decimal",
        "surety-training-2|surety-training-9|expected surety-training-2",
        "\"satisfied\":[0-9]*|\"satisfied\":1000000|contradict each other",
        "\"hazard\":0|\"hazard\":-1|are negative",
        "\"late\":0|\"late\":1000|contradict each other",
        "\"judged\":\"property\"|\"judged\":\"cost\"|does not fit its verdicts",
        "\"property\":\"safe\"|\"property\":\"other\"|which the certificate it names is not about",
        "\"margin\":\"0.0\"|\"margin\":\"0.5\"|which the certificate it names is not about",
        "\"certificate\":\"....|\"certificate\":\"beef|names the certificate.json",
        "^.*$|[]|object",
        "\"seed\":2,||seed",
      })
  void accountsThatDoNotFitAreRefused(String from, String to, String mentions) throws IOException {
    copy("forged", text -> text.strip().replaceFirst(from, to == null ? "" : to));
    CertifiedFolder.refused(SuretyCli.run(audit("forged", "no.json")), mentions);
    assertFalse(Files.exists(folder.resolve("no.json")));
  }

  @Test
  void settingsThatWereChangedAreRefused() throws IOException {
    copy("edited", text -> text);
    Files.writeString(folder.resolve("edited/settings.toml"), "seed = 3\n");
    CertifiedFolder.refused(
        SuretyCli.run(audit("edited", "no.json")), "it names the settings.toml with digest");
    Files.delete(folder.resolve("edited/settings.toml"));
    CertifiedFolder.refused(SuretyCli.run(audit("edited", "no.json")), "is missing");
  }

  /** The bound holds in training too, so training may speak against it. */
  @Test
  void moreViolationsInTrainingThanTheBoundAllowsAreSaid() throws IOException {
    copy(
        "costly",
        text ->
            text.replaceFirst("\"hazard\":0", "\"hazard\":50")
                .replaceFirst("\"undecided\":0", "\"undecided\":10")
                .replaceFirst("\"satisfied\":[0-9]*", "\"satisfied\":190")
                .replaceFirst("\"costly\":[0-9]*", "\"costly\":60")
                .replaceFirst("\"ended\":[0-9]*", "\"ended\":200")
                .replaceFirst("\"succeeded\":[0-9]*,", "\"succeeded\":0,")
                .replaceFirst("\"truncated\":[0-9]*", "\"truncated\":140")
                .replaceFirst("\"started\":[0-9]*", "\"started\":264")
                .replaceFirst("\"exceptions\":0", "\"exceptions\":3"));
    String out = SuretyCli.ok(audit("costly", "costly.json"));
    assertTrue(out.contains("warning: training speaks against the bound: of 264"), out);
    assertTrue(out.contains("60 violated 'safe' within 2 decisions (50 for good"), out);
    assertTrue(out.contains("the guard's limit broken 3 times"), out);
    assertTrue(verify("costly.json", "--policy", path("costly")).code() == 0);
    // As many violations in many more episodes are what the bound allows.
    copy("rare", text -> text.replaceFirst("\"started\":[0-9]*", "\"started\":99999"));
    assertTrue(read("costly.json").training() != null);
    out = SuretyCli.ok(audit("rare", "rare.json"));
    assertFalse(out.contains("speaks against"), out);
  }

  @Test
  void anotherAccountThanTheOneSignedIsFound() throws IOException {
    copy("later", text -> text);
    SuretyCli.ok(audit("later", "later.json"));
    copy("later", text -> text.replaceFirst("\"updates\":[0-9]*", "\"updates\":5"));
    SuretyCli.Run run = verify("later.json", "--policy", path("later"));
    assertEquals(1, run.code(), run.toString());
    assertTrue(run.out().contains("FAILED       training"), run.out());
    Files.delete(folder.resolve("later/training.json"));
    run = verify("later.json", "--policy", path("later"));
    assertEquals(1, run.code(), run.toString());
    assertTrue(run.out().contains("holds no account of the training"), run.out());
  }

  /** Even with the right key, the account of another training does not compose. */
  @Test
  void accountsMovedIntoAnotherCertificateDoNotVerify() throws IOException {
    SuretyCli.ok(audit("run", "task.json"));
    AuditFolder audited = new AuditFolder(folder);
    for (String change :
        List.of(
            "\"policySha256\":\"....>\"policySha256\":\"beef",
            "\"probability\":\"1\">\"probability\":\"0.5\"",
            "\"hazard\":0,(.*?)\"satisfied\":[0-9]*>\"hazard\":70,$1\"satisfied\":0",
            "\"late\":0>\"late\":900000",
            "\"property\":\"safe\">\"property\":\"other\"",
            "\"costlyInTime\":0>\"costlyInTime\":900000")) {
      String[] parts = change.split(">", -1);
      String forged = audited.forged("task.json", text -> text.replaceFirst(parts[0], parts[1]));
      SuretyCli.Run run = verify(forged);
      assertTrue(run.code() == 1 || run.code() == 2, change + run);
      assertTrue(
          (run.out() + run.err()).contains("composed")
              || (run.out() + run.err()).contains("contradict")
              || (run.out() + run.err()).contains("is not about"),
          run.toString());
    }
  }

  @Test
  void aLaterAuditOfTheSamePolicyKeepsIt() throws IOException {
    SuretyCli.ok(audit("run", "first.json"));
    String[] again = audit("run", "second.json");
    again[2] = path("first.json");
    SuretyCli.ok(again);
    assertEquals(read("first.json").training(), read("second.json").training());
    SuretyCli.Run run = verify("second.json", "--policy", path("run"));
    assertEquals(0, run.code(), run.toString());
  }
}
