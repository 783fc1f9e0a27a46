package org.surety.trace.hdf5;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** The filters of a chunked dataset, undone in reverse: gzip, shuffle, LZF, Fletcher-32. */
final class Filters {
  private static final int DEFLATE = 1;
  private static final int SHUFFLE = 2;
  private static final int FLETCHER = 3;
  private static final int LZF = 32000;

  private record Filter(int id, int elementSize) {}

  private final Hdf5File file;
  private final List<Filter> filters = new ArrayList<>();

  Filters(Hdf5File file, @Nullable ByteBuffer message) {
    this.file = file;
    if (message == null) {
      return;
    }
    int version = message.get();
    int count = message.get();
    if (version == 1) {
      message.position(8);
    } else if (version != 2) {
      throw file.damaged("a filter pipeline of version " + version);
    }
    for (int i = 0; i < count; i++) {
      int id = Short.toUnsignedInt(message.getShort());
      int nameLength = version == 1 || id >= 256 ? Short.toUnsignedInt(message.getShort()) : 0;
      message.getShort(); // flags
      int values = Short.toUnsignedInt(message.getShort());
      int padded = version == 1 ? (nameLength + 7) & ~7 : nameLength;
      message.position(message.position() + padded);
      int first = values > 0 ? message.getInt(message.position()) : 0;
      message.position(message.position() + 4 * values);
      if (version == 1 && values % 2 == 1) {
        message.getInt();
      }
      if (id != DEFLATE && id != SHUFFLE && id != FLETCHER && id != LZF) {
        throw file.unsupported("the compression filter " + name(id));
      }
      filters.add(new Filter(id, first));
    }
  }

  private static String name(int id) {
    return switch (id) {
      case 4 -> "szip";
      case 5 -> "nbit";
      case 6 -> "scaleoffset";
      case 32001, 32026 -> "blosc";
      case 32004 -> "lz4";
      case 32008 -> "bitshuffle";
      case 32015 -> "zstd";
      default -> "number " + id;
    };
  }

  boolean none() {
    return filters.isEmpty();
  }

  /**
   * A chunk's bytes as they were before filtering.
   *
   * @param skipped bit i is set where filter i was not applied to this chunk
   * @param size bytes of the whole chunk
   */
  byte[] undo(ByteBuffer stored, int skipped, int size) {
    // Nothing below expands by more than deflate, 1032 to 1: a forged size stops here.
    if (size > 1 << 12 && size / 1040 > stored.remaining()) {
      throw file.damaged("a chunk of " + stored.remaining() + " bytes that should hold " + size);
    }
    byte[] bytes = new byte[stored.remaining()];
    stored.get(bytes);
    for (int i = filters.size() - 1; i >= 0; i--) {
      if ((skipped >> i & 1) != 0) {
        continue;
      }
      Filter filter = filters.get(i);
      bytes =
          switch (filter.id) {
            case DEFLATE -> inflate(bytes, size);
            case SHUFFLE -> unshuffle(bytes, filter.elementSize);
            case FLETCHER -> withoutFletcher(bytes);
            default -> Lzf.decode(file, bytes, size);
          };
    }
    if (bytes.length != size) {
      throw file.damaged("a chunk of " + bytes.length + " bytes where " + size + " were expected");
    }
    return bytes;
  }

  private byte[] inflate(byte[] bytes, int size) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(bytes);
      byte[] out = new byte[size + 4]; // room for a checksum that was taken before
      int length = 0;
      while (!inflater.finished() && length < out.length) {
        int n = inflater.inflate(out, length, out.length - length);
        if (n == 0) {
          break;
        }
        length += n;
      }
      if (length < size) {
        throw file.damaged("a compressed chunk that ends early");
      }
      return length == out.length ? out : java.util.Arrays.copyOf(out, length);
    } catch (DataFormatException e) {
      throw file.damaged("a compressed chunk (" + e.getMessage() + ")", e);
    } finally {
      inflater.end();
    }
  }

  static byte[] unshuffle(byte[] bytes, int elementSize) {
    if (elementSize <= 1) {
      return bytes;
    }
    int elements = bytes.length / elementSize;
    byte[] out = new byte[bytes.length];
    for (int b = 0; b < elementSize; b++) {
      int from = b * elements;
      for (int i = 0, to = b; i < elements; i++, to += elementSize) {
        out[to] = bytes[from + i];
      }
    }
    int whole = elements * elementSize;
    System.arraycopy(bytes, whole, out, whole, bytes.length - whole);
    return out;
  }

  private byte[] withoutFletcher(byte[] bytes) {
    if (bytes.length < 4) {
      throw file.damaged("a chunk without its checksum");
    }
    int length = bytes.length - 4;
    int stored = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(length);
    if (stored != fletcher(bytes, length)) {
      throw file.damaged("the checksum of a chunk does not match");
    }
    return java.util.Arrays.copyOf(bytes, length);
  }

  /** Fletcher's checksum of big-endian 16-bit words, an odd last byte being the upper half. */
  private static int fletcher(byte[] bytes, int length) {
    long a = 0;
    long b = 0;
    for (int i = 0; i < length; i += 2) {
      int low = i + 1 < length ? bytes[i + 1] & 0xFF : 0;
      a = (a + ((bytes[i] & 0xFF) << 8 | low)) % 65535;
      b = (b + a) % 65535;
    }
    // The library folds instead of dividing, which shows a multiple of 65535 as 65535, not as 0.
    return (int) ((b == 0 && length > 0 ? 65535 : b) << 16 | (a == 0 && length > 0 ? 65535 : a));
  }
}
