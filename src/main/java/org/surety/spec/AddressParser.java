package org.surety.spec;

/** Reads {@code path}, {@code path[i]} and {@code path[i:j]}. */
final class AddressParser {
  /** Far above any observation; keeps a mistyped slice from filling the memory. */
  private static final int MAX_WIDTH = 1 << 16;

  private AddressParser() {}

  /**
   * The index part that may follow a path.
   *
   * @param from first component, or {@link ColumnAddress#SCALAR} if there is no index
   * @param to component after the last of a slice, otherwise {@code from}
   */
  record Index(int from, int to) {
    static final Index NONE = new Index(ColumnAddress.SCALAR, ColumnAddress.SCALAR);

    boolean isSlice() {
      return to > from;
    }
  }

  /** The signal {@code name} with the address that follows. */
  static Signal signal(String name, TokenCursor cursor) {
    Token path = cursor.next();
    if (path.kind() != Token.Kind.NAME && path.kind() != Token.Kind.QUOTED) {
      throw cursor.error(
          path,
          "expected the name of an array of the log, found " + path.shown(),
          "write 'signal " + name + " = observations[0]', for example");
    }
    Index index = index(cursor);
    return new Signal(name, path.text(), index.from(), index.to());
  }

  /** The index that follows, or {@link Index#NONE}. */
  static Index index(TokenCursor cursor) {
    Token open = cursor.peek();
    if (!cursor.take("[")) {
      return Index.NONE;
    }
    int from = cursor.expectIndex("a component");
    int to = from;
    if (cursor.take(":")) {
      to = cursor.expectIndex("the component after the last");
      if (to <= from || to - from > MAX_WIDTH) {
        throw cursor.error(
            open,
            "the slice ["
                + from
                + ":"
                + to
                + "] has "
                + (to > from ? "too many" : "no")
                + " components",
            "[i:j] is i, i+1, ..., j-1, at most " + MAX_WIDTH + " of them");
      }
    }
    cursor.expect("]", "after the index");
    if (cursor.peek().is("[")) {
      throw cursor.error(
          cursor.peek(),
          "an array has one index here",
          "an array of several dimensions is flattened row by row: [i][j] is [i * columns + j]");
    }
    return new Index(from, to);
  }
}
