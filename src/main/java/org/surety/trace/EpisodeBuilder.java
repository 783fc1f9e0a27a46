package org.surety.trace;

import java.util.Arrays;
import java.util.List;
import org.surety.base.InputException;
import org.surety.spec.ColumnAddress;

/**
 * Collects the columns of one episode as their rows are recorded and aligns them to its letters, as
 * {@link Episode} describes. One builder serves one episode after another; the arrays it fills go
 * to the episode.
 *
 * <p>A state column may have T + 1 rows or T, a column of results or actions has T. If any state
 * column lacks its last row the episode has T letters; if no state column is asked for, nothing is
 * missing and it has T + 1. An info column with T + 1 rows was recorded at states, one with T rows
 * after decisions. A column {@linkplain ColumnAddress#isOfDecision of decisions} is delivered like
 * an action; a last row beyond them is dropped.
 */
public final class EpisodeBuilder {
  private final String place;
  private final List<ColumnAddress> wanted;
  private final ColumnTiming[] timings;
  private final boolean[] info;
  private final double[][] columns;
  private final int[] rows;
  private int capacity = 64;

  /**
   * @param place the log, for messages
   * @param wanted the columns to deliver, in this order
   */
  public EpisodeBuilder(String place, List<ColumnAddress> wanted) {
    this.place = place;
    this.wanted = List.copyOf(wanted);
    timings = new ColumnTiming[wanted.size()];
    info = new boolean[timings.length];
    for (int w = 0; w < timings.length; w++) {
      String path = wanted.get(w).path();
      boolean decision = wanted.get(w).isOfDecision();
      timings[w] = decision ? ColumnTiming.ACTION : Columns.timing(path);
      info[w] = !decision && Columns.isInfo(path);
      String kind = Columns.kind(path);
      if (kind.equals("next_observations") || kind.equals("final_observations")) {
        throw new InputException(
            place,
            "'" + path + "' cannot be a signal of its own",
            "ask for observations; the state reached last is taken from '" + path + "' by itself");
      }
    }
    columns = new double[timings.length][];
    rows = new int[timings.length];
    clear();
  }

  private void clear() {
    for (int w = 0; w < columns.length; w++) {
      columns[w] = new double[capacity];
      rows[w] = 0;
    }
  }

  /** Number of columns asked for. */
  public int width() {
    return timings.length;
  }

  /** Timing of column {@code w} by its name; an info may turn out as {@code REACHED}. */
  public ColumnTiming timing(int w) {
    return timings[w];
  }

  /** Whether column {@code w} is an info. */
  public boolean isInfo(int w) {
    return info[w];
  }

  /** Rows that column {@code w} has so far. */
  public int rows(int w) {
    return rows[w];
  }

  /** Appends the next row of column {@code w}. The caller has seen to it that it is finite. */
  public void add(int w, double value) {
    int n = rows[w];
    if (n + 1 >= columns[w].length) { // one place stays free for the alignment
      columns[w] = Arrays.copyOf(columns[w], 2 * columns[w].length);
    }
    columns[w][n] = value;
    rows[w] = n + 1;
  }

  /**
   * Appends {@code count} rows, {@code values[from]}, {@code values[from + stride]}, ...
   *
   * @param id the episode, for the message if a value is not finite
   */
  public void addAll(int w, double[] values, int from, int stride, int count, String id) {
    int n = rows[w];
    if (n + count >= columns[w].length) {
      columns[w] = Arrays.copyOf(columns[w], Math.max(2 * columns[w].length, n + count + 1));
    }
    double[] column = columns[w];
    for (int i = 0, k = from; i < count; i++, k += stride) {
      double v = values[k];
      if (!Double.isFinite(v)) {
        throw notFinite(place + ", episode " + id + ", row " + (n + i), wanted.get(w), v);
      }
      column[n + i] = v;
    }
    rows[w] = n + count;
  }

  /** Drops rows of column {@code w} beyond {@code count}: padding. */
  public void cut(int w, int count) {
    rows[w] = Math.min(rows[w], count);
  }

  /**
   * Aligns what was added, hands it over, and is ready for the next episode.
   *
   * @param fingerprint of the episode's data; is read, not cleared
   */
  public Episode build(
      long number, String id, int decisions, EpisodeEnd end, Fingerprint fingerprint) {
    ColumnTiming[] aligned = timings.clone();
    int letters = decisions + 1;
    for (int w = 0; w < rows.length; w++) {
      if (wanted.get(w).isOfDecision()) {
        cut(w, decisions);
      }
      if (info[w] && rows[w] == decisions) {
        aligned[w] = ColumnTiming.REACHED;
      }
      boolean state = aligned[w] == ColumnTiming.STATE;
      if (rows[w] != decisions && !(state && rows[w] == decisions + 1)) {
        throw new InputException(
            place + ", episode " + id,
            "'"
                + wanted.get(w)
                + "' has "
                + rows[w]
                + " rows for "
                + decisions
                + " decisions, expected "
                + (state ? decisions + " or " + (decisions + 1) : decisions),
            "record every column at every step");
      }
      if (state && rows[w] == decisions) {
        letters = decisions;
      }
    }
    for (int w = 0; w < rows.length; w++) {
      double[] column = columns[w];
      if (aligned[w] == ColumnTiming.REACHED) {
        System.arraycopy(column, 0, column, 1, decisions);
        column[0] = 0;
      } else if (aligned[w] == ColumnTiming.ACTION) {
        column[decisions] = decisions == 0 ? Double.NaN : column[decisions - 1];
      }
    }
    Episode episode =
        new Episode(
            number,
            id,
            decisions,
            letters,
            end,
            columns.clone(),
            aligned,
            fingerprint.high(),
            fingerprint.low(),
            fingerprint.continuous());
    capacity = Math.max(64, decisions + 2);
    clear();
    return episode;
  }

  /** The error for a NaN or an infinite value in a column asked for. */
  public static InputException notFinite(String place, ColumnAddress address, double value) {
    return new InputException(
        place,
        "'" + address + "' is " + value + ", expected a finite number",
        "mend the log; an episode with an unknown value cannot be judged");
  }
}
