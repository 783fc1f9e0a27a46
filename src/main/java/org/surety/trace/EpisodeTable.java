package org.surety.trace;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The columns of one episode as a format with an array per column stores them: each with its own
 * number of rows, row-major. Used again for the next episode.
 */
final class EpisodeTable {
  /** One array. */
  static final class Column {
    final String name;

    /** Values, row after row. */
    double[] values = new double[64];

    /** Number of values. */
    int count;

    /** Rows, or 1 for a single value. */
    int rows;

    /** Whether this is a single value for the whole episode. */
    boolean scalar;

    /** The text, if this is a single text. */
    @Nullable String text;

    /** Whether some values stand for texts or objects. */
    boolean texts;

    /** Whether it was met in the current episode. */
    boolean present;

    Column(String name) {
      this.name = name;
    }

    void add(double value) {
      if (count == values.length) {
        values = Arrays.copyOf(values, 2 * count);
      }
      values[count++] = value;
    }

    void clear() {
      count = 0;
      rows = 0;
      scalar = false;
      text = null;
      texts = false;
      present = false;
    }

    /** Values of a row; 0 if there are no rows. */
    int width() {
      return rows == 0 ? 0 : count / rows;
    }
  }

  private final Map<String, Column> byName = new HashMap<>();
  private final List<Column> columns = new ArrayList<>();

  /** The column of that name, made if it is new. */
  Column column(String name) {
    Column column = byName.get(name);
    if (column == null) {
      column = new Column(name);
      byName.put(name, column);
      columns.add(column);
    }
    return column;
  }

  /** All columns ever met, in order of first meeting; look at {@link Column#present}. */
  List<Column> columns() {
    return columns;
  }

  void clear() {
    columns.forEach(Column::clear);
  }
}
