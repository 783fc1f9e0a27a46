package org.surety.trace.hdf5;

import java.nio.ByteBuffer;

/** The chunk index of a dataset that cannot grow: one block of entries, paged where it is long. */
final class FixedArray {
  private final Hdf5File file;
  private final int width;
  private final long pageEntries;
  private final long count;
  private final long dataBlock;
  private final Chunks.Entries entries;

  FixedArray(Hdf5File file, long address, Chunks.Entries entries) {
    this.file = file;
    this.entries = entries;
    ByteBuffer head = file.block("FAHD", address, 8 + file.lengthWidth() + file.addressWidth() + 4);
    width = Byte.toUnsignedInt(head.get(6));
    pageEntries = 1L << Math.min(62, Byte.toUnsignedInt(head.get(7)));
    head.position(8);
    count = file.length(head);
    dataBlock = file.address(head);
    if (width < file.addressWidth() || count < 0 || count > file.size() / width) {
      throw file.damaged("an impossible chunk index at position " + address);
    }
  }

  void read() {
    if (dataBlock == -1) {
      return;
    }
    int prefix = 6 + file.addressWidth();
    if (count <= pageEntries) {
      ByteBuffer block = file.block("FADB", dataBlock, prefix + count * width + 4);
      block.position(prefix);
      pass(block, 0, count);
      return;
    }
    long pages = (count + pageEntries - 1) / pageEntries;
    long bitmap = (pages + 7) / 8;
    ByteBuffer block = file.block("FADB", dataBlock, prefix + bitmap + 4);
    long pageSize = pageEntries * width + 4;
    for (long p = 0; p < pages; p++) {
      boolean written = (block.get(prefix + (int) (p / 8)) & (0x80 >> (p % 8))) != 0;
      if (written) {
        long inPage = Math.min(pageEntries, count - p * pageEntries);
        long at = dataBlock + prefix + bitmap + 4 + p * pageSize;
        file.checksummed(at, inPage * width + 4);
        pass(file.at(at, inPage * width), p * pageEntries, inPage);
      }
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
