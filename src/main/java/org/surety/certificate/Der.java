package org.surety.certificate;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * The little of ASN.1 DER (X.690) that key files need. The JDK reads PBES2 but names and writes it
 * differently from release to release, so key files are taken apart and put together here.
 */
final class Der {
  static final int INTEGER = 0x02;
  static final int OCTET_STRING = 0x04;
  static final int NULL = 0x05;
  static final int OBJECT_IDENTIFIER = 0x06;
  static final int SEQUENCE = 0x30;

  private Der() {}

  /** The bytes are not the DER structure expected. */
  static final class MalformedException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
      super(message);
    }
  }

  /** One element: tag, length, contents. */
  static byte[] element(int tag, byte[]... parts) {
    ByteArrayOutputStream contents = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      contents.writeBytes(part);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    int length = contents.size();
    if (length >= 0x80) {
      byte[] bytes = BigInteger.valueOf(length).toByteArray();
      int from = bytes[0] == 0 ? 1 : 0;
      out.write(0x80 | (bytes.length - from));
      out.write(bytes, from, bytes.length - from);
    } else {
      out.write(length);
    }
    out.writeBytes(contents.toByteArray());
    return out.toByteArray();
  }

  static byte[] integer(long value) {
    return element(INTEGER, BigInteger.valueOf(value).toByteArray());
  }

  /** Reads elements one after the other. */
  static final class Reader {
    private final byte[] bytes;
    private final int end;
    private int position;

    Reader(byte[] bytes) {
      this(bytes, 0, bytes.length);
    }

    private Reader(byte[] bytes, int start, int end) {
      this.bytes = bytes;
      this.position = start;
      this.end = end;
    }

    boolean atEnd() {
      return position == end;
    }

    /** Whether the next element has this tag. */
    boolean sees(int tag) {
      return position < end && (bytes[position] & 0xff) == tag;
    }

    /** Enters the next element, which must have this tag, and moves past it. */
    Reader enter(int tag) throws MalformedException {
      if (!sees(tag)) {
        throw new MalformedException("expected tag " + tag);
      }
      position++;
      int length = length();
      if (length > end - position) {
        throw new MalformedException("length beyond the end");
      }
      Reader inside = new Reader(bytes, position, position + length);
      position += length;
      return inside;
    }

    byte[] contents(int tag) throws MalformedException {
      Reader inside = enter(tag);
      return Arrays.copyOfRange(bytes, inside.position, inside.end);
    }

    int smallInteger() throws MalformedException {
      byte[] contents = contents(INTEGER);
      if (contents.length == 0 || contents.length > 4 || contents[0] < 0) {
        throw new MalformedException("integer out of range");
      }
      return new BigInteger(contents).intValue();
    }

    private int length() throws MalformedException {
      if (position >= end) {
        throw new MalformedException("no length");
      }
      int first = bytes[position++] & 0xff;
      if (first < 0x80) {
        return first;
      }
      int count = first & 0x7f;
      if (count == 0 || count > 3 || count > end - position) {
        throw new MalformedException("length out of range");
      }
      int length = 0;
      for (int i = 0; i < count; i++) {
        length = (length << 8) | (bytes[position++] & 0xff);
      }
      return length;
    }
  }
}
