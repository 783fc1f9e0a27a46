package org.surety.base;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The version of Surety that is running: the one in the pom it was built from. */
public final class ToolkitVersion {
  /** What certificates call the program that wrote them. */
  public static final String NAME = "surety";

  private static final String NUMBER = read();

  private ToolkitVersion() {}

  /** The version's number, such as {@code 0.1.0}. */
  public static String number() {
    return NUMBER;
  }

  private static String read() {
    try (InputStream in = ToolkitVersion.class.getResourceAsStream("version.txt")) {
      if (in == null) {
        throw new IllegalStateException("the build lacks version.txt");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
