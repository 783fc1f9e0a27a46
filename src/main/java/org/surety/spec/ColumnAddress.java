package org.surety.spec;

/**
 * Where a value comes from in a log: a named array and one component of each row of it.
 *
 * @param path the array's name in the log, nested names joined by dots: {@code observations},
 *     {@code infos.cost}, {@code observations.lidar.front}
 * @param component index into the flattened row, or {@link #SCALAR} for an array of one value a row
 * @param decisionWidth 0 for an ordinary column; else the array belongs to decisions alone, of
 *     which it has exactly so many components: see {@link #ofDecision}
 */
public record ColumnAddress(String path, int component, int decisionWidth) {
  /** The component of an array that has one value a row. */
  public static final int SCALAR = -1;

  /** The array {@code raw_action} where the log has one, otherwise {@code actions}. */
  public static final String DRAWN_ACTION = "raw_action, else actions";

  /** An ordinary column. */
  public ColumnAddress(String path, int component) {
    this(path, component, 0);
  }

  /**
   * A component of what a decision was taken from, or of what was decided. Rows are wanted where a
   * decision was taken and nowhere else: that the log lacks the last state of an episode makes
   * nothing undecided.
   *
   * @param width number of components that the array must have, at least 1
   */
  public static ColumnAddress ofDecision(String path, int component, int width) {
    return new ColumnAddress(path, component, width);
  }

  /** Whether the last state's value is not wanted. */
  public boolean isOfDecision() {
    return decisionWidth > 0;
  }

  @Override
  public String toString() {
    return component == SCALAR ? path : path + "[" + component + "]";
  }
}
