package org.surety.trace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.surety.spec.ColumnAddress;
import org.surety.spec.LogLayout;

/**
 * What RLlib's old API stack writes with {@code output}: lines of JSON, each a batch of steps. Read
 * as {@link RowEpisodeReader} describes; the last observation comes from {@code new_obs}.
 * Observations must not be compressed ({@code output_compress_columns = []}). Not hashed: the
 * columns for which {@link Columns#isIndex} holds and those the layout names as episode, step or
 * environment.
 */
final class RllibJsonFormat implements LogFormat {
  @Override
  public String name() {
    return "rllib-json";
  }

  @Override
  public boolean recognizes(Path path) throws IOException {
    return JsonShape.of(path) == JsonShape.RLLIB_BATCH;
  }

  @Override
  public EpisodeReader open(
      Path path, long firstNumber, LogLayout layout, List<ColumnAddress> wanted)
      throws IOException {
    return RowEpisodeReader.open(RllibRowSource.open(path), name(), layout, wanted, firstNumber);
  }
}
