package org.surety.trace;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.surety.base.InputException;

/**
 * The rows of RLlib's JSON output (the old API stack): a batch of steps per line, {@code type:
 * SampleBatch}, each column an array. The first batch decides which columns there are; single
 * values of a batch are left alone.
 */
final class RllibRowSource extends RowSource {
  private final JsonTableReader tables;
  private final List<EpisodeTable.Column> batch = new ArrayList<>();
  private int row = -1;
  private int rows;

  static RllibRowSource open(Path path) throws IOException {
    JsonTableReader tables = new JsonTableReader(path);
    boolean opened = false;
    try {
      if (!tables.next()) {
        throw new InputException(
            path.toString(), "the log holds no batch", "name a log with episodes");
      }
      RllibRowSource source = new RllibRowSource(tables, columns(path.toString(), tables));
      opened = true;
      return source;
    } finally {
      if (!opened) {
        tables.close();
      }
    }
  }

  private RllibRowSource(JsonTableReader tables, Columns columns) {
    super(columns);
    this.tables = tables;
    takeBatch();
  }

  private static Columns columns(String file, JsonTableReader tables) {
    Map<String, Integer> widths = new LinkedHashMap<>();
    for (EpisodeTable.Column column : tables.table().columns()) {
      if (column.name.equals("policy_batches") || column.name.startsWith("policy_batches.")) {
        throw new InputException(
            tables.place(),
            "this is a batch of several agents",
            "export one policy's episodes, or another format");
      }
      if (column.scalar && Columns.kind(column.name).equals("observations")) {
        throw new InputException(
            tables.place(),
            "'" + column.name + "' is compressed",
            "write the log again with output_compress_columns = []");
      }
      if (column.present && !column.scalar && column.rows > 0) {
        widths.put(column.name, column.width());
      }
    }
    return new Columns(file, widths);
  }

  private void takeBatch() {
    batch.clear();
    row = -1;
    rows = -1;
    for (int c = 0; c < columns().size(); c++) {
      EpisodeTable.Column column = tables.table().column(columns().name(c));
      if (!column.present || column.width() != columns().width(c)) {
        throw new InputException(
            tables.place(),
            "'" + column.name + "' is not as in the first batch",
            "give every column the same number of values in all batches");
      }
      if (rows >= 0 && column.rows != rows) {
        throw new InputException(
            tables.place(),
            "'" + column.name + "' has " + column.rows + " rows, the columns before it " + rows,
            "give all columns of a batch one row per step");
      }
      rows = column.rows;
      batch.add(column);
    }
  }

  @Override
  public boolean next() throws IOException {
    while (row + 1 >= rows) {
      if (!tables.next()) {
        return false;
      }
      takeBatch();
    }
    row++;
    for (int c = 0; c < batch.size(); c++) {
      EpisodeTable.Column column = batch.get(c);
      int width = column.width();
      int cell = columns().offset(c);
      for (int k = 0; k < width; k++) {
        values[cell + k] = column.values[row * width + k];
        kinds[cell + k] = column.texts ? TEXT : NUMBER;
      }
    }
    return true;
  }

  @Override
  public String text(int cell) {
    return "text #" + (long) values[cell]; // batches keep a text's hash only
  }

  @Override
  public String place() {
    return tables.place() + " row " + row;
  }

  @Override
  public void close() throws IOException {
    tables.close();
  }
}
