package org.surety.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A folder in which policies of the point robot are certified and trained from.
 *
 * @param folder where everything lies
 */
record TrainingFolder(Path folder) {
  /** A path in it. */
  String path(String name) {
    return folder.resolve(name).toString();
  }

  /** Writes settings; gives their path. */
  String settings(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  /**
   * Certifies a policy for what it cannot fail in two decisions: {@code cert.json} by {@code
   * key.pem}, whose public half is {@code pub.pem}, from {@code log.csv}.
   */
  void certify(String policy) throws IOException {
    SuretyCli.ok(
        "rollout", "--env", "point-robot", "--policy", policy, "-n", "300", "-o", path("log.csv"));
    Files.writeString(
        folder.resolve("safe.spec"),
        """
        signal    x = observations[0]
        signal    y = observations[1]
        predicate hazard := hypot(x + 0.12215, y - 0.91048) <= 0.5
        property  safe := G !hazard
        horizon   2
        """);
    SuretyCli.ok("keys", "generate", "-o", path("key.pem"));
    SuretyCli.ok("keys", "public", path("key.pem"), "-o", path("pub.pem"));
    certify("safe.spec", policy, "cert.json");
  }

  /** Certifies a policy once more, for another property, from the same logs. */
  void certify(String spec, String policy, String certificate) {
    SuretyCli.ok(
        ("certify --beta 1e-3 --planned-episodes 300 --action-mode stochastic --spec")
            .concat(" " + path(spec) + " --logs " + path("log.csv") + " --policy " + policy)
            .concat(" --key " + path("key.pem") + " -o " + path(certificate))
            .split(" ", -1));
  }

  /** Trains from the certified policy at a risk of 0.1. */
  SuretyCli.Run train(String config, String certificate, String policy, String guard, String run) {
    return SuretyCli.run(
        ("train ppo --risk 0.1 --guard " + guard + " --config " + config)
            .concat(" --certificate " + path(certificate) + " --public-key " + path("pub.pem"))
            .concat(" --base " + policy + " -o " + path(run))
            .split(" ", -1));
  }
}
