package org.surety.trace;

import java.util.Arrays;
import java.util.List;

/** Rows typed into a test: a header, then cells apart by blanks; {@code -} is an empty cell. */
final class TableSource extends RowSource {
  private final String[] lines;
  private String[] cells = {};
  private int line;
  boolean closed;

  private TableSource(Columns columns, String[] lines) {
    super(columns);
    this.lines = lines;
  }

  static TableSource of(String table) {
    String[] lines = table.strip().split("\n");
    List<String> header = Arrays.asList(lines[0].strip().split("\\s+"));
    return new TableSource(Columns.flat("table", header), lines);
  }

  @Override
  public boolean next() {
    if (++line >= lines.length) {
      return false;
    }
    cells = lines[line].strip().split("\\s+");
    for (int i = 0; i < cells.length; i++) {
      if (cells[i].equals("-")) {
        kinds[i] = EMPTY;
        values[i] = 0;
      } else if (cells[i].matches("[a-z]+\\d*") && !cells[i].equals("nan")) {
        kinds[i] = TEXT;
        values[i] = textValue(cells[i]);
      } else {
        kinds[i] = NUMBER;
        values[i] = cells[i].equals("nan") ? Double.NaN : Double.parseDouble(cells[i]);
      }
    }
    return true;
  }

  @Override
  public String text(int cell) {
    return cells[cell];
  }

  @Override
  public String place() {
    return "table row " + line;
  }

  @Override
  public void close() {
    closed = true;
  }
}
