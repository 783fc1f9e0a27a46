package org.surety.certify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.surety.base.Sha256;
import org.surety.certificate.Evidence;
import org.surety.guard.file.GuardManifest;
import org.surety.guard.file.GuardedRun;
import org.surety.trace.LogFormats;

/**
 * Files that somebody verifies certificates with, to be found by their digests: a chain of
 * certificates rests on several policies and logs, and nobody should have to say which is which.
 */
public final class FilesAtHand {
  private final Map<String, Path> policies = new LinkedHashMap<>();
  private final List<Path> runs = new ArrayList<>();
  private final List<Path> specs;
  private final Map<String, LogFormats.Log> logs = new LinkedHashMap<>();
  private final List<Path> logFiles = new ArrayList<>();
  private final Optional<String> format;

  /**
   * @param policies files, or folders of guarded policies, whose files all count
   * @param spec the property file, or null
   * @param logs files and folders of logs
   * @param format the logs' format, or empty to judge by content
   */
  public FilesAtHand(
      List<Path> policies, @Nullable Path spec, List<Path> logs, Optional<String> format)
      throws IOException {
    for (Path path : policies) {
      if (Files.isDirectory(path)) {
        runs.add(path);
      }
      for (Path file : inside(path)) {
        this.policies.putIfAbsent(Sha256.of(file), file);
      }
    }
    specs = spec == null ? List.of() : List.of(spec);
    this.format = format;
    for (LogFormats.Log log :
        logs.isEmpty() ? List.<LogFormats.Log>of() : LogFormats.logs(logs, format)) {
      List<Path> files = log.format().files(log.path());
      this.logs.putIfAbsent(Sha256.of(files.get(0)), log);
      logFiles.addAll(files);
    }
  }

  /** Of a folder, what its guard.json names: whatever else lies there is nobody's evidence. */
  private static List<Path> inside(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    GuardedRun run = GuardedRun.read(path);
    return List.of(path.resolve(GuardManifest.FILE), run.baseFile().file(), run.taskFile().file());
  }

  /** All policy files. */
  List<Path> policies() {
    return List.copyOf(policies.values());
  }

  /** The property file, if any. */
  List<Path> specs() {
    return specs;
  }

  /** All files of logs. */
  List<Path> logFiles() {
    return logFiles;
  }

  /** The policy file of a digest, or null. */
  @Nullable Path policy(@Nullable String sha256) {
    return sha256 == null ? null : policies.get(sha256);
  }

  /** The run's folder with this {@code guard.json} that a trainer has left, or null. */
  @Nullable Path run(String manifest) throws IOException {
    for (Path folder : runs) {
      if (Sha256.of(folder.resolve(GuardManifest.FILE)).equals(Sha256.of(manifest))
          && Files.exists(folder.resolve("settings.toml"))) {
        return folder;
      }
    }
    return null;
  }

  /** The logs that a certificate rests on, in its order; null unless all of them are at hand. */
  @Nullable FileLogs logs(List<Evidence> stated) throws IOException {
    Set<String> wanted = new HashSet<>();
    stated.forEach(e -> wanted.add(e.sha256()));
    List<Path> found = new ArrayList<>();
    Set<String> covered = new HashSet<>();
    for (Evidence e : stated) {
      LogFormats.Log log = logs.get(e.sha256());
      if (log != null) {
        found.add(log.path());
        for (Path file : log.format().files(log.path())) {
          covered.add(Sha256.of(file));
        }
      }
    }
    return covered.equals(wanted) ? new FileLogs(found, format) : null;
  }
}
