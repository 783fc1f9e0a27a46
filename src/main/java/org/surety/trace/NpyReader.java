package org.surety.trace;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipException;
import org.surety.base.InputException;

/**
 * Reads the elements of a NumPy array in row-major order through a buffer of 64 KiB. Only an array
 * in column-major order is held as a whole.
 */
final class NpyReader implements Closeable {
  /** Most bytes of a column-major array: it must be held to be turned. */
  private static final long MAX_HELD = 1L << 28;

  private final String place;
  private final NpyHeader header;
  private final InputStream in;
  private final boolean turn;
  private ByteBuffer buffer;
  private long next;
  private String text = "";
  private boolean exact = true;

  NpyReader(String place, NpyHeader header, InputStream afterHeader) throws IOException {
    this.place = place;
    this.header = header;
    in = afterHeader;
    turn = header.columnMajor() && header.axes() > 1;
    buffer = ByteBuffer.allocate(Math.max(1 << 16, 2 * header.size())).order(header.order());
    buffer.limit(0);
    if (turn) {
      hold();
    }
  }

  private void hold() throws IOException {
    long bytes = header.elements() * header.size();
    if (bytes > MAX_HELD) {
      throw new InputException(
          place,
          "is " + bytes + " bytes in column-major order, which cannot be streamed",
          "save numpy.ascontiguousarray of it");
    }
    byte[] all = in.readNBytes((int) bytes);
    if (all.length < bytes) {
      throw cutOff();
    }
    buffer = ByteBuffer.wrap(all).order(header.order());
  }

  NpyHeader header() {
    return header;
  }

  /** The next element; a text gives {@link RowSource#textValue} of it. */
  double next() throws IOException {
    int at;
    if (turn) {
      at = turned(next) * header.size();
    } else {
      if (buffer.remaining() < header.size()) {
        refill();
      }
      at = buffer.position();
      buffer.position(at + header.size());
    }
    next++;
    return switch (header.kind()) {
      case 'f' ->
          header.size() == 8
              ? buffer.getDouble(at)
              : header.size() == 4 ? buffer.getFloat(at) : half(buffer.getShort(at));
      case 'b' -> buffer.get(at) == 0 ? 0 : 1;
      case 'i', 'u' -> integer(at);
      default -> textAt(at);
    };
  }

  /** Reads {@code count} elements. */
  void next(double[] values, int offset, int count) throws IOException {
    for (int k = 0; k < count; k++) {
      values[offset + k] = next();
    }
  }

  /** Whether the element read last is exact as a double. */
  boolean exact() {
    return exact;
  }

  /** The element read last, if it is a text or an integer that is not exact. */
  String text() {
    return text;
  }

  private double integer(int at) {
    boolean signed = header.kind() == 'i';
    long v =
        switch (header.size()) {
          case 1 -> signed ? buffer.get(at) : buffer.get(at) & 0xFF;
          case 2 -> signed ? buffer.getShort(at) : buffer.getShort(at) & 0xFFFF;
          case 4 -> signed ? buffer.getInt(at) : buffer.getInt(at) & 0xFFFFFFFFL;
          default -> buffer.getLong(at);
        };
    exact = Math.abs(v) <= 1L << 53 && (signed || v >= 0);
    if (exact) {
      return v;
    }
    text = signed ? Long.toString(v) : Long.toUnsignedString(v);
    return Double.parseDouble(text);
  }

  private double textAt(int at) {
    StringBuilder letters = new StringBuilder();
    if (header.kind() == 'S') {
      byte[] bytes = new byte[header.size()];
      buffer.get(at, bytes);
      letters.append(new String(bytes, StandardCharsets.UTF_8));
    } else {
      for (int i = 0; i < header.size(); i += 4) {
        int codePoint = buffer.getInt(at + i);
        letters.appendCodePoint(Character.isValidCodePoint(codePoint) ? codePoint : 0xFFFD);
      }
    }
    int end = letters.length();
    while (end > 0 && letters.charAt(end - 1) == 0) {
      end--;
    }
    text = letters.substring(0, end);
    return RowSource.textValue(text);
  }

  /** IEEE binary16. */
  static double half(short bits) {
    int exponent = bits >> 10 & 0x1F;
    int fraction = bits & 0x3FF;
    double magnitude;
    if (exponent == 0x1F) {
      magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
    } else if (exponent == 0) {
      magnitude = Math.scalb((double) fraction, -24);
    } else {
      magnitude = Math.scalb(1024.0 + fraction, exponent - 25);
    }
    return bits < 0 ? -magnitude : magnitude;
  }

  /** Where the element of row-major index {@code index} lies in column-major order. */
  private int turned(long index) {
    long[] shape = header.shape();
    long rest = index;
    long stride = header.elements();
    long position = 0;
    for (int a = shape.length - 1; a >= 0; a--) {
      stride /= shape[a];
      position += rest % shape[a] * stride;
      rest /= shape[a];
    }
    return (int) position;
  }

  private void refill() throws IOException {
    buffer.compact();
    int n;
    try {
      n = in.readNBytes(buffer.array(), buffer.position(), buffer.remaining());
    } catch (EOFException | ZipException e) {
      throw TextInput.broken(place, e);
    }
    buffer.position(buffer.position() + n).flip();
    if (buffer.remaining() < header.size()) {
      throw cutOff();
    }
  }

  private InputException cutOff() {
    return new InputException(
        place,
        "ends before the " + header.elements() + " elements its header announces",
        "the file may be cut off: copy it again");
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
