package org.surety.trace.hdf5;

import java.nio.ByteBuffer;

/**
 * The chunk index of a dataset that can grow in one dimension: entries in an index block, then in
 * data blocks of growing size, first addressed by the index block, later by super blocks.
 */
final class ExtensibleArray {
  private final Hdf5File file;
  private final Chunks.Entries entries;
  private final int width;
  private final int offsetWidth;
  private final int indexEntries;
  private final int smallestBlock;
  private final int smallestPointers;
  private final long pageEntries;
  private final int superBlocks;
  private final long count;
  private final long indexBlock;

  ExtensibleArray(Hdf5File file, long address, Chunks.Entries entries) {
    this.file = file;
    this.entries = entries;
    ByteBuffer head =
        file.block("EAHD", address, 12 + 6L * file.lengthWidth() + file.addressWidth() + 4);
    width = Byte.toUnsignedInt(head.get(6));
    int bits = Byte.toUnsignedInt(head.get(7));
    offsetWidth = (bits + 7) / 8;
    indexEntries = Byte.toUnsignedInt(head.get(8));
    smallestBlock = Byte.toUnsignedInt(head.get(9));
    smallestPointers = Byte.toUnsignedInt(head.get(10));
    pageEntries = 1L << Math.min(62, Byte.toUnsignedInt(head.get(11)));
    head.position(12 + 4 * file.lengthWidth());
    count = file.length(head);
    head.position(12 + 6 * file.lengthWidth());
    indexBlock = file.address(head);
    if (width < file.addressWidth()
        || bits > 64
        || Integer.bitCount(smallestBlock) != 1
        || Integer.bitCount(smallestPointers) != 1
        || count < 0
        || count > file.size()) {
      throw file.damaged("an impossible chunk index at position " + address);
    }
    superBlocks = 1 + bits - log2(smallestBlock);
  }

  private static int log2(int x) {
    return 31 - Integer.numberOfLeadingZeros(x);
  }

  void read() {
    if (indexBlock == -1) {
      return;
    }
    int o = file.addressWidth();
    int prefix = 6 + o;
    int direct = 2 * log2(smallestPointers);
    int pointers = 2 * (smallestPointers - 1);
    int supers = Math.max(0, superBlocks - direct);
    long size = prefix + (long) indexEntries * width + (long) (pointers + supers) * o + 4;
    ByteBuffer block = file.block("EAIB", indexBlock, size);
    block.position(prefix);
    pass(block, 0, indexEntries);
    block.position(prefix + indexEntries * width);
    long first = indexEntries;
    for (int s = 0; s < superBlocks && first < count; s++) {
      long blocks = 1L << (s / 2);
      long blockEntries = (long) smallestBlock << ((s + 1) / 2);
      if (s < direct) {
        for (long b = 0; b < blocks; b++, first += blockEntries) {
          readBlock(file.address(block), first, blockEntries, true);
        }
      } else {
        long address = file.address(block);
        if (address != -1) {
          readSuper(address, first, blocks, blockEntries);
        }
        first += blocks * blockEntries;
      }
    }
  }

  private void readSuper(long address, long first, long blocks, long blockEntries) {
    int o = file.addressWidth();
    int prefix = 6 + o + offsetWidth;
    boolean paged = blockEntries > pageEntries;
    long pages = paged ? blockEntries / pageEntries : 0;
    // Room is made for whole bytes per block, but the bits are packed without gaps.
    long bitmap = blocks * ((pages + 7) / 8);
    ByteBuffer block = file.block("EASB", address, prefix + bitmap + blocks * o + 4);
    for (long b = 0; b < blocks; b++) {
      block.position((int) (prefix + bitmap + b * o));
      long child = file.address(block);
      long start = first + b * blockEntries;
      if (!paged) {
        readBlock(child, start, blockEntries, true);
      } else if (child != -1) {
        readBlock(child, start, blockEntries, false);
        for (long p = 0; p < pages; p++) {
          long bit = b * pages + p;
          if ((block.get(prefix + (int) (bit / 8)) & (0x80 >> (bit % 8))) != 0) {
            long at = child + prefix + 4 + p * (pageEntries * width + 4);
            file.checksummed(at, pageEntries * width + 4);
            pass(file.at(at, pageEntries * width), start + p * pageEntries, pageEntries);
          }
        }
      }
    }
  }

  private void readBlock(long address, long first, long n, boolean entriesHere) {
    if (address == -1) {
      return;
    }
    int prefix = 6 + file.addressWidth() + offsetWidth;
    long size = prefix + (entriesHere ? n * width : 0) + 4;
    ByteBuffer block = file.block("EADB", address, size);
    if (entriesHere) {
      block.position(prefix);
      pass(block, first, n);
    }
  }

  private void pass(ByteBuffer block, long first, long n) {
    int start = block.position();
    for (int i = 0; i < n; i++) {
      block.position(start + i * width);
      entries.accept(first + i, block, width);
    }
  }
}
