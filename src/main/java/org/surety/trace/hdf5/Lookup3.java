package org.surety.trace.hdf5;

import java.nio.ByteBuffer;

/** Bob Jenkins' lookup3 hash ({@code hashlittle}, seed 0), HDF5's checksum of its own blocks. */
final class Lookup3 {
  private Lookup3() {}

  /** The hash of {@code length} bytes of a little-endian buffer. Linear time. */
  static int hash(ByteBuffer bytes, int start, int length) {
    int a = 0xdeadbeef + length;
    int b = a;
    int c = a;
    int at = start;
    int left = length;
    while (left > 12) {
      a += bytes.getInt(at);
      b += bytes.getInt(at + 4);
      c += bytes.getInt(at + 8);
      a -= c;
      a ^= Integer.rotateLeft(c, 4);
      c += b;
      b -= a;
      b ^= Integer.rotateLeft(a, 6);
      a += c;
      c -= b;
      c ^= Integer.rotateLeft(b, 8);
      b += a;
      a -= c;
      a ^= Integer.rotateLeft(c, 16);
      c += b;
      b -= a;
      b ^= Integer.rotateLeft(a, 19);
      a += c;
      c -= b;
      c ^= Integer.rotateLeft(b, 4);
      b += a;
      at += 12;
      left -= 12;
    }
    if (left == 0) {
      return c;
    }
    a += word(bytes, at, left);
    b += word(bytes, at + 4, left - 4);
    c += word(bytes, at + 8, left - 8);
    c ^= b;
    c -= Integer.rotateLeft(b, 14);
    a ^= c;
    a -= Integer.rotateLeft(c, 11);
    b ^= a;
    b -= Integer.rotateLeft(a, 25);
    c ^= b;
    c -= Integer.rotateLeft(b, 16);
    a ^= c;
    a -= Integer.rotateLeft(c, 4);
    b ^= a;
    b -= Integer.rotateLeft(a, 14);
    c ^= b;
    c -= Integer.rotateLeft(b, 24);
    return c;
  }

  /** Up to four bytes as a little-endian word, zero where there are fewer. */
  private static int word(ByteBuffer bytes, int at, int available) {
    int word = 0;
    for (int i = 0; i < Math.min(4, available); i++) {
      word |= (bytes.get(at + i) & 0xFF) << (8 * i);
    }
    return word;
  }
}
