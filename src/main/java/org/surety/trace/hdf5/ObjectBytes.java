package org.surety.trace.hdf5;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A growing little-endian buffer for HDF5's blocks. */
final class ObjectBytes {
  static final long UNDEFINED = -1;

  private ByteBuffer bytes = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);

  private ByteBuffer room(int n) {
    if (bytes.remaining() < n) {
      ByteBuffer larger = ByteBuffer.allocate(Math.max(2 * bytes.capacity(), bytes.position() + n));
      bytes = larger.order(ByteOrder.LITTLE_ENDIAN).put(bytes.flip());
    }
    return bytes;
  }

  int size() {
    return bytes.position();
  }

  ObjectBytes letters(String text) {
    byte[] ascii = text.getBytes(StandardCharsets.UTF_8);
    room(ascii.length).put(ascii);
    return this;
  }

  /** Bytes, each given as an int. */
  ObjectBytes u8(int... values) {
    for (int value : values) {
      room(1).put((byte) value);
    }
    return this;
  }

  ObjectBytes u16(int value) {
    room(2).putShort((short) value);
    return this;
  }

  ObjectBytes u32(int value) {
    room(4).putInt(value);
    return this;
  }

  ObjectBytes u64(long value) {
    room(8).putLong(value);
    return this;
  }

  ObjectBytes append(ObjectBytes other) {
    ByteBuffer from = other.content();
    room(from.remaining()).put(from);
    return this;
  }

  /** Zeros up to {@code size} bytes in all. */
  ObjectBytes padTo(int size) {
    room(Math.max(0, size - size()));
    while (size() < size) {
      bytes.put((byte) 0);
    }
    return this;
  }

  /** Appends the checksum of everything so far. */
  ObjectBytes checksum() {
    return u32(Lookup3.hash(bytes, 0, size()));
  }

  /** What was written, ready to be read. */
  ByteBuffer content() {
    return bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).flip();
  }

  // ---- object headers of version 2

  /** Wraps messages into an object header. */
  static ObjectBytes header(ObjectBytes messages) {
    return new ObjectBytes()
        .letters("OHDR")
        .u8(2, 0x02)
        .u32(messages.size())
        .append(messages)
        .checksum();
  }

  /** Appends a message to the messages of a header. */
  ObjectBytes message(int type, ObjectBytes body) {
    return u8(type).u16(body.size()).u8(0).append(body);
  }

  static ObjectBytes dataspace(long... shape) {
    ObjectBytes space = new ObjectBytes().u8(2, shape.length, 0, shape.length == 0 ? 0 : 1);
    for (long n : shape) {
      space.u64(n);
    }
    return space;
  }

  static ObjectBytes float64() {
    return new ObjectBytes()
        .u8(0x11, 0x20, 0x3F, 0x00)
        .u32(8)
        .u16(0)
        .u16(64)
        .u8(52, 11, 0, 52)
        .u32(1023);
  }

  static ObjectBytes int64() {
    return new ObjectBytes().u8(0x10, 0x08, 0, 0).u32(8).u16(0).u16(64);
  }

  /** h5py's boolean: an enumeration of FALSE and TRUE over int8. */
  static ObjectBytes bool() {
    return new ObjectBytes()
        .u8(0x38, 2, 0, 0)
        .u32(1)
        .u8(0x10, 0x08, 0, 0)
        .u32(1)
        .u16(0)
        .u16(8)
        .letters("FALSE\0TRUE\0")
        .u8(0, 1);
  }

  /** A scalar attribute of type int64. */
  static ObjectBytes attribute(String name, long value) {
    ObjectBytes type = int64();
    ObjectBytes space = dataspace();
    return new ObjectBytes()
        .u8(3, 0)
        .u16(name.length() + 1)
        .u16(type.size())
        .u16(space.size())
        .u8(0)
        .letters(name + "\0")
        .append(type)
        .append(space)
        .u64(value);
  }

  /** A link by name to the object at {@code address}. */
  static ObjectBytes link(String name, long address) {
    int length = name.getBytes(StandardCharsets.UTF_8).length;
    return new ObjectBytes().u8(1, 0x11, 1).u16(length).letters(name).u64(address);
  }

  /** A group of the given link and attribute messages, without an index. */
  static ObjectBytes group(ObjectBytes linksAndAttributes) {
    ObjectBytes messages = new ObjectBytes();
    messages.message(
        ObjectHeader.LINK_INFO, new ObjectBytes().u8(0, 0).u64(UNDEFINED).u64(UNDEFINED));
    messages.message(0x0A, new ObjectBytes().u8(0, 0)); // group info
    return header(messages.append(linksAndAttributes));
  }

  /** A contiguous dataset. */
  static ObjectBytes dataset(ObjectBytes type, long address, long size, long... shape) {
    ObjectBytes messages = new ObjectBytes();
    messages.message(ObjectHeader.DATASPACE, dataspace(shape));
    messages.message(ObjectHeader.DATATYPE, type);
    messages.message(ObjectHeader.FILL_VALUE, new ObjectBytes().u8(3, 0x0A));
    messages.message(
        ObjectHeader.LAYOUT,
        new ObjectBytes().u8(3, 1).u64(size == 0 ? UNDEFINED : address).u64(size));
    return header(messages);
  }
}
