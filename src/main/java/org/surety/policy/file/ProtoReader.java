package org.surety.policy.file;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.surety.base.InputException;

/** The wire format of protocol buffers: numbered fields of four types, read one after another. */
final class ProtoReader {
  private final String place;
  private final ByteBuffer in;
  private int type;

  ProtoReader(byte[] bytes, String place) {
    this(ByteBuffer.wrap(bytes), place);
  }

  private ProtoReader(ByteBuffer in, String place) {
    this.in = in.order(ByteOrder.LITTLE_ENDIAN);
    this.place = place;
  }

  /** The number of the next field, or 0 at the end. */
  int next() {
    if (!in.hasRemaining()) {
      return 0;
    }
    long key = varint();
    type = (int) (key & 7);
    long field = key >>> 3;
    if (field < 1 || field > 0x1fffffff || type == 3 || type == 4 || type > 5) {
      throw corrupt();
    }
    return (int) field;
  }

  /** The value of an integer field. */
  long integer() {
    expect(0);
    return varint();
  }

  /** The value of a 32-bit field as a float. */
  float number() {
    expect(5);
    return fixed(4).getFloat();
  }

  /** The value of a text field. */
  String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  /** The value of a field of bytes. */
  byte[] bytes() {
    ByteBuffer part = part();
    byte[] bytes = new byte[part.remaining()];
    part.get(bytes);
    return bytes;
  }

  /** The message in a field. */
  ProtoReader message() {
    return new ProtoReader(part(), place);
  }

  /** Whether the field holds several numbers, one after another. */
  boolean packed() {
    return type == 2;
  }

  boolean atEnd() {
    return !in.hasRemaining();
  }

  /** The next integer of a packed field. */
  long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte b = fixed(1).get();
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw corrupt();
  }

  /** Leaves out the field. */
  void skip() {
    switch (type) {
      case 0 -> varint();
      case 1 -> fixed(8);
      case 2 -> part();
      default -> fixed(4);
    }
  }

  private void expect(int wanted) {
    if (type != wanted) {
      throw corrupt();
    }
  }

  private ByteBuffer part() {
    expect(2);
    long length = varint();
    if (length < 0 || length > in.remaining()) {
      throw corrupt();
    }
    return fixed((int) length);
  }

  private ByteBuffer fixed(int length) {
    try {
      ByteBuffer part = in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN);
      in.position(in.position() + length);
      return part;
    } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
      throw new InputException(place, "is cut off", "copy the file again", e);
    }
  }

  private InputException corrupt() {
    return new InputException(
        place, "is no ONNX model, or a corrupt one", "copy the file again or export it again");
  }
}
