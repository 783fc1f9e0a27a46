package org.surety.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.PrintWriter;
import picocli.CommandLine;

/** Entry point of the {@code surety} command. */
public final class Main {
  /** What a shell reports of a program that a closed pipe ended: 128 and the number of SIGPIPE. */
  private static final int READER_HAS_LEFT = 141;

  private Main() {}

  /** Runs one command and exits with its code: 0 done, 1 the answer is no, 2 wrong input. */
  public static void main(String[] arguments) {
    StandardOutput standard = new StandardOutput();
    PrintWriter out = new PrintWriter(new BufferedOutputStream(standard), true, UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, UTF_8);
    int code = run(out, err, arguments);
    // A PrintWriter keeps failures to itself; a full disk must not look like a complete answer.
    if (out.checkError() && code == 0) {
      if (standard.readerHasLeft()) {
        code = READER_HAS_LEFT;
      } else {
        err.println("surety: standard output could not be written; is the disk full?");
        code = CommandLine.ExitCode.USAGE;
      }
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
