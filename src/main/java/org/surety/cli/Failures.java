package org.surety.cli;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.regex.Pattern;
import org.surety.base.InputException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Turns whatever went wrong into one sentence on standard error and exit code 2. A stack trace is
 * shown only for a defect of ours, which is none of the exceptions named here.
 */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
  private static final int LONGEST = 2000;
  private static final int KEPT_END = 500;
  private static final Pattern LONG_WORD = Pattern.compile("(\\S{100})\\S{200,}+");

  /** Neither a no nor wrong input: sysexits' EX_SOFTWARE. */
  private static final int DEFECT = 70;

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult result) {
    if (e instanceof InputException) {
      return fail(command, String.valueOf(e.getMessage()));
    }
    if (e instanceof NoSuchFileException || e instanceof FileNotFoundException) {
      return fail(command, e.getMessage() + ": no such file; check the path");
    }
    if (e instanceof AccessDeniedException) {
      return fail(command, e.getMessage() + ": access denied; check the file's permissions");
    }
    if (e instanceof FileSystemException fileSystem) {
      String reason = fileSystem.getReason();
      return fail(
          command,
          fileSystem.getFile() + ": " + (reason == null ? "cannot be read or written" : reason));
    }
    if (e instanceof IOException) {
      return fail(command, "input or output failed: " + e.getMessage());
    }
    if (e instanceof InterruptedException) {
      command.getErr().println("surety: interrupted");
      return 130;
    }
    e.printStackTrace(command.getErr());
    command.getErr().println("surety: this is a defect of surety; please report the lines above");
    return DEFECT;
  }

  /** A name of a megabyte, or a list of all that is known, helps nobody. */
  private static String shortened(String message) {
    String words = LONG_WORD.matcher(message).replaceAll("$1[...]");
    return words.length() <= LONGEST
        ? words
        : words.substring(0, LONGEST - KEPT_END)
            + " [...] "
            + words.substring(words.length() - KEPT_END);
  }

  @Override
  public int handleParseException(ParameterException e, String[] arguments) {
    CommandLine command = e.getCommandLine();
    String message = String.valueOf(e.getMessage());
    if (e instanceof UnmatchedArgumentException unmatched) {
      var suggestions = unmatched.getSuggestions();
      if (!suggestions.isEmpty()) {
        message += "; did you mean " + String.join(" or ", suggestions) + "?";
      }
    }
    fail(command, message);
    command.getErr().println("  see: " + command.getCommandSpec().qualifiedName() + " --help");
    return CommandLine.ExitCode.USAGE;
  }

  private static int fail(CommandLine command, String message) {
    command.getErr().println("surety: " + shortened(message));
    return CommandLine.ExitCode.USAGE;
  }
}
