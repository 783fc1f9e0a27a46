package org.surety.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.surety.bound.AnytimeBound;
import org.surety.bound.ClopperPearson;
import org.surety.bound.ErrorProbability;
import org.surety.certificate.BaseCertificate;
import org.surety.certificate.Envelope;
import org.surety.certificate.Json;
import org.surety.certificate.Keys;
import org.surety.certificate.Statement;

/** The main path as a user types it: certify, alpha, verify; and what it says to bad input. */
class CertifyPathTest {
  private static final int EPISODES = 400;
  private static final int VIOLATIONS = 4;

  @TempDir static Path folder;

  private static Path log;
  private static Path spec;
  private static Path policy;

  @BeforeAll
  static void logsAndKeys() throws IOException {
    spec = folder.resolve("my.spec");
    Files.writeString(
        spec,
        """
        signal    x = x
        signal    y = y
        step      0.5 s
        predicate hazard := x > 0
        predicate goal   := y >= 1
        property  reach_avoid := (!hazard) U goal
        property  safe := G !hazard
        horizon   4
        """);
    log = folder.resolve("log.csv");
    Files.writeString(log, episodes(-1));
    policy = folder.resolve("policy.json");
    Files.writeString(policy, "{}");
    SuretyCli.ok("keys", "generate", "-o", path("key.pem"));
    SuretyCli.ok("keys", "public", path("key.pem"), "-o", path("pub.pem"));
    SuretyCli.ok("keys", "generate", "-o", path("other.pem"));
    SuretyCli.ok("keys", "public", path("other.pem"), "-o", path("other-pub.pem"));
  }

  /** Episodes of 4 decisions that reach the goal; the first ones pass through the hazard. */
  private static String episodes(int altered) {
    StringBuilder csv = new StringBuilder("episode,t,x,y,action,terminated,truncated\n");
    for (int e = 0; e < EPISODES; e++) {
      boolean violates = e < VIOLATIONS || e == altered;
      for (int t = 0; t <= 4; t++) {
        double x = violates && t == 2 ? 0.5 : -1 - e * 1e-3;
        String decision = t < 4 ? "0.25," + (t == 3 ? 1 : 0) + ",0" : ",,";
        csv.append(e + "," + t + "," + x + "," + t / 4.0 + "," + decision + "\n");
      }
    }
    return csv.toString();
  }

  private static String path(String name) {
    return folder.resolve(name).toString();
  }

  private static String[] certify(String output, String... more) {
    return Stream.concat(
            Stream.of(
                "certify",
                "--spec",
                spec.toString(),
                "--beta",
                "1e-3",
                "--key",
                path("key.pem"),
                "-o",
                path(output),
                "--json"),
            Stream.of(more))
        .toArray(String[]::new);
  }

  private static Json.Obj json(String text) {
    return (Json.Obj) Json.parse(text, "output");
  }

  private static double number(Json.Obj object, String name) {
    return ((Json.Dec) object.get(name)).value().doubleValue();
  }

  private static String check(String output, String name) {
    for (Json item : ((Json.Arr) json(output).get("checks")).items()) {
      Json.Obj check = (Json.Obj) item;
      if (((Json.Str) check.get("name")).value().equals(name)) {
        return ((Json.Str) check.get("result")).value();
      }
    }
    return "absent";
  }

  @Test
  void theDefaultBoundIsAnytimeValidAndThePlannedOneIsClopperPearson() {
    Json.Obj anytime =
        json(
            SuretyCli.ok(
                certify("any.json", "--property", "reach_avoid", "--logs", log.toString())));
    Json.Obj planned =
        json(
            SuretyCli.ok(
                certify(
                    "planned.json",
                    "--property",
                    "reach_avoid",
                    "--planned-episodes",
                    "400",
                    "--logs",
                    log.toString())));
    ErrorProbability beta = ErrorProbability.parse("1e-3");
    assertEquals(AnytimeBound.upper(VIOLATIONS, EPISODES, beta), number(anytime, "epsilon"), 1e-10);
    assertEquals(
        ClopperPearson.upper(VIOLATIONS, EPISODES, beta), number(planned, "epsilon"), 1e-10);
    assertTrue(number(planned, "epsilon") >= ClopperPearson.upper(VIOLATIONS, EPISODES, beta));
    assertEquals(Json.of("clopper-pearson"), planned.get("method"));
    assertEquals(Json.of("unbound"), planned.get("policyLink"));
    assertEquals(Json.of(VIOLATIONS), planned.get("violations"));
  }

  @Test
  void severalPropertiesShareTheErrorProbability() {
    Json.Arr both =
        (Json.Arr) Json.parse(SuretyCli.ok(certify("both.json", "--logs", log.toString())), "");
    ErrorProbability half = ErrorProbability.parse("1e-3").sharedBy(2);
    for (Json item : both.items()) {
      assertEquals(
          AnytimeBound.upper(VIOLATIONS, EPISODES, half), number((Json.Obj) item, "epsilon"), 1e-9);
    }
    assertTrue(Files.exists(folder.resolve("both.reach_avoid.json")));
    assertTrue(Files.exists(folder.resolve("both.safe.json")));
  }

  @Test
  void verificationRecomputesEveryNumberAndEverythingGivenIsChecked() {
    SuretyCli.ok(
        certify(
            "v.json",
            "--property",
            "safe",
            "--policy",
            policy.toString(),
            "--action-mode",
            "stochastic",
            "--no-replay",
            "--logs",
            log.toString()));
    String out =
        SuretyCli.ok(
            "verify",
            path("v.json"),
            "--json",
            "--public-key",
            path("pub.pem"),
            "--spec",
            spec.toString(),
            "--policy",
            policy.toString(),
            "--logs",
            log.toString());
    assertEquals("ok", check(out, "signature"));
    assertEquals("ok", check(out, "recomputation"));
    assertEquals("ok", check(out, "log log.csv"));
    assertEquals("not-checked", check(out, "declarations"));
    String short1 =
        SuretyCli.ok("verify", path("v.json"), "--json", "--public-key", path("pub.pem"));
    assertEquals("not-checked", check(short1, "recomputation"));
  }

  @Test
  void oneAlteredEpisodeFlipsTheCertificate() throws IOException {
    SuretyCli.ok(certify("alter.json", "--property", "safe", "--logs", log.toString()));
    Path altered = folder.resolve("altered.csv");
    Files.writeString(altered, episodes(EPISODES - 1));
    SuretyCli.Run run =
        SuretyCli.run(
            "verify",
            path("alter.json"),
            "--json",
            "--public-key",
            path("pub.pem"),
            "--logs",
            altered.toString());
    assertEquals(1, run.code());
    assertEquals("failed", check(run.out(), "recomputed evidence"));
    assertEquals("failed", check(run.out(), "recomputed sampling"));
    assertEquals("failed", check(run.out(), "recomputed bound"));
  }

  /** The issuer herself cannot improve a number: it is computed again. */
  @Test
  void aCertificateReSignedWithABetterNumberFailsRecomputation() throws IOException {
    SuretyCli.ok(certify("honest.json", "--property", "safe", "--logs", log.toString()));
    Envelope honest = Envelope.read(folder.resolve("honest.json"));
    BaseCertificate certificate =
        BaseCertificate.of(Statement.parse(honest.uncheckedPayload(), "honest"), "honest");
    String epsilon = certificate.bound().epsilon();
    byte[] payload =
        new String(honest.uncheckedPayload(), java.nio.charset.StandardCharsets.UTF_8)
            .replace(epsilon, new BigDecimal(epsilon).divide(BigDecimal.TEN).toPlainString())
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    var key = Keys.readPrivate(folder.resolve("key.pem"), null).key();
    Path forged = folder.resolve("forged.json");
    Files.write(forged, Envelope.sign(Envelope.IN_TOTO, payload, List.of(key)).toBytes());
    SuretyCli.Run without =
        SuretyCli.run("verify", forged.toString(), "--json", "--public-key", path("pub.pem"));
    assertEquals(0, without.code(), "the signature alone is good");
    SuretyCli.Run with =
        SuretyCli.run(
            "verify",
            forged.toString(),
            "--json",
            "--public-key",
            path("pub.pem"),
            "--logs",
            log.toString());
    assertEquals(1, with.code());
    assertEquals("failed", check(with.out(), "recomputed bound"));
  }

  @Test
  void alphaIsTheRootOfTheRiskRatioAndRefusesAnUnboundPolicy() {
    SuretyCli.ok(certify("u.json", "--property", "safe", "--logs", log.toString()));
    SuretyCli.Run refused =
        SuretyCli.run("alpha", "--certificate", path("u.json"), "--risk", "0.1");
    assertEquals(2, refused.code());
    assertTrue(refused.err().contains("--assume-bound"), refused.err());
    Json.Obj answer =
        json(
            SuretyCli.ok(
                "alpha",
                "--certificate",
                path("u.json"),
                "--risk",
                "0.1",
                "--json",
                "--assume-bound"));
    Json.Obj power = (Json.Obj) ((Json.Arr) answer.get("transfers")).items().get(0);
    double alpha = number(power, "alpha");
    double epsilon = number(answer, "epsilonBase");
    assertEquals(Math.pow(0.1 / epsilon, 0.25), alpha, 1e-9);
    assertTrue(number(power, "bound") <= 0.1);
    // As decimals, too: what is printed is not above the root, nor the bound below the power.
    BigDecimal printed = ((Json.Dec) power.get("alpha")).value();
    BigDecimal base = ((Json.Dec) answer.get("epsilonBase")).value();
    assertTrue(printed.pow(4).multiply(base).compareTo(new BigDecimal("0.1")) <= 0);
    assertTrue(
        printed.pow(4).multiply(base).compareTo(((Json.Dec) power.get("bound")).value()) <= 0);
  }

  @Test
  void alphaSaysPlainlyWhenNoRatioExists() {
    SuretyCli.ok(certify("n.json", "--property", "safe", "--logs", log.toString()));
    SuretyCli.Run run =
        SuretyCli.run(
            "alpha", "--certificate", path("n.json"), "--risk", "0.0001", "--assume-bound");
    assertEquals(1, run.code());
    assertTrue(run.out().contains("No policy but a safer one is allowed"), run.out());
  }

  @Test
  void aBestHorizonCertificateCoversAllItsHorizonsAndAGivenOneOnlyItsOwn() {
    String[] best =
        certify(
            "best.json",
            "--property",
            "reach_avoid",
            "--planned-episodes",
            "400",
            "--horizon",
            "best",
            "--horizon-max",
            "6",
            "--logs",
            log.toString());
    assertEquals(Json.of("simultaneous-band"), json(SuretyCli.ok(best)).get("method"));
    SuretyCli.ok(
        "verify", path("best.json"), "--public-key", path("pub.pem"), "--logs", log.toString());
    String[] question = {
      "alpha",
      "--certificate",
      path("best.json"),
      "--risk",
      "0.5",
      "--assume-bound",
      "--json",
      "--horizon"
    };
    assertEquals(Json.of(6), json(SuretyCli.ok(with(question, "6"))).get("horizon"));
    assertEquals(Json.of(4), json(SuretyCli.ok(with(question, "best"))).get("horizon"));
    assertEquals(2, SuretyCli.run(with(question, "7")).code());
    SuretyCli.ok(certify("given.json", "--property", "reach_avoid", "--logs", log.toString()));
    question[2] = path("given.json");
    assertEquals(2, SuretyCli.run(with(question, "3")).code());
  }

  private static String[] with(String[] arguments, String last) {
    return Stream.concat(Stream.of(arguments), Stream.of(last)).toArray(String[]::new);
  }

  @Test
  void theWrongKeyIsNotTrusted() {
    SuretyCli.ok(certify("k.json", "--property", "safe", "--logs", log.toString()));
    SuretyCli.Run run =
        SuretyCli.run(
            "verify",
            path("k.json"),
            "--json",
            "--public-key",
            path("other-pub.pem"),
            "--logs",
            log.toString());
    assertEquals(1, run.code());
    assertEquals("failed", check(run.out(), "signature"));
    assertEquals("absent", check(run.out(), "recomputation"));
  }

  @Test
  void monitorPrintsARowForEveryEpisodeAndProperty() {
    String csv = SuretyCli.ok("monitor", "--spec", spec.toString(), "--logs", log.toString());
    List<String> rows = csv.lines().toList();
    assertEquals("episode,property,verdict,robustness,decidedAt,length", rows.get(0));
    assertEquals(1 + 2 * EPISODES, rows.size());
    assertEquals("0,reach_avoid,violated,-0.5,2,4", rows.get(1));
    assertTrue(rows.get(2 * EPISODES).startsWith((EPISODES - 1) + ",safe,satisfied,"));
  }

  @Test
  void exactRepetitionsOfContinuousEpisodesStopCertification() throws IOException {
    Path twice = folder.resolve("twice.csv");
    String again = episodes(-1);
    again =
        again
            .substring(again.indexOf('\n') + 1)
            .lines()
            .limit(5)
            .map(row -> EPISODES + row.substring(1))
            .reduce("", (a, b) -> a + b + "\n");
    Files.writeString(twice, episodes(-1) + again);
    String[] arguments = certify("d.json", "--property", "safe", "--logs", twice.toString());
    SuretyCli.Run run = SuretyCli.run(arguments);
    assertEquals(2, run.code());
    assertTrue(run.err().contains("--allow-duplicates"), run.err());
    assertFalse(Files.exists(folder.resolve("d.json")));
    SuretyCli.ok(with(arguments, "--allow-duplicates"));
  }

  /** Each is one clear sentence, exit code 2, and no output file. */
  @Test
  void badInputGetsOneSentenceAndLeavesNothingBehind() throws IOException {
    Path trivial = folder.resolve("trivial.spec");
    Files.writeString(
        trivial, "signal x = x\npredicate p := x > 0\nproperty t := p | !p\nhorizon 3\n");
    String l = log.toString();
    assertAll(
        () ->
            refused(
                "signing key",
                "certify",
                "--spec",
                spec.toString(),
                "--logs",
                l,
                "--beta",
                "1e-3",
                "-o",
                path("bad.json")),
        () -> refused("cannot be 0", certify("bad.json", "--logs", l, "--horizon", "0")),
        () ->
            refused(
                "longest has 4",
                certify("bad.json", "--property", "safe", "--logs", truncated(), "--horizon", "9")),
        () ->
            refused(
                "were planned",
                certify(
                    "bad.json", "--property", "safe", "--logs", l, "--planned-episodes", "300")),
        () -> refused("safe", certify("bad.json", "--logs", l, "--property", "saf")),
        () -> refused("beta", certify2("bad.json", "1.5", l)),
        () -> refused("beta", certify2("bad.json", "much", l)),
        () ->
            refused(
                "--horizon-max",
                certify("bad.json", "--logs", l, "--horizon", "best", "--horizon-max", "0")),
        () -> refused("--tuned-parameters", certify("bad.json", "--logs", l, "--discard", "1")),
        () -> refused("--family", certify("bad.json", "--logs", l, "--family", "1")),
        () ->
            refused("action-mode", certify("bad.json", "--logs", l, "--policy", policy.toString())),
        () -> refused("does not exist", certify("bad.json", "--logs", path("nowhere.csv"))),
        () -> refused("given twice", certify("bad.json", "--logs", l, l)),
        () ->
            refused(
                "true of every trace",
                "certify",
                "--spec",
                trivial.toString(),
                "--logs",
                l,
                "--beta",
                "1e-3",
                "--key",
                path("key.pem"),
                "-o",
                path("bad.json")),
        () -> refused("folder", certify("no/such/folder.json", "--logs", l)));
    assertFalse(Files.exists(folder.resolve("bad.json")));
    try (Stream<Path> files = Files.list(folder)) {
      assertTrue(files.noneMatch(f -> f.getFileName().toString().endsWith(".part")));
    }
  }

  private static String truncated() throws IOException {
    Path file = folder.resolve("truncated.csv");
    Files.writeString(file, episodes(-1).replace(",1,0\n", ",0,1\n"));
    return file.toString();
  }

  private static String[] certify2(String output, String beta, String logs) {
    return new String[] {
      "certify",
      "--spec",
      spec.toString(),
      "--beta",
      beta,
      "--key",
      path("key.pem"),
      "-o",
      path(output),
      "--logs",
      logs
    };
  }

  private static void refused(String mentions, String... arguments) {
    SuretyCli.Run run = SuretyCli.run(arguments);
    assertEquals(2, run.code(), run.toString());
    assertTrue(run.err().contains(mentions), run.err());
    assertFalse(run.err().contains("\tat "), run.err());
    assertEquals("", run.out());
  }
}
