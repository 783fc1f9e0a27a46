package org.surety.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.surety.guard.GuardedPolicy;
import org.surety.guard.file.GuardedRun;

/** {@code surety train ppo}, as a user types it. */
class TrainPpoTest {
  private static final String SMALL =
      """
      seed = 2
      steps = %d
      [rollout]
      lanes = 64
      [ppo]
      minibatch = 256
      warm_up = 500
      [network]
      hidden = [16, 16]
      [run]
      checkpoint_every = 2
      """;

  @TempDir Path folder;

  private String settings(String text) throws IOException {
    return Files.writeString(folder.resolve("my.toml"), text).toString();
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void aTrainedPolicyCanBeRolledOutCertifiedAndTrainedOnUnderAGuard() throws IOException {
    String config = settings(SMALL.formatted(6000));
    String said = SuretyCli.ok("train", "ppo", "--config", config, "-o", path("base"));
    assertTrue(said.startsWith("trained: 6,144 steps in 6 updates on cpu"), said);
    Path policy = folder.resolve("base/policy.safetensors");
    SuretyCli.ok(
        "rollout",
        "--env",
        "point-robot",
        "--policy",
        policy.toString(),
        "-n",
        "20",
        "-o",
        path("log.csv"));

    String guarded =
        settings(
            SMALL.formatted(4096)
                + "[guard]\nkind = \"per-step\"\nlimit = \"1.2\"\nhorizon = 30\n");
    String json =
        SuretyCli.ok(
            "train",
            "ppo",
            "--config",
            guarded,
            "--base",
            policy.toString(),
            "--objective",
            "paper",
            "-o",
            path("run"),
            "--json");
    assertTrue(json.contains("\"exceptions\": 0"), json);
    String settings = Files.readString(folder.resolve("run/settings.toml"));
    assertTrue(settings.contains("objective = \"paper\""), settings);
    assertArrayEquals(
        Files.readAllBytes(policy), Files.readAllBytes(folder.resolve("run/base.safetensors")));
    assertEquals(5, Files.readAllLines(folder.resolve("run/progress.csv")).size());
    assertTrue(Files.exists(folder.resolve("run/task.safetensors")));
  }

  /** A policy that can do nothing, certified for what it cannot fail in two decisions. */
  private String certified() throws IOException {
    String config = settings(SMALL.formatted(1000));
    SuretyCli.ok("train", "ppo", "--config", config, "-o", path("base"));
    String policy = path("base/policy.safetensors");
    new TrainingFolder(folder).certify(policy);
    return policy;
  }

  @Test
  void aRiskBuysAGuardAndTheRunIsAGuardedPolicy() throws IOException {
    String policy = certified();
    String config = settings(SMALL.formatted(2048));
    for (String guard : List.of("per-step", "budget", "mean-only")) {
      SuretyCli.Run run =
          new TrainingFolder(folder).train(config, "cert.json", policy, guard, guard);
      assertEquals(0, run.code(), run.toString());
      assertTrue(run.err().contains(guard + " guard with "), run.err());
      assertTrue(run.err().contains("probability at most 0.1 in every episode"), run.err());
      GuardedRun guarded = GuardedRun.read(folder.resolve(guard));
      assertEquals(guard, guarded.manifest().setting().kind().word());
      assertEquals(2, guarded.manifest().setting().horizon());
      assertEquals(!guard.equals("per-step"), guarded.manifest().observesRemaining());
      GuardedPolicy deployed = guarded.policy(1);
      assertEquals(2, deployed.act(new double[6]).raw().length);
    }
    String[] ask = {
      "train",
      "ppo",
      "--config",
      config,
      "--certificate",
      path("cert.json"),
      "--base",
      policy,
      "-o",
      path("other"),
      "--guard",
      "budget",
      "--risk"
    };
    refused("nothing but the base policy is allowed", with(ask, "0.01"));
    refused("strictly between 0 and 1", with(ask, "2"));
    ask[11] = "buget";
    refused("did you mean 'budget'?", with(ask, "0.1"));
    ask[11] = "budget";
    ask[7] = path("budget/task.safetensors");
    refused("is of another policy", with(ask, "0.1"));
    refused(
        "belong together",
        "train",
        "ppo",
        "--config",
        config,
        "--risk",
        "0.1",
        "-o",
        path("other"));
    assertFalse(Files.exists(folder.resolve("other")));
  }

  private static String[] with(String[] arguments, String last) {
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 1);
    all[arguments.length] = last;
    return all;
  }

  @Test
  void aRunThatIsContinuedEndsLikeOneThatWasNot() throws IOException {
    SuretyCli.ok("train", "ppo", "--config", settings(SMALL.formatted(8192)), "-o", path("whole"));
    SuretyCli.ok("train", "ppo", "--config", settings(SMALL.formatted(3072)), "-o", path("part"));
    Path settings = folder.resolve("part/settings.toml");
    Files.writeString(settings, Files.readString(settings).replace("steps = 3072", "steps = 8192"));
    SuretyCli.ok("train", "ppo", "--resume", "-o", path("part"));
    for (String file : List.of("policy.safetensors", "checkpoint")) {
      assertArrayEquals(
          Files.readAllBytes(folder.resolve("whole").resolve(file)),
          Files.readAllBytes(folder.resolve("part").resolve(file)),
          file);
    }
    assertEquals(columns("whole"), columns("part"));
  }

  /** The table without the last column, which tells how fast the machine was. */
  private List<String> columns(String run) throws IOException {
    return Files.readAllLines(folder.resolve(run).resolve("progress.csv")).stream()
        .map(line -> line.substring(0, line.lastIndexOf(',')))
        .toList();
  }

  @Test
  void aStoppedRunSavesAndContinues() throws IOException, InterruptedException {
    String config = settings(SMALL.formatted(1_000_000_000));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "org.surety.cli.Main",
                "train",
                "ppo",
                "--config",
                config,
                "-o",
                path("run"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    Path table = folder.resolve("run/progress.csv");
    try {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
      while (System.nanoTime() < deadline
          && (!Files.exists(table) || Files.readAllLines(table).size() < 5)) {
        Thread.sleep(50);
      }
      process.destroy(); // as an operating system's request to end, or Ctrl-C
      assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    } finally {
      process.destroyForcibly();
    }
    List<String> rows = Files.readAllLines(table);
    long steps = 1024L * (rows.size() - 1);
    Path settings = folder.resolve("run/settings.toml");
    Files.writeString(
        settings,
        Files.readString(settings).replace("steps = 1000000000", "steps = " + (steps + 1)));
    String said = SuretyCli.ok("train", "ppo", "--resume", "-o", path("run"));
    assertTrue(said.contains("in " + rows.size() + " updates"), said + rows.size());
    assertEquals(rows, Files.readAllLines(table).subList(0, rows.size()), "nothing was redone");
  }

  @Test
  void numbersThatExplodeStopTheRunAndLeaveTheLastCheckpoint() throws IOException {
    String config =
        settings(
            SMALL
                .formatted(10_000_000)
                .replace("[network]", "learning_rate = 1\nentropy = 1000\n[network]"));
    SuretyCli.Run run = SuretyCli.run("train", "ppo", "--config", config, "-o", path("run"));
    assertEquals(2, run.code());
    assertTrue(run.err().contains("infinite or NaN in update"), run.err());
    assertTrue(run.err().contains("smaller ppo.learning_rate"), run.err());
    assertTrue(Files.exists(folder.resolve("run/checkpoint")));
    SuretyCli.ok(
        "rollout",
        "--env",
        "point-robot",
        "--policy",
        path("run/policy.safetensors"),
        "-n",
        "2",
        "-o",
        path("log.csv"));
  }

  @Test
  void severalSeedsRunInProcessesOfTheirOwnAndGiveWhatSingleRunsGive() throws IOException {
    String config = settings(SMALL.formatted(2048));
    String said =
        SuretyCli.ok("train", "ppo", "--config", config, "--seeds", "2", "-o", path("both"));
    assertTrue(said.startsWith("seed 2: trained after 2048 steps"), said);
    assertTrue(said.contains("seed 3: ") && said.contains("t-interval over seeds"), said);
    SuretyCli.ok("train", "ppo", "--config", config, "--seed", "3", "-o", path("one"));
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("one/checkpoint")),
        Files.readAllBytes(folder.resolve("both/seed-3/checkpoint")));
    refused(
        "seed-2: holds a run already",
        "train",
        "ppo",
        "--config",
        config,
        "--seeds",
        "2",
        "-o",
        path("both"));
    String json =
        SuretyCli.ok(
            "train",
            "ppo",
            "--config",
            config,
            "--seeds",
            "2",
            "--resume",
            "-o",
            path("both"),
            "--json");
    assertTrue(json.startsWith("[") && json.contains("\"seed\": 3"), json);
    refused("no number of runs", "train", "ppo", "--seeds", "0", "-o", path("x"));
    refused("says nothing", "train", "ppo", "--parallel", "2", "-o", path("x"));
  }

  @Test
  void whatOneSeedSaysIsPassedOnAndFailsTheCommand() throws IOException {
    String config = settings("environment = \"point-robt\"\n" + SMALL.formatted(1000));
    SuretyCli.Run run =
        SuretyCli.run("train", "ppo", "--config", config, "--seeds", "2", "-o", path("x"));
    assertEquals(2, run.code());
    assertTrue(run.err().contains("seed 2: ") && run.err().contains("did you mean"), run.err());
  }

  @Test
  void wrongInputIsOneSentence() throws IOException {
    String config = settings(SMALL.formatted(1000));
    SuretyCli.ok("train", "ppo", "--config", config, "-o", path("run"));
    refused("holds a run already", "train", "ppo", "--config", config, "-o", path("run"));
    refused("holds no run", "train", "ppo", "--resume", "-o", path("other"));
    refused(
        "'gpu9' is not there",
        "train",
        "ppo",
        "--config",
        config,
        "-o",
        path("a"),
        "--device",
        "gpu9");
    refused(
        "did you mean 'paper'?",
        "train",
        "ppo",
        "--config",
        config,
        "--objective",
        "papers",
        "-o",
        path("a"));
    String policy = path("run/policy.safetensors");
    refused("no guard", "train", "ppo", "--config", config, "--base", policy, "-o", path("b"));
    String guard = "[guard]\nkind = \"budget\"\nlimit = \"%s\"\nhorizon = 22\n";
    String budget = settings(SMALL.formatted(1000) + guard.formatted("1"));
    refused("none is given", "train", "ppo", "--config", budget, "-o", path("c"));
    String wrong = settings(SMALL.formatted(1000) + guard.formatted("one"));
    refused("no decimal", "train", "ppo", "--config", wrong, "--base", policy, "-o", path("d"));
    String late = settings(SMALL.formatted(500) + guard.formatted("1"));
    refused("none of 500", "train", "ppo", "--config", late, "--base", policy, "-o", path("d"));
    for (String elsewhere :
        List.of("[curriculum]\nstages = \"point-robot\"\n", "[product]\nstart = \"any\"\n")) {
      String begun =
          settings(
              "formula = \"F goal\"\n" + SMALL.formatted(1000) + guard.formatted("1") + elsewhere);
      refused(
          "as they did there",
          "train",
          "ppo",
          "--config",
          begun,
          "--base",
          policy,
          "-o",
          path("d"));
    }
    String other =
        settings(
            "environment = \"point-reach-avoid-5\"\n"
                + SMALL.formatted(1000)
                + guard.formatted("1"));
    refused(
        "44 observations", "train", "ppo", "--config", other, "--base", policy, "-o", path("e"));
    refused(
        "did you mean",
        "train",
        "ppo",
        "--config",
        settings("enviroment = \"point-robot\""),
        "-o",
        path("f"));
    refused(
        "did you mean 'hazard'?",
        "train",
        "ppo",
        "--config",
        settings("formula = \"!hazrd U goal\"\n" + SMALL.formatted(1000)),
        "-o",
        path("a"));
    refused(
        "44 observations",
        "train",
        "ppo",
        "--config",
        settings(SMALL.formatted(1000) + "[curriculum]\nstages = \"point-reach-avoid-1\"\n"),
        "-o",
        path("b"));
    for (String name : List.of("a", "b", "c", "d", "e", "f")) {
      assertFalse(Files.exists(folder.resolve(name)), name + " was begun");
    }
  }

  private static void refused(String why, String... arguments) {
    SuretyCli.Run run = SuretyCli.run(arguments);
    assertEquals(2, run.code(), run.toString());
    List<String> said =
        run.err().lines().filter(line -> !line.startsWith("surety: warning")).toList();
    assertEquals(1, said.size(), run.err());
    assertTrue(said.get(0).startsWith("surety: ") && said.get(0).contains(why), run.err());
  }
}
