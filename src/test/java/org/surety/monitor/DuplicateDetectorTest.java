package org.surety.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DuplicateDetectorTest {
  @Test
  void everyRepetitionIsFoundWithItsOriginal() {
    SplittableRandom random = new SplittableRandom(13);
    DuplicateDetector detector = new DuplicateDetector();
    Map<Long, Integer> first = new HashMap<>();
    long expected = 0;
    long continuous = 0;
    for (int k = 0; k < 100_000; k++) {
      long value = random.nextInt(1_000_000);
      // Fingerprints that share halves, and whose low bits are all alike.
      boolean isContinuous = value % 2 == 0;
      detector.add(k, value << 40, value % 3 << 40, isContinuous);
      if (first.putIfAbsent(value, k) != null) {
        expected++;
        continuous += isContinuous ? 1 : 0;
        if (expected <= 1000) {
          assertEquals(
              new DuplicateDetector.Duplicate(first.get(value), k, isContinuous),
              detector.reported().get((int) expected - 1));
        }
      }
    }
    assertEquals(expected, detector.duplicates());
    assertEquals(continuous, detector.continuousDuplicates());
    assertEquals(1000, detector.reported().size());
  }

  @Test
  void halvesAloneAreNoRepetition() {
    DuplicateDetector detector = new DuplicateDetector();
    detector.add(0, 1, 2, true);
    detector.add(1, 1, 3, true);
    detector.add(2, 4, 2, true);
    detector.add(3, 2, 1, true);
    assertEquals(List.of(), detector.reported());
  }
}
