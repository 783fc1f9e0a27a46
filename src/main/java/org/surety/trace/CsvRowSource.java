package org.surety.trace;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.surety.base.InputException;

/**
 * The rows of a CSV file (RFC 4180; also semicolons or tabs, whichever the header has most of).
 *
 * <p>Works on bytes. A cell that is a plain decimal of at most 19 digits is converted as it is
 * scanned; all else takes {@link #slowCell}.
 */
final class CsvRowSource extends RowSource {
  private static final int INITIAL_BUFFER = 1 << 18;
  private static final int MAX_ROW = 1 << 24;

  private final String file;
  private final InputStream in;
  private final byte delimiter;
  private final int[] starts;
  private final int[] ends;

  /** Always has a newline at {@code limit}, so that scanning stops there by itself. */
  private byte[] buffer;

  private int limit;
  private int position;
  private boolean exhausted;
  private long line;
  private long nextLine;

  /** A header, and what was read beyond it. */
  private record Start(
      Columns columns, InputStream in, byte delimiter, byte[] rest, boolean exhausted, long line) {}

  static CsvRowSource open(Path path) throws IOException {
    InputStream in = TextInput.open(path);
    boolean opened = false;
    try {
      CsvRowSource source = new CsvRowSource(path.toString(), header(path.toString(), in));
      opened = true;
      return source;
    } catch (java.io.EOFException | java.util.zip.ZipException e) {
      throw TextInput.broken(path.toString(), e);
    } finally {
      if (!opened) {
        in.close();
      }
    }
  }

  private CsvRowSource(String file, Start start) {
    super(start.columns);
    this.file = file;
    in = start.in;
    delimiter = start.delimiter;
    starts = new int[columns().cells()];
    ends = new int[starts.length];
    buffer = new byte[Math.max(INITIAL_BUFFER, start.rest.length + 2)];
    System.arraycopy(start.rest, 0, buffer, 0, start.rest.length);
    limit = start.rest.length;
    buffer[limit] = '\n';
    exhausted = start.exhausted;
    nextLine = start.line;
  }

  private static Start header(String file, InputStream in) throws IOException {
    byte[] head = new byte[0];
    boolean exhausted = false;
    int end = -1;
    while (end < 0 && !exhausted) {
      byte[] more = in.readNBytes(1 << 16);
      exhausted = more.length < 1 << 16;
      int from = head.length;
      head = Arrays.copyOf(head, from + more.length);
      System.arraycopy(more, 0, head, from, more.length);
      end = CsvHeader.end(head);
      if (end < 0 && head.length > MAX_ROW) {
        throw new InputException(
            file + " line 1", "the header does not end within 16 MiB", "check that this is CSV");
      }
    }
    int headerEnd = end < 0 ? head.length : end;
    byte delimiter = CsvHeader.delimiter(head, headerEnd);
    List<String> names = CsvHeader.names(file, head, headerEnd, delimiter);
    byte[] rest =
        end < 0
            ? new byte[0]
            : Arrays.copyOfRange(head, Math.min(end + 1, head.length), head.length);
    return new Start(Columns.flat(file, names), in, delimiter, rest, exhausted, 2);
  }

  @Override
  public boolean next() throws IOException {
    while (true) {
      if (position == limit && (exhausted || !refill())) {
        return false;
      }
      byte b = buffer[position];
      if (b == '\n') {
        position++;
        nextLine++;
      } else if (b == '\r' && position + 1 < limit && buffer[position + 1] == '\n') {
        position += 2;
        nextLine++;
      } else if (b == '\r' && position + 1 == limit && !exhausted) {
        refill();
      } else {
        line = nextLine;
        int end = scanRow();
        while (end < 0) {
          refill();
          nextLine = line;
          end = scanRow();
        }
        position = end;
        return true;
      }
    }
  }

  /** Index behind the row's line end, or -1 if the row reaches the limit and there is more. */
  private int scanRow() {
    byte[] bytes = buffer;
    byte separator = delimiter;
    int width = values.length;
    int p = position;
    for (int cell = 0; ; cell++) {
      int start = p;
      byte b = bytes[p];
      boolean negative = b == '-';
      if (negative) {
        b = bytes[++p];
      }
      long w = 0;
      int digitsFrom = p;
      int d = b - '0';
      while (d >= 0 && d <= 9) {
        w = 10 * w + d;
        b = bytes[++p];
        d = b - '0';
      }
      int digits = p - digitsFrom;
      int exponent = 0;
      if (b == '.') {
        int pointAt = p;
        b = bytes[++p];
        d = b - '0';
        while (d >= 0 && d <= 9) {
          w = 10 * w + d;
          b = bytes[++p];
          d = b - '0';
        }
        exponent = pointAt + 1 - p;
        digits -= exponent;
      }
      if ((b == 'e' || b == 'E') && digits > 0) {
        b = bytes[++p];
        boolean down = b == '-';
        if (down || b == '+') {
          b = bytes[++p];
        }
        int e = 0;
        int from = p;
        d = b - '0';
        while (d >= 0 && d <= 9) {
          e = e < 10_000 ? 10 * e + d : e;
          b = bytes[++p];
          d = b - '0';
        }
        digits = p == from ? 0 : digits;
        exponent += down ? -e : e;
      }
      long bits = DecimalToDouble.UNDECIDED;
      if (digits > 0 && (b == separator || b == '\n' || b == '\r') && cell < width) {
        if (digits > 19) {
          digits -= leadingZeros(bytes, negative ? start + 1 : start);
        }
        if (digits <= 19 && !(digits > 15 && keys[cell])) {
          bits = DecimalToDouble.bits(w, exponent);
        }
      }
      if (bits != DecimalToDouble.UNDECIDED) {
        double magnitude = Double.longBitsToDouble(bits);
        values[cell] = negative ? -magnitude : magnitude;
        kinds[cell] = NUMBER;
      } else {
        p = slowCell(cell, start);
        if (p < 0) {
          return -1;
        }
        b = bytes[p];
      }
      if (b == separator) {
        p++;
        continue;
      }
      // A line end; the one at the limit is ours and ends the file's last line only.
      if (b == '\r') {
        b = bytes[++p];
      }
      if (p == limit && !exhausted) {
        return -1;
      }
      if (b != '\n') {
        throw new InputException(
            place(), "a carriage return stands inside the line", "use LF or CRLF");
      }
      if (cell + 1 != width) {
        throw ragged(cell + 1);
      }
      nextLine++;
      return Math.min(p + 1, limit);
    }
  }

  private static int leadingZeros(byte[] bytes, int from) {
    int zeros = 0;
    for (int i = from; bytes[i] == '0' || bytes[i] == '.'; i++) {
      zeros += bytes[i] == '0' ? 1 : 0;
    }
    return zeros;
  }

  /** Reads a cell of any kind; the index of the delimiter or line end behind it, or -1 for more. */
  private int slowCell(int cell, int start) {
    int from = start;
    int end;
    int p = start;
    boolean quoted = buffer[p] == '"';
    if (quoted) {
      from = ++p;
      while (buffer[p] != '"' || buffer[p + 1] == '"') {
        if (p >= limit) {
          return unclosed();
        }
        if (buffer[p] == '\n') {
          nextLine++;
        }
        p += buffer[p] == '"' ? 2 : 1;
        if (p >= limit) {
          return unclosed();
        }
      }
      end = p;
      p++;
      if (p == limit && !exhausted) {
        return -1; // the next byte may be a second quote
      }
      if (buffer[p] != delimiter && buffer[p] != '\n' && buffer[p] != '\r') {
        throw new InputException(
            place(), "text follows a closing quote", "double the quotes inside a quoted cell");
      }
    } else {
      while (buffer[p] != delimiter && buffer[p] != '\n' && buffer[p] != '\r') {
        p++;
      }
      end = p;
    }
    if (p == limit && !exhausted) {
      return -1;
    }
    if (cell >= values.length) {
      int count = cell + 1;
      for (int i = p; buffer[i] != '\n'; i++) {
        count += buffer[i] == delimiter ? 1 : 0;
      }
      throw ragged(count);
    }
    while (from < end && buffer[from] == ' ') {
      from++;
    }
    while (end > from && buffer[end - 1] == ' ') {
      end--;
    }
    classify(cell, from, end);
    return p;
  }

  private int unclosed() {
    if (exhausted) {
      throw new InputException(place(), "a quote is never closed", "the file may be cut off");
    }
    return -1;
  }

  private void classify(int cell, int from, int end) {
    starts[cell] = from;
    ends[cell] = end;
    values[cell] = 0;
    if (from == end) {
      kinds[cell] = EMPTY;
      return;
    }
    double number = NumberWords.value(buffer, from, end);
    boolean known = !Double.isNaN(number) || NumberWords.isNan(buffer, from, end);
    if (!known && NumberWords.looksDecimal(buffer, from, end)) {
      try {
        number = JavaDoubleParser.parseDouble(buffer, from, end - from);
        known = !(keys[cell] && end - from > 15);
      } catch (NumberFormatException e) {
        known = false;
      }
    }
    kinds[cell] = known ? NUMBER : TEXT;
    values[cell] = known ? number : textValue(buffer, from, end);
  }

  private InputException ragged(int cells) {
    return new InputException(
        place(),
        "the row has " + cells + " cells, the header has " + values.length,
        "complete the row; if it is the last one, the file may be cut off");
  }

  /** Moves what is left to the front and reads more; false if there is no more. */
  private boolean refill() throws IOException {
    int left = limit - position;
    if (left > buffer.length / 2) {
      if (left > MAX_ROW) {
        throw new InputException(
            place(), "the row does not end within 16 MiB", "check the quotes of this row");
      }
      buffer = Arrays.copyOf(Arrays.copyOfRange(buffer, position, limit), 2 * buffer.length);
    } else {
      System.arraycopy(buffer, position, buffer, 0, left);
    }
    position = 0;
    int n;
    try {
      n = in.readNBytes(buffer, left, buffer.length - 2 - left);
    } catch (java.io.EOFException | java.util.zip.ZipException e) {
      throw TextInput.broken(file + " after line " + (nextLine - 1), e);
    }
    exhausted = n < buffer.length - 2 - left;
    limit = left + n;
    buffer[limit] = '\n';
    return n > 0;
  }

  @Override
  public String text(int cell) {
    return new String(buffer, starts[cell], ends[cell] - starts[cell], StandardCharsets.UTF_8)
        .replace("\"\"", "\"");
  }

  @Override
  public String place() {
    return file + " line " + line;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
