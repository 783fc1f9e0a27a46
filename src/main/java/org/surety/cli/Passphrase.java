package org.surety.cli;

import java.io.Console;
import java.util.Optional;
import org.surety.base.InputException;

/** Where a passphrase comes from: the environment for scripts, the terminal for people. */
// From JDK 22 on there is always a console; readPassword then answers null at the end of input.
@SuppressWarnings("SystemConsoleNull")
final class Passphrase {
  static final String VARIABLE = "SURETY_PASSPHRASE";

  private Passphrase() {}

  /** Asks for it; the message names the file that needs it. */
  static char[] ask(String file) {
    Optional<char[]> given = fromEnvironment();
    if (given.isPresent()) {
      return given.get();
    }
    Console console = System.console();
    char[] answer = console == null ? null : console.readPassword("Passphrase of %s: ", file);
    if (answer == null) {
      throw new InputException(
          file,
          "is encrypted and there is no terminal to ask for its passphrase",
          "set " + VARIABLE + " in the environment");
    }
    return answer;
  }

  /** Asks twice for a new one. */
  static char[] askNew(String file) {
    Optional<char[]> given = fromEnvironment();
    if (given.isPresent()) {
      return given.get();
    }
    char[] first = ask(file);
    Console console = System.console();
    char[] second = console == null ? first : console.readPassword("Once more: ");
    if (!java.util.Arrays.equals(first, second)) {
      throw new InputException(file, "the two passphrases differ", "try again");
    }
    return first;
  }

  private static Optional<char[]> fromEnvironment() {
    return Optional.ofNullable(System.getenv(VARIABLE)).map(String::toCharArray);
  }
}
