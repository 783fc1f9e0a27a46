package org.surety.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Policies that remember, from training on a formula to a certificate that replays them. */
class FormulaPolicyTest {
  @TempDir Path folder;

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private void train(String environment, String formula) throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("my.toml"),
            """
            environment = "%s"
            formula = "%s"
            steps = 2048
            [rollout]
            lanes = 64
            [ppo]
            minibatch = 512
            [network]
            hidden = [16]
            """
                .formatted(environment, formula));
    SuretyCli.ok("train", "ppo", "--config", config.toString(), "-o", path("run"));
  }

  /** Choices and Gaussians, with an automaton that is remembered, and one with jumps. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "minecraft; F (wood & X F tool_shed); wood",
        "gridworld-3; F G goal1 | F G goal2; goal1",
        "point-patrol; G F a & G F b & G !hazard; hazard"
      })
  void aPolicyWithMemoryIsReplayedOnWhatItObserved(String environment, String formula, String atom)
      throws IOException {
    train(environment, formula);
    String policy = path("run/policy.safetensors");
    SuretyCli.ok(
        "rollout",
        "--env",
        environment,
        "--formula",
        formula,
        "--policy",
        policy,
        "-n",
        "40",
        "-o",
        path("log.parquet"));
    Path spec =
        Files.writeString(
            folder.resolve("never.spec"),
            """
            signal    here = infos.%s
            predicate it := here > 0.5
            property  early := F it
            horizon   40
            """
                .formatted(atom));
    SuretyCli.ok("keys", "generate", "-o", path("key.pem"));
    String said =
        SuretyCli.ok(
            "certify",
            "--spec",
            spec.toString(),
            "--logs",
            path("log.parquet"),
            "--policy",
            policy,
            "--action-mode",
            "stochastic",
            "--beta",
            "1e-3",
            "--planned-episodes",
            "40",
            "--allow-duplicates",
            "--json",
            "--key",
            path("key.pem"),
            "-o",
            path("cert.json"));
    assertTrue(said.contains("\"episodes\": 40"), said);
    assertTrue(said.contains("\"policyLink\": \"replayed\""), said);
  }

  @Test
  void whatAPolicyRemembersMustBeNamed() throws IOException {
    train("minecraft", "F (wood & X F tool_shed)");
    SuretyCli.Run result =
        SuretyCli.run(
            "rollout",
            "--env",
            "minecraft",
            "--policy",
            path("run/policy.safetensors"),
            "-n",
            "1",
            "-o",
            path("log.csv"));
    assertTrue(result.code() == 2, result.err());
    assertTrue(result.err().contains("give that with --formula"), result.err());
  }
}
