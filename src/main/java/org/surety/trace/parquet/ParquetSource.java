package org.surety.trace.parquet;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.page.PageReadStore;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;
import org.surety.trace.Columns;
import org.surety.trace.RowSource;

/**
 * Row by row over Parquet files of one schema, one after the other. Each column is decoded in
 * batches, so that memory holds one row group as stored and a few thousand rows as numbers.
 */
final class ParquetSource extends RowSource {
  /** Rows decoded at a time, fewer where rows are wide. */
  private static final int BATCH_ROWS = 2048;

  private static final int BATCH_VALUES = 1 << 18;

  /** The column, if asked for, that says which file a row is from. */
  static final String FILE_COLUMN = "episode_id";

  /** Files with the name that stands for each in messages and in {@link #FILE_COLUMN}. */
  record Part(String name, Path path) {}

  private final List<Part> parts;
  private final boolean numberFiles;
  private final List<ParquetColumn> columns;
  private final int batchRows;
  private int part;
  private @Nullable ParquetFile file;
  private @Nullable PageReadStore group;
  private ColumnReader[] readers = new ColumnReader[0];
  private long groupRows;
  private int batchSize;
  private int inBatch = -1;
  private long rowInFile = -1;
  private long rows;

  private record Opened(ParquetFile file, Columns columns, List<ParquetColumn> kept) {}

  /**
   * Opens the first file.
   *
   * @param place the log, for messages
   * @param parts the files, at least one
   * @param numberFiles whether each file is an episode: adds {@link #FILE_COLUMN}
   */
  static ParquetSource open(String place, List<Part> parts, boolean numberFiles)
      throws IOException {
    Path first = parts.get(0).path;
    Opened opened =
        ParquetFile.guard(
            first,
            () -> {
              ParquetFile file = new ParquetFile(first);
              boolean done = false;
              try {
                file.measureLists();
                Map<String, Integer> widths = new LinkedHashMap<>();
                if (numberFiles) {
                  widths.put(FILE_COLUMN, 1);
                }
                List<ParquetColumn> kept = new ArrayList<>();
                for (ParquetColumn column : file.columns()) {
                  if (column.width() > 0) {
                    kept.add(column);
                    if (widths.put(column.name(), column.width()) != null) {
                      throw new InputException(
                          first.toString(),
                          "two columns are named '" + column.name() + "'",
                          "give every column its own name");
                    }
                  }
                }
                done = true;
                return new Opened(file, new Columns(place, widths), kept);
              } finally {
                if (!done) {
                  file.close();
                }
              }
            });
    return new ParquetSource(opened, parts, numberFiles);
  }

  private ParquetSource(Opened opened, List<Part> parts, boolean numberFiles) {
    super(opened.columns);
    this.parts = List.copyOf(parts);
    this.numberFiles = numberFiles;
    file = opened.file;
    columns = new ArrayList<>(opened.kept);
    int cells = Math.max(1, opened.columns.cells());
    batchRows = Math.max(1, Math.min(BATCH_ROWS, BATCH_VALUES / cells));
  }

  /** Rows read so far, over all files. */
  long rows() {
    return rows;
  }

  @Override
  public boolean next() throws IOException {
    inBatch++;
    if (inBatch >= batchSize && !nextBatch()) {
      return false;
    }
    rowInFile++;
    rows++;
    int first = numberFiles ? 1 : 0;
    for (int c = 0; c < columns.size(); c++) {
      ParquetColumn column = columns.get(c);
      int cell = columns().offset(c + first);
      int width = column.width();
      int from = inBatch * width;
      if (width == 1) {
        values[cell] = column.values[from];
        kinds[cell] = column.plain ? NUMBER : column.kinds[from];
      } else {
        System.arraycopy(column.values, from, values, cell, width);
        if (column.plain) {
          java.util.Arrays.fill(kinds, cell, cell + width, NUMBER);
        } else {
          System.arraycopy(column.kinds, from, kinds, cell, width);
        }
      }
    }
    if (numberFiles) {
      values[0] = part;
      kinds[0] = TEXT; // the part's name
    }
    return true;
  }

  private boolean nextBatch() throws IOException {
    while (true) {
      ParquetFile open = file;
      if (open == null) {
        return false;
      }
      Path path = open.path();
      boolean more = ParquetFile.guard(path, () -> fill(open));
      if (more) {
        inBatch = 0;
        return true;
      }
      open.close();
      file = null;
      if (part + 1 < parts.size()) {
        part++;
        file = ParquetFile.guard(parts.get(part).path, this::openNext);
        rowInFile = -1;
      }
    }
  }

  /** Decodes the next batch of the open file; false at its end. */
  private boolean fill(ParquetFile open) throws IOException {
    while (groupRows == 0) {
      group = open.nextGroup();
      if (group == null) {
        batchSize = 0;
        return false;
      }
      groupRows = group.getRowCount();
      readers = new ColumnReader[columns.size()];
      for (int c = 0; c < readers.length; c++) {
        readers[c] = open.reader(columns.get(c), group);
      }
    }
    int n = (int) Math.min(batchRows, groupRows);
    for (int c = 0; c < readers.length; c++) {
      ParquetColumn column = columns.get(c);
      boolean exact = !column.list() && keys[columns().offset(c + (numberFiles ? 1 : 0))];
      column.read(readers[c], n, exact, open.path().toString(), rowInFile + 1);
    }
    groupRows -= n;
    batchSize = n;
    return true;
  }

  /** Opens the current part, whose columns must be those of the first. */
  private ParquetFile openNext() throws IOException {
    Path path = parts.get(part).path;
    ParquetFile next = new ParquetFile(path);
    boolean done = false;
    try {
      next.measureLists();
      List<ParquetColumn> found = new ArrayList<>();
      for (ParquetColumn column : columns) {
        ParquetColumn same =
            next.columns().stream()
                .filter(c -> c.name().equals(column.name()))
                .findFirst()
                .orElseThrow(
                    () ->
                        new InputException(
                            path.toString(),
                            "has no column '" + column.name() + "', unlike the files before it",
                            "give logs of one kind together"));
        if (same.width() != column.width() && !(same.list() && same.width() == 0)) {
          throw new InputException(
              path.toString(),
              "'"
                  + column.name()
                  + "' has "
                  + same.width()
                  + " values a row, but "
                  + column.width()
                  + " in the files before it",
              "give logs of one kind together");
        }
        same.setWidth(column.width());
        found.add(same);
      }
      columns.clear();
      columns.addAll(found);
      groupRows = 0;
      done = true;
      return next;
    } finally {
      if (!done) {
        next.close();
      }
    }
  }

  @Override
  public String text(int cell) {
    int first = numberFiles ? 1 : 0;
    if (cell < first) {
      return parts.get(part).name;
    }
    for (int c = columns.size() - 1; c >= 0; c--) {
      int offset = columns().offset(c + first);
      if (cell >= offset) {
        ParquetColumn column = columns.get(c);
        return column.text(inBatch * column.width() + cell - offset);
      }
    }
    throw new IllegalArgumentException("no cell " + cell);
  }

  @Override
  public String place() {
    return parts.get(part).path + " row " + rowInFile;
  }

  @Override
  public void close() throws IOException {
    ParquetFile open = file;
    file = null;
    if (open != null) {
      open.close();
    }
  }
}
