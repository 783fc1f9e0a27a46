package org.surety.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import org.surety.base.InputException;

/** Where a command writes to, checked before the work is done and not after. */
final class OutputFile {
  private OutputFile() {}

  /** A file in a folder that exists. */
  static void requireWritable(Path output) {
    Path folder = output.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(output)) {
      throw new InputException(
          "-o " + output, "cannot be written there", "name a file in a folder that exists");
    }
  }

  /** None of the files read: a log or a key that is replaced by its result is lost. */
  static void requireNoneOf(Path output, Collection<Path> inputs) throws IOException {
    for (Path input : inputs) {
      if (Files.exists(output) && Files.exists(input) && Files.isSameFile(output, input)) {
        throw new InputException(
            "-o " + output, "is read by this command and would be lost", "name another file");
      }
    }
  }
}
