package org.surety.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.surety.policy.ActionScaling;
import org.surety.policy.Activation;
import org.surety.policy.DenseLayer;
import org.surety.policy.Head;
import org.surety.policy.Network;
import org.surety.policy.Policy;
import org.surety.policy.file.Policies;

class RolloutPolicyTest {
  @TempDir private Path folder;

  private Path policy(int observations) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    DenseLayer mean =
        new DenseLayer(
            observations,
            random.doubles(2L * observations, -0.3, 0.3).toArray(),
            new double[2],
            Activation.IDENTITY);
    Path file = folder.resolve("policy" + observations + ".safetensors");
    Policies.writeSafetensors(
        new Policy(
            observations,
            null,
            Network.NONE,
            new Head.Gaussian(
                new Network(List.of(mean)), new Head.ConstantDeviation(new double[] {-1, -1})),
            ActionScaling.tanh()),
        file);
    return file;
  }

  @Test
  void aPolicyFileIsRolledOutSquashedAsItSaysAndCertifiable() throws IOException {
    Path logs = folder.resolve("logs.csv");
    SuretyCli.ok(
        "rollout",
        "--env",
        "point-reach-avoid-5",
        "--policy",
        policy(44).toString(),
        "-n",
        "40",
        "--seed",
        "3",
        "-o",
        logs.toString());
    List<String> rows = Files.readAllLines(logs);
    List<String> header = List.of(rows.get(0).split(","));
    for (String row : rows.subList(1, rows.size())) {
      String[] cells = row.split(",", -1);
      String raw = cells[header.indexOf("raw_action[0]")];
      if (!raw.isEmpty()) {
        assertEquals(
            StrictMath.tanh(Double.parseDouble(raw)),
            Double.parseDouble(cells[header.indexOf("actions[0]")]));
      }
    }
    String judged =
        SuretyCli.ok("monitor", "--spec", "spec/point-reach-avoid.spec", "--logs", logs.toString());
    assertTrue(judged.contains("violated"), judged);
  }

  @Test
  void aPolicyThatDoesNotFitIsOneSentence() throws IOException {
    SuretyCli.Run run =
        SuretyCli.run(
            "rollout",
            "--env",
            "point-robot",
            "--policy",
            policy(44).toString(),
            "-n",
            "1",
            "-o",
            folder.resolve("x.csv").toString());
    assertEquals(2, run.code());
    assertTrue(
        run.err()
            .contains(
                "is a Gaussian policy with 44 observations and 2 actions; 'point-robot' needs a"
                    + " Gaussian one with 6 observations and 2 actions"),
        run.err());
  }

  @Test
  void anEnvironmentWithoutAControllerAsksForAPolicy() {
    SuretyCli.Run run =
        SuretyCli.run(
            "rollout",
            "--env",
            "point-reach-avoid-1",
            "-n",
            "1",
            "-o",
            folder.resolve("x.csv").toString());
    assertEquals(2, run.code());
    assertTrue(run.err().contains("has no scripted controller; name a policy file"), run.err());
  }
}
