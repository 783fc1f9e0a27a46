package org.surety.automaton;

import java.util.Arrays;

/**
 * States in blocks, which split and never merge. The members of a block lie side by side in one
 * array, so that a split costs what it moves (Valmari and Lehtinen, "Efficient minimization of DFAs
 * with partial transition functions", STACS 2008).
 *
 * <p>Between two splits all members of a block have the same signature.
 */
final class Partition {
  private final int[] members;
  private final int[] position;
  private final int[] block;
  private final int[] start;
  private final int[] end;
  private final int[] marked;
  private final int[] common;
  private int blocks;

  Partition(int states) {
    members = new int[states];
    position = new int[states];
    block = new int[states];
    start = new int[states];
    end = new int[states];
    marked = new int[states];
    common = new int[states];
  }

  /** Puts state s into block {@code key[s]}. */
  void start(int[] key, int count) {
    blocks = count;
    for (int k : key) {
      end[k]++;
    }
    int sum = 0;
    for (int b = 0; b < count; b++) {
      start[b] = sum;
      sum += end[b];
      end[b] = start[b];
    }
    for (int s = 0; s < key.length; s++) {
      block[s] = key[s];
      position[s] = end[key[s]];
      members[end[key[s]]++] = s;
    }
  }

  int blocks() {
    return blocks;
  }

  int block(int state) {
    return block[state];
  }

  /** Some state of a block. */
  int member(int b) {
    return members[start[b]];
  }

  /**
   * Splits blocks so that within each all signatures are equal.
   *
   * @param dirty states whose signature may have changed since the last split, in the first {@code
   *     count} places
   * @param changed receives the states that have got a new block
   * @return how many those are
   */
  int split(int[] dirty, int count, int[] signature, int[] changed) {
    int[] touched = new int[count];
    int touchedCount = 0;
    for (int i = 0; i < count; i++) {
      int b = block[dirty[i]];
      if (marked[b] == 0) {
        touched[touchedCount++] = b;
      }
      swap(dirty[i], start[b] + marked[b]);
      marked[b]++;
    }
    int changedCount = 0;
    for (int i = 0; i < touchedCount; i++) {
      changedCount = splitBlock(touched[i], signature, changed, changedCount);
    }
    return changedCount;
  }

  /** The marked members of a block come first in it; the others still have its common signature. */
  private int splitBlock(int b, int[] signature, int[] changed, int changedCount) {
    int from = start[b];
    int to = end[b];
    int cleanFrom = from + marked[b];
    marked[b] = 0;
    boolean clean = cleanFrom < to;
    for (int i = from; clean && i < cleanFrom; ) {
      if (signature[members[i]] == common[b]) {
        cleanFrom--;
        swap(members[i], cleanFrom);
      } else {
        i++;
      }
    }
    sortBySignature(from, cleanFrom, signature);
    int largest = cleanFrom;
    int largestSize = to - cleanFrom;
    for (int i = from, j; i < cleanFrom; i = j) {
      j = runEnd(i, cleanFrom, signature);
      if (j - i > largestSize) {
        largest = i;
        largestSize = j - i;
      }
    }
    int cleanSignature = common[b];
    for (int i = from, j; i < to; i = j) {
      boolean isClean = i == cleanFrom;
      j = isClean ? to : runEnd(i, cleanFrom, signature);
      int name = i == largest ? b : blocks++;
      start[name] = i;
      end[name] = j;
      common[name] = isClean ? cleanSignature : signature[members[i]];
      for (int k = i; name != b && k < j; k++) {
        block[members[k]] = name;
        changed[changedCount++] = members[k];
      }
    }
    return changedCount;
  }

  private int runEnd(int from, int to, int[] signature) {
    int j = from + 1;
    while (j < to && signature[members[j]] == signature[members[from]]) {
      j++;
    }
    return j;
  }

  private void sortBySignature(int from, int to, int[] signature) {
    long[] keyed = new long[to - from];
    for (int i = from; i < to; i++) {
      keyed[i - from] = ((long) signature[members[i]] << 32) | members[i];
    }
    Arrays.sort(keyed);
    for (int i = from; i < to; i++) {
      place((int) keyed[i - from], i);
    }
  }

  private void swap(int state, int to) {
    int other = members[to];
    int from = position[state];
    place(state, to);
    place(other, from);
  }

  private void place(int state, int at) {
    members[at] = state;
    position[state] = at;
  }
}
