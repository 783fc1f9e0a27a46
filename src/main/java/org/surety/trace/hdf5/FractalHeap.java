package org.surety.trace.hdf5;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;

/**
 * The heap that holds the links of a group with many members: a doubling table of blocks, rows of
 * equal width whose block size doubles from the second row on. Only managed and tiny objects, which
 * is all that links ever are.
 */
final class FractalHeap {
  private final Hdf5File file;
  private final long headerAddress;
  private final int offsetWidth;
  private final int lengthWidth;
  private final int idWidth;
  private final boolean checksums;
  private final int tableWidth;
  private final long startSize;
  private final long largestDirect;

  /** Start of each direct block in the heap's address space, with its contents. */
  private final TreeMap<Long, ByteBuffer> blocks = new TreeMap<>();

  private long visited;

  FractalHeap(Hdf5File file, long address) {
    this.file = file;
    this.headerAddress = address;
    int o = file.addressWidth();
    int l = file.lengthWidth();
    int size = 4 + 1 + 2 + 2 + 1 + 4 + 12 * l + 3 * o + 2 + 2 + 2 + 2 + 4;
    ByteBuffer head = file.at(address, size);
    if (head.getShort(7) != 0) {
      throw file.unsupported("a compressed group index");
    }
    head = file.block("FRHP", address, size);
    head.position(5);
    idWidth = Short.toUnsignedInt(head.getShort());
    head.getShort();
    checksums = (head.get() & 2) != 0;
    long largestObject = Integer.toUnsignedLong(head.getInt());
    head.position(head.position() + 10 * l + 2 * o); // statistics and free space
    tableWidth = Short.toUnsignedInt(head.getShort());
    startSize = file.length(head);
    largestDirect = file.length(head);
    int addressBits = Short.toUnsignedInt(head.getShort());
    head.getShort(); // rows at the start
    long root = file.address(head);
    int rows = Short.toUnsignedInt(head.getShort());
    if (tableWidth == 0
        || !powerOfTwo(startSize)
        || !powerOfTwo(largestDirect)
        || addressBits > 64) {
      throw file.damaged("an impossible group index at position " + address);
    }
    offsetWidth = (addressBits + 7) / 8;
    lengthWidth = Math.min((log2(largestDirect) + 7) / 8, log2(Math.max(1, largestObject)) / 8 + 1);
    if (root != -1) {
      if (rows == 0) {
        addDirect(root, 0, startSize);
      } else {
        addIndirect(root, 0, rows, 64);
      }
    }
  }

  private static boolean powerOfTwo(long x) {
    return x > 0 && Long.bitCount(x) == 1;
  }

  private static int log2(long x) {
    return 63 - Long.numberOfLeadingZeros(x);
  }

  /** The object whose heap id starts at the record's position. */
  ByteBuffer object(ByteBuffer record) {
    int start = record.position();
    int flags = record.get();
    switch ((flags >> 4) & 3) {
      case 0 -> {
        long offset = Hdf5File.unsigned(record, offsetWidth);
        long length = Hdf5File.unsigned(record, lengthWidth);
        Map.Entry<Long, ByteBuffer> block = blocks.floorEntry(offset);
        if (block == null
            || length < 0
            || offset - block.getKey() + length > block.getValue().capacity()) {
          throw file.damaged("a link outside of its heap at position " + headerAddress);
        }
        return block
            .getValue()
            .slice((int) (offset - block.getKey()), (int) length)
            .order(ByteOrder.LITTLE_ENDIAN);
      }
      case 2 -> {
        return record
            .slice(start + 1, Math.min((flags & 15) + 1, idWidth - 1))
            .order(ByteOrder.LITTLE_ENDIAN);
      }
      default -> throw file.unsupported("a member name of more than 60 KB");
    }
  }

  private void addDirect(long address, long offset, long size) {
    file.checkVisits(++visited);
    ByteBuffer block = file.at(address, size);
    if (block.getInt(0) != ObjectHeader.signature("FHDB")) {
      throw file.damaged("no FHDB block at position " + address);
    }
    if (checksums) {
      checkDirect(address, block, (int) size);
    }
    blocks.put(offset, block);
  }

  /** A direct block's checksum sits behind its prefix and is taken with itself as zero. */
  private void checkDirect(long address, ByteBuffer block, int size) {
    int at = 5 + file.addressWidth() + offsetWidth;
    byte[] copy = new byte[size];
    block.get(0, copy);
    ByteBuffer zeroed = ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN);
    int stored = zeroed.getInt(at);
    zeroed.putInt(at, 0);
    if (Lookup3.hash(zeroed, 0, size) != stored) {
      throw file.damaged("the checksum of the block at position " + address + " does not match");
    }
  }

  private long rowOffset(int row) {
    return row == 0 ? 0 : (tableWidth * startSize) << (row - 1);
  }

  private long blockSize(int row) {
    return row == 0 ? startSize : startSize << (row - 1);
  }

  private void addIndirect(long address, long offset, int rows, int rowsAbove) {
    file.checkVisits(++visited);
    if (rows >= rowsAbove) {
      throw file.damaged("an impossible group index at position " + address);
    }
    int o = file.addressWidth();
    int prefix = 5 + o + offsetWidth;
    long size = prefix + (long) rows * tableWidth * o + 4;
    ByteBuffer block = file.block("FHIB", address, size);
    block.position(prefix);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < tableWidth; column++) {
        long child = file.address(block);
        if (child == -1) {
          continue;
        }
        long start = offset + rowOffset(row) + column * blockSize(row);
        if (blockSize(row) <= largestDirect) {
          addDirect(child, start, blockSize(row));
        } else {
          int childRows = log2(blockSize(row)) - log2(startSize * tableWidth) + 1;
          addIndirect(child, start, childRows, rows);
        }
      }
    }
  }
}
