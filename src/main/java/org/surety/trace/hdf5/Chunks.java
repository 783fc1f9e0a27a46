package org.surety.trace.hdf5;

import static org.surety.trace.hdf5.ObjectHeader.signature;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Where the chunks of a dataset are: for each cell of the chunk grid, in row-major order, the
 * chunk's address, stored size and the filters it skipped. Reads every index that HDF5 has.
 */
final class Chunks {
  private final Hdf5File file;
  private final int rank;
  private final long[] chunk;
  private final long[] grid;

  /** Chunk counts by the largest shape allowed, by which the array indices number chunks. */
  private final long[] largestGrid;

  private final int chunkBytes;
  private final boolean filtered;
  private final long[] addresses;
  private final int[] sizes;
  private final int[] masks;
  private long visited;

  /**
   * @param layout the layout message, positioned behind its version and class
   */
  Chunks(
      Hdf5File file,
      ByteBuffer layout,
      int version,
      long[] shape,
      long[] largestShape,
      long elementSize,
      boolean filtered) {
    this.file = file;
    this.filtered = filtered;
    rank = shape.length;
    int flags = version >= 4 ? layout.get() : 0;
    int dimensions = Byte.toUnsignedInt(layout.get());
    if (dimensions != rank + 1 || rank == 0) {
      throw file.damaged("chunks of " + (dimensions - 1) + " dimensions in " + rank);
    }
    long tree = version >= 4 ? -1 : file.address(layout);
    int width = version >= 4 ? layout.get() : 4;
    chunk = new long[rank];
    long bytes = elementSize;
    for (int d = 0; d <= rank; d++) {
      long n = Hdf5File.unsigned(layout, width);
      if (n <= 0 || n > Integer.MAX_VALUE) {
        throw file.damaged("a chunk of " + n + " rows or columns");
      }
      if (d < rank) {
        chunk[d] = n;
        bytes = Math.multiplyExact(bytes, n);
      }
    }
    if (bytes > 1 << 30) {
      throw file.unsupported("chunks of " + bytes + " bytes, more than 1 GiB");
    }
    chunkBytes = (int) bytes;
    grid = grid(shape);
    largestGrid = grid(largestShape);
    long cells = 1;
    for (long g : grid) {
      cells = Math.multiplyExact(cells, g);
    }
    if (cells > file.size() / 8 + 64) { // an index takes more than that for each
      throw file.damaged(
          "a dataset of " + cells + " chunks in a file of " + file.size() + " bytes");
    }
    addresses = new long[(int) cells];
    Arrays.fill(addresses, -1);
    sizes = filtered ? new int[addresses.length] : new int[0];
    masks = filtered ? new int[addresses.length] : new int[0];
    if (version < 4) {
      if (tree != -1 && cells > 0) {
        readTree(tree, Integer.MAX_VALUE);
      }
    } else {
      if (filtered && (flags & 1) != 0) {
        throw file.unsupported("unfiltered edge chunks");
      }
      readIndex(layout, flags, version);
    }
  }

  private long[] grid(long[] shape) {
    long[] cells = new long[rank];
    for (int d = 0; d < rank; d++) {
      // An unlimited dimension is -1; only the first may be, where its count is never used.
      cells[d] = shape[d] < 0 ? 0 : (shape[d] + chunk[d] - 1) / chunk[d];
    }
    return cells;
  }

  long[] shape() {
    return chunk;
  }

  long[] grid() {
    return grid;
  }

  int bytes() {
    return chunkBytes;
  }

  /** Address of the chunk in a grid cell, -1 if it was never written. */
  long address(int cell) {
    return addresses[cell];
  }

  int storedSize(int cell) {
    return filtered ? sizes[cell] : chunkBytes;
  }

  int mask(int cell) {
    return filtered ? masks[cell] : 0;
  }

  private void put(long cell, long address, long size, int mask) {
    if (cell < 0 || cell >= addresses.length) {
      return; // left over from before the dataset was made smaller
    }
    addresses[(int) cell] = address;
    if (filtered) {
      if (size < 0 || size > file.size()) {
        throw file.damaged("a chunk of " + size + " stored bytes");
      }
      sizes[(int) cell] = (int) Math.min(size, Integer.MAX_VALUE);
      masks[(int) cell] = mask;
    }
  }

  /** Grid cell of the chunk that starts at the given position, or -1 outside of the dataset. */
  private long cell(long[] scaled) {
    long cell = 0;
    for (int d = 0; d < rank; d++) {
      if (scaled[d] < 0 || scaled[d] >= grid[d]) {
        return -1;
      }
      cell = cell * grid[d] + scaled[d];
    }
    return cell;
  }

  /** Grid cell of the chunk that the array indices number {@code index}. */
  private long cellOfIndex(long index) {
    long[] scaled = new long[rank];
    long rest = index;
    for (int d = rank - 1; d > 0; d--) {
      if (largestGrid[d] == 0) {
        throw file.unsupported("a dataset that may grow in other than its first dimension");
      }
      scaled[d] = rest % largestGrid[d];
      rest /= largestGrid[d];
    }
    scaled[0] = rest;
    return cell(scaled);
  }

  // ---- version 1 B-trees

  private void readTree(long address, int levelAbove) {
    file.checkVisits(++visited);
    int o = file.addressWidth();
    ByteBuffer head = file.at(address, 8 + 2L * o);
    if (head.getInt(0) != signature("TREE") || head.get(4) != 1) {
      throw file.damaged("no chunk B-tree at position " + address);
    }
    int level = Byte.toUnsignedInt(head.get(5));
    if (level >= levelAbove) {
      throw file.damaged("a B-tree that contains itself at position " + address);
    }
    int used = Short.toUnsignedInt(head.getShort(6));
    int entry = 8 + 8 * (rank + 1) + o;
    ByteBuffer entries = file.at(address + 8 + 2L * o, (long) used * entry);
    long[] scaled = new long[rank];
    for (int i = 0; i < used; i++) {
      entries.position(i * entry);
      long size = Integer.toUnsignedLong(entries.getInt());
      int mask = entries.getInt();
      for (int d = 0; d < rank; d++) {
        scaled[d] = entries.getLong() / chunk[d];
      }
      entries.getLong();
      long child = file.address(entries);
      if (level > 0) {
        readTree(child, level);
      } else {
        put(cell(scaled), child, size, mask);
      }
    }
  }

  // ---- the indices of version 4

  private void readIndex(ByteBuffer layout, int flags, int version) {
    int kind = layout.get();
    // Bytes of a stored size in an index entry (H5D_chunk_format: one more than log256).
    int sizeWidth =
        version > 4
            ? file.lengthWidth()
            : Math.min(8, 1 + (31 - Integer.numberOfLeadingZeros(chunkBytes) + 8) / 8);
    switch (kind) {
      case 1 -> {
        long size = chunkBytes;
        int mask = 0;
        if ((flags & 2) != 0) {
          size = file.length(layout);
          mask = layout.getInt();
        }
        put(0, file.address(layout), size, mask);
      }
      case 2 -> {
        long start = file.address(layout);
        for (int i = 0; start != -1 && i < addresses.length; i++) {
          addresses[i] = start + (long) i * chunkBytes;
        }
      }
      case 3 -> {
        layout.get();
        long address = file.address(layout);
        if (address != -1) {
          new FixedArray(file, address, this::entry).read();
        }
      }
      case 4 -> {
        layout.position(layout.position() + 5);
        long address = file.address(layout);
        if (address != -1) {
          new ExtensibleArray(file, address, this::entry).read();
        }
      }
      case 5 -> {
        layout.position(layout.position() + 6);
        long address = file.address(layout);
        if (address != -1) {
          readTree2(address, sizeWidth);
        }
      }
      default -> throw file.unsupported("chunk index " + kind);
    }
  }

  /** One entry of an array index. */
  interface Entries {
    void accept(long index, ByteBuffer entry, int width);
  }

  private void entry(long index, ByteBuffer entry, int width) {
    long address = file.address(entry);
    if (address == -1) {
      return;
    }
    if (filtered) {
      int sizeWidth = width - file.addressWidth() - 4;
      if (sizeWidth < 1 || sizeWidth > 8) {
        throw file.damaged("a chunk index entry of " + width + " bytes");
      }
      long size = Hdf5File.unsigned(entry, sizeWidth);
      put(cellOfIndex(index), address, size, entry.getInt());
    } else {
      put(cellOfIndex(index), address, chunkBytes, 0);
    }
  }

  private void readTree2(long address, int sizeWidth) {
    long[] scaled = new long[rank];
    new BTreeV2(file, address)
        .forEach(
            record -> {
              long at = file.address(record);
              long size = filtered ? Hdf5File.unsigned(record, sizeWidth) : chunkBytes;
              int mask = filtered ? record.getInt() : 0;
              for (int d = 0; d < rank; d++) {
                scaled[d] = record.getLong();
              }
              put(cell(scaled), at, size, mask);
            });
  }
}
