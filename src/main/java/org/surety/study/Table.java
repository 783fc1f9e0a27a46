package org.surety.study;

import java.util.ArrayList;
import java.util.List;

/** A table that is written both as Markdown and as CSV. */
final class Table {
  private final List<String> head;
  private final List<List<String>> rows = new ArrayList<>();

  /** A table without rows. */
  Table(String... head) {
    this.head = List.of(head);
  }

  /** Adds a row with a cell for each column. */
  void add(String... cells) {
    if (cells.length != head.size()) {
      throw new IllegalArgumentException(cells.length + " cells in " + head.size() + " columns");
    }
    rows.add(List.of(cells));
  }

  /** For people. */
  String markdown() {
    StringBuilder out = new StringBuilder();
    line(out, head);
    line(out, head.stream().map(column -> "---").toList());
    rows.forEach(row -> line(out, row));
    return out.toString();
  }

  private static void line(StringBuilder out, List<String> cells) {
    out.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  /** For programs; RFC 4180. */
  String csv() {
    StringBuilder out = new StringBuilder();
    record(out, head);
    rows.forEach(row -> record(out, row));
    return out.toString();
  }

  private static void record(StringBuilder out, List<String> cells) {
    List<String> quoted = new ArrayList<>();
    for (String marked : cells) {
      String cell = marked.replace("**", "");
      quoted.add(cell.matches("[^\",\r\n]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"');
    }
    out.append(String.join(",", quoted)).append("\r\n");
  }
}
