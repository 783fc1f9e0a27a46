package org.surety.trace.parquet;

import java.util.Arrays;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;
import org.surety.trace.RowSource;

/**
 * One leaf of a Parquet schema, decoded in batches of rows. A list is a vector: every row has as
 * many values as the first one that is not null.
 */
final class ParquetColumn {
  /** How a stored value becomes a number. */
  private enum Coding {
    BOOLEAN,
    INT32,
    UNSIGNED32,
    INT64,
    UNSIGNED64,
    FLOAT,
    DOUBLE,
    HALF,
    TEXT
  }

  private final ColumnDescriptor descriptor;
  private final String name;
  private final Coding coding;
  private final double divisor;
  private final int mostDefined;
  private final boolean list;
  private int width;

  /** Values of the current batch, row by row. */
  double[] values = new double[0];

  /** Kinds of the same, where any is not a number. */
  byte[] kinds = new byte[0];

  /** The texts of a column of texts, and of whole numbers that a double cannot hold. */
  @Nullable Object[] texts = new Object[0];

  /** Whether every value of the current batch is a number. */
  boolean plain;

  private @Nullable Binary lastText;
  private double lastTextValue;

  ParquetColumn(ColumnDescriptor descriptor, String name) {
    this.descriptor = descriptor;
    this.name = name;
    PrimitiveType type = descriptor.getPrimitiveType();
    LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
    coding = coding(type, meaning);
    divisor =
        meaning instanceof LogicalTypeAnnotation.DecimalLogicalTypeAnnotation decimal
            ? Math.pow(10, decimal.getScale())
            : 1;
    mostDefined = descriptor.getMaxDefinitionLevel();
    list = descriptor.getMaxRepetitionLevel() > 0;
    width = list ? 0 : 1;
  }

  private static Coding coding(PrimitiveType type, @Nullable LogicalTypeAnnotation meaning) {
    boolean unsigned =
        meaning instanceof LogicalTypeAnnotation.IntLogicalTypeAnnotation i && !i.isSigned();
    return switch (type.getPrimitiveTypeName()) {
      case BOOLEAN -> Coding.BOOLEAN;
      case INT32 -> unsigned ? Coding.UNSIGNED32 : Coding.INT32;
      case INT64 -> unsigned ? Coding.UNSIGNED64 : Coding.INT64;
      case FLOAT -> Coding.FLOAT;
      case DOUBLE -> Coding.DOUBLE;
      case FIXED_LEN_BYTE_ARRAY ->
          meaning instanceof LogicalTypeAnnotation.Float16LogicalTypeAnnotation
              ? Coding.HALF
              : Coding.TEXT;
      default -> Coding.TEXT;
    };
  }

  ColumnDescriptor descriptor() {
    return descriptor;
  }

  String name() {
    return name;
  }

  boolean list() {
    return list;
  }

  /** Values per row; 0 for a list of which no row is known yet. */
  int width() {
    return width;
  }

  void setWidth(int width) {
    this.width = width;
  }

  /** Number of values in the first row that is not null, among {@code rows}; 0 if all are null. */
  int measure(ColumnReader reader, long rows) {
    for (long row = 0; row < rows; row++) {
      int n = 0;
      boolean defined = false;
      do {
        if (reader.getCurrentDefinitionLevel() == mostDefined) {
          defined = true;
          reader.skip();
        }
        n++;
        reader.consume();
      } while (reader.getCurrentRepetitionLevel() > 0);
      if (defined) {
        return n;
      }
    }
    return 0;
  }

  /** Decodes the next {@code rows} rows; {@code exact} keeps whole numbers beyond 2^53 as texts. */
  void read(ColumnReader reader, int rows, boolean exact, String place, long firstRow) {
    int cells = Math.multiplyExact(rows, width);
    if (values.length < cells) {
      values = new double[cells];
      kinds = new byte[cells];
      if (coding == Coding.TEXT) {
        texts = new Object[cells];
      }
    }
    plain = true;
    if (list) {
      readLists(reader, rows, place, firstRow);
    } else if (exact && (coding == Coding.INT64 || coding == Coding.UNSIGNED64)) {
      readKeys(reader, rows);
    } else {
      readScalars(reader, rows);
    }
  }

  private void readScalars(ColumnReader reader, int rows) {
    for (int i = 0; i < rows; i++) {
      if (reader.getCurrentDefinitionLevel() == mostDefined) {
        put(reader, i);
      } else {
        empty(i);
      }
      reader.consume();
    }
  }

  private void readKeys(ColumnReader reader, int rows) {
    if (texts.length < rows) {
      texts = new Object[rows];
    }
    for (int i = 0; i < rows; i++) {
      if (reader.getCurrentDefinitionLevel() != mostDefined) {
        empty(i);
      } else {
        long key = reader.getLong();
        if (Math.abs(key) <= 1L << 53 && (key >= 0 || coding == Coding.INT64)) {
          values[i] = key;
          markNumber(i);
        } else {
          String text = coding == Coding.INT64 ? Long.toString(key) : Long.toUnsignedString(key);
          values[i] = RowSource.textValue(text);
          markText(i, text);
        }
      }
      reader.consume();
    }
  }

  private void readLists(ColumnReader reader, int rows, String place, long firstRow) {
    for (int row = 0; row < rows; row++) {
      int start = row * width;
      int n = 0;
      boolean anyDefined = false;
      do {
        boolean defined = reader.getCurrentDefinitionLevel() == mostDefined;
        anyDefined |= defined;
        if (n < width) {
          if (defined) {
            put(reader, start + n);
          } else {
            empty(start + n);
          }
        } else if (defined) {
          reader.skip();
        }
        n++;
        reader.consume();
      } while (reader.getCurrentRepetitionLevel() > 0);
      if (anyDefined && n != width) {
        throw new InputException(
            place + " row " + (firstRow + row),
            "'" + name + "' has " + n + " values, expected " + width + " as in the first row",
            "write vectors of one length");
      }
      for (int k = n; k < width; k++) {
        empty(start + k);
      }
    }
  }

  @SuppressWarnings("ReferenceEquality") // of texts: only to save hashing the same one again
  private void put(ColumnReader reader, int at) {
    switch (coding) {
      case FLOAT -> values[at] = reader.getFloat();
      case DOUBLE -> values[at] = reader.getDouble();
      case INT32 -> values[at] = reader.getInteger() / divisor;
      case INT64 -> values[at] = reader.getLong() / divisor;
      case BOOLEAN -> values[at] = reader.getBoolean() ? 1 : 0;
      case UNSIGNED32 -> values[at] = Integer.toUnsignedLong(reader.getInteger());
      case UNSIGNED64 -> {
        long v = reader.getLong();
        values[at] = v >= 0 ? v : ((v >>> 1) | (v & 1)) * 2.0;
      }
      case HALF -> {
        byte[] bytes = reader.getBinary().getBytesUnsafe();
        values[at] = half((short) ((bytes[0] & 0xFF) | (bytes[1] << 8)));
      }
      case TEXT -> {
        Binary text = reader.getBinary();
        if (text != lastText) { // a dictionary hands out the same object again
          byte[] bytes = text.getBytes();
          lastText = text;
          lastTextValue = RowSource.textValue(bytes, 0, bytes.length);
        }
        values[at] = lastTextValue;
        markText(at, text);
        return;
      }
    }
    markNumber(at);
  }

  private static double half(short bits) {
    int exponent = (bits >> 10) & 31;
    int fraction = bits & 0x3FF;
    double magnitude =
        exponent == 31
            ? (fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN)
            : exponent == 0 ? fraction * 0x1p-24 : Math.scalb(1024.0 + fraction, exponent - 25);
    return bits < 0 ? -magnitude : magnitude;
  }

  private void markNumber(int at) {
    if (!plain) {
      kinds[at] = RowSource.NUMBER;
    }
  }

  private void markText(int at, Object text) {
    startKinds(at);
    kinds[at] = RowSource.TEXT;
    texts[at] = text;
  }

  private void empty(int at) {
    startKinds(at);
    kinds[at] = RowSource.EMPTY;
    values[at] = 0;
  }

  /** Kinds are kept only from the first value on that is not a number. */
  private void startKinds(int at) {
    if (plain) {
      Arrays.fill(kinds, 0, at, RowSource.NUMBER);
      plain = false;
    }
  }

  String text(int at) {
    Object text = texts.length > at ? texts[at] : null;
    return text instanceof Binary binary ? binary.toStringUsingUTF8() : String.valueOf(text);
  }
}
