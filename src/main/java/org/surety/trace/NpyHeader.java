package org.surety.trace;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.surety.base.InputException;

/**
 * The header of a NumPy array file, versions 1 to 3 (numpy.lib.format): element type, order, shape.
 *
 * @param kind {@code f} float, {@code i} and {@code u} integer, {@code b} bool, {@code U} and
 *     {@code S} text
 * @param size bytes of an element
 * @param order of the bytes of an element
 * @param columnMajor whether the first index runs fastest
 * @param shape lengths by axis; none for a single value
 * @param bytes length of the header with its magic
 */
record NpyHeader(
    char kind, int size, ByteOrder order, boolean columnMajor, long[] shape, int bytes) {
  private static final int MAX_HEADER = 1 << 20;
  private static final Pattern DESCR = Pattern.compile("'descr':\\s*'([<>|=]?)([a-zA-Z])(\\d*)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order':\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape':\\s*\\(([^)]*)\\)");

  /** Reads a header; {@code place} names file and array. */
  static NpyHeader read(String place, InputStream in) throws IOException {
    byte[] magic = in.readNBytes(8);
    if (magic.length < 8
        || magic[0] != (byte) 0x93
        || !new String(magic, 1, 5, StandardCharsets.US_ASCII).equals("NUMPY")) {
      throw new InputException(place, "is no NumPy array", "write it with numpy.savez");
    }
    int lengthBytes = magic[6] == 1 ? 2 : 4;
    byte[] lengths = in.readNBytes(lengthBytes);
    long length = 0;
    for (int i = lengths.length - 1; i >= 0; i--) {
      length = length << 8 | (lengths[i] & 0xFF);
    }
    if (magic[6] < 1 || magic[6] > 3 || lengths.length < lengthBytes || length > MAX_HEADER) {
      throw new InputException(
          place, "has a header of an unknown version or size", "write it with numpy.savez");
    }
    byte[] text = in.readNBytes((int) length);
    if (text.length < length) {
      throw new InputException(place, "ends within its header", "the file may be cut off");
    }
    return parse(place, new String(text, StandardCharsets.UTF_8), 8 + lengthBytes + text.length);
  }

  private static NpyHeader parse(String place, String text, int bytes) {
    Matcher descr = DESCR.matcher(text);
    Matcher columnMajor = ORDER.matcher(text);
    Matcher shape = SHAPE.matcher(text);
    if (!descr.find() || !columnMajor.find() || !shape.find()) {
      throw new InputException(
          place,
          "has the header " + text.strip() + ", which is no plain array of numbers",
          "save every field as an array of its own");
    }
    char kind = descr.group(2).charAt(0);
    if (kind == 'O') {
      throw new InputException(
          place,
          "holds pickled Python objects, which Surety never executes",
          "save arrays of numbers: numpy.stack the rows, or numpy.concatenate ragged ones and add"
              + " episode_ends");
    }
    int count = descr.group(3).isEmpty() ? 1 : parseSize(descr.group(3));
    boolean known =
        switch (kind) {
          case 'f' -> count == 2 || count == 4 || count == 8;
          case 'i', 'u' -> count == 1 || count == 2 || count == 4 || count == 8;
          case 'b', '?' -> count == 1;
          case 'U', 'S' -> count > 0 && count <= 1 << 16;
          default -> false;
        };
    if (!known) {
      throw new InputException(
          place,
          "has the element type '" + descr.group(2) + descr.group(3) + "'",
          "save it as float64, float32, float16, an integer or bool");
    }
    return new NpyHeader(
        kind == '?' ? 'b' : kind,
        kind == 'U' ? 4 * count : count,
        descr.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
        columnMajor.group(1).equals("True"),
        shape(place, shape.group(1)),
        bytes);
  }

  private static int parseSize(String digits) {
    return digits.length() > 6 ? Integer.MAX_VALUE : Integer.parseInt(digits);
  }

  private static long[] shape(String place, String text) {
    String[] parts = text.strip().isEmpty() ? new String[0] : text.split(",");
    long[] shape = new long[parts.length];
    int axes = 0;
    try {
      for (String part : parts) {
        if (!part.isBlank()) {
          shape[axes++] = Long.parseLong(part.strip());
        }
      }
      long product = 1;
      for (int a = 0; a < axes; a++) {
        product = Math.multiplyExact(product, shape[a]);
        if (shape[a] < 0 || product > 1L << 40) {
          throw new ArithmeticException("more than 2^40 elements");
        }
      }
    } catch (NumberFormatException | ArithmeticException e) {
      throw new InputException(
          place, "has the impossible shape (" + text + ")", "the file may be corrupt", e);
    }
    return java.util.Arrays.copyOf(shape, axes);
  }

  /** Number of elements. */
  long elements() {
    long product = 1;
    for (long length : shape) {
      product *= length;
    }
    return product;
  }

  /** Length of the first axis, 1 for a single value. */
  long rows() {
    return shape.length == 0 ? 1 : shape[0];
  }

  /** Number of axes. */
  int axes() {
    return shape.length;
  }

  /** Elements with the same first {@code axes} indices. */
  long width(int axes) {
    long product = 1;
    for (int a = axes; a < shape.length; a++) {
      product *= shape[a];
    }
    return product;
  }

  boolean isText() {
    return kind == 'U' || kind == 'S';
  }
}
