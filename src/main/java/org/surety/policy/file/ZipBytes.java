package org.surety.policy.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.surety.base.InputException;

/**
 * A zip archive in memory, read by its central directory: what {@code torch.save} writes has stored
 * entries with data descriptors, which streaming readers refuse, and lies inside another archive.
 *
 * <p>Overlapping entries, entries that unpack to more than {@value #MAX_RATIO} times their size
 * (beyond 1 MiB), and archives of more than {@value #MAX_UNPACKED} bytes are refused as bombs.
 */
final class ZipBytes {
  private static final int MAX_RATIO = 200;
  private static final long HARMLESS = 1 << 20;
  private static final long MAX_UNPACKED = 1L << 30;
  private static final int MAX_ENTRIES = 10_000;
  private static final int END = 0x06054b50;
  private static final int CENTRAL = 0x02014b50;
  private static final int LOCAL = 0x04034b50;

  private record Entry(String name, int method, long crc, int packed, int size, int offset) {}

  private final String place;
  private final ByteBuffer bytes;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  private ZipBytes(byte[] bytes, String place) {
    this.place = place;
    this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  static boolean looksLikeZip(byte[] bytes) {
    return bytes.length >= 4
        && ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt() == LOCAL;
  }

  static ZipBytes of(byte[] bytes, String place) {
    ZipBytes zip = new ZipBytes(bytes, place);
    try {
      zip.readDirectory();
    } catch (IndexOutOfBoundsException e) {
      throw new InputException(
          place, "its zip directory points outside the file", "copy the file again", e);
    }
    return zip;
  }

  Set<String> names() {
    return entries.keySet();
  }

  boolean has(String name) {
    return entries.containsKey(name);
  }

  private void readDirectory() {
    int end = endOfDirectory();
    int count = Short.toUnsignedInt(bytes.getShort(end + 10));
    long start = Integer.toUnsignedLong(bytes.getInt(end + 16));
    long size = Integer.toUnsignedLong(bytes.getInt(end + 12));
    if (count == 0xffff || start == 0xffffffffL || size == 0xffffffffL || count > MAX_ENTRIES) {
      throw refused("it is a zip64 archive or has more than " + MAX_ENTRIES + " entries");
    }
    if (start + size > end) {
      throw corrupt("its zip directory does not end before the end record");
    }
    int at = (int) start;
    long unpacked = 0;
    for (int i = 0; i < count; i++) {
      if (bytes.getInt(at) != CENTRAL) {
        throw corrupt("entry " + i + " of its zip directory is not one");
      }
      int flags = bytes.getShort(at + 8);
      long packed = Integer.toUnsignedLong(bytes.getInt(at + 20));
      long full = Integer.toUnsignedLong(bytes.getInt(at + 24));
      long offset = Integer.toUnsignedLong(bytes.getInt(at + 42));
      int nameLength = Short.toUnsignedInt(bytes.getShort(at + 28));
      int after = at + 46 + nameLength;
      String name = text(at + 46, nameLength);
      int method = Short.toUnsignedInt(bytes.getShort(at + 10));
      if ((flags & 1) != 0 || (method != 0 && method != 8)) {
        throw refused("entry '" + name + "' is encrypted or packed by an unusual method");
      }
      if (offset >= start || packed > start || (method == 0 && packed != full)) {
        throw corrupt("entry '" + name + "' does not lie inside the file");
      }
      unpacked += full;
      if (unpacked > MAX_UNPACKED || (full > HARMLESS && full / MAX_RATIO > packed)) {
        throw refused("entry '" + name + "' unpacks to " + full + " bytes, like a zip bomb");
      }
      Entry entry =
          new Entry(
              name,
              method,
              Integer.toUnsignedLong(bytes.getInt(at + 16)),
              (int) packed,
              (int) full,
              (int) offset);
      if (entries.put(name, entry) != null) {
        throw corrupt("two entries are named '" + name + "'");
      }
      at =
          after
              + Short.toUnsignedInt(bytes.getShort(at + 30))
              + Short.toUnsignedInt(bytes.getShort(at + 32));
    }
    if (at > start + size) {
      throw corrupt("its zip directory is longer than announced");
    }
    checkOverlap(start);
  }

  private int endOfDirectory() {
    int last = bytes.limit() - 22;
    for (int at = last; at >= 0 && at >= last - 0xffff; at--) {
      if (bytes.getInt(at) == END
          && at + 22 + Short.toUnsignedInt(bytes.getShort(at + 20)) == bytes.limit()) {
        return at;
      }
    }
    throw corrupt("the zip archive has no directory");
  }

  private void checkOverlap(long directory) {
    List<Entry> byOffset = new ArrayList<>(entries.values());
    byOffset.sort(Comparator.comparingInt(Entry::offset));
    long free = 0;
    for (Entry entry : byOffset) {
      if (entry.offset < free) {
        throw refused("entry '" + entry.name + "' overlaps another, like a zip bomb");
      }
      free = (long) start(entry) + entry.packed;
    }
    if (free > directory) {
      throw corrupt("its last entry runs into the zip directory");
    }
  }

  /** Where an entry's data begin; sizes in local headers may be empty and are not looked at. */
  private int start(Entry entry) {
    if (bytes.getInt(entry.offset) != LOCAL) {
      throw corrupt("entry '" + entry.name + "' has no local header");
    }
    return entry.offset
        + 30
        + Short.toUnsignedInt(bytes.getShort(entry.offset + 26))
        + Short.toUnsignedInt(bytes.getShort(entry.offset + 28));
  }

  byte[] read(String name) {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw new InputException(
          place, "the archive has no entry '" + name + "'", "save the policy again");
    }
    int start = start(entry);
    byte[] data =
        entry.method == 0
            ? Arrays.copyOfRange(bytes.array(), start, start + entry.size)
            : inflate(entry, start);
    CRC32 crc = new CRC32();
    crc.update(data);
    if (crc.getValue() != entry.crc) {
      throw corrupt("entry '" + name + "' has another checksum than announced");
    }
    return data;
  }

  private byte[] inflate(Entry entry, int start) {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(bytes.array(), start, entry.packed);
      byte[] data = new byte[entry.size];
      int filled = 0;
      while (filled < data.length) {
        int n = inflater.inflate(data, filled, data.length - filled);
        if (n == 0) {
          break;
        }
        filled += n;
      }
      if (filled < data.length || inflater.inflate(new byte[1]) > 0) {
        throw corrupt("entry '" + entry.name + "' has another size than announced");
      }
      return data;
    } catch (DataFormatException e) {
      throw new InputException(
          place, "entry '" + entry.name + "' cannot be unpacked", "copy the file again", e);
    } finally {
      inflater.end();
    }
  }

  private String text(int from, int length) {
    byte[] name = new byte[length];
    bytes.get(from, name);
    return new String(name, StandardCharsets.UTF_8);
  }

  private InputException corrupt(String problem) {
    return new InputException(
        place, problem, "it may be cut off or corrupt: copy it again or save the policy again");
  }

  private InputException refused(String problem) {
    return new InputException(place, problem, "save the policy again with torch or safetensors");
  }
}
