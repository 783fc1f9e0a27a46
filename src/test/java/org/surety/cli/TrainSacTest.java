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
import org.surety.policy.ActionScaling;
import org.surety.policy.Head;
import org.surety.policy.Policy;
import org.surety.policy.file.Policies;
import org.surety.policy.file.PolicyHints;

/** {@code surety train sac}, as a user types it, and what becomes of its policies. */
class TrainSacTest {
  private static final String SMALL =
      """
      seed = 2
      steps = %d
      [sac]
      batch = 32
      burn_in = 256
      [replay]
      capacity = 1000
      [network]
      hidden = [16, 16]
      [run]
      report_every = 512
      checkpoint_every = 2
      """;

  @TempDir Path folder;

  private String settings(String text) throws IOException {
    return Files.writeString(folder.resolve("my.toml"), text).toString();
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private String base() throws IOException {
    String config = settings(SMALL.formatted(1024));
    String said = SuretyCli.ok("train", "sac", "--config", config, "-o", path("base"));
    assertTrue(said.startsWith("trained: 1,024 steps in 2 rows on cpu"), said);
    return path("base/policy.safetensors");
  }

  @Test
  void aSquashedBaseIsCertifiedTrainedFromUnderEveryGuardAndAudited() throws IOException {
    String base = base();
    Policy policy = Policies.read(Path.of(base), PolicyHints.NONE);
    assertEquals(ActionScaling.Mode.TANH_RESCALE, policy.scaling().mode());
    assertTrue(
        policy.head() instanceof Head.Gaussian g && g.deviation() instanceof Head.StateDeviation);
    new TrainingFolder(folder).certify(base);
    String config =
        Files.writeString(
                folder.resolve("task.toml"),
                """
                steps = 4096
                [rollout]
                lanes = 64
                [ppo]
                minibatch = 256
                learning_rate = 0.01
                warm_up = 1024
                [network]
                hidden = [16, 16]
                """)
            .toString();
    for (String guard : List.of("per-step", "budget", "mean-only")) {
      String json =
          SuretyCli.ok(
              "train",
              "ppo",
              "--config",
              config,
              "--certificate",
              path("cert.json"),
              "--public-key",
              path("pub.pem"),
              "--base",
              base,
              "--risk",
              "0.1",
              "--guard",
              guard,
              "-o",
              path(guard),
              "--json");
      assertTrue(json.contains("\"exceptions\": 0"), json);
      GuardedPolicy deployed = GuardedRun.read(folder.resolve(guard)).policy(1);
      assertEquals(2, deployed.act(new double[6]).raw().length);
      assertFalse(
          Policies.read(folder.resolve(guard).resolve("task.safetensors"), PolicyHints.NONE)
              .digest()
              .equals(policy.digest()),
          "the task policy has moved");
      SuretyCli.ok(
          "audit",
          "--certificate",
          path("cert.json"),
          "--public-key",
          path("pub.pem"),
          "--task",
          path(guard),
          "--key",
          path("key.pem"),
          "-o",
          path(guard + ".json"));
    }
  }

  @Test
  void aRunThatIsContinuedEndsLikeOneThatWasNot() throws IOException {
    SuretyCli.ok("train", "sac", "--config", settings(SMALL.formatted(3072)), "-o", path("whole"));
    SuretyCli.ok("train", "sac", "--config", settings(SMALL.formatted(1536)), "-o", path("part"));
    Path settings = folder.resolve("part/settings.toml");
    Files.writeString(settings, Files.readString(settings).replace("steps = 1536", "steps = 3072"));
    SuretyCli.ok("train", "sac", "--resume", "-o", path("part"));
    for (String file : List.of("policy.safetensors", "checkpoint")) {
      assertArrayEquals(
          Files.readAllBytes(folder.resolve("whole").resolve(file)),
          Files.readAllBytes(folder.resolve("part").resolve(file)),
          file);
    }
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
                "sac",
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
          && (!Files.exists(table) || Files.readAllLines(table).size() < 4)) {
        Thread.sleep(50);
      }
      process.destroy(); // as an operating system's request to end, or Ctrl-C
      assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    } finally {
      process.destroyForcibly();
    }
    List<String> rows = Files.readAllLines(table);
    long steps = 512L * (rows.size() - 1);
    Path settings = folder.resolve("run/settings.toml");
    Files.writeString(
        settings,
        Files.readString(settings).replace("steps = 1000000000", "steps = " + (steps + 512)));
    String said = SuretyCli.ok("train", "sac", "--resume", "-o", path("run"));
    assertTrue(said.contains("in " + rows.size() + " rows"), said + rows.size());
    assertEquals(rows, Files.readAllLines(table).subList(0, rows.size()), "nothing was redone");
  }

  @Test
  void severalSeedsGiveWhatSingleRunsGive() throws IOException {
    String config = settings(SMALL.formatted(512));
    String said =
        SuretyCli.ok("train", "sac", "--config", config, "--seeds", "2", "-o", path("both"));
    assertTrue(said.startsWith("seed 2: trained after 512 steps"), said);
    SuretyCli.ok("train", "sac", "--config", config, "--seed", "3", "-o", path("one"));
    assertArrayEquals(
        Files.readAllBytes(folder.resolve("one/checkpoint")),
        Files.readAllBytes(folder.resolve("both/seed-3/checkpoint")));
  }

  @Test
  void wrongInputIsOneSentence() throws IOException {
    String config = settings(SMALL.formatted(512));
    SuretyCli.ok("train", "sac", "--config", config, "-o", path("run"));
    refused("holds a run already", config, "run");
    String small = SMALL.formatted(512);
    refused("'sac.tow' is not known; did you mean 'sac.tau'?", settings("[sac]\ntow = 1\n"), "a");
    refused("did you mean 'sac.gamma'?", settings("[ppo]\ngamma = 0.9\n"), "a");
    refused("sac.target_entropy cannot be 1", settings("[sac]\ntarget_entropy = 1\n"), "a");
    refused("threads cannot share", settings(small + "[rollout]\nworkers = 33\n"), "a");
    refused("one step of all lanes", settings(small + "[rollout]\nlanes = 1001\n"), "a");
    refused("did you mean", settings("environment = \"point-robt\"\n" + small), "a");
    refused(
        "44 observations",
        settings(small + "[curriculum]\nstages = \"point-reach-avoid-1\"\n"),
        "a");
    refused(
        "keep at most",
        settings("environment = \"point-reach-avoid-5\"\n[replay]\ncapacity = 100_000_000\n"),
        "a");
    assertFalse(Files.exists(folder.resolve("a")), "nothing was begun");
  }

  private void refused(String why, String config, String run) {
    SuretyCli.Run ended = SuretyCli.run("train", "sac", "--config", config, "-o", path(run));
    assertEquals(2, ended.code(), ended.toString());
    assertEquals(1, ended.err().lines().count(), ended.err());
    assertTrue(ended.err().startsWith("surety: ") && ended.err().contains(why), ended.err());
  }
}
