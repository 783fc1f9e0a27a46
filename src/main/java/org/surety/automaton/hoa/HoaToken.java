package org.surety.automaton.hoa;

/**
 * A word of a HOA text.
 *
 * @param text without quotes, escapes, {@code @} or the colon of a header name
 * @param line from 1
 * @param column from 1
 */
record HoaToken(Kind kind, String text, int line, int column) {
  enum Kind {
    HEADER,
    IDENTIFIER,
    STRING,
    INTEGER,
    ALIAS,
    SYMBOL,
    BODY,
    END,
    ABORT,
    END_OF_TEXT
  }

  boolean is(Kind expected) {
    return kind == expected;
  }

  boolean is(Kind expected, String expectedText) {
    return kind == expected && text.equals(expectedText);
  }

  boolean isSymbol(String symbol) {
    return is(Kind.SYMBOL, symbol);
  }

  /** As messages quote it. */
  String shown() {
    return switch (kind) {
      case HEADER -> "'" + text + ":'";
      case STRING -> HoaWriter.quote(text.length() > 40 ? text.substring(0, 40) + "…" : text);
      case ALIAS -> "'@" + text + "'";
      case BODY -> "'--BODY--'";
      case END -> "'--END--'";
      case ABORT -> "'--ABORT--'";
      case END_OF_TEXT -> "the end of the text";
      default -> "'" + text + "'";
    };
  }
}
