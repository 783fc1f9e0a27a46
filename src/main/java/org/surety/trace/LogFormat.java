package org.surety.trace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.surety.spec.ColumnAddress;
import org.surety.spec.LogLayout;

/** A log format: recognizes its files by content and opens them. */
public interface LogFormat {
  /** Name as given to {@code --format}, lower case with hyphens: {@code minari-hdf5}. */
  String name();

  /** Whether {@code path} (a file or a folder) holds this format, judged by content. */
  boolean recognizes(Path path) throws IOException;

  /**
   * The files at {@code path} that are evidence, sorted, for digests: the file itself, unless the
   * format is a folder.
   */
  default List<Path> files(Path path) throws IOException {
    return List.of(path);
  }

  /**
   * Opens one log.
   *
   * @param path a file, or a folder where the format is a folder
   * @param firstNumber number of its first episode
   * @param layout what the property file says about the log
   * @param wanted the columns to deliver, in this order
   */
  EpisodeReader open(Path path, long firstNumber, LogLayout layout, List<ColumnAddress> wanted)
      throws IOException;
}
