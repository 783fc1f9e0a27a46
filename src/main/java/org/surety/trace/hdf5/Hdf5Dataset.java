package org.surety.trace.hdf5;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A dataset: an array whose first dimension counts rows, read in bands of consecutive rows. */
final class Hdf5Dataset {
  /** Consecutive rows as stored: {@code count} rows of {@link #rowBytes} bytes. */
  record Band(ByteBuffer bytes, long first, int count) {
    long end() {
      return first + count;
    }
  }

  /** About how many bytes of a dataset without chunks are handed out at a time. */
  private static final long BAND_BYTES = 1 << 18;

  private final Hdf5File file;
  private final String name;
  private final Datatype type;
  private final boolean scalar;
  private final long[] shape;
  private final long rowElements;
  private final long rowBytes;
  private final Filters filters;
  private final @Nullable Chunks chunks;
  private final @Nullable ByteBuffer whole;
  private final long address;

  Hdf5Dataset(Hdf5File file, String name, ObjectHeader header) {
    this.file = file;
    this.name = name;
    ByteBuffer space = required(header, ObjectHeader.DATASPACE, "shape");
    int version = space.get();
    int rank = Byte.toUnsignedInt(space.get());
    boolean limits = (space.get() & 1) != 0;
    space.position(version == 1 ? 8 : 4);
    scalar = rank == 0;
    shape = new long[rank];
    for (int d = 0; d < rank; d++) {
      shape[d] = file.length(space);
      if (shape[d] < 0) {
        throw file.damaged("'" + name + "' has an impossible shape");
      }
    }
    long[] largest = shape.clone();
    for (int d = 0; limits && d < rank; d++) {
      largest[d] = file.length(space);
    }
    type = Datatype.read(file, required(header, ObjectHeader.DATATYPE, "type"));
    long elements = 1;
    for (int d = 1; d < rank; d++) {
      elements = Math.multiplyExact(elements, shape[d]);
    }
    rowElements = elements;
    rowBytes = Math.multiplyExact(elements, type.elementSize());
    filters = new Filters(file, header.find(ObjectHeader.FILTERS));
    if (header.find(ObjectHeader.EXTERNAL_FILES) != null) {
      throw file.unsupported("'" + name + "' with its data in another file");
    }
    ByteBuffer layout = required(header, ObjectHeader.LAYOUT, "layout");
    int layoutVersion = layout.get();
    if (layoutVersion < 3 || layoutVersion > 5) {
      throw file.unsupported("layout version " + layoutVersion);
    }
    int kind = layout.get();
    Chunks index = null;
    ByteBuffer compact = null;
    long at = -1;
    switch (kind) {
      case 0 -> {
        int size = Short.toUnsignedInt(layout.getShort());
        compact = layout.slice(layout.position(), size).order(ByteOrder.LITTLE_ENDIAN);
        checkSize(size);
      }
      case 1 -> {
        at = file.address(layout);
        if (at != -1) {
          checkSize(file.length(layout));
          checkSize(file.size() - at);
        }
      }
      case 2 ->
          index =
              new Chunks(
                  file, layout, layoutVersion, shape, largest, type.elementSize(), !filters.none());
      default -> throw file.unsupported("'" + name + "' as a view of other datasets");
    }
    chunks = index;
    whole = compact;
    address = at;
  }

  private ByteBuffer required(ObjectHeader header, int type, String what) {
    ByteBuffer message = header.find(type);
    if (message == null) {
      throw file.damaged("'" + name + "' has no " + what);
    }
    return message;
  }

  private void checkSize(long available) {
    long needed = Math.multiplyExact(rows(), rowBytes);
    if (needed > available) {
      throw file.damaged(
          "'" + name + "' needs " + needed + " bytes, but only " + available + " are there");
    }
  }

  String name() {
    return name;
  }

  Datatype type() {
    return type;
  }

  boolean scalar() {
    return scalar;
  }

  /** Dimensions of one row, the array type's included. */
  int rowRank() {
    return Math.max(0, shape.length - 1) + type.arrayShape().size();
  }

  /** Length of the first dimension; 1 for a single value. */
  long rows() {
    return scalar ? 1 : shape[0];
  }

  /** Elements per row. */
  long rowElements() {
    return rowElements;
  }

  /** Numbers per row. */
  long width() {
    return Math.multiplyExact(rowElements, type.numbers());
  }

  long rowBytes() {
    return rowBytes;
  }

  /** A band that contains {@code row}, which is less than {@link #rows}. */
  Band band(long row) {
    if (whole != null) {
      return new Band(whole, 0, (int) rows());
    }
    if (chunks == null) {
      if (address == -1) {
        throw file.damaged("'" + name + "' was never written");
      }
      long most = Math.max(1, BAND_BYTES / Math.max(1, rowBytes));
      int count = (int) Math.min(most, rows() - row);
      return new Band(file.at(address + row * rowBytes, count * rowBytes), row, count);
    }
    return chunkedBand(chunks, row);
  }

  private Band chunkedBand(Chunks chunks, long row) {
    long[] chunk = chunks.shape();
    long[] grid = chunks.grid();
    long first = row / chunk[0] * chunk[0];
    int count = (int) Math.min(chunk[0], rows() - first);
    int across = 1;
    for (int d = 1; d < grid.length; d++) {
      across = Math.multiplyExact(across, (int) grid[d]);
    }
    int cell = (int) (row / chunk[0]) * across;
    long stored = 0;
    for (int i = 0; i < across; i++) {
      if (chunks.address(cell + i) == -1) {
        throw file.damaged(
            "rows "
                + first
                + " to "
                + (first + count - 1)
                + " of '"
                + name
                + "' were never written");
      }
      stored += chunks.storedSize(cell + i);
    }
    boolean fullWidth = across == 1;
    for (int d = 1; d < chunk.length; d++) {
      fullWidth &= chunk[d] == shape[d];
    }
    if (fullWidth) {
      return new Band(chunkBytes(chunks, cell), first, count);
    }
    long size = Math.multiplyExact(count, rowBytes);
    if (size > 1 << 30 || size / 1040 > stored) {
      throw file.damaged("'" + name + "' has chunks too small for its shape");
    }
    byte[] band = new byte[(int) size];
    int[] position = new int[chunk.length];
    for (int i = 0; i < across; i++) {
      int rest = i;
      for (int d = chunk.length - 1; d > 0; d--) {
        position[d] = (int) (rest % grid[d]);
        rest /= (int) grid[d];
      }
      copy(chunkBytes(chunks, cell + i), 0, band, 0, chunk, position, 0, count);
    }
    return new Band(ByteBuffer.wrap(band).order(ByteOrder.LITTLE_ENDIAN), first, count);
  }

  private ByteBuffer chunkBytes(Chunks chunks, int cell) {
    ByteBuffer stored = file.at(chunks.address(cell), chunks.storedSize(cell));
    return filters.none()
        ? stored
        : ByteBuffer.wrap(filters.undo(stored, chunks.mask(cell), chunks.bytes()))
            .order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Copies the part of a chunk that lies inside the dataset, one dimension per call. */
  private void copy(
      ByteBuffer from,
      int fromIndex,
      byte[] to,
      int toIndex,
      long[] chunk,
      int[] position,
      int dimension,
      int rowCount) {
    int elementSize = (int) type.elementSize();
    long start = dimension == 0 ? 0 : position[dimension] * chunk[dimension];
    int extent =
        dimension == 0 ? rowCount : (int) Math.min(chunk[dimension], shape[dimension] - start);
    int toStart = (int) (toIndex * (dimension == 0 ? 1 : shape[dimension]) + start);
    int fromStart = (int) (fromIndex * chunk[dimension]);
    if (dimension == chunk.length - 1) {
      from.get(fromStart * elementSize, to, toStart * elementSize, extent * elementSize);
      return;
    }
    for (int i = 0; i < extent; i++) {
      copy(from, fromStart + i, to, toStart + i, chunk, position, dimension + 1, rowCount);
    }
  }

  /** The bytes of a varying element whose reference starts at {@code at} of a band. */
  byte[] varying(ByteBuffer band, int at) {
    ByteBuffer reference = band.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    reference.position(at);
    long items = Integer.toUnsignedLong(reference.getInt());
    long collection = file.address(reference);
    int index = reference.getInt();
    if (items == 0) {
      return new byte[0];
    }
    ByteBuffer object = file.globalHeap().object(collection, index);
    long length = items * type.itemSize();
    if (length > object.remaining()) {
      throw file.damaged("'" + name + "' has a value longer than its place in the heap");
    }
    byte[] bytes = new byte[(int) length];
    object.get(bytes);
    return bytes;
  }

  /** Row {@code i} of a band as bytes; the values themselves where they are kept in the heap. */
  byte[] rowAsBytes(Band band, int i) {
    int size = (int) rowBytes;
    if (type.kind() != Datatype.Kind.VARYING) {
      byte[] bytes = new byte[size];
      band.bytes().get(i * size, bytes);
      return bytes;
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int e = 0; e < rowElements; e++) {
      all.writeBytes(varying(band.bytes(), i * size + e * type.size()));
      all.write(0);
    }
    return all.toByteArray();
  }

  @Override
  public String toString() {
    return name + Arrays.toString(shape);
  }
}
