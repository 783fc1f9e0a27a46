package org.surety.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Groups the learners. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = "Train a policy: a new one, or one that stays near a certified one.",
    subcommands = {TrainPpoCommand.class, TrainSacCommand.class})
final class TrainCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "no learner given; try 'surety train ppo' or 'surety train sac'");
  }
}
