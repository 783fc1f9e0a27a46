package org.surety.train;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.surety.base.AtomicFile;
import org.surety.base.InputException;

/**
 * What is known of a run, a row an update, as CSV and for TensorBoard. A run that continues drops
 * the rows behind its checkpoint, since it will write them again.
 */
public final class RunTable implements Closeable {
  /**
   * Name of the CSV file in a run's folder; its first columns are {@code update} and {@code steps}.
   */
  public static final String NAME = "progress.csv";

  private final Path file;
  private final EventFile events;
  private boolean headed;

  /**
   * Opens the table of a run.
   *
   * @param folder of the run
   * @param updates rows of later updates are dropped
   */
  public RunTable(Path folder, long updates) throws IOException {
    file = folder.resolve(NAME);
    if (Files.exists(file)) {
      List<String> kept = new ArrayList<>();
      String text = Files.readString(file);
      // A row that was cut off as it was written is behind the checkpoint.
      for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
        if (kept.isEmpty() || update(line, kept.size() + 1) <= updates) {
          kept.add(line);
        }
      }
      headed = !kept.isEmpty();
      AtomicFile.write(file, (String.join("\n", kept) + "\n").getBytes(StandardCharsets.UTF_8));
    }
    events = new EventFile(folder, seconds());
  }

  private long update(String line, int number) {
    String first = line.substring(0, Math.max(0, line.indexOf(',')));
    if (!first.matches("\\d{1,18}")) {
      throw new InputException(
          file + ", line " + number,
          "is no row of a run's table",
          "remove the line, or the whole file: a run continues without it");
    }
    return Long.parseLong(first);
  }

  private static double seconds() {
    return System.currentTimeMillis() / 1000.0;
  }

  /**
   * Adds a row.
   *
   * @param update number of the update, from 1
   * @param step what TensorBoard plots over
   * @param values by column, the same columns in every row
   */
  public void add(long update, long step, Map<String, Double> values) throws IOException {
    try (BufferedWriter out =
        Files.newBufferedWriter(
            file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      if (!headed) {
        out.write("update,steps," + String.join(",", values.keySet()) + "\n");
        headed = true;
      }
      StringBuilder line = new StringBuilder(update + "," + step);
      for (double value : values.values()) {
        line.append(',')
            .append(
                value == Math.rint(value) && Math.abs(value) < 1e15
                    ? Long.toString((long) value)
                    : String.format(Locale.ROOT, "%.9g", value));
      }
      out.write(line.append('\n').toString());
    }
    events.scalars(seconds(), step, values);
  }

  @Override
  public void close() throws IOException {
    events.close();
  }
}
