package org.surety.cli;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import org.surety.base.Progress;
import org.surety.certificate.Json;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a command speaks: for a person or as one JSON object, with or without progress. */
final class OutputOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(names = "--json", description = "Print one JSON value on standard output.")
  private boolean json;

  @Option(names = "--quiet", description = "No progress and no notices on standard error.")
  private boolean quiet;

  boolean json() {
    return json;
  }

  PrintWriter out() {
    return command.commandLine().getOut();
  }

  void print(Json value) {
    out().println(value.pretty());
  }

  /**
   * A text from a file as it may be shown on a terminal: whatever could move the cursor or change
   * how the rest is shown, such as a line end inside a claim, is spelled out.
   */
  static String plain(String text) {
    StringBuilder plain = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                plain.append(String.format(Locale.ROOT, "\\u%04x", c));
              } else {
                plain.appendCodePoint(c);
              }
            });
    return plain.toString();
  }

  /** A line for a person on standard error: a warning, a notice. */
  void notice(String text) {
    if (!quiet) {
      command.commandLine().getErr().println("surety: " + text);
    }
  }

  /** Progress on standard error when that is a terminal. */
  Progress progress() {
    // The launcher knows whether standard error is a terminal; Java does not.
    boolean terminal = Boolean.getBoolean("surety.terminal");
    return quiet || !terminal
        ? Progress.NONE
        : new TerminalProgress(command.commandLine().getErr());
  }

  /** A real on standard output: a JSON number with 17 significant digits, to nearest. */
  static Json number(double value) {
    return number(value, RoundingMode.HALF_EVEN);
  }

  /** The same for a bound: never below it. */
  static Json numberUp(double value) {
    return number(value, RoundingMode.CEILING);
  }

  /** The same for what is allowed: never above it. */
  static Json numberDown(double value) {
    return number(value, RoundingMode.FLOOR);
  }

  private static Json number(double value, RoundingMode mode) {
    return Double.isFinite(value)
        ? new Json.Dec(new BigDecimal(value).round(new MathContext(17, mode)))
        : new Json.Nil();
  }

  /** A real that travels as a decimal string. */
  static Json number(String decimal) {
    return new Json.Dec(new BigDecimal(decimal));
  }
}
