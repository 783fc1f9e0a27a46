package org.surety.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Runs a script of src/test/python where Python and its library are installed. */
public final class PythonScript {
  private PythonScript() {}

  /**
   * Runs {@code script folder arguments...}; skips the calling test, saying why, where python3 or
   * one of the libraries (comma separated) is missing; fails where the script fails.
   */
  public static void run(String script, String libraries, Path folder, String... arguments)
      throws IOException, InterruptedException {
    int found;
    try {
      found = start(List.of("python3", "-c", "import " + libraries), folder.resolve("python.log"));
    } catch (IOException e) {
      found = 127;
    }
    Assumptions.assumeTrue(found == 0, "needs python3 with " + libraries);
    List<String> command = new ArrayList<>();
    command.add("python3");
    command.add("src/test/python/" + script);
    command.add(folder.toString());
    command.addAll(List.of(arguments));
    Path log = folder.resolve("python.log");
    assertEquals(0, start(command, log), () -> String.join(" ", command) + "\n" + text(log));
  }

  private static int start(List<String> command, Path log)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (!process.waitFor(15, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IOException(command + " did not end within 15 minutes");
    }
    return process.exitValue();
  }

  private static String text(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
