package org.surety.trace;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.surety.base.InputException;
import org.surety.base.Spelling;
import org.surety.spec.ColumnAddress;
import org.surety.spec.LogLayout;
import org.surety.trace.hdf5.FlatHdf5;
import org.surety.trace.hdf5.MinariHdf5;
import org.surety.trace.parquet.LeRobotDataset;
import org.surety.trace.parquet.MinariParquet;
import org.surety.trace.parquet.ParquetTable;

/** The log formats Surety reads, and how a format is found from what is in a file. */
public final class LogFormats {
  /** In the order in which they are asked; at most one recognizes a well-formed log. */
  private static final List<LogFormat> ALL =
      List.of(
          new MinariHdf5(),
          FlatHdf5.dsrl(),
          FlatHdf5.d4rl(),
          new LeRobotDataset(),
          new MinariParquet(),
          new ParquetTable(),
          new RllibJsonFormat(),
          new JsonStepsFormat(),
          new JsonEpisodesFormat(),
          new NpzFormat(),
          new CsvFormat());

  private LogFormats() {}

  /** All formats. */
  public static List<LogFormat> all() {
    return ALL;
  }

  /** The format of that name; an {@link InputException} if there is none. */
  public static LogFormat named(String name) {
    for (LogFormat format : ALL) {
      if (format.name().equals(name)) {
        return format;
      }
    }
    throw new InputException(
        "--format " + name,
        "there is no such log format",
        Spelling.remedy(name, ALL.stream().map(LogFormat::name).toList()));
  }

  /** The format of a file or folder, judged by its content; an {@link InputException} if none. */
  public static LogFormat detect(Path path) throws IOException {
    requireSomething(path);
    for (LogFormat format : ALL) {
      if (format.recognizes(path)) {
        return format;
      }
    }
    throw new InputException(
        path.toString(),
        "its content is none of the log formats "
            + ALL.stream().map(LogFormat::name).collect(Collectors.joining(", ")),
        "name the format with --format, or convert the log to one of them");
  }

  /** One log: a file or folder that a single reader opens. */
  public record Log(Path path, LogFormat format) {}

  /**
   * The logs that {@code paths} name, in order. A folder that is not itself a log stands for the
   * logs in it, ordered by name with numbers compared as numbers; hidden files are passed over,
   * anything else in it that is no log is an {@link InputException}, because a log left out would
   * be evidence left out.
   *
   * @param formatName the format of all of them, or empty to judge each by its content
   */
  public static List<Log> logs(List<Path> paths, Optional<String> formatName) throws IOException {
    Optional<LogFormat> given = formatName.map(LogFormats::named);
    List<Log> logs = new ArrayList<>();
    for (Path path : paths) {
      collect(path, given, logs);
    }
    if (logs.isEmpty()) {
      throw new InputException(
          paths.toString(), "there is no log here", "name files or folders that hold episodes");
    }
    return logs;
  }

  private static void collect(Path path, Optional<LogFormat> given, List<Log> logs)
      throws IOException {
    requireSomething(path);
    if (!Files.isDirectory(path)) {
      logs.add(new Log(path, given.isPresent() ? given.get() : detect(path)));
      return;
    }
    List<LogFormat> candidates = given.map(List::of).orElse(ALL);
    for (LogFormat format : candidates) {
      if (format.recognizes(path)) {
        logs.add(new Log(path, format));
        return;
      }
    }
    List<Path> children;
    try (Stream<Path> list = Files.list(path)) {
      children =
          list.filter(p -> !p.getFileName().toString().startsWith("."))
              .sorted(
                  (a, b) ->
                      NaturalOrder.compare(a.getFileName().toString(), b.getFileName().toString()))
              .toList();
    }
    if (children.isEmpty()) {
      throw new InputException(
          path.toString(), "the folder is empty", "name files or folders that hold episodes");
    }
    for (Path child : children) {
      collect(child, given, logs);
    }
  }

  /** The files that are evidence, for digests, in the order in which they are read. */
  public static List<Path> files(List<Path> paths, Optional<String> formatName) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Log log : logs(paths, formatName)) {
      files.addAll(log.format().files(log.path()));
    }
    return files;
  }

  /**
   * Opens logs one after the other as one: episode numbers continue from log to log. All must be of
   * one format and agree on what they say about their episodes' ends, and each must hold at least
   * one episode.
   *
   * @param paths files and folders, see {@link #logs}
   * @param formatName the format, or empty to judge by content
   * @param layout what the property file says about the logs
   * @param wanted the columns to deliver, in this order
   */
  public static EpisodeReader open(
      List<Path> paths, Optional<String> formatName, LogLayout layout, List<ColumnAddress> wanted)
      throws IOException {
    return new LogSequence(logs(paths, formatName), layout, wanted);
  }

  private static void requireSomething(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new InputException(path.toString(), "does not exist", "check the path of the log");
    }
    if (!Files.isReadable(path)) {
      throw new InputException(path.toString(), "cannot be read", "check its permissions");
    }
    if (Files.isRegularFile(path) && Files.size(path) == 0) {
      throw new InputException(path.toString(), "the file is empty", "name a log with episodes");
    }
  }

  /** The first {@code count} bytes of a file, or fewer where it is shorter; none of a folder. */
  static byte[] head(Path path, int count) throws IOException {
    if (!Files.isRegularFile(path)) {
      return new byte[0];
    }
    try (InputStream in = Files.newInputStream(path)) {
      return in.readNBytes(count);
    }
  }
}
