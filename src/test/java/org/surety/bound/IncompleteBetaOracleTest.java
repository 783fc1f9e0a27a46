package org.surety.bound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.surety.numeric.BinomialTail;

/** Two libraries' incomplete beta functions, held against each other and against ours. */
class IncompleteBetaOracleTest {
  private static double hipparchus(double x, double a, double b) {
    return org.hipparchus.special.Beta.regularizedBeta(x, a, b);
  }

  private static double commonsMath(double x, double a, double b) {
    return org.apache.commons.math3.special.Beta.regularizedBeta(x, a, b);
  }

  @Test
  void bothLibrariesPutTheTailAtBetaUpToTheirOwnError() {
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < 2000; i++) {
      long n = 1 + (long) Math.exp(random.nextDouble() * Math.log(1e5));
      long k = Math.min(n - 1, (long) (n * random.nextDouble() * random.nextDouble()));
      double lnBeta = -0.05 - 25 * random.nextDouble();
      double bound = ClopperPearson.upper(k, n, ErrorProbability.ofLn(lnBeta));
      if (bound > 1 - 1e-9) {
        continue; // the libraries see 1 - eps, which has lost its digits
      }
      double beta = Math.exp(lnBeta);
      double h = hipparchus(1 - bound, n - k, k + 1);
      double c = commonsMath(1 - bound, n - k, k + 1);
      // bound and 1 - bound are rounded: worth about (n - k) 2^-51 / (1 - bound) in the tail.
      double tolerance = 1e-10 + 2e-15 * (n - k) / (1 - bound);
      assertEquals(1, h / beta, tolerance, "Hipparchus at " + k + " of " + n + ", " + beta);
      assertEquals(1, c / beta, tolerance, "Commons Math at " + k + " of " + n + ", " + beta);
      assertEquals(1, h / c, tolerance);
      assertTrue(Math.exp(BinomialTail.lnAtMost(k, n, bound).upper()) <= beta * (1 + 1e-13));
    }
  }
}
