package org.surety.trace;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Writes a text log: the layouts differ in how one episode looks. */
final class TextEpisodeWriter implements EpisodeWriter {
  /** How episodes look. */
  interface Layout {
    /** Writes what comes before the first episode. */
    void start(Writer out, RecordColumns columns) throws IOException;

    /** Writes an episode. */
    void episode(Writer out, RecordColumns columns, long number, EpisodeRecord episode)
        throws IOException;
  }

  private final AtomicOutput output;
  private final Layout layout;
  private final Writer out;
  private @Nullable RecordColumns columns;
  private long episodes;

  TextEpisodeWriter(Path target, Layout layout) throws IOException {
    this.layout = layout;
    output = new AtomicOutput(target);
    out = new BufferedWriter(Files.newBufferedWriter(output.path()), 1 << 16);
  }

  @Override
  public void write(EpisodeRecord episode) throws IOException {
    RecordColumns known = columns;
    if (known == null) {
      known = RecordColumns.of(episode);
      columns = known;
      layout.start(out, known);
    }
    known.check(episode);
    layout.episode(out, known, episodes++, episode);
  }

  @Override
  public void finish() throws IOException {
    out.close();
    output.commit();
  }

  @Override
  public void close() throws IOException {
    try (output) {
      out.close();
    }
  }
}
