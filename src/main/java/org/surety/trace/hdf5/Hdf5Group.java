package org.surety.trace.hdf5;

import static org.surety.trace.hdf5.ObjectHeader.signature;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A group's members. All three ways of storing links are read: symbol tables, link messages in the
 * object header, and dense links in a fractal heap (files of many groups, or of tracked order).
 */
final class Hdf5Group {
  private static final long HARD = 0;

  private final Hdf5File file;
  private final Map<String, Long> members = new LinkedHashMap<>();
  private long visited;

  Hdf5Group(Hdf5File file, long address) {
    this(file, new ObjectHeader(file, address));
  }

  private Hdf5Group(Hdf5File file, ObjectHeader header) {
    this.file = file;
    ByteBuffer table = header.find(ObjectHeader.SYMBOL_TABLE);
    if (table != null) {
      readSymbolTable(file.address(table), file.address(table));
      return;
    }
    for (ObjectHeader.Message message : header.messages()) {
      if (message.type() == ObjectHeader.LINK) {
        readLink(message.body());
      }
    }
    ByteBuffer info = header.find(ObjectHeader.LINK_INFO);
    if (info != null) {
      readDenseLinks(info);
    }
  }

  /** The names of the members, in the order in which the file lists them. */
  Map<String, Long> members() {
    return Collections.unmodifiableMap(members);
  }

  boolean has(String name) {
    return members.containsKey(name);
  }

  /** The member {@code name}: a group or a dataset; null for anything else or if there is none. */
  @Nullable Object open(String name) {
    Long address = members.get(name);
    if (address == null) {
      return null;
    }
    ObjectHeader header = new ObjectHeader(file, address);
    if (header.find(ObjectHeader.LAYOUT) != null) {
      return new Hdf5Dataset(file, name, header);
    }
    boolean group =
        header.messages().stream()
            .anyMatch(
                m ->
                    m.type() == ObjectHeader.SYMBOL_TABLE
                        || m.type() == ObjectHeader.LINK_INFO
                        || m.type() == ObjectHeader.LINK);
    return group ? new Hdf5Group(file, header) : null;
  }

  private void add(String name, long address) {
    if (members.put(name, address) != null) {
      throw file.damaged("two members of one group are both named '" + name + "'");
    }
  }

  // ---- symbol tables

  private void readSymbolTable(long treeAddress, long heapAddress) {
    ByteBuffer heap = file.at(heapAddress, 8 + 2L * file.lengthWidth() + file.addressWidth());
    if (heap.getInt(0) != signature("HEAP")) {
      throw file.damaged("no local heap at position " + heapAddress);
    }
    heap.position(8);
    long size = file.length(heap);
    file.length(heap);
    readTree(treeAddress, file.at(file.address(heap), size), Integer.MAX_VALUE);
  }

  private void readTree(long address, ByteBuffer names, int levelAbove) {
    file.checkVisits(++visited);
    ByteBuffer head = file.at(address, 8 + 2L * file.addressWidth());
    if (head.getInt(0) != signature("TREE") || head.get(4) != 0) {
      throw file.damaged("no group B-tree at position " + address);
    }
    int level = Byte.toUnsignedInt(head.get(5));
    if (level >= levelAbove) {
      throw file.damaged("a B-tree that contains itself at position " + address);
    }
    int used = Short.toUnsignedInt(head.getShort(6));
    int headSize = 8 + 2 * file.addressWidth();
    ByteBuffer entries =
        file.at(address + headSize, (long) used * (file.lengthWidth() + file.addressWidth()));
    for (int i = 0; i < used; i++) {
      file.length(entries); // key
      long child = file.address(entries);
      if (level > 0) {
        readTree(child, names, level);
      } else {
        readSymbols(child, names);
      }
    }
  }

  private void readSymbols(long address, ByteBuffer names) {
    file.checkVisits(++visited);
    ByteBuffer head = file.at(address, 8);
    if (head.getInt(0) != signature("SNOD")) {
      throw file.damaged("no symbol table node at position " + address);
    }
    int count = Short.toUnsignedInt(head.getShort(6));
    int width = 2 * file.addressWidth() + 24;
    ByteBuffer entries = file.at(address + 8, (long) count * width);
    for (int i = 0; i < count; i++) {
      entries.position(i * width);
      long name = file.length(entries);
      long target = file.address(entries);
      int cache = entries.getInt();
      if (cache != 2) { // 2 is a soft link
        add(name(names, name), target);
      }
    }
  }

  private String name(ByteBuffer names, long start) {
    if (start < 0 || start >= names.capacity()) {
      throw file.damaged("a member's name lies outside its heap");
    }
    int end = (int) start;
    while (end < names.capacity() && names.get(end) != 0) {
      end++;
    }
    byte[] text = new byte[end - (int) start];
    names.get((int) start, text);
    return new String(text, StandardCharsets.UTF_8);
  }

  // ---- links

  private void readLink(ByteBuffer shared) {
    ByteBuffer link = shared.duplicate().order(java.nio.ByteOrder.LITTLE_ENDIAN);
    link.get(); // version
    int flags = link.get();
    long type = (flags & 8) != 0 ? link.get() : HARD;
    if ((flags & 4) != 0) {
      link.getLong(); // creation order
    }
    if ((flags & 16) != 0) {
      link.get(); // character set
    }
    long length = Hdf5File.unsigned(link, 1 << (flags & 3));
    if (length < 0 || length > link.remaining()) {
      throw file.damaged("a link's name of " + length + " bytes");
    }
    byte[] name = new byte[(int) length];
    link.get(name);
    if (type == HARD) {
      add(new String(name, StandardCharsets.UTF_8), file.address(link));
    }
  }

  private void readDenseLinks(ByteBuffer info) {
    info.get(); // version
    int flags = info.get();
    if ((flags & 1) != 0) {
      info.getLong(); // next creation index
    }
    long heapAddress = file.address(info);
    long nameIndex = file.address(info);
    if (heapAddress == -1) {
      return;
    }
    FractalHeap heap = new FractalHeap(file, heapAddress);
    // Records of type 5: a hash of the name, then the link's place in the heap.
    new BTreeV2(file, nameIndex)
        .forEach(
            record -> {
              record.getInt();
              readLink(heap.object(record));
            });
  }
}
