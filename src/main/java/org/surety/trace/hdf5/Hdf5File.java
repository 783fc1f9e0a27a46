package org.surety.trace.hdf5;

import static org.surety.trace.hdf5.ObjectHeader.signature;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.surety.base.InputException;

/**
 * An HDF5 file open for reading. Addresses are relative to the superblock's base. Not for several
 * threads.
 */
final class Hdf5File implements Closeable {
  /** The eight bytes every HDF5 file has at 0, 512, 1024, 2048, ... */
  private static final long SIGNATURE = 0x0A1A0A0D46444889L;

  private final MappedFile bytes;
  private final GlobalHeap globalHeap;
  private long base;
  private int addressWidth = 8;
  private int lengthWidth = 8;
  private long rootAddress;

  Hdf5File(Path path) throws IOException {
    bytes = new MappedFile(path);
    globalHeap = new GlobalHeap(this);
    try {
      readSuperblock();
    } catch (RuntimeException e) {
      bytes.close();
      throw e;
    }
  }

  /** Whether {@code path} is a file with the HDF5 signature. */
  static boolean hasSignature(Path path) throws IOException {
    if (!Files.isRegularFile(path)) {
      return false;
    }
    try (MappedFile file = new MappedFile(path)) {
      return signaturePosition(file) >= 0;
    }
  }

  private static long signaturePosition(MappedFile file) {
    for (long at = 0; at + 8 <= file.size(); at = at == 0 ? 512 : 2 * at) {
      if (file.slice(at, 8).getLong(0) == SIGNATURE) {
        return at;
      }
    }
    return -1;
  }

  private void readSuperblock() {
    long start = signaturePosition(bytes);
    if (start < 0) {
      throw new InputException(
          bytes.path().toString(), "is not an HDF5 file", "check the file or name its --format");
    }
    ByteBuffer block = bytes.upTo(start, 128);
    int version = block.get(8);
    if (version == 0 || version == 1) {
      setWidths(block.get(13), block.get(14));
      block.position(version == 0 ? 24 : 28);
      base = address(block);
      address(block); // free space
      long end = address(block);
      address(block); // driver
      length(block); // root's name
      rootAddress = address(block);
      checkEnd(end);
    } else if (version == 2 || version == 3) {
      setWidths(block.get(9), block.get(10));
      block.position(12);
      base = address(block);
      address(block); // extension
      long end = address(block);
      rootAddress = address(block);
      long saved = base;
      base = 0;
      checksummed(start, 12 + 4L * addressWidth + 4);
      base = saved;
      checkEnd(end);
    } else {
      throw bytes.unsupported("superblock version " + version);
    }
  }

  private void checkEnd(long end) {
    if (end > bytes.size()) { // counted from the start of the file, not from the base
      throw bytes.damaged(
          "it was " + end + " bytes long when written and now ends at " + bytes.size());
    }
  }

  private void setWidths(int address, int length) {
    if ((address != 4 && address != 8) || (length != 4 && length != 8)) {
      throw bytes.unsupported("addresses of " + address + " and lengths of " + length + " bytes");
    }
    addressWidth = address;
    lengthWidth = length;
  }

  Path path() {
    return bytes.path();
  }

  Hdf5Group root() {
    return new Hdf5Group(this, rootAddress);
  }

  GlobalHeap globalHeap() {
    return globalHeap;
  }

  int addressWidth() {
    return addressWidth;
  }

  int lengthWidth() {
    return lengthWidth;
  }

  /** The {@code length} bytes at {@code address}. */
  ByteBuffer at(long address, long length) {
    if (address < 0) {
      throw bytes.damaged("an undefined address where " + length + " bytes were expected");
    }
    return bytes.slice(base + address, length);
  }

  /** At most {@code most} bytes from {@code address} on. */
  ByteBuffer upTo(long address, long most) {
    if (address < 0) {
      throw bytes.damaged("an undefined address");
    }
    return bytes.upTo(base + address, most);
  }

  long size() {
    return bytes.size();
  }

  /** Reads an address; -1 where it is undefined. */
  long address(ByteBuffer from) {
    if (addressWidth == 4) {
      int narrow = from.getInt();
      return narrow == -1 ? -1 : Integer.toUnsignedLong(narrow);
    }
    return from.getLong();
  }

  /** Reads a length; negative if it is beyond what any file can hold. */
  long length(ByteBuffer from) {
    return unsigned(from, lengthWidth);
  }

  /** Reads an unsigned little-endian integer of 0 to 8 bytes. */
  static long unsigned(ByteBuffer from, int width) {
    long value = 0;
    for (int i = 0; i < width; i++) {
      value |= (from.get() & 0xFFL) << (8 * i);
    }
    return value;
  }

  /** Checks the signature and the checksum of the block at {@code address}. */
  ByteBuffer block(String signature, long address, long length) {
    if (at(address, 4).getInt(0) != signature(signature)) {
      throw bytes.damaged("no " + signature + " block at position " + address);
    }
    checksummed(address, length);
    return at(address, length);
  }

  /** Checks the checksum in the last four of {@code length} bytes at {@code address}. */
  void checksummed(long address, long length) {
    if (length < 4) {
      throw bytes.damaged("an empty block at position " + address);
    }
    ByteBuffer block = at(address, length);
    int end = (int) length - 4;
    if (Lookup3.hash(block, 0, end) != block.getInt(end)) {
      throw bytes.damaged("the checksum of the block at position " + address + " does not match");
    }
  }

  /**
   * To be asked with the number of nodes of one index visited so far: a damaged index whose nodes
   * point to each other would otherwise be walked for ever.
   */
  void checkVisits(long nodes) {
    if (nodes > bytes.size() / 8 + 64) {
      throw bytes.damaged("an index with more nodes than fit into the file");
    }
  }

  InputException damaged(String problem) {
    return bytes.damaged(problem);
  }

  InputException damaged(String problem, Throwable cause) {
    return bytes.damaged(problem, cause);
  }

  InputException unsupported(String what) {
    return bytes.unsupported(what);
  }

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
