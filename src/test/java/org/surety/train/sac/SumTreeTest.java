package org.surety.train.sac;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SumTreeTest {
  /** Whole numbers, so that every sum is exact and a plain loop tells the one right index. */
  @Test
  void everyPartialSumIsFoundWhereALoopFindsIt() {
    SplittableRandom random = new SplittableRandom(1);
    for (int size : new int[] {1, 2, 3, 7, 8, 100, 1000}) {
      double[] plain = new double[size];
      SumTree tree = new SumTree(size);
      for (int step = 0; step < 2000; step++) {
        int index = random.nextInt(size);
        plain[index] = random.nextInt(4) == 0 ? 0 : random.nextInt(1000);
        tree.set(index, plain[index]);
        double total = 0;
        for (double priority : plain) {
          total += priority;
        }
        assertEquals(total, tree.total());
        if (total > 0) {
          double partial = random.nextInt((int) total);
          int expected = 0;
          for (double sum = plain[0]; sum <= partial; sum += plain[expected]) {
            expected++;
          }
          assertEquals(expected, tree.find(partial));
        }
      }
    }
  }

  @Test
  void roundingNeverFindsAPriorityOfZero() {
    SplittableRandom random = new SplittableRandom(2);
    for (int trial = 0; trial < 2000; trial++) {
      int size = 1 + random.nextInt(40);
      SumTree tree = new SumTree(64);
      for (int i = 0; i < size; i++) {
        tree.set(i, random.nextInt(3) == 0 ? 0 : Math.pow(10, -8 + 16 * random.nextDouble()));
      }
      if (tree.total() > 0) {
        assertTrue(tree.get(tree.find(Math.nextDown(tree.total()))) > 0);
        assertTrue(tree.get(tree.find(0)) > 0);
      }
    }
  }

  @Test
  void sumsDependOnTheLeavesAloneNotOnTheirHistory() {
    SplittableRandom random = new SplittableRandom(3);
    SumTree old = new SumTree(300);
    for (int step = 0; step < 5000; step++) {
      old.set(random.nextInt(300), (float) random.nextDouble());
    }
    float[] leaves = old.toFloats(300);
    SumTree fresh = new SumTree(300);
    for (int i = 0; i < 300; i++) {
      fresh.set(i, leaves[i]);
    }
    assertEquals(old.total(), fresh.total());
    assertArrayEquals(leaves, fresh.toFloats(300));
    for (int i = 0; i < 1000; i++) {
      double partial = random.nextDouble() * old.total();
      assertEquals(old.find(partial), fresh.find(partial));
    }
  }
}
