package org.surety.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Runs commands in this process, as the launcher would. */
final class SuretyCli {
  /**
   * What a command did.
   *
   * @param code its exit code
   * @param out standard output
   * @param err standard error
   */
  record Run(int code, String out, String err) {}

  private SuretyCli() {}

  static Run run(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    return new Run(code, out.toString(), err.toString());
  }

  /** Runs a command that has to succeed; its standard output. */
  static String ok(String... arguments) {
    Run run = run(arguments);
    if (run.code() != 0) {
      throw new AssertionError(String.join(" ", arguments) + " ended with " + run);
    }
    return run.out();
  }
}
