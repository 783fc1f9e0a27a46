package org.surety.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;
import org.surety.env.Environments;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The whole path in a fresh folder, with the commands a user would type. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = "Show the whole path in a fresh folder: rollout, certify, alpha, verify.")
final class DemoCommand implements Callable<Integer> {
  private static final String ENVIRONMENT = "point-robot";

  @Option(
      names = "-o",
      paramLabel = "DIR",
      description = "The folder, new or empty (default: surety-demo, with a number if taken).")
  private @Nullable Path folder;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Path place = folder == null ? freshFolder() : emptyFolder(folder);
    Environments.Description environment = Environments.named(ENVIRONMENT);
    try (InputStream in = DemoCommand.class.getResourceAsStream("/spec/point-robot.spec")) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks spec/point-robot.spec");
      }
      Files.write(place.resolve("point-robot.spec"), in.readAllBytes());
    }
    String spec = place.resolve("point-robot.spec").toString();
    String logs = place.resolve("rollouts.parquet").toString();
    String policy = place.resolve("controller.json").toString();
    String key = place.resolve("key.pem").toString();
    String publicKey = place.resolve("pub.pem").toString();
    String certificate = place.resolve("certificate.json").toString();

    say(
        "A robot drives to a goal past a hazard. Its controller draws every action from a normal",
        "distribution. Here are 10,000 episodes of it; in real life these are your logs.");
    run(
        "rollout",
        "--env",
        ENVIRONMENT,
        "-n",
        "10000",
        "--seed",
        "1",
        "-o",
        logs,
        "--policy-file",
        policy);
    say(
        spec + " says what must hold: (!hazard) U goal within 22 decisions.",
        "A key of your own signs what you certify:");
    run("keys", "generate", "-o", key);
    run("keys", "public", key, "-o", publicKey);
    say(
        "Certify: judge every episode, count, and bound the probability of a violation. The number",
        "of episodes was fixed beforehand (--planned-episodes), so the classical bound applies.");
    run(
        "certify",
        "--spec",
        spec,
        "--logs",
        logs,
        "--beta",
        "1e-7",
        "--planned-episodes",
        "10000",
        "--policy",
        policy,
        "--no-replay",
        "--action-mode",
        "stochastic",
        "--environment",
        environment.name(),
        "--environment-version",
        environment.version(),
        "--dynamics",
        "deterministic",
        "--initial-distribution",
        environment.initialDistribution(),
        "--collector",
        "surety demo",
        "--key",
        key,
        "-o",
        certificate);
    say(
        "The first line is the whole claim; A1.. are what nobody checked. How far may a new policy",
        "move away from this one, if one violation in a hundred episodes is acceptable?");
    run(
        "alpha",
        "--certificate",
        certificate,
        "--public-key",
        publicKey,
        "--risk",
        "0.01",
        "--policy-class",
        "gaussian");
    say(
        "alpha^T says: no action may become more than alpha times as likely, at any decision.",
        "Somebody who does not trust you verifies, and computes every number again from the logs:");
    run(
        "verify",
        certificate,
        "--public-key",
        publicKey,
        "--spec",
        spec,
        "--policy",
        policy,
        "--logs",
        logs);
    say("All files are in " + place + ". Certify your own logs next: see README.md.");
    return 0;
  }

  private void run(String... arguments) {
    PrintWriter out = spec.commandLine().getOut();
    out.println("$ surety " + String.join(" ", Arrays.stream(arguments).map(this::shell).toList()));
    out.flush();
    int code = Main.run(out, spec.commandLine().getErr(), arguments);
    if (code != 0) {
      throw new InputException(
          "demo", "'surety " + arguments[0] + "' ended with " + code, "see the message above");
    }
    out.println();
  }

  private String shell(String argument) {
    return argument.matches("[A-Za-z0-9_./=:+-]+") ? argument : "'" + argument + "'";
  }

  private void say(String... lines) {
    PrintWriter out = spec.commandLine().getOut();
    List.of(lines).forEach(line -> out.println("# " + line));
  }

  private static Path freshFolder() throws IOException {
    Path candidate = Path.of("surety-demo");
    for (int i = 2; Files.exists(candidate); i++) {
      candidate = Path.of("surety-demo-" + i);
    }
    return Files.createDirectories(candidate);
  }

  private static Path emptyFolder(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      try (Stream<Path> entries = Files.list(path)) {
        if (entries.findAny().isPresent()) {
          throw new InputException(
              path.toString(), "is not empty", "name a new folder: the demo overwrites nothing");
        }
      }
      return path;
    }
    return Files.createDirectories(path);
  }
}
