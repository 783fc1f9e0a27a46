package org.surety.spec;

/**
 * Where a value comes from in a log: a named array and one component of each row of it.
 *
 * @param path the array's name in the log, nested names joined by dots: {@code observations},
 *     {@code infos.cost}, {@code observations.lidar.front}
 * @param component index into the flattened row, or {@link #SCALAR} for an array of one value a row
 */
public record ColumnAddress(String path, int component) {
  /** The component of an array that has one value a row. */
  public static final int SCALAR = -1;

  @Override
  public String toString() {
    return component == SCALAR ? path : path + "[" + component + "]";
  }
}
