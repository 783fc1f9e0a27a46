package org.surety.automaton;

import java.util.Arrays;

/** A hash map from pairs of ints to ints, by open addressing; the caches of decision diagrams. */
public final class IntPairMap {
  /** What {@link #get} answers for an absent pair; no value may be this. */
  public static final int MISSING = Integer.MIN_VALUE;

  private static final long EMPTY = Long.MIN_VALUE;

  private long[] keys = new long[64];
  private int[] values = new int[64];
  private int size;

  public IntPairMap() {
    Arrays.fill(keys, EMPTY);
  }

  /** The value of a pair, or {@link #MISSING}. */
  public int get(int first, int second) {
    long key = key(first, second);
    int slot = slot(key, keys.length);
    while (keys[slot] != EMPTY) {
      if (keys[slot] == key) {
        return values[slot];
      }
      slot = (slot + 1) & (keys.length - 1);
    }
    return MISSING;
  }

  /** Sets the value of a pair whose first part is not {@code Integer.MIN_VALUE}. */
  public void put(int first, int second, int value) {
    if (2 * (size + 1) > keys.length) {
      grow();
    }
    long key = key(first, second);
    int slot = slot(key, keys.length);
    while (keys[slot] != EMPTY && keys[slot] != key) {
      slot = (slot + 1) & (keys.length - 1);
    }
    if (keys[slot] == EMPTY) {
      size++;
    }
    keys[slot] = key;
    values[slot] = value;
  }

  public int size() {
    return size;
  }

  private void grow() {
    long[] oldKeys = keys;
    int[] oldValues = values;
    keys = new long[2 * oldKeys.length];
    values = new int[keys.length];
    Arrays.fill(keys, EMPTY);
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != EMPTY) {
        int slot = slot(oldKeys[i], keys.length);
        while (keys[slot] != EMPTY) {
          slot = (slot + 1) & (keys.length - 1);
        }
        keys[slot] = oldKeys[i];
        values[slot] = oldValues[i];
      }
    }
  }

  private static long key(int first, int second) {
    return ((long) first << 32) | (second & 0xFFFFFFFFL);
  }

  private static int slot(long key, int length) {
    long h = key * 0x9E3779B97F4A7C15L;
    return (int) (h ^ (h >>> 32)) & (length - 1);
  }
}
