package org.surety.automaton;

import java.util.Arrays;

/**
 * A store of multi-terminal binary decision diagrams: reduced, ordered, hash-consed, so that equal
 * functions from letters to leaf values are the same reference.
 *
 * <p>A reference is the index of a node if it is not negative, and otherwise the leaf {@code
 * ~reference}. A node tests the variable of its level; levels grow downwards. Nodes are never
 * freed. Not thread-safe.
 */
public final class Mtbdd {
  /** The level of leaves, below that of any variable. */
  public static final int LEAF_LEVEL = Integer.MAX_VALUE;

  private int[] levels = new int[64];
  private int[] lows = new int[64];
  private int[] highs = new int[64];
  private int size;
  private int[] table = new int[128];

  public Mtbdd() {
    Arrays.fill(table, -1);
  }

  /** The reference of the leaf with a value of at least 0. */
  public static int leaf(int value) {
    return ~value;
  }

  public static boolean isLeaf(int reference) {
    return reference < 0;
  }

  /** The value of a leaf. */
  public static int value(int leaf) {
    return ~leaf;
  }

  /**
   * "If the variable of this level is true then high else low".
   *
   * @param level above the levels of low and high
   */
  public int node(int level, int low, int high) {
    if (low == high) {
      return low;
    }
    int slot = slot(level, low, high);
    while (table[slot] >= 0) {
      int node = table[slot];
      if (levels[node] == level && lows[node] == low && highs[node] == high) {
        return node;
      }
      slot = (slot + 1) & (table.length - 1);
    }
    if (size == levels.length) {
      grow();
    }
    levels[size] = level;
    lows[size] = low;
    highs[size] = high;
    table[slot] = size;
    size++;
    if (2 * size > table.length) {
      rehash();
    }
    return size - 1;
  }

  public int level(int reference) {
    return reference < 0 ? LEAF_LEVEL : levels[reference];
  }

  /** Where a node leads if its variable is false. */
  public int low(int node) {
    return lows[node];
  }

  /** Where a node leads if its variable is true. */
  public int high(int node) {
    return highs[node];
  }

  /** What the function becomes when the variable of a level at or above its own is false. */
  public int lowAt(int level, int reference) {
    return level(reference) == level ? lows[reference] : reference;
  }

  /** What the function becomes when the variable of a level at or above its own is true. */
  public int highAt(int level, int reference) {
    return level(reference) == level ? highs[reference] : reference;
  }

  /** Number of nodes made so far. */
  public int size() {
    return size;
  }

  int[] copyOfLevels() {
    return Arrays.copyOf(levels, size);
  }

  int[] copyOfLows() {
    return Arrays.copyOf(lows, size);
  }

  int[] copyOfHighs() {
    return Arrays.copyOf(highs, size);
  }

  private void grow() {
    levels = Arrays.copyOf(levels, 2 * size);
    lows = Arrays.copyOf(lows, 2 * size);
    highs = Arrays.copyOf(highs, 2 * size);
  }

  private void rehash() {
    table = new int[2 * table.length];
    Arrays.fill(table, -1);
    for (int node = 0; node < size; node++) {
      int slot = slot(levels[node], lows[node], highs[node]);
      while (table[slot] >= 0) {
        slot = (slot + 1) & (table.length - 1);
      }
      table[slot] = node;
    }
  }

  private int slot(int level, int low, int high) {
    int h = (level * 0x9E3779B9 + low) * 0x85EBCA6B + high;
    h *= 0xC2B2AE35;
    return (h ^ (h >>> 15)) & (table.length - 1);
  }
}
