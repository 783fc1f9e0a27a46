package org.surety.automaton;

/** An automaton outgrew its limit. Callers turn it into advice for the user, or try another way. */
public final class TooManyStatesException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String reached;

  /**
   * The construction stops here.
   *
   * @param reached how far it got, such as "100000 states"
   */
  public TooManyStatesException(String reached) {
    super("stopped after " + reached, null, false, false);
    this.reached = reached;
  }

  /** How far it got, such as "100000 states". */
  public String reached() {
    return reached;
  }
}
