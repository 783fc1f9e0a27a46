package org.surety.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class WorkerThreadsTest {
  @Test
  void sharesCoverEverythingOnce() {
    for (int count = 1; count <= 4; count++) {
      int[] done = new int[10];
      try (WorkerThreads threads = new WorkerThreads(count)) {
        threads.each(
            w -> {
              for (int i = threads.begin(w, 10); i < threads.begin(w + 1, 10); i++) {
                done[i]++;
              }
            });
      }
      int[] once = new int[10];
      Arrays.fill(once, 1);
      assertArrayEquals(once, done);
    }
  }

  @Test
  void aFailureIsThrownOnlyWhenAllHaveFinished() {
    boolean[] finished = new boolean[3];
    for (int failing = 0; failing < 3; failing++) {
      int bad = failing;
      Arrays.fill(finished, false);
      try (WorkerThreads threads = new WorkerThreads(3)) {
        RuntimeException thrown =
            assertThrows(
                IllegalArgumentException.class,
                () ->
                    threads.each(
                        w -> {
                          if (w == bad) {
                            throw new IllegalArgumentException("worker " + w);
                          }
                          try {
                            Thread.sleep(20);
                          } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                          }
                          finished[w] = true;
                        }));
        assertEquals("worker " + bad, thrown.getMessage());
      }
      for (int w = 0; w < 3; w++) {
        assertTrue(finished[w] || w == bad);
      }
    }
  }
}
