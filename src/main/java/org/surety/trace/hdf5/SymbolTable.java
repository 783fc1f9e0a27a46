package org.surety.trace.hdf5;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The root group of a file as a symbol table, to be written: its names in a local heap, its entries
 * in nodes of eight, found by a B-tree of nodes of 32.
 */
final class SymbolTable {
  /** Half the entries of a node and half the children of a tree node, as the library has them. */
  private static final int LEAF_K = 4;

  private static final int INTERNAL_K = 16;

  private final Map<String, Long> offsets = new LinkedHashMap<>();
  private final SortedMap<String, Long> members;
  private final ObjectBytes names = new ObjectBytes();

  /** Writes a block and gives its address. */
  @FunctionalInterface
  interface Sink {
    long put(ByteBuffer block) throws IOException;
  }

  /** A subtree: its address and the heap offset of its last name. */
  private record Child(long address, long lastName) {}

  /**
   * @param members addresses by ASCII name, in the order of their characters
   */
  SymbolTable(SortedMap<String, Long> members) {
    this.members = members;
    names.u64(0); // the empty name, which is less than all others
    for (String name : members.keySet()) {
      offsets.put(name, (long) names.size());
      names.letters(name + "\0").padTo((names.size() + 7) & ~7);
    }
  }

  /** The heap's data. */
  ByteBuffer names() {
    return names.content();
  }

  /** The heap's header; 1 says that no part of it is free. */
  ByteBuffer heap(long dataAddress) {
    return new ObjectBytes()
        .letters("HEAP")
        .u8(0, 0, 0, 0)
        .u64(names.size())
        .u64(1)
        .u64(dataAddress)
        .content();
  }

  /** Writes nodes and tree; gives the address of the tree's root. */
  long writeTree(Sink sink) throws IOException {
    List<Child> level = new ArrayList<>();
    List<Map.Entry<String, Long>> entries = new ArrayList<>(members.entrySet());
    for (int i = 0; i < entries.size(); i += 2 * LEAF_K) {
      List<Map.Entry<String, Long>> some =
          entries.subList(i, Math.min(entries.size(), i + 2 * LEAF_K));
      ObjectBytes node = new ObjectBytes().letters("SNOD").u8(1, 0).u16(some.size());
      long last = 0;
      for (Map.Entry<String, Long> entry : some) {
        last = offset(entry.getKey());
        node.u64(last).u64(entry.getValue()).u32(0).u32(0).u64(0).u64(0);
      }
      node.padTo(8 + 2 * LEAF_K * 40);
      level.add(new Child(sink.put(node.content()), last));
    }
    int height = 0;
    do {
      level = writeLevel(level, height++, sink);
    } while (level.size() > 1);
    return level.get(0).address;
  }

  private long offset(String name) {
    return java.util.Objects.requireNonNull(offsets.get(name));
  }

  private static List<Child> writeLevel(List<Child> children, int height, Sink sink)
      throws IOException {
    List<Child> parents = new ArrayList<>();
    long before = 0;
    for (int i = 0; i == 0 || i < children.size(); i += 2 * INTERNAL_K) {
      List<Child> some = children.subList(i, Math.min(children.size(), i + 2 * INTERNAL_K));
      ObjectBytes node =
          new ObjectBytes()
              .letters("TREE")
              .u8(0, height)
              .u16(some.size())
              .u64(ObjectBytes.UNDEFINED)
              .u64(ObjectBytes.UNDEFINED)
              .u64(before);
      for (Child child : some) {
        node.u64(child.address).u64(child.lastName);
        before = child.lastName;
      }
      node.padTo(24 + 2 * INTERNAL_K * 16 + 8);
      parents.add(new Child(sink.put(node.content()), before));
    }
    return parents;
  }

  /** The root group's object header, of version 1. */
  static ByteBuffer rootHeader(long tree, long heap) {
    return new ObjectBytes()
        .u8(1, 0)
        .u16(1)
        .u32(1)
        .u32(24)
        .u32(0)
        .u16(ObjectHeader.SYMBOL_TABLE)
        .u16(16)
        .u32(0)
        .u64(tree)
        .u64(heap)
        .content();
  }

  /** A superblock of version 0. */
  static ByteBuffer superblock(long root, long tree, long heap, long end) {
    return new ObjectBytes()
        .u8(0x89)
        .letters("HDF\r\n")
        .u8(0x1A, 0x0A)
        .u8(0, 0, 0, 0, 0, 8, 8, 0)
        .u16(LEAF_K)
        .u16(INTERNAL_K)
        .u32(0)
        .u64(0)
        .u64(ObjectBytes.UNDEFINED)
        .u64(end)
        .u64(ObjectBytes.UNDEFINED)
        .u64(0)
        .u64(root)
        .u32(1)
        .u32(0)
        .u64(tree)
        .u64(heap)
        .content();
  }
}
