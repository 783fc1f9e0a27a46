package org.surety.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Groups the studies. */
@Command(
    name = "study",
    mixinStandardHelpOptions = true,
    description = "Repeat an experiment behind the published tables.",
    subcommands = StudySportCommand.class)
final class StudyCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no study given; try 'surety study sport'");
  }
}
