package org.surety.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.surety.certificate.Envelope;
import org.surety.certificate.Keys;
import org.surety.guard.GuardedPolicy;
import org.surety.guard.file.GuardedRun;
import org.surety.policy.ActionScaling;
import org.surety.policy.Activation;
import org.surety.policy.DenseLayer;
import org.surety.policy.Head;
import org.surety.policy.Network;
import org.surety.policy.Policy;
import org.surety.policy.PolicyEvaluator;
import org.surety.policy.StdMap;
import org.surety.policy.file.Policies;

/**
 * A folder with a key, a certified base policy ({@code base.safetensors}, {@code base.json}) for a
 * walk on a line that must not go beyond 1.5 within 5 decisions, and task policies: {@code
 * task.safetensors}, a network that pushes to the right, and {@code head.safetensors}, one that
 * ends in a ratio-bounded head.
 */
record AuditFolder(Path folder) {
  static final int EPISODES = 400;
  static final int DECISIONS = 5;

  static AuditFolder in(Path folder) throws IOException {
    AuditFolder made = new AuditFolder(folder);
    Policies.writeSafetensors(gaussian(0, -0.7), folder.resolve("base.safetensors"));
    Policies.writeSafetensors(gaussian(0.3, -0.7), folder.resolve("task.safetensors"));
    Policies.writeSafetensors(head(), folder.resolve("head.safetensors"));
    Files.writeString(
        folder.resolve("walk.spec"),
        """
        predicate far := observations[0] > 1.5
        property  near := G !far
        step      0.1 s
        horizon   5
        """);
    for (String name : List.of("key", "other")) {
      SuretyCli.ok("keys", "generate", "-o", made.path(name + ".pem"));
      SuretyCli.ok("keys", "public", made.path(name + ".pem"), "-o", made.path(name + "-pub.pem"));
    }
    made.log("base.csv", 1);
    SuretyCli.ok(made.certify("base.json"));
    return made;
  }

  /** Mean {@code push} − 0.2 x, with a deviation that depends a little on the state. */
  static Policy gaussian(double push, double logStd) {
    return new Policy(
        1,
        null,
        new Network(
            List.of(
                new DenseLayer(1, new double[] {1, -0.5}, new double[] {0, 0.2}, Activation.TANH))),
        new Head.Gaussian(
            new Network(
                List.of(
                    new DenseLayer(
                        2, new double[] {-0.2, 0.1}, new double[] {push}, Activation.IDENTITY))),
            new Head.StateDeviation(
                new Network(
                    List.of(
                        new DenseLayer(
                            2, new double[] {0.1, 0}, new double[] {logStd}, Activation.IDENTITY))),
                StdMap.clampedLog(-20, 2))),
        ActionScaling.none());
  }

  static Policy head() {
    Random random = new Random(3);
    return new Policy(
        1,
        null,
        Network.NONE,
        new Head.RatioBounded(
            new Network(
                List.of(
                    new DenseLayer(
                        1,
                        random.doubles(4, -1, 1).toArray(),
                        new double[] {1, 0, 0, 2},
                        Activation.IDENTITY)))),
        ActionScaling.none());
  }

  String path(String name) {
    return folder.resolve(name).toString();
  }

  /** What draws the next raw action in episode {@code e}, at the walk's place {@code x}. */
  interface Walker {
    double[] act(long e, int t, double x);
  }

  /** Writes rollouts of the base policy. */
  void log(String name, long seed) throws IOException {
    log(name, seed, EPISODES, drawnFrom(gaussian(0, -0.7), seed));
  }

  /** Draws from a policy that stands alone. */
  static Walker drawnFrom(Policy policy, long seed) {
    Random random = new Random(seed + 1000);
    PolicyEvaluator evaluator = policy.evaluator(1);
    return (e, t, x) -> {
      double[] action = new double[1];
      evaluator.distribution(x).sample(random, action);
      return action;
    };
  }

  /** What a guarded policy does. */
  static Walker guarded(GuardedRun run, long seed) {
    GuardedPolicy policy = run.policy(seed);
    return (e, t, x) -> {
      if (t == 0) {
        policy.start(e);
      }
      return policy.act(new double[] {x}).raw();
    };
  }

  /** Writes rollouts. */
  void log(String name, long seed, int episodes, Walker walker) throws IOException {
    Random random = new Random(seed);
    StringBuilder csv =
        new StringBuilder("episode,step,observations[0],raw_action[0],terminated\n");
    for (int e = 0; e < episodes; e++) {
      double x = 0.2 * random.nextGaussian();
      for (int t = 0; t <= DECISIONS; t++) {
        csv.append(e + "," + t + "," + x + ",");
        if (t == DECISIONS) {
          csv.append(",\n");
          break;
        }
        double action = walker.act(e, t, x)[0];
        csv.append(action + "," + (t == DECISIONS - 1 ? 1 : 0) + "\n");
        x += 0.5 * action;
      }
    }
    Files.writeString(folder.resolve(name), csv);
  }

  String[] certify(String output, String... more) {
    return arguments(
        more,
        "certify",
        "--spec",
        path("walk.spec"),
        "--logs",
        path("base.csv"),
        "--beta",
        "1e-3",
        "--planned-episodes",
        String.valueOf(EPISODES),
        "--policy",
        path("base.safetensors"),
        "--action-mode",
        "stochastic",
        "--key",
        path("key.pem"),
        "-o",
        path(output));
  }

  /** An audit of {@code task.safetensors} against the base certificate, and what else is said. */
  String[] audit(String output, String... more) {
    return arguments(
        more,
        "audit",
        "--certificate",
        path("base.json"),
        "--base",
        path("base.safetensors"),
        "--task",
        path("task.safetensors"),
        "--key",
        path("key.pem"),
        "-o",
        path(output));
  }

  /** As above for a folder or a certificate of another name. */
  String[] auditOf(String certificate, String task, String output, String... more) {
    return arguments(
        more,
        "audit",
        "--certificate",
        path(certificate),
        "--task",
        path(task),
        "--key",
        path("key.pem"),
        "-o",
        path(output));
  }

  SuretyCli.Run verify(String certificate, String... more) {
    return SuretyCli.run(
        arguments(
            more,
            "verify",
            path(certificate),
            "--public-key",
            path("key-pub.pem"),
            "--parents",
            folder.toString()));
  }

  private static String[] arguments(String[] more, String... first) {
    List<String> all = new ArrayList<>(List.of(first));
    Stream.of(more).forEach(all::add);
    return all.toArray(String[]::new);
  }

  /** A certificate altered and signed again with the right key, under another name. */
  String forged(String certificate, UnaryOperator<String> change) throws IOException {
    Envelope honest = Envelope.read(folder.resolve(certificate));
    String payload = new String(honest.uncheckedPayload(), StandardCharsets.UTF_8);
    String changed = change.apply(payload);
    if (changed.equals(payload)) {
      throw new AssertionError("the change changes nothing in " + payload);
    }
    sign("forged.json", changed, "key.pem");
    return "forged.json";
  }

  void sign(String name, String payload, String key) throws IOException {
    Envelope.sign(
            Envelope.IN_TOTO,
            payload.getBytes(StandardCharsets.UTF_8),
            List.of(Keys.readPrivate(folder.resolve(key), null).key()))
        .write(folder.resolve(name));
  }
}
