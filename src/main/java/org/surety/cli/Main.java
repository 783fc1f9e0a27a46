package org.surety.cli;

/** Entry point of the {@code surety} command. */
public final class Main {
  private Main() {}

  /** Runs one command and exits with its code. */
  public static void main(String[] arguments) {
    System.exit(0);
  }
}
