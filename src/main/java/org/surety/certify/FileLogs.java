package org.surety.certify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.surety.base.InputException;
import org.surety.base.Sha256;
import org.surety.certificate.Evidence;
import org.surety.spec.ColumnAddress;
import org.surety.spec.LogLayout;
import org.surety.trace.EpisodeReader;
import org.surety.trace.LogFacts;
import org.surety.trace.LogFormats;

/** Logs in files and folders. */
public final class FileLogs implements LogSource {
  private final List<Path> paths;
  private final Optional<String> format;
  private final Map<Path, Stamp> opened = new LinkedHashMap<>();

  private record Stamp(long bytes, FileTime modified) {
    static Stamp of(Path file) throws IOException {
      return new Stamp(Files.size(file), Files.getLastModifiedTime(file));
    }
  }

  /**
   * @param paths files, or folders of logs
   * @param format their format's name, or empty to judge by content
   */
  public FileLogs(List<Path> paths, Optional<String> format) {
    this.paths = List.copyOf(paths);
    this.format = format;
  }

  /**
   * The same logs, those of known digests first and in the order of these: floating-point sums over
   * episodes depend on it in their last digits.
   */
  public FileLogs inOrderOf(List<String> digests) throws IOException {
    List<LogFormats.Log> logs = new ArrayList<>(LogFormats.logs(paths, format));
    if (logs.size() < 2) {
      return this;
    }
    Map<Path, Integer> position = new HashMap<>();
    for (LogFormats.Log log : logs) {
      int at = digests.indexOf(Sha256.of(log.format().files(log.path()).get(0)));
      position.put(log.path(), at < 0 ? digests.size() : at);
    }
    logs.sort(Comparator.comparing(log -> position.getOrDefault(log.path(), 0)));
    return new FileLogs(logs.stream().map(LogFormats.Log::path).toList(), format);
  }

  @Override
  public EpisodeReader open(LogLayout layout, List<ColumnAddress> wanted) throws IOException {
    opened.clear();
    for (Path file : LogFormats.files(paths, format)) {
      if (opened.put(file.toRealPath(), Stamp.of(file)) != null) {
        throw new InputException(
            file.toString(), "is given twice", "name each log once: evidence counts once");
      }
    }
    return LogFormats.open(paths, format, layout, wanted);
  }

  @Override
  public List<Evidence> evidence(LogFacts facts) throws IOException {
    List<Evidence> evidence = new ArrayList<>();
    Map<String, Path> byDigest = new HashMap<>();
    for (Map.Entry<Path, Stamp> entry : opened.entrySet()) {
      Path file = entry.getKey();
      String digest = Sha256.of(file);
      // The digest is taken after reading: it is that of the bytes read if nobody wrote meanwhile.
      if (!Stamp.of(file).equals(entry.getValue())) {
        throw new InputException(
            file.toString(), "changed while it was read", "certify logs that nobody writes to");
      }
      Path same = byDigest.put(digest, file);
      if (same != null) {
        throw new InputException(
            file.toString(), "has the same content as " + same, "give each log once");
      }
      evidence.add(
          new Evidence(
              String.valueOf(file.getFileName()),
              digest,
              entry.getValue().bytes(),
              facts.format(),
              facts.lastObservation(),
              facts.autoreset(),
              facts.endFlags()));
    }
    return evidence;
  }
}
