package org.surety.spec;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A name for one column of a log or for a slice of adjoining components of an array.
 *
 * @param name its name in the property file
 * @param path the array's name in the log
 * @param from first component, or {@link ColumnAddress#SCALAR} for an array of one value a row
 * @param to component after the last of a slice; {@code from} where the signal is no slice
 */
public record Signal(String name, String path, int from, int to) {
  /** Whether it has several components (or is written as a slice of one). */
  public boolean isSlice() {
    return to > from;
  }

  /** The columns it reads: one, or one per component. */
  public List<ColumnAddress> columns() {
    return isSlice()
        ? IntStream.range(from, to).mapToObj(i -> new ColumnAddress(path, i)).toList()
        : List.of(new ColumnAddress(path, from));
  }

  /** The address as it is written: {@code observations[12:28]}. */
  String address() {
    String array = Lexer.quotedIfNeeded(path);
    if (isSlice()) {
      return array + "[" + from + ":" + to + "]";
    }
    return from == ColumnAddress.SCALAR ? array : array + "[" + from + "]";
  }

  /** The canonical statement that declares it. */
  @Override
  public String toString() {
    return "signal " + name + " = " + address();
  }
}
