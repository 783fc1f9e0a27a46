package org.surety.base;

/**
 * Something the user gave us is wrong: a file, an option, a property. The message is one sentence
 * that names the place, says what is wrong there, and how to mend it. The command line prints it
 * alone and exits with 2; it never becomes a stack trace.
 */
public class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param place where it is: a file with line or episode, an option, a property name
   * @param problem what was found there and what was expected
   * @param remedy what to do about it
   */
  public InputException(String place, String problem, String remedy) {
    super(place + ": " + problem + "; " + remedy);
  }

  private InputException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The same with another thing to do about it: {@code ", or ..."}. */
  public InputException or(String otherRemedy) {
    return new InputException(getMessage() + ", or " + otherRemedy, this);
  }

  /** As above, keeping the cause for a debugger. */
  public InputException(String place, String problem, String remedy, Throwable cause) {
    super(place + ": " + problem + "; " + remedy, cause);
  }
}
