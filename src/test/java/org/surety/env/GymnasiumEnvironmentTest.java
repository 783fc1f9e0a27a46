package org.surety.env;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.surety.base.InputException;

/** Against a stub of gymnasium; against the real one where it is installed. */
@Timeout(240)
class GymnasiumEnvironmentTest {
  @TempDir private Path folder;
  private String python = "";

  /** An interpreter that finds the stub. */
  @BeforeEach
  void stubbedPython() throws IOException, InterruptedException {
    Assumptions.assumeTrue(runs("python3", "-c", "import struct"), "needs python3");
    Path script = folder.resolve("python");
    Files.writeString(
        script,
        "#!/bin/sh\nPYTHONPATH='"
            + Path.of("src/test/python/stub").toAbsolutePath()
            + "' exec python3 \"$@\"\n");
    assertTrue(script.toFile().setExecutable(true));
    python = script.toString();
  }

  private static boolean runs(String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private GymnasiumOptions options(String id, int processes) {
    return new GymnasiumOptions(
        id,
        python,
        new TreeMap<>(Map.of("even", "even", "third", "third")),
        List.of("extra"),
        processes,
        Duration.ofSeconds(20));
  }

  @Test
  void lanesStepTogetherInSeveralProcesses() {
    try (GymnasiumEnvironment env = new GymnasiumEnvironment(options("Counter-v0", 2), 5)) {
      assertEquals(3, env.observationSize());
      assertEquals(2, env.actionSize());
      assertEquals(0, env.actionChoices());
      assertArrayEquals(new double[] {-1, -2}, env.actionLow());
      assertArrayEquals(new double[] {1, Double.POSITIVE_INFINITY}, env.actionHigh());
      assertEquals("gymnasium stub", env.versions());
      assertEquals(List.of("extra", "cost", "even", "nested.steps"), env.infoNames());
      assertEquals(List.of("even", "third"), env.atoms());
      double[] actions = new double[10];
      for (int lane = 0; lane < 5; lane++) {
        actions[2 * lane] = lane; // clipped to 1
        actions[2 * lane + 1] = 0.25;
      }
      for (int t = 1; t <= 5; t++) {
        env.step(actions);
        for (int lane = 0; lane < 5; lane++) {
          assertEquals(t, env.observations()[3 * lane]);
          assertEquals(t * (Math.min(lane, 1) + 0.25), env.observations()[3 * lane + 1], 1e-12);
          assertEquals(0.5 * t, env.rewards()[lane]);
          assertEquals(0.25, env.costs()[lane]);
          assertEquals((t % 2 == 0 ? 1 : 0) + (t == 3 ? 2 : 0), env.labels()[lane]);
          assertTrue(Double.isNaN(env.infos()[4 * lane]));
          assertEquals(t, env.infos()[4 * lane + 3]);
          assertEquals(t == 5, env.terminated(lane));
          assertFalse(env.truncated(lane));
        }
      }
      env.step(actions);
      assertEquals(5, env.observations()[0], "a lane that has ended stands still");
      env.reset(3, 1, 2);
      assertEquals(0, env.observations()[9]);
      assertFalse(env.ended(3));
      env.step(actions, 0, 4);
      assertEquals(1, env.observations()[9]);
      assertEquals(5, env.observations()[12]);
    }
  }

  @Test
  void anEpisodeHasItsSeedWhateverTheLane() {
    try (GymnasiumEnvironment env = new GymnasiumEnvironment(options("Counter-v0", 2), 4)) {
      env.reset(0, 5, 6);
      env.reset(3, 5, 6);
      env.reset(1, 5, 7);
      env.reset(2, 6, 6);
      assertEquals(env.observations()[2], env.observations()[11]);
      assertFalse(env.observations()[2] == env.observations()[5]);
      assertFalse(env.observations()[2] == env.observations()[8]);
    }
  }

  @Test
  void costsOfSixTuplesAndChoicesAreUnderstood() {
    try (GymnasiumEnvironment env = new GymnasiumEnvironment(options("SixTuple-v0", 1), 1)) {
      assertEquals(3, env.actionChoices());
      assertArrayEquals(new double[] {0}, env.actionLow());
      assertArrayEquals(new double[] {2}, env.actionHigh());
      env.step(new double[] {2});
      assertEquals(3, env.observations()[1], "choices of this space start at 1");
      assertEquals(7, env.costs()[0]);
      env.step(new double[] {0});
      assertTrue(env.truncated(0));
      assertFalse(env.terminated(0));
    }
  }

  private String failure(String id, Duration patience) {
    GymnasiumOptions options =
        new GymnasiumOptions(id, python, new TreeMap<>(), List.of(), 1, patience);
    return assertThrows(
            InputException.class,
            () -> {
              try (GymnasiumEnvironment env = new GymnasiumEnvironment(options, 2)) {
                for (int t = 0; t < 4; t++) {
                  env.step(new double[4]);
                }
              }
            })
        .getMessage();
  }

  @Test
  void whatGoesWrongIsOneSentence() {
    Duration patience = Duration.ofSeconds(20);
    assertEquals(
        "gymnasium:Failing-v0: failed: ValueError: the motor is off; see whether it runs in Python"
            + " by itself",
        failure("Failing-v0", patience));
    assertEquals(
        "gymnasium:Dying-v0: the Python process ended: segmentation fault, say; see whether it"
            + " runs in Python by itself",
        failure("Dying-v0", patience));
    assertEquals(
        "gymnasium:Hanging-v0: gave no answer for 2 s and was stopped; make the environment"
            + " faster, or wait longer",
        failure("Hanging-v0", Duration.ofSeconds(2)));
    assertTrue(failure("Missing-v0", patience).contains("KeyError: 'Missing-v0'"));
    python = folder.resolve("no-such-python").toString();
    assertTrue(failure("Counter-v0", patience).contains("cannot be started"));
  }

  @Test
  void aProgramThatIsNoBridgeIsToldApart() throws IOException {
    Path script = folder.resolve("cat");
    Files.writeString(script, "#!/bin/sh\nprintf 'SURETY01\\377\\377\\377\\377'\n");
    assertTrue(script.toFile().setExecutable(true));
    python = script.toString();
    assertTrue(
        failure("Counter-v0", Duration.ofSeconds(20)).contains("something else than numbers"));
    Path given = folder.resolve("given");
    Files.writeString(script, "#!/bin/sh\necho \"$1\" > '" + given + "'\necho Hello, world\n");
    assertTrue(failure("Counter-v0", Duration.ofSeconds(20)).contains("process ended"));
    Path program = Path.of(Files.readString(given).strip());
    assertEquals("surety_bridge.py", program.getFileName().toString());
    assertFalse(Files.exists(program.getParent()), "nothing is left behind");
  }

  @Test
  void theRealPendulumSwings() throws InterruptedException {
    Assumptions.assumeTrue(runs("python3", "-c", "import gymnasium"), "needs gymnasium");
    GymnasiumOptions options =
        new GymnasiumOptions(
            "Pendulum-v1", "python3", new TreeMap<>(), List.of(), 1, Duration.ofSeconds(50));
    try (GymnasiumEnvironment env = new GymnasiumEnvironment(options, 3)) {
      assertEquals(3, env.observationSize());
      assertArrayEquals(new double[] {-2}, env.actionLow());
      for (int t = 0; t < 200; t++) {
        double[] before = env.observations().clone();
        env.step(new double[] {1, -1, 0});
        for (int lane = 0; lane < 3; lane++) {
          double theta = Math.atan2(before[3 * lane + 1], before[3 * lane]);
          double speed = before[3 * lane + 2];
          double torque = lane == 0 ? 1 : lane == 1 ? -1 : 0;
          double cost = theta * theta + 0.1 * speed * speed + 0.001 * torque * torque;
          assertEquals(-cost, env.rewards()[lane], 1e-4);
        }
      }
      assertTrue(env.truncated(0));
    }
  }

  @Test
  void theRealPointRobotReportsItsCosts() throws InterruptedException {
    Assumptions.assumeTrue(
        runs("python3", "-c", "import safety_gymnasium"), "needs safety_gymnasium");
    GymnasiumOptions options =
        new GymnasiumOptions(
            "safety_gymnasium:SafetyPointGoal1-v0",
            "python3",
            new TreeMap<>(Map.of("goal", "goal_met")),
            List.of(),
            1,
            Duration.ofSeconds(100));
    try (GymnasiumEnvironment env = new GymnasiumEnvironment(options, 2)) {
      assertEquals(60, env.observationSize());
      assertEquals(2, env.actionSize());
      assertTrue(env.infoNames().contains("cost_hazards"), env.infoNames()::toString);
      for (int t = 0; t < 150; t++) {
        env.step(new double[] {1, 0.1, 1, -0.1});
        for (int lane = 0; lane < 2; lane++) {
          int info = lane * env.infoNames().size() + env.infoNames().indexOf("cost_sum");
          assertEquals(env.infos()[info], env.costs()[lane]);
        }
      }
    }
  }
}
