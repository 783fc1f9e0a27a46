package org.surety.trace.parquet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.surety.base.InputException;
import org.surety.spec.ColumnAddress;
import org.surety.spec.LogLayout;
import org.surety.trace.EpisodeReader;
import org.surety.trace.EpisodeWriter;
import org.surety.trace.LogFormat;
import org.surety.trace.RowEpisodeReader;

/**
 * One Parquet file with a row per step, as RowEpisodeReader describes it: vectors as lists or as a
 * column per component, structs by dotted names. RLlib's columns ({@code eps_id}, {@code obs},
 * {@code new_obs}, {@code terminateds}, ...) are such a table.
 *
 * <p>Source for RLlib: {@code rllib/core/columns.py}, {@code rllib/offline} of Ray's new API stack.
 */
public final class ParquetTable implements LogFormat {
  @Override
  public String name() {
    return "parquet";
  }

  @Override
  public boolean recognizes(Path path) throws IOException {
    return ParquetFile.hasMagic(path);
  }

  @Override
  public EpisodeReader open(
      Path path, long firstNumber, LogLayout layout, List<ColumnAddress> wanted)
      throws IOException {
    ParquetSource source =
        ParquetSource.open(
            path.toString(),
            List.of(new ParquetSource.Part(String.valueOf(path.getFileName()), path)),
            false);
    List<String> names = source.columns().names();
    if (names.contains("item") && !names.contains("eps_id")) {
      source.close();
      throw new InputException(
          path.toString(),
          "holds RLlib episodes packed into a column 'item', which only RLlib can unpack",
          "write columns instead: config.offline_data(output_write_episodes=False)");
    }
    return RowEpisodeReader.open(source, name(), layout, wanted, firstNumber);
  }

  /** A writer of such a table; see {@link ParquetTableWriter}. */
  public static EpisodeWriter writer(Path target) throws IOException {
    return new ParquetTableWriter(target);
  }
}
