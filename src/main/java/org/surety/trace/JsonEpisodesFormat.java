package org.surety.trace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.surety.spec.ColumnAddress;
import org.surety.spec.LogLayout;

/**
 * A JSON object per episode and line, each column an array with a row per step. Read as {@link
 * TableIntake} describes; may be compressed by gzip. Not hashed: the columns for which {@link
 * Columns#isIndex} holds and those the layout names as episode, step or environment.
 */
final class JsonEpisodesFormat implements LogFormat {
  @Override
  public String name() {
    return "jsonl-episodes";
  }

  @Override
  public boolean recognizes(Path path) throws IOException {
    return JsonShape.of(path) == JsonShape.EPISODE;
  }

  @Override
  public EpisodeReader open(
      Path path, long firstNumber, LogLayout layout, List<ColumnAddress> wanted)
      throws IOException {
    return TableEpisodeReader.open(new JsonTableReader(path), name(), layout, wanted, firstNumber);
  }
}
