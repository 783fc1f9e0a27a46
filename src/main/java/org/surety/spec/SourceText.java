package org.surety.spec;

import org.surety.base.InputException;

/** A property file's text, and errors that point into it. Offsets are char indices from 0. */
record SourceText(String name, String text) {
  /** Characters shown on either side of the place. */
  private static final int SHOWN = 100;

  /**
   * An error at {@code offset}: file, line and column (both from 1), the problem, the remedy, the
   * line itself and a caret below the place.
   */
  InputException error(int offset, String problem, String remedy) {
    int at = Math.min(offset, text.length());
    int lineStart = text.lastIndexOf('\n', at - 1) + 1;
    int lineEnd = text.indexOf('\n', at);
    // Of a very long line, what is around the place will do.
    int shownFrom = Math.max(lineStart, at - SHOWN);
    int shownTo = Math.min(lineEnd < 0 ? text.length() : lineEnd, at + SHOWN);
    String line = text.substring(shownFrom, shownTo).stripTrailing();
    // Tabs are copied, so that the caret stands below its place whatever their width.
    String indent = text.substring(shownFrom, at).replaceAll("[^\t]", " ");
    return new InputException(
        name + ":" + line(at) + ":" + (at - lineStart + 1),
        problem,
        remedy + "\n  " + line + "\n  " + indent + "^");
  }

  /** Line of {@code offset}, from 1. */
  int line(int offset) {
    return 1
        + (int)
            text.substring(0, Math.min(offset, text.length()))
                .chars()
                .filter(c -> c == '\n')
                .count();
  }
}
