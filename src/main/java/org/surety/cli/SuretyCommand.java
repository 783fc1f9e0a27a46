package org.surety.cli;

import org.surety.base.ToolkitVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The top command: lists the others. */
@Command(
    name = "surety",
    mixinStandardHelpOptions = true,
    versionProvider = SuretyCommand.Version.class,
    description = "Certifies reinforcement-learning policies from rollout logs.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:the answer is no",
      "2:the input is wrong",
      "70:a defect of surety",
      "130:interrupted"
    },
    footer = {
      "",
      "Start with 'surety demo'; 'surety COMMAND --help' explains a command.",
    },
    subcommands = {
      PlanCommand.class,
      DemoCommand.class,
      RolloutCommand.class,
      CertifyCommand.class,
      AlphaCommand.class,
      AuditCommand.class,
      VerifyCommand.class,
      ActCommand.class,
      MonitorCommand.class,
      CompileCommand.class,
      CrosscheckCommand.class,
      TrainCommand.class,
      StudyCommand.class,
      InspectCommand.class,
      KeysCommand.class,
      DoctorCommand.class,
      HelpCommand.class
    })
final class SuretyCommand implements Runnable {
  /** What {@code --version} prints. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {ToolkitVersion.NAME + " " + ToolkitVersion.number()};
    }
  }

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no command given; start with 'surety demo'");
  }
}
