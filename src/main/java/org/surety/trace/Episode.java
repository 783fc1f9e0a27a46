package org.surety.trace;

/**
 * One trajectory: the columns asked for, aligned to the letters of the word s_0, s_1, ...
 *
 * <p>An episode of T decisions has T + 1 states. Where the log lacks the last one, {@link #letters}
 * is T, and everything from there on is undecided.
 *
 * <p>The arrays belong to the episode; nobody writes to them after construction.
 */
public final class Episode {
  private final long number;
  private final String id;
  private final int decisions;
  private final int letters;
  private final EpisodeEnd end;
  private final double[][] columns;
  private final ColumnTiming[] timings;
  private final long fingerprintHigh;
  private final long fingerprintLow;
  private final boolean continuous;

  /**
   * @param number position in order of episode start over the whole log, from 0
   * @param id the log's own name of the episode, for messages
   * @param decisions number T of decisions taken, at least 0
   * @param letters number of states recorded: T + 1, or T where the last one is missing
   * @param end how it ended
   * @param columns {@code columns[c][t]} for each address asked for, in that order: the value at
   *     letter t, 0 ≤ t &lt; {@code letters}. A {@link ColumnTiming#REACHED} column is 0 at letter
   *     0; an {@link ColumnTiming#ACTION} column at the letter after the last decision repeats the
   *     last action (NaN if there was no decision)
   * @param timings one per column
   * @param fingerprintHigh upper half of a 128-bit hash over all data columns of the log (not only
   *     those asked for; not episode ids, indices, time stamps or seeds)
   * @param fingerprintLow lower half
   * @param continuous whether any hashed value is not an integer
   */
  public Episode(
      long number,
      String id,
      int decisions,
      int letters,
      EpisodeEnd end,
      double[][] columns,
      ColumnTiming[] timings,
      long fingerprintHigh,
      long fingerprintLow,
      boolean continuous) {
    if (letters != decisions + 1 && letters != decisions) {
      throw new IllegalArgumentException(
          "an episode of " + decisions + " decisions cannot have " + letters + " letters");
    }
    this.number = number;
    this.id = id;
    this.decisions = decisions;
    this.letters = letters;
    this.end = end;
    this.columns = columns;
    this.timings = timings;
    this.fingerprintHigh = fingerprintHigh;
    this.fingerprintLow = fingerprintLow;
    this.continuous = continuous;
  }

  /** Position in order of episode start over the whole log, from 0. */
  public long number() {
    return number;
  }

  /** The log's own name of the episode. */
  public String id() {
    return id;
  }

  /** Number T of decisions taken. */
  public int decisions() {
    return decisions;
  }

  /** Number of states recorded: {@code decisions() + 1}, or one less where the last is missing. */
  public int letters() {
    return letters;
  }

  /** How it ended. */
  public EpisodeEnd end() {
    return end;
  }

  /** Number of columns. */
  public int width() {
    return columns.length;
  }

  /**
   * Values of column {@code c} at letters 0..letters()-1 (the array may be longer). Do not write.
   */
  public double[] column(int c) {
    return columns[c];
  }

  /** Which letter the rows of column {@code c} were recorded for. */
  public ColumnTiming timing(int c) {
    return timings[c];
  }

  /** Upper half of the hash over all data columns. */
  public long fingerprintHigh() {
    return fingerprintHigh;
  }

  /** Lower half of the hash over all data columns. */
  public long fingerprintLow() {
    return fingerprintLow;
  }

  /** Whether any hashed value is not an integer, so that an exact repetition is no coincidence. */
  public boolean continuous() {
    return continuous;
  }
}
