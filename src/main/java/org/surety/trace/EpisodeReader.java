package org.surety.trace;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Streams the episodes of a log in order of their start. Holds at most a few episodes in memory
 * (those that run in parallel, where environments are interleaved). Not for several threads.
 *
 * <p>Whatever is wrong with the log is an {@link org.surety.base.InputException} that names file
 * and line, row or episode; a NaN or an infinite value in a column asked for is such an error.
 */
public interface EpisodeReader extends Closeable {
  /** The next episode, or null after the last. */
  @Nullable Episode next() throws IOException;

  /** What this log says, and does not say, about its episodes. Known once the reader is open. */
  LogFacts facts();
}
