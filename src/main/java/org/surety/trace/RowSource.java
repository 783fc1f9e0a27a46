package org.surety.trace;

import java.io.Closeable;
import java.io.IOException;

/**
 * The rows of a log that has a row per step, read one after the other into the same arrays. All
 * columns are lined up in one row of cells, {@link Columns#offset} says where each begins.
 */
public abstract class RowSource implements Closeable {
  /** The cell holds a number; true and false are 1 and 0. */
  public static final byte NUMBER = 0;

  /** The cell is empty: nothing between two commas, a null, an absent key. */
  public static final byte EMPTY = 1;

  /** The cell holds a text; its value is {@link #textValue} of it. */
  public static final byte TEXT = 2;

  private final Columns columns;

  /** Value of each cell of the current row; 0 where it is empty. */
  protected final double[] values;

  /** {@link #NUMBER}, {@link #EMPTY} or {@link #TEXT} for each cell of the current row. */
  protected final byte[] kinds;

  /** Cells that identify something: a number too long to be exact as a double is a text there. */
  protected final boolean[] keys;

  /** A source with these columns. */
  protected RowSource(Columns columns) {
    this.columns = columns;
    values = new double[columns.cells()];
    kinds = new byte[columns.cells()];
    keys = new boolean[columns.cells()];
  }

  /** The columns. */
  public final Columns columns() {
    return columns;
  }

  /** Asks that a cell's values identify: see {@link #keys}. To be called before the first row. */
  final void useAsKey(int cell) {
    keys[cell] = true;
  }

  /** Reads the next row into {@link #values} and {@link #kinds}; false at the end. */
  public abstract boolean next() throws IOException;

  /** The text of a cell of the current row whose kind is {@link #TEXT}. */
  public abstract String text(int cell);

  /** The current row, for messages: {@code log.csv line 12}. */
  public abstract String place();

  /** What stands for a text in {@link #values}: an integer below 2^52 from a hash of its UTF-8. */
  public static double textValue(String text) {
    return Fingerprint.textHash(text) >>> 12;
  }

  /** As {@link #textValue(String)}, of {@code utf8[from]} to {@code utf8[to - 1]}. */
  public static double textValue(byte[] utf8, int from, int to) {
    return Fingerprint.textHash(utf8, from, to) >>> 12;
  }
}
