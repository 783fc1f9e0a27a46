package org.surety.logic;

import org.surety.base.InputException;

/** The text a formula is read from, and errors that point into it. */
record SourceText(String text, String name, int firstLine) {
  /** Characters shown on either side of the place. */
  private static final int SHOWN = 100;

  /** An error at an offset: place, problem, remedy, then the line with a caret under the offset. */
  InputException error(int offset, String problem, String remedy) {
    int at = Math.min(offset, text.length());
    int lineStart = at == 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1;
    int lineEnd = text.indexOf('\n', at);
    int number =
        firstLine + (int) text.substring(0, lineStart).chars().filter(c -> c == '\n').count();
    int column = text.codePointCount(lineStart, at) + 1;
    // Of a very long line, what is around the place will do.
    int shownFrom = Math.max(lineStart, at - SHOWN);
    int shownTo = Math.min(lineEnd < 0 ? text.length() : lineEnd, at + SHOWN);
    String shown = text.substring(shownFrom, shownTo).stripTrailing();
    String caret = blanks(text.substring(shownFrom, at)) + "^";
    return new InputException(
        name + ":" + number + ":" + column, problem, remedy + "\n  " + shown + "\n  " + caret);
  }

  /** Blanks as wide as the text; tabs stay tabs, so that the caret stands right in any terminal. */
  private static String blanks(String before) {
    StringBuilder indent = new StringBuilder();
    before
        .codePoints()
        .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
        .forEach(c -> indent.append(c == '\t' ? '\t' : ' '));
    return indent.toString();
  }
}
