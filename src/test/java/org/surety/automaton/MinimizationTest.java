package org.surety.automaton;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Random automata against the textbook's table of distinguishable pairs. */
class MinimizationTest {
  private static final List<String> ATOMS = List.of("a", "b");

  private record Raw(int[][] successors, BitSet accepting) {}

  @Test
  void sizeAndLanguageAreThoseOfTheTable() {
    SplittableRandom random = new SplittableRandom(57);
    int reduced = 0;
    for (int i = 0; i < 3000; i++) {
      Raw raw = reachable(random(random, 1 + random.nextInt(14)));
      int n = raw.successors.length;
      Mtbdd trees = new Mtbdd();
      int[] roots = new int[n];
      for (int s = 0; s < n; s++) {
        int[] t = raw.successors[s];
        int low = trees.node(1, Mtbdd.leaf(t[0]), Mtbdd.leaf(t[2]));
        roots[s] = trees.node(0, low, trees.node(1, Mtbdd.leaf(t[1]), Mtbdd.leaf(t[3])));
      }
      Dfa dfa = Minimization.minimize(ATOMS, trees, roots, raw.accepting);
      assertEquals(classes(raw), dfa.states());
      reduced += dfa.states() < n ? 1 : 0;
      for (int w = 0; w < 20; w++) {
        int s = 0;
        int d = dfa.initial();
        for (int k = 0; k < 12; k++) {
          int letter = random.nextInt(4);
          s = raw.successors[s][letter];
          d = dfa.successor(d, letter);
          assertEquals(raw.accepting.get(s), dfa.accepting(d));
        }
      }
    }
    assertTrue(reduced > 500, "some of the automata were not minimal: " + reduced);
  }

  /** Few distinct targets, so that many states are equivalent. */
  private static Raw random(SplittableRandom random, int states) {
    int[][] successors = new int[states][4];
    BitSet accepting = new BitSet();
    for (int s = 0; s < states; s++) {
      for (int letter = 0; letter < 4; letter++) {
        successors[s][letter] = random.nextInt(states);
      }
      if (s > 1 && random.nextInt(2) == 0) {
        successors[s] = successors[random.nextInt(s)].clone();
      }
      accepting.set(s, s > 0 && random.nextInt(4) == 0);
    }
    return new Raw(successors, accepting);
  }

  private static Raw reachable(Raw raw) {
    int[] number = new int[raw.successors.length];
    int[] order = new int[raw.successors.length];
    int count = 1;
    number[0] = 1;
    for (int i = 0; i < count; i++) {
      for (int t : raw.successors[order[i]]) {
        if (number[t] == 0) {
          order[count++] = t;
          number[t] = count;
        }
      }
    }
    int[][] successors = new int[count][4];
    BitSet accepting = new BitSet();
    for (int i = 0; i < count; i++) {
      for (int letter = 0; letter < 4; letter++) {
        successors[i][letter] = number[raw.successors[order[i]][letter]] - 1;
      }
      accepting.set(i, raw.accepting.get(order[i]));
    }
    return new Raw(successors, accepting);
  }

  private static int classes(Raw raw) {
    int n = raw.successors.length;
    boolean[][] distinct = new boolean[n][n];
    for (boolean changed = true; changed; ) {
      changed = false;
      for (int s = 0; s < n; s++) {
        for (int t = 0; t < n; t++) {
          boolean now = raw.accepting.get(s) != raw.accepting.get(t);
          for (int letter = 0; letter < 4; letter++) {
            now |= distinct[raw.successors[s][letter]][raw.successors[t][letter]];
          }
          changed |= now && !distinct[s][t];
          distinct[s][t] |= now;
        }
      }
    }
    int classes = 0;
    for (int s = 0; s < n; s++) {
      boolean first = true;
      for (int t = 0; t < s; t++) {
        first &= distinct[s][t];
      }
      classes += first ? 1 : 0;
    }
    return classes;
  }
}
