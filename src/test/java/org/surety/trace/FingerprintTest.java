package org.surety.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FingerprintTest {
  @Test
  void rowOrderOfInsertionAndColumnOrderDoNotMatter() {
    double[][] columns = {{1.5, 2, -3}, {0.25, 1e300, 7}};
    Fingerprint rowWise = new Fingerprint(List.of("obs", "rewards"));
    for (int t = 0; t < 3; t++) {
      rowWise.add(0, columns[0][t]);
      rowWise.add(1, columns[1][t]);
    }
    Fingerprint columnWise = new Fingerprint(List.of("reward", "observations"));
    columnWise.add(0, columns[1], 0, 3);
    columnWise.add(1, columns[0], 0, 3);
    assertEquals(rowWise.high(), columnWise.high());
    assertEquals(rowWise.low(), columnWise.low());
  }

  @Test
  void exchangingRowsOrColumnsOrDroppingARowChangesBothHalves() {
    Set<Long> highs = new HashSet<>();
    Set<Long> lows = new HashSet<>();
    double[][][] variants = {
      {{1, 2}, {3, 4}},
      {{2, 1}, {3, 4}},
      {{3, 4}, {1, 2}},
      {{1, 2}, {3}},
      {{1, 2}, {3, 0}},
      {{}, {}}
    };
    for (double[][] variant : variants) {
      Fingerprint f = new Fingerprint(List.of("a", "b"));
      f.add(0, variant[0], 0, variant[0].length);
      f.add(1, variant[1], 0, variant[1].length);
      highs.add(f.high());
      lows.add(f.low());
    }
    assertEquals(variants.length, highs.size());
    assertEquals(variants.length, lows.size());
  }

  @Test
  void negativeZeroIsZeroAndEveryNanIsOneNan() {
    Fingerprint a = new Fingerprint(List.of("x"));
    a.add(0, 0.0);
    a.add(0, Double.NaN);
    Fingerprint b = new Fingerprint(List.of("x"));
    b.add(0, -0.0);
    b.add(0, Double.longBitsToDouble(0x7FF8_0000_0000_1234L));
    assertEquals(a.high(), b.high());
    assertEquals(a.low(), b.low());
  }

  @Test
  void onlyAFiniteNonIntegerMakesAnEpisodeContinuous() {
    Fingerprint f = new Fingerprint(List.of("x"));
    f.add(0, new double[] {1, -7, 1e300, Double.NaN, Double.POSITIVE_INFINITY}, 0, 5);
    assertFalse(f.continuous());
    f.add(0, 0.5);
    assertTrue(f.continuous());
    f.clear();
    assertFalse(f.continuous());
  }

  @Test
  void singleValueEpisodesDifferInEachHalf() {
    SplittableRandom random = new SplittableRandom(7);
    Set<Long> highs = new HashSet<>();
    Set<Long> lows = new HashSet<>();
    Set<Double> values = new HashSet<>();
    Fingerprint f = new Fingerprint(List.of("x"));
    for (int i = 0; i < 200_000; i++) {
      double value = i % 2 == 0 ? i : random.nextDouble();
      f.clear();
      f.add(0, value);
      values.add(value);
      highs.add(f.high());
      lows.add(f.low());
    }
    assertEquals(values.size(), highs.size());
    assertEquals(values.size(), lows.size());
  }

  @Test
  void missingValueIsNotANumber() {
    Fingerprint a = new Fingerprint(List.of("x"));
    a.addMissing(0);
    Fingerprint b = new Fingerprint(List.of("x"));
    b.add(0, Double.NaN);
    assertNotEquals(a.high(), b.high());
  }
}
