package org.surety.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training in Python's environments, here a stub of gymnasium's. */
class TrainGymnasiumTest {
  private static final String SETTINGS =
      """
      environment = "gymnasium:%s"
      steps = 256
      %s
      [rollout]
      lanes = 8
      steps = 16
      [ppo]
      minibatch = 64
      warm_up = 0
      [network]
      hidden = [8]
      [gymnasium]
      python = "%s"
      labels = "even=even, third=third"
      patience = %d
      """;

  @TempDir Path folder;
  private String python = "";

  @BeforeEach
  void stubbedPython() throws IOException {
    Assumptions.assumeTrue(hasPython(), "needs python3");
    Path script = folder.resolve("python");
    Files.writeString(
        script,
        "#!/bin/sh\nPYTHONPATH='"
            + Path.of("src/test/python/stub").toAbsolutePath()
            + "' exec python3 \"$@\"\n");
    assertTrue(script.toFile().setExecutable(true));
    python = script.toString();
  }

  private static boolean hasPython() {
    for (String path : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      if (Files.isExecutable(Path.of(path, "python3"))) {
        return true;
      }
    }
    return false;
  }

  private String config(String id, String more, int patience) throws IOException {
    return Files.writeString(
            folder.resolve("my.toml"), SETTINGS.formatted(id, more, python, patience))
        .toString();
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void aPolicyIsTrainedAndRolledOutInPython() throws IOException {
    SuretyCli.ok("train", "ppo", "--config", config("Counter-v0", "", 20), "-o", path("run"));
    String policy = path("run/policy.safetensors");
    String[] rollout = {
      "rollout",
      "--env",
      "gymnasium:Counter-v0",
      "--python",
      python,
      "--policy",
      policy,
      "-n",
      "20",
      "-o",
      path("a.jsonl")
    };
    String said = SuretyCli.ok(rollout);
    assertTrue(said.contains("20 episodes, 100 decisions"), said);
    assertTrue(said.contains("in gymnasium:Counter-v0 version gymnasium stub"), said);
    rollout[10] = path("b.jsonl");
    SuretyCli.ok(rollout);
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("a.jsonl")),
        Files.readAllBytes(folder.resolve("b.jsonl")),
        "an episode depends on its number alone, whichever process it runs in");
    assertTrue(Files.readString(folder.resolve("a.jsonl")).contains("nested.steps"));
  }

  @Test
  void aFormulaOverInfosIsTheTask() throws IOException {
    String config = config("Counter-v0", "formula = \"F third\"", 20);
    SuretyCli.ok("train", "ppo", "--config", config, "-o", path("run"));
    // The label holds at the third step of every episode, which ends it.
    List<String> rows = Files.readAllLines(folder.resolve("run/progress.csv"));
    String[] names = rows.get(0).split(",", -1);
    String[] last = rows.get(rows.size() - 1).split(",", -1);
    assertEquals("success", names[3]);
    assertEquals("1", last[3]);
    assertEquals("length", names[6]);
    assertEquals("3", last[6]);
    refused(
        "did you mean 'third'?",
        "train",
        "ppo",
        "--config",
        config("Counter-v0", "formula = \"F thrd\"", 20),
        "-o",
        path("x"));
  }

  /** Python's episodes cannot be continued, with a deadline no more than without. */
  @Test
  void aRunAgainstTheClockGoesOnWithNewEpisodes() throws IOException {
    SuretyCli.ok(
        "train", "ppo", "--config", config("Counter-v0", "deadline = 3", 20), "-o", path("run"));
    Path settings = folder.resolve("run/settings.toml");
    Files.writeString(settings, Files.readString(settings).replace("= 256", "= 512"));
    SuretyCli.ok("train", "ppo", "--resume", "-o", path("run"));
    List<String> rows = Files.readAllLines(folder.resolve("run/progress.csv"));
    // 32 decisions of every lane leave two over, which are not taken up again.
    assertEquals(
        List.of("40", "40", "40", "40"), rows.stream().skip(1).map(r -> cell(r, 2)).toList());
    assertEquals(List.of("3", "3", "3", "3"), rows.stream().skip(1).map(r -> cell(r, 6)).toList());
    String said = SuretyCli.ok("inspect", path("run/policy.safetensors"));
    assertTrue(said.contains("clipped to [-1.0, -2.0] .. [1.0, Infinity]"), said);
  }

  private static String cell(String row, int at) {
    return row.split(",", -1)[at];
  }

  /** A policy of Stable-Baselines3, whose file does not say how observations are normalized. */
  @Test
  void whatABasePolicysFileDoesNotSayIsSaidOnceOrByItsCertificate() throws IOException {
    String base = Path.of("src/test/resources/policy/sb3_ppo.zip").toAbsolutePath().toString();
    String env = "gymnasium:Counter-v0";
    List<String> rollout =
        List.of("rollout", "--env", env, "--python", python, "--policy", base, "-n", "300");
    String guard = "[guard]\nkind = \"per-step\"\nlimit = \"1.2\"\nhorizon = 5\n";
    String config = config("Counter-v0", "", 20);
    String own = Files.writeString(folder.resolve("own.toml"), read(config) + guard).toString();
    refused("--normalizer", "train", "ppo", "--config", own, "--base", base, "-o", path("a"));
    assertFalse(Files.exists(folder.resolve("a")));
    SuretyCli.ok(
        "train", "ppo", "--config", own, "--base", base, "--normalizer=none", "-o", path("a"));
    assertEquals("{\"normalizer\":\"none\"}", read(path("a/base-hints.json")));
    SuretyCli.ok("train", "ppo", "--resume", "-o", path("a"));

    refused("--normalizer", with(rollout, "-o", path("log.csv")));
    SuretyCli.ok(with(rollout, "--normalizer", "none", "-o", path("log.csv")));
    String spec = path("p.spec");
    Files.writeString(
        Path.of(spec),
        "signal s = observations[1]\npredicate low := s < -99\nproperty p := G !low\nhorizon 5\n");
    SuretyCli.ok("keys", "generate", "-o", path("key.pem"));
    SuretyCli.ok("keys", "public", path("key.pem"), "-o", path("pub.pem"));
    SuretyCli.ok(
        with(
            List.of("certify", "--spec", spec, "--logs", path("log.csv"), "--policy", base),
            "--normalizer=none",
            "--action-mode=stochastic",
            "--planned-episodes=300",
            "--beta=0.01",
            "--key=" + path("key.pem"),
            "-o",
            path("c.json")));
    SuretyCli.ok(
        with(
            List.of("train", "ppo", "--config", config, "--base", base, "-o", path("b")),
            "--certificate=" + path("c.json"),
            "--public-key=" + path("pub.pem"),
            "--risk=0.1",
            "--guard=budget"));
    assertEquals(read(path("a/base-hints.json")), read(path("b/base-hints.json")));
    String run = path("b");
    SuretyCli.ok(
        "rollout",
        "--env",
        env,
        "--python",
        python,
        "--policy",
        run,
        "-n",
        "9",
        "-o",
        path("r.csv"));
    refused(
        "says all about itself",
        "rollout",
        "--env",
        env,
        "--python",
        python,
        "--policy",
        run,
        "--normalizer=none",
        "-n",
        "9",
        "-o",
        path("s.csv"));
  }

  private static String read(String file) throws IOException {
    return Files.readString(Path.of(file));
  }

  private static String[] with(List<String> arguments, String... more) {
    return Stream.concat(arguments.stream(), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void aBridgeThatDiesOrHangsIsOneSentenceAndTheCheckpointStays() throws IOException {
    refused(
        "the Python process ended: segmentation fault, say",
        "train",
        "ppo",
        "--config",
        config("Dying-v0", "", 20),
        "-o",
        path("dying"));
    refused(
        "gave no answer for 2 s and was stopped",
        "train",
        "ppo",
        "--config",
        config("Hanging-v0", "", 2),
        "-o",
        path("hanging"));
    refused(
        "the motor is off",
        "rollout",
        "--env",
        "gymnasium:Failing-v0",
        "--python",
        python,
        "--policy",
        trained(),
        "-n",
        "3",
        "-o",
        path("log.csv"));
    assertFalse(Files.exists(folder.resolve("log.csv")), "nothing half-written");
    refused(
        "cannot be started",
        "rollout",
        "--env",
        "gymnasium:Counter-v0",
        "--python",
        "no-such-python",
        "-n",
        "3",
        "-o",
        path("log.csv"));
  }

  private String trained() throws IOException {
    SuretyCli.ok("train", "ppo", "--config", config("Counter-v0", "", 20), "-o", path("run"));
    return path("run/policy.safetensors");
  }

  @Test
  void aLabelThatIsNoneIsRefused() throws IOException {
    String config = config("Counter-v0", "", 20);
    Path file = Path.of(config);
    Files.writeString(file, Files.readString(file).replace("even=even", "even"));
    refused("'even' is no label", "train", "ppo", "--config", config, "-o", path("x"));
  }

  @Test
  void softActorCriticNeedsBoundsToSquashInto() throws IOException {
    String config =
        Files.writeString(
                folder.resolve("sac.toml"),
                """
                environment = "gymnasium:Counter-v0"
                [gymnasium]
                python = "%s"
                """
                    .formatted(python))
            .toString();
    refused(
        "action 1 of gymnasium:Counter-v0 lies between -2.0 and Infinity",
        "train",
        "sac",
        "--config",
        config,
        "-o",
        path("x"));
  }

  private static void refused(String why, String... arguments) {
    SuretyCli.Run run = SuretyCli.run(arguments);
    assertEquals(2, run.code(), run.toString());
    List<String> said =
        run.err().lines().filter(line -> !line.startsWith("surety: warning")).toList();
    assertEquals(1, said.size(), run.err());
    assertTrue(said.get(0).contains(why), run.err());
  }
}
