package org.surety.trace;

import org.jspecify.annotations.Nullable;

/** An episode that is being put together from rows. */
final class RowEpisode {
  final long number;
  final String id;
  final long key;
  final EpisodeBuilder builder;
  final Fingerprint fingerprint;

  /** Observations of the state reached by the last row, by column asked for. */
  final double[] stateReached;

  /** Which of {@link #stateReached} the last row has. */
  final boolean[] stateReachedKnown;

  int rows;
  int decisions;

  /** Doubles that it was last counted to hold. */
  long cost;

  boolean hasFinalState;
  boolean terminated;
  boolean truncated;

  /** Row of the first flag, or -1. */
  int flagRow = -1;

  double lastStep = Double.NaN;
  @Nullable Episode built;

  RowEpisode(long number, String id, long key, EpisodeBuilder builder, Fingerprint fingerprint) {
    this.number = number;
    this.id = id;
    this.key = key;
    this.builder = builder;
    this.fingerprint = fingerprint;
    stateReached = new double[builder.width()];
    stateReachedKnown = new boolean[builder.width()];
  }

  boolean flagged() {
    return flagRow >= 0;
  }

  EpisodeEnd end() {
    if (terminated) {
      return EpisodeEnd.TERMINATED;
    }
    return truncated ? EpisodeEnd.TRUNCATED : EpisodeEnd.LOG_ENDED;
  }
}
