package org.surety.cli;

import org.surety.env.Environments;
import org.surety.env.GymnasiumOptions;
import picocli.CommandLine.Option;

/** Which environment, and how to run it where it is one of Gymnasium. */
final class EnvironmentOptions {
  private static final int PATIENCE_SECONDS = 60;

  @Option(
      names = "--env",
      required = true,
      paramLabel = "NAME",
      description =
          "The environment: point-robot, point-reach-avoid-5, ..., or gymnasium:ID; a wrong name"
              + " lists them.")
  private String environment;

  @Option(
      names = "--python",
      paramLabel = "COMMAND",
      defaultValue = "python3",
      description = "Interpreter that has gymnasium (default: python3).")
  private String python;

  @Option(
      names = "--env-labels",
      paramLabel = "ATOM=INFO,...",
      defaultValue = "",
      description = "Labels of states of gymnasium:ID, for a formula: goal=goal_met, ...")
  private String labels;

  @Option(
      names = "--env-infos",
      paramLabel = "INFO,...",
      defaultValue = "",
      description = "Infos of gymnasium:ID to log beside those that a first step shows.")
  private String infos;

  /** How many episodes are worth stepping together. */
  int lanes() {
    return environment.startsWith(GymnasiumOptions.PREFIX) ? 16 : 256;
  }

  /** The environment; one of Gymnasium is started once, to learn what it is. */
  Environments.Description found() {
    return environment.startsWith(GymnasiumOptions.PREFIX)
        ? Environments.gymnasium(
            GymnasiumOptions.of(
                environment, python, labels, infos, 1, PATIENCE_SECONDS, "--env-labels"))
        : Environments.named(environment);
  }
}
