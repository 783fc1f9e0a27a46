package org.surety.trace;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.surety.base.InputException;

/** The first line of a CSV file. */
final class CsvHeader {
  private CsvHeader() {}

  /** Index of the first line end outside quotes, or -1. */
  static int end(byte[] bytes) {
    boolean quoted = false;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '"') {
        quoted = !quoted;
      } else if (bytes[i] == '\n' && !quoted) {
        return i;
      }
    }
    return -1;
  }

  /**
   * The one of comma, semicolon and tab that stands most often outside quotes before {@code end}.
   */
  static byte delimiter(byte[] bytes, int end) {
    int commas = count(bytes, 0, end, (byte) ',');
    int semicolons = count(bytes, 0, end, (byte) ';');
    int tabs = count(bytes, 0, end, (byte) '\t');
    if (semicolons > commas && semicolons >= tabs) {
      return ';';
    }
    return tabs > commas ? (byte) '\t' : (byte) ',';
  }

  /** How often {@code delimiter} stands outside quotes in {@code bytes[from..end)}. */
  static int count(byte[] bytes, int from, int end, byte delimiter) {
    boolean quoted = false;
    int count = 0;
    for (int i = from; i < end; i++) {
      if (bytes[i] == '"') {
        quoted = !quoted;
      } else if (bytes[i] == delimiter && !quoted) {
        count++;
      }
    }
    return count;
  }

  /** The column names; an {@link InputException} if the line is no header. */
  static List<String> names(String file, byte[] bytes, int end, byte delimiter) {
    String line = new String(bytes, 0, end, StandardCharsets.UTF_8);
    if (line.startsWith("#")) {
      throw new InputException(
          file + " line 1",
          "starts with '#', like the monitor files of Stable-Baselines3, which hold one row of totals"
              + " per episode and no steps",
          "log the steps themselves, with a header of column names in the first line");
    }
    List<String> names = new ArrayList<>();
    StringBuilder name = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        quoted = !quoted;
        if (quoted && i > 0 && line.charAt(i - 1) == '"') {
          name.append('"');
        }
      } else if (c == delimiter && !quoted) {
        names.add(name.toString().strip());
        name.setLength(0);
      } else {
        name.append(c);
      }
    }
    names.add(name.toString().strip());
    return named(file, names);
  }

  private static List<String> named(String file, List<String> names) {
    if (names.stream().allMatch(n -> n.isEmpty() || isNumber(n))) {
      throw new InputException(
          file + " line 1",
          "holds no column names",
          "put the names of the columns into the first line");
    }
    List<String> unique = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      // pandas writes its row index as a first column without a name
      String name = names.get(i).isEmpty() && i == 0 ? "index" : names.get(i);
      if (name.isEmpty()) {
        throw new InputException(
            file + " line 1", "column " + (i + 1) + " has no name", "give every column a name");
      }
      unique.add(name);
    }
    return unique;
  }

  private static boolean isNumber(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return NumberWords.looksDecimal(bytes, 0, bytes.length);
  }
}
