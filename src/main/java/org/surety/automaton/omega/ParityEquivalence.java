package org.surety.automaton.omega;

import java.util.Arrays;
import java.util.BitSet;
import org.surety.automaton.IntPairMap;

/** Whether two parity automata over the same symbols accept the same words. */
final class ParityEquivalence {
  private ParityEquivalence() {}

  static boolean holds(ParityTable a, ParityTable b) {
    int symbols = a.symbols();
    IntPairMap numbers = new IntPairMap();
    int[] lefts = new int[16];
    int[] rights = new int[16];
    int[] next = new int[16 * symbols];
    lefts[0] = a.initial();
    rights[0] = b.initial();
    numbers.put(a.initial(), b.initial(), 0);
    int count = 1;
    for (int pair = 0; pair < count; pair++) {
      for (int x = 0; x < symbols; x++) {
        int left = a.target(lefts[pair] * symbols + x);
        int right = b.target(rights[pair] * symbols + x);
        int known = numbers.get(left, right);
        if (known == IntPairMap.MISSING) {
          if (count == lefts.length) {
            lefts = Arrays.copyOf(lefts, 2 * count);
            rights = Arrays.copyOf(rights, 2 * count);
            next = Arrays.copyOf(next, 2 * count * symbols);
          }
          known = count;
          lefts[count] = left;
          rights[count] = right;
          numbers.put(left, right, count++);
        }
        next[pair * symbols + x] = known;
      }
    }
    next = Arrays.copyOf(next, count * symbols);
    int[] leftColors = new int[next.length];
    int[] rightColors = new int[next.length];
    for (int e = 0; e < next.length; e++) {
      leftColors[e] = a.color(lefts[e / symbols] * symbols + e % symbols);
      rightColors[e] = b.color(rights[e / symbols] * symbols + e % symbols);
    }
    int greatestLeft = Arrays.stream(leftColors).max().orElse(0);
    int greatestRight = Arrays.stream(rightColors).max().orElse(0);
    for (int i = 0; i <= greatestLeft; i++) {
      for (int j = 1 - i % 2; j <= greatestRight; j += 2) {
        if (hasCycle(next, symbols, leftColors, i, rightColors, j)) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean hasCycle(
      int[] next, int symbols, int[] leftColors, int left, int[] rightColors, int right) {
    BitSet allowed = new BitSet(next.length);
    for (int e = 0; e < next.length; e++) {
      if (leftColors[e] >= left && rightColors[e] >= right) {
        allowed.set(e);
      }
    }
    int[] component = ParityGraph.components(next, symbols, allowed);
    BitSet withLeft = new BitSet();
    BitSet withRight = new BitSet();
    for (int e = allowed.nextSetBit(0); e >= 0; e = allowed.nextSetBit(e + 1)) {
      int c = component[e / symbols];
      if (c == component[next[e]]) {
        if (leftColors[e] == left) {
          withLeft.set(c);
        }
        if (rightColors[e] == right) {
          withRight.set(c);
        }
      }
    }
    return withLeft.intersects(withRight);
  }
}
