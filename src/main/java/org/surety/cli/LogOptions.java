package org.surety.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.surety.certify.FileLogs;
import picocli.CommandLine.Option;

/** Which logs to read, and how. */
final class LogOptions {
  @Option(
      names = "--logs",
      required = true,
      arity = "1..*",
      paramLabel = "PATH",
      description = "Log files or folders of them, in the order in which they were collected.")
  private List<Path> paths;

  @Option(
      names = "--format",
      paramLabel = "F",
      description = "The logs' format; judged by content if not given ('surety doctor' lists all).")
  private @Nullable String format;

  FileLogs source() {
    return new FileLogs(paths, format());
  }

  List<Path> paths() {
    return paths;
  }

  Optional<String> format() {
    return Optional.ofNullable(format);
  }
}
