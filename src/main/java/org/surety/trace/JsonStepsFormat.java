package org.surety.trace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.surety.spec.ColumnAddress;
import org.surety.spec.LogLayout;

/**
 * A JSON object per step and line. Arrays are flattened, objects inside give nested names; what is
 * null or absent is an empty cell. Read as {@link RowEpisodeReader} describes; may be compressed by
 * gzip. Not hashed: the columns for which {@link Columns#isIndex} holds and those the layout names
 * as episode, step or environment.
 */
final class JsonStepsFormat implements LogFormat {
  @Override
  public String name() {
    return "jsonl-steps";
  }

  @Override
  public boolean recognizes(Path path) throws IOException {
    return JsonShape.of(path) == JsonShape.STEP;
  }

  @Override
  public EpisodeReader open(
      Path path, long firstNumber, LogLayout layout, List<ColumnAddress> wanted)
      throws IOException {
    return RowEpisodeReader.open(JsonRowSource.open(path), name(), layout, wanted, firstNumber);
  }
}
