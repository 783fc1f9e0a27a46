package org.surety.trace.hdf5;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/** A version 2 B-tree, read record by record in key order. */
final class BTreeV2 {
  private static final int NODE_PREFIX = 6;
  private static final int CHECKSUM = 4;

  private final Hdf5File file;
  private final long nodeSize;
  private final int recordSize;
  private final int depth;
  private final long root;
  private final int rootRecords;

  /** Bytes that a child's own and its total number of records take, by the child's depth. */
  private final int ownWidth;

  private final int[] totalWidth;
  private long visited;

  BTreeV2(Hdf5File file, long address) {
    this.file = file;
    int o = file.addressWidth();
    ByteBuffer head = file.block("BTHD", address, 16 + o + 2 + file.lengthWidth() + 4);
    head.position(6);
    nodeSize = Integer.toUnsignedLong(head.getInt());
    recordSize = Short.toUnsignedInt(head.getShort());
    depth = Short.toUnsignedInt(head.getShort());
    head.getShort();
    root = file.address(head);
    rootRecords = Short.toUnsignedInt(head.getShort());
    long most = (nodeSize - NODE_PREFIX - CHECKSUM) / Math.max(1, recordSize);
    if (recordSize == 0 || most < 1 || depth > 32) {
      throw file.damaged("an impossible B-tree at position " + address);
    }
    ownWidth = bytesFor(most);
    totalWidth = new int[depth + 1];
    double total = most;
    for (int d = 1; d <= depth; d++) {
      int pointer = o + ownWidth + totalWidth[d - 1];
      long here = (nodeSize - NODE_PREFIX - CHECKSUM - pointer) / (recordSize + pointer);
      total = (here + 1) * total + here;
      totalWidth[d] = bytesFor((long) Math.min(total, 0x1p62));
    }
  }

  private static int bytesFor(long most) {
    return (63 - Long.numberOfLeadingZeros(most)) / 8 + 1;
  }

  /** Passes each record, positioned at its start; the buffer is the consumer's to move. */
  void forEach(Consumer<ByteBuffer> consumer) {
    if (root != -1) {
      visit(root, rootRecords, depth, consumer);
    }
  }

  private void visit(long address, int records, int level, Consumer<ByteBuffer> consumer) {
    file.checkVisits(++visited);
    int o = file.addressWidth();
    int pointer = level == 0 ? 0 : o + ownWidth + (level > 1 ? totalWidth[level - 1] : 0);
    long used = NODE_PREFIX + (long) records * recordSize + (records + 1L) * pointer + CHECKSUM;
    if (used > nodeSize) {
      throw file.damaged("an overfull B-tree node at position " + address);
    }
    ByteBuffer node = file.block(level == 0 ? "BTLF" : "BTIN", address, used);
    ByteBuffer pointers =
        node.slice(NODE_PREFIX + records * recordSize, (records + (level == 0 ? 0 : 1)) * pointer);
    pointers.order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i <= records; i++) {
      if (level > 0) {
        long child = file.address(pointers);
        long own = Hdf5File.unsigned(pointers, ownWidth);
        pointers.position(pointers.position() + pointer - o - ownWidth);
        visit(child, (int) own, level - 1, consumer);
      }
      if (i < records) {
        consumer.accept(
            node.slice(NODE_PREFIX + i * recordSize, recordSize).order(ByteOrder.LITTLE_ENDIAN));
      }
    }
  }
}
