package org.surety.trace.hdf5;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * The type of a dataset's elements, as far as logs need it: numbers (also those behind
 * enumerations, such as h5py's booleans), texts, and everything else as bytes.
 *
 * @param kind what an element is
 * @param size bytes of one element; of an array type: of one number in it
 * @param signed whether an integer has a sign
 * @param order byte order of a number
 * @param arrayShape dimensions of an array type, empty otherwise
 */
record Datatype(Kind kind, int size, boolean signed, ByteOrder order, List<Integer> arrayShape) {
  enum Kind {
    INTEGER,
    FLOAT,
    TEXT,
    /** Text or sequence of varying length: the element is a reference into the global heap. */
    VARYING,
    /** Anything else that is its own bytes. */
    BYTES,
    /** Holds references, so that equal values have different bytes. */
    REFERENCES
  }

  private static final int MOST_NESTING = 8;

  static Datatype read(Hdf5File file, ByteBuffer message) {
    return read(file, message, 0);
  }

  private static Datatype read(Hdf5File file, ByteBuffer message, int depth) {
    if (depth > MOST_NESTING) {
      throw file.damaged("a datatype nested more than " + MOST_NESTING + " deep");
    }
    int head = message.get();
    int version = (head >> 4) & 15;
    int bits = (int) Hdf5File.unsigned(message, 3);
    int size = message.getInt();
    if (size <= 0) {
      throw file.damaged("a datatype of " + Integer.toUnsignedString(size) + " bytes");
    }
    ByteOrder order = (bits & 1) == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    switch (head & 15) {
      case 0, 4 -> {
        int offset = message.getShort();
        int precision = message.getShort();
        boolean whole = offset == 0 && precision == 8 * size && Integer.bitCount(size) == 1;
        boolean signed = (head & 15) == 0 && (bits & 8) != 0;
        return whole && size <= 8
            ? new Datatype(Kind.INTEGER, size, signed, order, List.of())
            : bytes(size);
      }
      case 1 -> {
        message.position(message.position() + 5);
        int exponentBits = message.get();
        boolean ieee =
            (size == 8 && exponentBits == 11)
                || (size == 4 && exponentBits == 8)
                || (size == 2 && exponentBits == 5);
        return ieee && (bits & 0x40) == 0
            ? new Datatype(Kind.FLOAT, size, true, order, List.of())
            : bytes(size);
      }
      case 3 -> {
        return new Datatype(Kind.TEXT, size, false, order, List.of());
      }
      case 8 -> {
        Datatype base = read(file, message, depth + 1);
        return base.kind == Kind.INTEGER ? base : bytes(size);
      }
      case 9 -> {
        Datatype base = read(file, message, depth + 1);
        boolean plain = base.kind != Kind.VARYING && base.kind != Kind.REFERENCES;
        return new Datatype(
            plain ? Kind.VARYING : Kind.REFERENCES, size, false, order, List.of(base.size));
      }
      case 10 -> {
        return array(file, message, version, size, depth);
      }
      case 6, 7 -> {
        // A compound may hold references; its bytes are then no fingerprint of its values.
        return new Datatype(Kind.REFERENCES, size, false, order, List.of());
      }
      default -> {
        return bytes(size);
      }
    }
  }

  private static Datatype array(
      Hdf5File file, ByteBuffer message, int version, int size, int depth) {
    int dimensions = Byte.toUnsignedInt(message.get());
    if (version < 3) {
      message.position(message.position() + 3);
    }
    List<Integer> shape = new ArrayList<>();
    long elements = 1;
    for (int i = 0; i < dimensions; i++) {
      int n = message.getInt();
      if (n <= 0 || (elements *= n) > size) {
        throw file.damaged("an array type larger than its own size");
      }
      shape.add(n);
    }
    if (version < 3) {
      message.position(message.position() + 4 * dimensions);
    }
    Datatype base = read(file, message, depth + 1);
    if (!base.numeric()) {
      return new Datatype(
          base.kind == Kind.VARYING ? Kind.REFERENCES : base.kind,
          size,
          false,
          base.order,
          List.of());
    }
    if (elements * base.size != size || !base.arrayShape.isEmpty()) {
      return bytes(size);
    }
    return new Datatype(base.kind, base.size, base.signed, base.order, shape);
  }

  private static Datatype bytes(int size) {
    return new Datatype(Kind.BYTES, size, false, ByteOrder.LITTLE_ENDIAN, List.of());
  }

  boolean numeric() {
    return kind == Kind.INTEGER || kind == Kind.FLOAT;
  }

  /** Numbers in one element: 1, or more for an array type. */
  long numbers() {
    long n = 1;
    if (numeric()) {
      for (int d : arrayShape) {
        n *= d;
      }
    }
    return n;
  }

  /** Bytes that an element of the dataset takes. */
  long elementSize() {
    return size * numbers();
  }

  /** Bytes of one item of a varying sequence. */
  int itemSize() {
    return arrayShape.get(0);
  }

  /** Decodes {@code count} numbers that follow each other from byte {@code from} on. */
  void decode(ByteBuffer bytes, int from, double[] into, int count) {
    ByteBuffer source = bytes.duplicate().order(order);
    if (kind == Kind.FLOAT) {
      decodeFloats(source, from, into, count);
    } else {
      decodeIntegers(source, from, into, count);
    }
  }

  private void decodeFloats(ByteBuffer source, int from, double[] into, int count) {
    switch (size) {
      case 8 -> {
        for (int i = 0; i < count; i++) {
          into[i] = source.getDouble(from + 8 * i);
        }
      }
      case 4 -> {
        for (int i = 0; i < count; i++) {
          into[i] = source.getFloat(from + 4 * i);
        }
      }
      default -> {
        for (int i = 0; i < count; i++) {
          into[i] = half(source.getShort(from + 2 * i));
        }
      }
    }
  }

  private void decodeIntegers(ByteBuffer source, int from, double[] into, int count) {
    switch (size) {
      case 1 -> {
        for (int i = 0; i < count; i++) {
          byte x = source.get(from + i);
          into[i] = signed ? x : Byte.toUnsignedInt(x);
        }
      }
      case 2 -> {
        for (int i = 0; i < count; i++) {
          short x = source.getShort(from + 2 * i);
          into[i] = signed ? x : Short.toUnsignedInt(x);
        }
      }
      case 4 -> {
        for (int i = 0; i < count; i++) {
          int x = source.getInt(from + 4 * i);
          into[i] = signed ? x : Integer.toUnsignedLong(x);
        }
      }
      default -> {
        for (int i = 0; i < count; i++) {
          long x = source.getLong(from + 8 * i);
          into[i] = signed || x >= 0 ? x : ((x >>> 1) | (x & 1)) * 2.0;
        }
      }
    }
  }

  /** IEEE 754 binary16 to double. */
  static double half(short bits) {
    int exponent = (bits >> 10) & 31;
    int fraction = bits & 0x3FF;
    double magnitude;
    if (exponent == 31) {
      magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
    } else if (exponent == 0) {
      magnitude = fraction * 0x1p-24;
    } else {
      magnitude = Math.scalb(1024.0 + fraction, exponent - 25);
    }
    return bits < 0 ? -magnitude : magnitude;
  }
}
