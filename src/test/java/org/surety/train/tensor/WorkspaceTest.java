package org.surety.train.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.surety.train.tensor.Workspace.Precision;

@SuppressWarnings("try") // a scope is opened to be closed
class WorkspaceTest {
  private static final int ROWS = 1 << 16;

  /** Numbers come from Java in memory that its garbage collector takes back. */
  @Test
  void partOfWhatCameFromJavaStaysWhenTheRestIsGone() throws InterruptedException {
    double[] sevens = new double[2 * ROWS];
    Arrays.fill(sevens, 7);
    double[] expected = Arrays.copyOf(sevens, ROWS);
    double[] others = new double[2 * ROWS];
    try (Workspace workspace = new Workspace("cpu")) {
      for (int round = 0; round < 5; round++) {
        Variable kept;
        try (Workspace.Scope scope = workspace.scope()) {
          kept = new Variable(workspace.of(Precision.DOUBLE, sevens, ROWS, 2).column(1));
        }
        System.gc();
        Thread.sleep(50); // memory outside the heap is freed by another thread
        try (Workspace.Scope scope = workspace.scope()) {
          for (int i = 0; i < 8; i++) {
            workspace.of(Precision.DOUBLE, others, ROWS, 2);
          }
          assertArrayEquals(expected, kept.get().toArray(), "round " + round);
        }
      }
    }
  }
}
