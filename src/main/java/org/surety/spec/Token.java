package org.surety.spec;

/**
 * One token of a property file.
 *
 * @param kind what it is
 * @param text its characters; of a quoted name without the quotes
 * @param start offset of its first character in the file
 * @param end offset after its last character
 */
record Token(Kind kind, String text, int start, int end) {
  enum Kind {
    /** Letters, digits, underscores; parts joined by dots: {@code infos.cost}. */
    NAME,
    /** A name in double quotes, for columns whose names have other characters. */
    QUOTED,
    NUMBER,
    SYMBOL,
    END
  }

  boolean is(String symbol) {
    return kind == Kind.SYMBOL && text.equals(symbol);
  }

  /** As it is shown in a message. */
  String shown() {
    return kind == Kind.END ? "the end of the statement" : "'" + text + "'";
  }
}
