package org.surety.trace.hdf5;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The messages of one object header (version 1 or 2), continuation blocks included. */
final class ObjectHeader {
  static final int DATASPACE = 0x01;
  static final int LINK_INFO = 0x02;
  static final int DATATYPE = 0x03;
  static final int FILL_VALUE = 0x05;
  static final int LINK = 0x06;
  static final int EXTERNAL_FILES = 0x07;
  static final int LAYOUT = 0x08;
  static final int FILTERS = 0x0B;
  private static final int CONTINUATION = 0x10;
  static final int SYMBOL_TABLE = 0x11;

  record Message(int type, int flags, ByteBuffer body) {}

  private final Hdf5File file;
  private final long address;
  private final List<Message> messages = new ArrayList<>();
  private final Deque<long[]> continuations = new ArrayDeque<>();
  private long continued;

  ObjectHeader(Hdf5File file, long address) {
    this.file = file;
    this.address = address;
    ByteBuffer start = file.at(address, 16);
    if (start.getInt(0) == signature("OHDR")) {
      readVersion2();
    } else if (start.get(0) == 1) {
      readVersion1(start);
    } else {
      throw file.damaged("no object header at position " + address);
    }
  }

  /** The file's four-letter block signatures as little-endian integers. */
  static int signature(String letters) {
    return letters.charAt(0)
        | letters.charAt(1) << 8
        | letters.charAt(2) << 16
        | letters.charAt(3) << 24;
  }

  List<Message> messages() {
    return messages;
  }

  /** The body of the first message of {@code type}, its shared copy where it is shared. */
  @Nullable ByteBuffer find(int type) {
    for (Message message : messages) {
      if (message.type == type) {
        return (message.flags & 2) != 0
            ? shared(message, type)
            : message.body.duplicate().order(ByteOrder.LITTLE_ENDIAN);
      }
    }
    return null;
  }

  private ByteBuffer shared(Message message, int type) {
    ByteBuffer body = message.body.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    int version = body.get();
    int kind = body.get();
    if (version == 1) {
      body.position(8);
    } else if (version == 3 && kind != 2) {
      throw file.unsupported("a shared message table");
    }
    long target = file.address(body);
    if (target == address) {
      throw file.damaged("a type that refers to itself");
    }
    ObjectHeader header = new ObjectHeader(file, target);
    for (Message m : header.messages) {
      if (m.type == type && (m.flags & 2) == 0) {
        return m.body.duplicate().order(ByteOrder.LITTLE_ENDIAN);
      }
    }
    throw file.damaged("a shared type without its definition at position " + target);
  }

  private void readVersion1(ByteBuffer start) {
    int size = start.getInt(8);
    readBlock1(file.at(address + 16, Integer.toUnsignedLong(size)));
    while (!continuations.isEmpty()) {
      long[] next = nextBlock();
      readBlock1(file.at(next[0], next[1]));
    }
  }

  private void readBlock1(ByteBuffer block) {
    while (block.remaining() >= 8) {
      int type = Short.toUnsignedInt(block.getShort());
      int size = Short.toUnsignedInt(block.getShort());
      int flags = block.get();
      block.position(block.position() + 3);
      add(type, flags, take(block, size));
    }
  }

  private void readVersion2() {
    ByteBuffer start = file.upTo(address, 64);
    if (start.get(4) != 2) {
      throw file.damaged("an object header of unknown version at position " + address);
    }
    int flags = start.get(5);
    int position = 6;
    if ((flags & 0x20) != 0) {
      position += 16;
    }
    if ((flags & 0x10) != 0) {
      position += 4;
    }
    start.position(position);
    int width = 1 << (flags & 3);
    long size = Hdf5File.unsigned(start, width);
    long whole = position + width + size;
    file.checksummed(address, whole + 4);
    boolean ordered = (flags & 4) != 0;
    readBlock2(file.at(address + position + width, size), ordered);
    while (!continuations.isEmpty()) {
      long[] next = nextBlock();
      if (next[1] < 8 || file.at(next[0], 4).getInt(0) != signature("OCHK")) {
        throw file.damaged("no continuation of an object header at position " + next[0]);
      }
      file.checksummed(next[0], next[1]);
      readBlock2(file.at(next[0] + 4, next[1] - 8), ordered);
    }
  }

  private void readBlock2(ByteBuffer block, boolean ordered) {
    int prefix = ordered ? 6 : 4;
    while (block.remaining() >= prefix) {
      int type = Byte.toUnsignedInt(block.get());
      int size = Short.toUnsignedInt(block.getShort());
      int flags = block.get();
      block.position(block.position() + prefix - 4);
      add(type, flags, take(block, size));
    }
  }

  private ByteBuffer take(ByteBuffer block, int size) {
    if (size > block.remaining()) {
      throw file.damaged("a message reaches beyond the object header at position " + address);
    }
    ByteBuffer body = block.slice(block.position(), size).order(ByteOrder.LITTLE_ENDIAN);
    block.position(block.position() + size);
    return body;
  }

  private void add(int type, int flags, ByteBuffer body) {
    if (type == CONTINUATION) {
      continuations.add(new long[] {file.address(body), file.length(body)});
    } else if (type != 0) {
      messages.add(new Message(type, flags, body));
    }
  }

  /** Address and length of the next continuation; a damaged chain may come back to itself. */
  private long[] nextBlock() {
    long[] next = continuations.remove();
    continued += Math.max(16, next[1]);
    if (continued > file.size()) {
      throw file.damaged("an object header without end at position " + address);
    }
    return next;
  }
}
