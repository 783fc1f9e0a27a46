package org.surety.logic;

/** A finite word whose letters say which atoms hold. */
public interface Letters {
  /** Number of letters, at least 1. */
  int length();

  /** Whether the atom holds at a position in {@code 0 .. length() - 1}. */
  boolean holds(String atom, int position);
}
