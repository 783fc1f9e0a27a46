package org.surety.trace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.surety.spec.ColumnAddress;
import org.surety.spec.LogLayout;

/**
 * NumPy arrays in a zip archive, as {@code numpy.savez} writes them. Either with boundaries of
 * episodes ({@link NpzTables}) or with a row per step ({@link NpzRowSource}, cut into episodes by
 * {@link RowEpisodeReader}). Not hashed: the columns for which {@link Columns#isIndex} holds, those
 * the layout names as episode, step or environment, and arrays that do not belong to steps.
 */
final class NpzFormat implements LogFormat {
  @Override
  public String name() {
    return "npz";
  }

  @Override
  public boolean recognizes(Path path) throws IOException {
    byte[] head = LogFormats.head(path, 4);
    if (head.length < 4 || head[0] != 'P' || head[1] != 'K' || head[2] != 3 || head[3] != 4) {
      return false;
    }
    try (ZipFile zip = new ZipFile(path.toFile())) {
      return zip.stream().map(ZipEntry::getName).anyMatch(n -> n.endsWith(".npy"));
    } catch (IOException e) {
      return true; // a zip archive cut off: opening it says so
    }
  }

  @Override
  public EpisodeReader open(
      Path path, long firstNumber, LogLayout layout, List<ColumnAddress> wanted)
      throws IOException {
    NpzArchive archive = NpzArchive.open(path);
    boolean opened = false;
    try {
      Optional<String> boundaries = NpzTables.boundaries(archive);
      EpisodeReader reader =
          boundaries.isPresent()
              ? TableEpisodeReader.open(
                  new NpzTables(archive, boundaries.get(), layout),
                  name(),
                  layout,
                  wanted,
                  firstNumber)
              : RowEpisodeReader.open(
                  NpzRowSource.open(archive), name(), layout, wanted, firstNumber);
      opened = true;
      return reader;
    } finally {
      if (!opened) {
        archive.close();
      }
    }
  }
}
