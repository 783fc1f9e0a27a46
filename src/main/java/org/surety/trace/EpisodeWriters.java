package org.surety.trace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.surety.base.InputException;
import org.surety.base.Spelling;
import org.surety.trace.hdf5.MinariHdf5;
import org.surety.trace.parquet.ParquetTable;

/** The log formats Surety writes. */
public final class EpisodeWriters {
  /** Opens a writer for a file. */
  @FunctionalInterface
  interface Opener {
    EpisodeWriter open(Path target) throws IOException;
  }

  private static final Map<String, Opener> BY_FORMAT = byFormat();

  /** Format written for the ending of a file name. */
  private static final Map<String, String> BY_ENDING =
      Map.of(
          "csv", "csv",
          "jsonl", "jsonl-episodes",
          "parquet", "parquet",
          "hdf5", "minari-hdf5",
          "npz", "npz");

  private EpisodeWriters() {}

  private static Map<String, Opener> byFormat() {
    Map<String, Opener> openers = new LinkedHashMap<>();
    openers.put("csv", target -> new TextEpisodeWriter(target, TextLayouts.CSV));
    openers.put("jsonl-steps", target -> new TextEpisodeWriter(target, TextLayouts.JSON_STEPS));
    openers.put(
        "jsonl-episodes", target -> new TextEpisodeWriter(target, TextLayouts.JSON_EPISODES));
    openers.put("npz", NpzEpisodeWriter::new);
    openers.put("parquet", ParquetTable::writer);
    openers.put("minari-hdf5", MinariHdf5::writer);
    return openers;
  }

  /**
   * Opens a new log. Its file appears, or is replaced, when the writer is finished.
   *
   * @param target the file
   * @param formatName the format, or empty to go by the ending of the file's name
   */
  public static EpisodeWriter open(Path target, Optional<String> formatName) throws IOException {
    String format = formatName.orElseGet(() -> formatOf(target));
    Opener opener = BY_FORMAT.get(format);
    if (opener == null) {
      throw new InputException(
          target.toString(),
          "'" + format + "' is no log format that can be written",
          Spelling.remedy(format, BY_FORMAT.keySet()));
    }
    return opener.open(target);
  }

  private static String formatOf(Path target) {
    String name = target.getFileName().toString().toLowerCase(Locale.ROOT);
    String format = BY_ENDING.get(name.substring(name.lastIndexOf('.') + 1));
    if (format == null) {
      throw new InputException(
          target.toString(),
          "its name does not say which log format to write",
          "end it with ." + String.join(", .", BY_ENDING.keySet().stream().sorted().toList()));
    }
    return format;
  }
}
