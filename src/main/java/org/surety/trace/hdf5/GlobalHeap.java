package org.surety.trace.hdf5;

import static org.surety.trace.hdf5.ObjectHeader.signature;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/** Where values of varying length live: collections of numbered objects. */
final class GlobalHeap {
  private final Hdf5File file;
  private long current = -1;
  private final Map<Integer, ByteBuffer> objects = new HashMap<>();

  GlobalHeap(Hdf5File file) {
    this.file = file;
  }

  /** The object {@code index} of the collection at {@code address}. */
  ByteBuffer object(long address, int index) {
    if (address != current) {
      read(address);
    }
    ByteBuffer object = objects.get(index);
    if (object == null) {
      throw file.damaged("no object " + index + " in the heap at position " + address);
    }
    return object.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  private void read(long address) {
    objects.clear();
    current = -1;
    ByteBuffer head = file.at(address, 8L + file.lengthWidth());
    if (head.getInt(0) != signature("GCOL")) {
      throw file.damaged("no heap collection at position " + address);
    }
    head.position(8);
    long size = file.length(head);
    ByteBuffer all = file.at(address, size);
    all.position(head.position());
    while (all.remaining() >= 8 + file.lengthWidth()) {
      int index = Short.toUnsignedInt(all.getShort());
      all.position(all.position() + 6);
      long length = file.length(all);
      if (index == 0) {
        break; // free space, always last
      }
      if (length < 0 || length > all.remaining()) {
        throw file.damaged("an object outside of its heap at position " + address);
      }
      objects.put(index, all.slice(all.position(), (int) length));
      all.position((int) Math.min(all.limit(), all.position() + ((length + 7) & ~7L)));
    }
    current = address;
  }
}
