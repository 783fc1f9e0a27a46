package org.surety.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;
import org.surety.logic.Formula;
import org.surety.logic.LtlParser;
import org.surety.logic.ParseOptions;
import picocli.CommandLine.Option;

/** A file of formulas, one a line, and how they are to be read. */
final class FormulaSource {
  @Option(
      names = "--file",
      paramLabel = "FORMULAS",
      description = "A file with a formula a line; - is standard input.")
  private @Nullable Path file;

  @Option(
      names = "--next",
      paramLabel = "strong|weak",
      defaultValue = "strong",
      description =
          "How a bare X is read at the end of a finite trace (default: ${DEFAULT-VALUE}).")
  private ParseOptions.Next next;

  @Option(
      names = "--dialect",
      paramLabel = "spot|owl",
      defaultValue = "spot",
      description = "Whose syntax and precedence (default: ${DEFAULT-VALUE}).")
  private ParseOptions.Dialect dialect;

  /** What is done with a formula. */
  @FunctionalInterface
  interface Use {
    void of(Formula formula) throws IOException;
  }

  boolean hasFile() {
    return file != null;
  }

  /** Reads one formula from the command line. */
  Formula parse(String text) {
    return LtlParser.parse(text, options().withSource("formula", 1));
  }

  /**
   * Hands over the formulas of the file one by one, as they are read.
   *
   * @throws InputException with file, line and column if one is malformed, or if there is none
   */
  void forEach(Use use) throws IOException {
    boolean standardInput = String.valueOf(file).equals("-");
    String name = standardInput ? "standard input" : String.valueOf(file);
    int found = 0;
    try (Reader reader =
            standardInput
                ? new InputStreamReader(System.in, StandardCharsets.UTF_8)
                : Files.newBufferedReader(Objects.requireNonNull(file));
        BufferedReader lines = new BufferedReader(reader)) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank() && !line.startsWith("#")) {
          found++;
          use.of(LtlParser.parse(line, options().withSource(name, number)));
        }
      }
    }
    if (found == 0) {
      throw new InputException(name, "holds no formula", "write one formula a line");
    }
  }

  private ParseOptions options() {
    return ParseOptions.DEFAULTS.withNext(next).withDialect(dialect);
  }
}
