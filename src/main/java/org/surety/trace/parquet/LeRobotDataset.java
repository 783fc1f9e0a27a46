package org.surety.trace.parquet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;
import org.surety.spec.ColumnAddress;
import org.surety.spec.LogLayout;
import org.surety.trace.Episode;
import org.surety.trace.EpisodeReader;
import org.surety.trace.JsonFacts;
import org.surety.trace.LogFacts;
import org.surety.trace.LogFormat;
import org.surety.trace.RowEpisodeReader;

/**
 * A LeRobot dataset, version 3 (or 2, whose files hold an episode each): a folder with {@code
 * meta/info.json} and {@code data/chunk-*}{@code /*.parquet}. It has no observation after an
 * episode's last action, and {@code next.done} alone does not say why the episode ended.
 *
 * <p>Source: LeRobot {@code docs/source/lerobot-dataset-v3.mdx}, {@code datasets/utils.py}.
 */
public final class LeRobotDataset implements LogFormat {
  private static final String NAME = "lerobot";

  @Override
  public String name() {
    return NAME;
  }

  private static Path info(Path folder) {
    return folder.resolve("meta").resolve("info.json");
  }

  @Override
  public boolean recognizes(Path path) throws IOException {
    return Files.isDirectory(path)
        && Files.isRegularFile(info(path))
        && JsonFacts.read(info(path)).containsKey("codebase_version");
  }

  @Override
  public List<Path> files(Path path) throws IOException {
    Path data = path.resolve("data");
    List<Path> files = new ArrayList<>();
    if (Files.isDirectory(data)) {
      try (Stream<Path> all = Files.walk(data, 2)) {
        all.filter(p -> p.getFileName().toString().endsWith(".parquet"))
            .sorted(Comparator.comparing(p -> data.relativize(p).toString()))
            .forEach(files::add);
      }
    }
    return files;
  }

  @Override
  public EpisodeReader open(
      Path path, long firstNumber, LogLayout layout, List<ColumnAddress> wanted)
      throws IOException {
    if (!Files.isRegularFile(info(path))) {
      throw new InputException(
          path.toString(), "has no meta/info.json", "name the folder of a LeRobot dataset");
    }
    Map<String, String> info = JsonFacts.read(info(path));
    String version = info.getOrDefault("codebase_version", "(none)");
    if (!version.startsWith("v3.") && !version.startsWith("v2.")) {
      throw new InputException(
          info(path).toString(),
          "has codebase_version " + version + ", expected v2 or v3",
          "convert the dataset with LeRobot's own script");
    }
    List<ParquetSource.Part> parts =
        files(path).stream()
            .map(f -> new ParquetSource.Part(path.relativize(f).toString(), f))
            .toList();
    if (parts.isEmpty()) {
      throw new InputException(
          path.toString(), "has no data/chunk-*/*.parquet", "copy the whole dataset");
    }
    Map<String, String> entries = new TreeMap<>(layout.entries());
    entries.putIfAbsent("rows", "decisions");
    ParquetSource source = ParquetSource.open(path.toString(), parts, false);
    return new Counted(
        RowEpisodeReader.open(source, NAME, LogLayout.of(entries), wanted, firstNumber),
        source,
        path,
        count(path, info, "total_frames"),
        count(path, info, "total_episodes"));
  }

  private static long count(Path path, Map<String, String> info, String key) {
    String text = info.getOrDefault(key, "-1");
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new InputException(
          info(path).toString(), key + " is '" + text + "'", "copy the dataset again", e);
    }
  }

  /** Holds what was read against what the dataset says it has: a lost file is lost evidence. */
  private static final class Counted implements EpisodeReader {
    private final EpisodeReader episodes;
    private final ParquetSource source;
    private final Path path;
    private final long frames;
    private final long expectedEpisodes;
    private long read;

    Counted(EpisodeReader episodes, ParquetSource source, Path path, long frames, long expected) {
      this.episodes = episodes;
      this.source = source;
      this.path = path;
      this.frames = frames;
      this.expectedEpisodes = expected;
    }

    @Override
    public @Nullable Episode next() throws IOException {
      Episode episode = episodes.next();
      if (episode != null) {
        read++;
        return episode;
      }
      check("total_frames", frames, source.rows());
      check("total_episodes", expectedEpisodes, read);
      return null;
    }

    private void check(String key, long expected, long found) {
      if (expected >= 0 && expected != found) {
        throw new InputException(
            path.toString(),
            "meta/info.json says " + key + " " + expected + ", but its files hold " + found,
            "copy the whole dataset");
      }
    }

    @Override
    public LogFacts facts() {
      return episodes.facts();
    }

    @Override
    public void close() throws IOException {
      episodes.close();
    }
  }
}
