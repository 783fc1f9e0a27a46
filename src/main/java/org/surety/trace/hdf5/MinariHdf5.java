package org.surety.trace.hdf5;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.surety.base.InputException;
import org.surety.spec.ColumnAddress;
import org.surety.spec.LogLayout;
import org.surety.trace.EpisodeReader;
import org.surety.trace.EpisodeWriter;
import org.surety.trace.LogFormat;

/**
 * Minari's HDF5 storage: a group {@code episode_<n>} per episode with T + 1 observations, T
 * actions, rewards, terminations and truncations. Takes the dataset's folder, its {@code data}
 * folder, or {@code main_data.hdf5} itself.
 *
 * <p>Source: Minari 0.5.4, {@code minari/dataset/_storages/hdf5_storage.py}.
 */
public final class MinariHdf5 implements LogFormat {
  static final String NAME = "minari-hdf5";
  static final String MAIN_FILE = "main_data.hdf5";
  static final Pattern EPISODE = Pattern.compile("episode_(\\d{1,18})");

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean recognizes(Path path) throws IOException {
    Path file = mainFile(path);
    if (!Hdf5File.hasSignature(file)) {
      return false;
    }
    if (Files.isDirectory(path)) {
      return true; // nothing else is called so
    }
    try (Hdf5File hdf5 = Guard.guard(file, () -> new Hdf5File(file))) {
      return Guard.guard(
          file,
          () ->
              hdf5.root().members().keySet().stream()
                  .anyMatch(name -> EPISODE.matcher(name).matches()));
    }
  }

  @Override
  public List<Path> files(Path path) throws IOException {
    return List.of(mainFile(path));
  }

  @Override
  public EpisodeReader open(
      Path path, long firstNumber, LogLayout layout, List<ColumnAddress> wanted)
      throws IOException {
    Path file = mainFile(path);
    if (!Files.isRegularFile(file)) {
      throw new InputException(
          path.toString(),
          "holds no " + MAIN_FILE,
          "name the folder of a Minari dataset, its data folder, or that file");
    }
    return Guard.guard(file, () -> new MinariHdf5Reader(file, firstNumber, wanted));
  }

  /** A writer of one file in Minari's layout; see {@link MinariHdf5Writer}. */
  public static EpisodeWriter writer(Path target) throws IOException {
    return new MinariHdf5Writer(target);
  }

  private static Path mainFile(Path path) {
    if (!Files.isDirectory(path)) {
      return path;
    }
    Path below = path.resolve("data").resolve(MAIN_FILE);
    return Files.exists(below) ? below : path.resolve(MAIN_FILE);
  }
}
