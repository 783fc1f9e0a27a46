package org.surety.policy;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** A path breaks a bound at any time at most as often as stated. */
class AnytimeBoundsTest {
  private static final int PATHS = 400;
  private static final int LENGTH = 2000;
  private static final double DELTA = 0.1;

  @Test
  void boundsHoldAtAllTimesTogetherAtTheStatedRate() {
    Random random = new Random(3);
    int mean = 0;
    int square = 0;
    int product = 0;
    int count = 0;
    for (int path = 0; path < PATHS; path++) {
      double sum = 0;
      double squares = 0;
      double products = 0;
      double before = 0;
      double variance = 0;
      double residual = 0;
      double residualVariance = 0;
      boolean[] broken = new boolean[4];
      for (int n = 1; n <= LENGTH; n++) {
        double z = random.nextGaussian();
        products += before * z;
        variance += before * before;
        // The factor grows with the past: the worst an adversary may choose in this family.
        before = products > 0 ? z : 0.1 * z;
        sum += z;
        squares += z * z;
        double p = 0.02 + 0.5 * random.nextDouble();
        residual += (random.nextDouble() < p ? 1 : 0) - p;
        residualVariance += p * (1 - p);
        broken[0] |= Math.abs(sum / n) > AnytimeBounds.mean(n, DELTA);
        broken[1] |=
            squares / n > AnytimeBounds.meanSquareUpper(n, DELTA)
                || squares / n < AnytimeBounds.meanSquareLower(n, DELTA);
        broken[2] |= Math.abs(products) > AnytimeBounds.product(variance, DELTA);
        broken[3] |= AnytimeBounds.logEvidence(residual, residualVariance) > -Math.log(DELTA);
      }
      mean += broken[0] ? 1 : 0;
      square += broken[1] ? 1 : 0;
      product += broken[2] ? 1 : 0;
      count += broken[3] ? 1 : 0;
    }
    String broken = mean + ", " + square + ", " + product + ", " + count + " of " + PATHS;
    double allowed = PATHS * DELTA;
    assertTrue(
        mean <= allowed && square <= allowed && product <= allowed && count <= allowed, broken);
    // They are no empty promises either: the mixtures are within reach of chance.
    assertTrue(product + count > 0, broken);
  }
}
