package org.surety.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** Entry point of the {@code surety} command. */
public final class Main {
  private Main() {}

  /** Runs one command and exits with its code: 0 done, 1 the answer is no, 2 wrong input. */
  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int code = run(out, err, arguments);
    // A PrintWriter keeps failures to itself; a full disk must not look like a complete answer.
    if (out.checkError() && code == 0) {
      err.println("surety: standard output could not be written; is the disk full?");
      code = 2;
    }
    err.flush();
    System.exit(code);
  }

  /** Runs one command against the given streams and returns its exit code. */
  public static int run(PrintWriter out, PrintWriter err, String... arguments) {
    CommandLine commandLine = new CommandLine(new SuretyCommand());
    commandLine.setOut(out);
    commandLine.setErr(err);
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    commandLine.setAbbreviatedOptionsAllowed(false);
    commandLine.setUsageHelpAutoWidth(true);
    commandLine.setExecutionExceptionHandler(new Failures());
    commandLine.setParameterExceptionHandler(new Failures());
    try {
      return commandLine.execute(arguments);
    } catch (OutOfMemoryError e) {
      err.println(
          "surety: the memory limit of "
              + (Runtime.getRuntime().maxMemory() >> 20)
              + " MiB is too small for this; a shorter horizon or a larger limit helps:"
              + " SURETY_JAVA_OPTS=-Xmx8g");
      return CommandLine.ExitCode.USAGE;
    } catch (StackOverflowError e) {
      err.println("surety: the input is nested too deeply; write it with fewer brackets");
      return CommandLine.ExitCode.USAGE;
    }
  }
}
