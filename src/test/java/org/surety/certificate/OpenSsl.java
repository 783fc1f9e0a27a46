package org.surety.certificate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs other programs that tests are held against, where they are installed. */
final class OpenSsl {
  private OpenSsl() {}

  /** What a command wrote to both streams, and its exit status. */
  record Result(int status, String output) {}

  static Result run(Path folder, List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("no end: " + command);
    }
    return new Result(process.exitValue(), output);
  }

  static Result run(Path folder, String... command) throws IOException, InterruptedException {
    return run(folder, List.of(command));
  }

  /** Whether an openssl that can verify Ed25519 from the command line is installed. */
  static boolean present() throws InterruptedException {
    try {
      String version = run(Path.of("."), "openssl", "version").output();
      return version.startsWith("OpenSSL ") && version.charAt(8) >= '3';
    } catch (IOException e) {
      return false;
    }
  }

  /** Whether python3 has the {@code cryptography} package. */
  static boolean pythonCryptographyPresent() throws InterruptedException {
    try {
      return run(Path.of("."), "python3", "-c", "import cryptography").status() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
