package org.surety.trace;

import java.io.Closeable;
import java.io.IOException;

/**
 * Writes a log, episode by episode. The log appears under its name only with {@link #finish}:
 * closing without it leaves no file, so that an interrupted run never looks like a complete one.
 *
 * <p>All episodes of one log have the same columns; the first one written decides. Values come back
 * from the reader of the same format bit for bit.
 */
public interface EpisodeWriter extends Closeable {
  /** Appends an episode; its number is the count of those before it. */
  void write(EpisodeRecord episode) throws IOException;

  /** Completes the file and puts it in place. Nothing can be written afterwards. */
  void finish() throws IOException;

  /** Gives up what was not finished; does nothing after {@link #finish}. */
  @Override
  void close() throws IOException;
}
