package org.surety.policy.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Optional;

/**
 * How numbers lie in a file, little-endian; all are read as doubles, which is exact but for I64.
 */
enum NumberFormat {
  F64(8, "DoubleStorage", "f8", 11),
  F32(4, "FloatStorage", "f4", 1),
  F16(2, "HalfStorage", "f2", 10),
  BF16(2, "BFloat16Storage", "", 16),
  I64(8, "LongStorage", "i8", 7),
  I32(4, "IntStorage", "i4", 6),
  I16(2, "ShortStorage", "i2", 5),
  I8(1, "CharStorage", "i1", 3),
  U8(1, "ByteStorage", "u1", 2),
  BOOL(1, "BoolStorage", "b1", 9);

  private final int bytes;
  private final String storage;
  private final String numpy;
  private final int onnx;

  NumberFormat(int bytes, String storage, String numpy, int onnx) {
    this.bytes = bytes;
    this.storage = storage;
    this.numpy = numpy;
    this.onnx = onnx;
  }

  /** Bytes a number. */
  int bytes() {
    return bytes;
  }

  /** Torch's name of an array of such numbers. */
  String torchStorage() {
    return "torch." + storage;
  }

  /** ONNX's number for it. */
  int onnxType() {
    return onnx;
  }

  static Optional<NumberFormat> ofTorch(String storage) {
    for (NumberFormat format : values()) {
      if (format.torchStorage().equals(storage)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

  static Optional<NumberFormat> ofNumpy(String name) {
    for (NumberFormat format : values()) {
      if (!name.isEmpty() && format.numpy.equals(name)) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

  static Optional<NumberFormat> ofOnnx(int type) {
    for (NumberFormat format : values()) {
      if (format.onnx == type) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

  static Optional<NumberFormat> ofSafetensors(String name) {
    for (NumberFormat format : values()) {
      if (format.name().equals(name.toUpperCase(Locale.ROOT))) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }

  /**
   * Reads {@code count} numbers from {@code offset}; the caller has checked that they are there.
   */
  double[] read(byte[] data, int offset, int count) {
    ByteBuffer in = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      int at = offset + i * bytes;
      values[i] =
          switch (this) {
            case F64 -> in.getDouble(at);
            case F32 -> in.getFloat(at);
            case F16 -> half(in.getShort(at));
            case BF16 -> Float.intBitsToFloat(in.getShort(at) << 16);
            case I64 -> (double) in.getLong(at);
            case I32 -> in.getInt(at);
            case I16 -> in.getShort(at);
            case I8 -> in.get(at);
            case U8 -> Byte.toUnsignedInt(in.get(at));
            case BOOL -> in.get(at) == 0 ? 0 : 1;
          };
    }
    return values;
  }

  /** An IEEE half: 1 sign, 5 exponent, 10 fraction bits. */
  static double half(short bits) {
    int exponent = (bits >> 10) & 0x1f;
    int fraction = bits & 0x3ff;
    double magnitude =
        switch (exponent) {
          case 0 -> fraction * 0x1p-24;
          case 0x1f -> fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
          default -> (0x400 + fraction) * Math.scalb(1.0, exponent - 25);
        };
    return bits < 0 ? -magnitude : magnitude;
  }
}
