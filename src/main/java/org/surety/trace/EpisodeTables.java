package org.surety.trace;

import java.io.Closeable;
import java.io.IOException;

/** The episodes of a log that stores each as a table of columns. */
interface EpisodeTables extends Closeable {
  /** Reads the next episode into {@link #table}; false at the end. */
  boolean next() throws IOException;

  /** The current episode; valid until the next one is read. */
  EpisodeTable table();

  /** The log, for messages. */
  String file();

  /** The current episode, for messages: {@code log.jsonl line 12}. */
  String place();
}
