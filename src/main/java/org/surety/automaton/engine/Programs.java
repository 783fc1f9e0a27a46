package org.surety.automaton.engine;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds programs as a shell would. */
public final class Programs {
  private Programs() {}

  /** The program of that name on the PATH. */
  public static Optional<Path> onPath(String name) {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
      Path file = Path.of(folder, name);
      if (!folder.isEmpty() && isProgram(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  /** Whether there is a file that may be executed. */
  static boolean isProgram(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }
}
