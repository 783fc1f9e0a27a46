package org.surety.trace;

import java.util.Arrays;

/** A set of 64-bit keys that only grows, in 8 to 16 bytes a key: ids of millions of episodes. */
final class SeenKeys {
  private long[] slots = new long[1024];
  private int size;
  private boolean hasZero;

  /** Adds a key; false if it was there. */
  boolean add(long key) {
    if (key == 0) {
      boolean added = !hasZero;
      hasZero = true;
      return added;
    }
    if (!insert(slots, key)) {
      return false;
    }
    size++;
    if (size > slots.length / 4 * 3) {
      long[] old = slots;
      slots = new long[2 * old.length];
      Arrays.stream(old).filter(k -> k != 0).forEach(k -> insert(slots, k));
    }
    return true;
  }

  private static boolean insert(long[] slots, long key) {
    int mask = slots.length - 1;
    long hash = key * 0x9E3779B97F4A7C15L;
    int i = (int) (hash >>> 32) & mask;
    while (slots[i] != 0) {
      if (slots[i] == key) {
        return false;
      }
      i = (i + 1) & mask;
    }
    slots[i] = key;
    return true;
  }
}
