package org.surety.trace.parquet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.surety.base.InputException;
import org.surety.spec.ColumnAddress;
import org.surety.spec.LogLayout;
import org.surety.trace.EpisodeReader;
import org.surety.trace.JsonFacts;
import org.surety.trace.LogFormat;
import org.surety.trace.RowEpisodeReader;

/**
 * Minari's Parquet storage: below {@code data}, beside {@code metadata.json}, a folder per episode
 * number with {@code part-*.parquet}. Every column has T + 1 rows; the last row of actions,
 * rewards, terminations and truncations is padding and is cut.
 *
 * <p>Source: Minari 0.5.4, {@code minari/dataset/_storages/arrow_storage.py}.
 */
public final class MinariParquet implements LogFormat {
  private static final String NAME = "minari-parquet";

  @Override
  public String name() {
    return NAME;
  }

  private static Path data(Path path) {
    Path below = path.resolve("data");
    return Files.isRegularFile(below.resolve("metadata.json")) ? below : path;
  }

  private static Map<String, String> metadata(Path path) throws IOException {
    Path file = data(path).resolve("metadata.json");
    return Files.isRegularFile(file) ? JsonFacts.read(file) : Map.of();
  }

  @Override
  public boolean recognizes(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return false;
    }
    String format = metadata(path).getOrDefault("data_format", "");
    if (format.equals("arrow")) {
      throw arrow(path);
    }
    return format.equals("parquet");
  }

  private static InputException arrow(Path path) {
    return new InputException(
        path.toString(),
        "is stored by Minari as Arrow files, which are not read here",
        "write the dataset with data_format=\"parquet\" or \"hdf5\"");
  }

  @Override
  public List<Path> files(Path path) throws IOException {
    return parts(path).stream().map(ParquetSource.Part::path).toList();
  }

  private static List<ParquetSource.Part> parts(Path path) throws IOException {
    Path data = data(path);
    TreeMap<Long, Path> folders = new TreeMap<>();
    try (Stream<Path> children = Files.list(data)) {
      children
          .filter(p -> p.getFileName().toString().matches("\\d{1,18}") && Files.isDirectory(p))
          .forEach(p -> folders.put(Long.parseLong(p.getFileName().toString()), p));
    }
    List<ParquetSource.Part> parts = new ArrayList<>();
    for (Map.Entry<Long, Path> folder : folders.entrySet()) {
      if (folder.getKey() != parts.size()) {
        throw new InputException(
            data.toString(),
            "episode " + parts.size() + " is missing though " + folder.getKey() + " is there",
            "give the whole log; episodes left out would bias the result");
      }
      parts.add(new ParquetSource.Part("episode_" + folder.getKey(), part(folder.getValue())));
    }
    return parts;
  }

  private static Path part(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> children = Files.list(folder)) {
      files =
          children.filter(p -> p.getFileName().toString().endsWith(".parquet")).sorted().toList();
    }
    if (files.size() != 1) {
      throw new InputException(
          folder.toString(),
          "holds " + files.size() + " Parquet files, expected one",
          "give the dataset as Minari wrote it");
    }
    return files.get(0);
  }

  @Override
  public EpisodeReader open(
      Path path, long firstNumber, LogLayout layout, List<ColumnAddress> wanted)
      throws IOException {
    if (metadata(path).getOrDefault("data_format", "").equals("arrow")) {
      throw arrow(path);
    }
    List<ParquetSource.Part> parts = parts(path);
    if (parts.isEmpty()) {
      throw new InputException(
          path.toString(), "holds no episode folders", "name the folder of a Minari dataset");
    }
    String total = metadata(path).get("total_episodes");
    if (total != null && !total.equals(Integer.toString(parts.size()))) {
      throw new InputException(
          path.toString(),
          "metadata.json says " + total + " episodes, but there are " + parts.size(),
          "copy the whole dataset");
    }
    Map<String, String> entries = new TreeMap<>(layout.entries());
    entries.put("episode", ParquetSource.FILE_COLUMN);
    entries.put("rows", "states");
    ParquetSource source = ParquetSource.open(path.toString(), parts, true);
    return RowEpisodeReader.open(source, NAME, LogLayout.of(entries), wanted, firstNumber);
  }
}
