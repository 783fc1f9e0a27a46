package org.surety.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.surety.policy.ActionScaling;
import org.surety.policy.Activation;
import org.surety.policy.DenseLayer;
import org.surety.policy.Head;
import org.surety.policy.Network;
import org.surety.policy.Normalizer;
import org.surety.policy.Policy;
import org.surety.policy.PolicyEvaluator;
import org.surety.policy.file.Policies;

/**
 * A folder with a Gaussian policy of 3 observations and 2 actions ({@code policy.safetensors}), a
 * key, a property, and logs of 300 episodes of 20 decisions that some noise of its actions gives.
 */
record PolicyFolder(Path folder) {
  static final int EPISODES = 300;
  static final int DECISIONS = 20;
  private static final double BOUND = 0.6;

  /** The noise z of one decision, in standard deviations. */
  interface Noise {
    /** Fills {@code z}, which holds the noise of the decision before. */
    void next(Random random, double[] z, int decision);
  }

  /** Drawn afresh. */
  static final Noise INDEPENDENT =
      (random, z, decision) -> {
        for (int i = 0; i < z.length; i++) {
          z[i] = random.nextGaussian();
        }
      };

  /** What a logger writes down of an action. */
  interface Logged {
    double of(double raw, double executed);
  }

  static PolicyFolder in(Path folder) throws IOException {
    PolicyFolder made = new PolicyFolder(folder);
    Policies.writeSafetensors(policy(), folder.resolve("policy.safetensors"));
    Files.writeString(
        folder.resolve("walk.spec"),
        """
        predicate far := abs(observations[0]) > 1.9
        property  near := G !far
        step      0.1 s
        horizon   20
        """);
    SuretyCli.ok("keys", "generate", "-o", made.path("key.pem"));
    SuretyCli.ok("keys", "public", made.path("key.pem"), "-o", made.path("pub.pem"));
    return made;
  }

  static Policy policy() {
    Random random = new Random(5);
    DenseLayer hidden =
        new DenseLayer(
            3,
            random.doubles(24, -1, 1).toArray(),
            random.doubles(8, -0.2, 0.2).toArray(),
            Activation.TANH);
    DenseLayer mean =
        new DenseLayer(
            8,
            random.doubles(16, -0.5, 0.5).toArray(),
            random.doubles(2, -0.1, 0.1).toArray(),
            Activation.IDENTITY);
    return new Policy(
        3,
        new Normalizer(new double[] {0.1, 0, 0.5}, new double[] {0.5, 0.3, 0.1}, 1e-8, 10),
        new Network(List.of(hidden)),
        new Head.Gaussian(
            new Network(List.of(mean)), new Head.ConstantDeviation(new double[] {-1.2, -0.8})),
        ActionScaling.bounded(
            ActionScaling.Mode.CLIP, new double[] {-BOUND, -BOUND}, new double[] {BOUND, BOUND}));
  }

  String path(String name) {
    return folder.resolve(name).toString();
  }

  /** Writes a log of the policy: what noise it adds, and what becomes of its actions there. */
  String log(String name, Noise noise, Logged logged) throws IOException {
    return log(name, policy(), noise, logged);
  }

  String log(String name, Policy policy, Noise noise, Logged logged) throws IOException {
    Random random = new Random(name.hashCode());
    PolicyEvaluator evaluator = policy.evaluator(1);
    StringBuilder csv = new StringBuilder("episode,step,obs[0],obs[1],obs[2],");
    csv.append("action[0],action[1],terminated\n");
    double[] mean = new double[2];
    double[] std = new double[2];
    for (int e = 0; e < EPISODES; e++) {
      double[] s = {random.nextGaussian() * 0.3, 0, 0};
      double[] z = new double[2];
      for (int t = 0; t <= DECISIONS; t++) {
        csv.append(e + "," + t + "," + s[0] + "," + s[1] + "," + s[2] + ",");
        if (t == DECISIONS) {
          csv.append(",,\n");
          break;
        }
        evaluator.gaussian(s, 0, 1, mean, std);
        noise.next(random, z, t);
        double[] executed = new double[2];
        for (int i = 0; i < 2; i++) {
          double raw = mean[i] + std[i] * z[i];
          executed[i] = Math.min(Math.max(raw, -BOUND), BOUND);
          csv.append(logged.of(raw, executed[i])).append(',');
        }
        csv.append("0\n");
        s[0] = 0.9 * s[0] + 0.3 * executed[0];
        s[1] = 0.7 * s[1] + 0.5 * executed[1];
        s[2] = (t + 1.0) / DECISIONS;
      }
    }
    Files.writeString(folder.resolve(name), csv);
    return path(name);
  }

  String[] certify(String log, String output, String... more) {
    Stream<String> common =
        Stream.of(
            "certify",
            "--spec",
            path("walk.spec"),
            "--logs",
            path(log),
            "--beta",
            "1e-3",
            "--key",
            path("key.pem"),
            "-o",
            path(output));
    return Stream.concat(common, Stream.of(more)).toArray(String[]::new);
  }

  /** The options that name the policy, drawn from. */
  String[] stochastic(String... more) {
    Stream<String> common =
        Stream.of("--policy", path("policy.safetensors"), "--action-mode", "stochastic");
    return Stream.concat(common, Stream.of(more)).toArray(String[]::new);
  }

  String[] verify(String certificate, String... more) {
    Stream<String> common =
        Stream.of("verify", path(certificate), "--json", "--public-key", path("pub.pem"));
    return Stream.concat(common, Stream.of(more)).toArray(String[]::new);
  }
}
