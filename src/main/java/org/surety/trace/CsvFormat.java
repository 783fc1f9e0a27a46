package org.surety.trace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.surety.spec.ColumnAddress;
import org.surety.spec.LogLayout;

/**
 * A row per step, the columns named in the first line. Read as {@link RowEpisodeReader} describes;
 * may be compressed by gzip. Not hashed: the columns for which {@link Columns#isIndex} holds and
 * those the layout names as episode, step or environment.
 */
final class CsvFormat implements LogFormat {
  @Override
  public String name() {
    return "csv";
  }

  @Override
  public boolean recognizes(Path path) throws IOException {
    byte[] head = TextInput.head(path);
    int end = CsvHeader.end(head);
    if (end <= 0 || head[0] == '{' || head[0] == '[' || head[0] == '<') {
      return false;
    }
    byte delimiter = CsvHeader.delimiter(head, end);
    int delimiters = CsvHeader.count(head, 0, end, delimiter);
    if (delimiters == 0) {
      return false;
    }
    byte[] rest = java.util.Arrays.copyOfRange(head, end + 1, head.length);
    int secondEnd = CsvHeader.end(rest);
    return secondEnd <= 0 || CsvHeader.count(rest, 0, secondEnd, delimiter) == delimiters;
  }

  @Override
  public EpisodeReader open(
      Path path, long firstNumber, LogLayout layout, List<ColumnAddress> wanted)
      throws IOException {
    return RowEpisodeReader.open(CsvRowSource.open(path), name(), layout, wanted, firstNumber);
  }
}
