package org.surety.trace;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;
import org.surety.spec.ColumnAddress;
import org.surety.spec.LogLayout;

/** Episodes from a log that stores each as a table. */
final class TableEpisodeReader implements EpisodeReader {
  private final EpisodeTables tables;
  private final TableIntake intake;
  private final LogFacts facts;
  private @Nullable Episode first;
  private long nextNumber;

  static TableEpisodeReader open(
      EpisodeTables tables,
      String format,
      LogLayout layout,
      List<ColumnAddress> wanted,
      long firstNumber)
      throws IOException {
    boolean opened = false;
    try {
      TableEpisodeReader reader =
          new TableEpisodeReader(tables, format, layout, wanted, firstNumber);
      opened = true;
      return reader;
    } finally {
      if (!opened) {
        tables.close();
      }
    }
  }

  private TableEpisodeReader(
      EpisodeTables tables,
      String format,
      LogLayout layout,
      List<ColumnAddress> wanted,
      long firstNumber)
      throws IOException {
    this.tables = tables;
    intake = new TableIntake(tables.file(), layout, wanted);
    nextNumber = firstNumber;
    first = advance();
    if (first == null) {
      throw new InputException(
          tables.file(), "the log holds no episode", "leave it out, or name a log with episodes");
    }
    facts =
        new LogFacts(
            format, first.letters() > first.decisions(), "not applicable", intake.endFlags());
  }

  private @Nullable Episode advance() throws IOException {
    return tables.next() ? intake.build(nextNumber++, tables.table(), tables.place()) : null;
  }

  @Override
  public @Nullable Episode next() throws IOException {
    Episode episode = first;
    if (episode != null) {
      first = null;
      return episode;
    }
    return advance();
  }

  @Override
  public LogFacts facts() {
    return facts;
  }

  @Override
  public void close() throws IOException {
    tables.close();
  }
}
