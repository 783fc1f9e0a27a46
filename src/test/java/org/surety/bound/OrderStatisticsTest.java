package org.surety.bound;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class OrderStatisticsTest {
  // mpmath at 30 digits.
  @Tag("golden")
  @Test
  void crossingProbabilityIsTightAndOnTheSafeSide() {
    ReferenceValues.assertTightUpperBound(
        "0.047372040651953125",
        OrderStatistics.crossingUp(10, new double[] {0.3, 0.45, 0.6}),
        "N = 10");
    ReferenceValues.assertTightUpperBound(
        "0.008656210616880737535653",
        OrderStatistics.crossingUp(100, new double[] {0.05, 0.08, 0.1, 0.12}),
        "N = 100");
    ReferenceValues.assertTightUpperBound(
        "6.5935149753745841758e-8",
        OrderStatistics.crossingUp(
            10000, SimultaneousBand.boundary(10000, 10, ErrorProbability.of(1e-8), 0)),
        "N = 10000");
  }

  /** Z. W. Birnbaum and F. H. Tingey, Annals of Mathematical Statistics 22:592-596, 1951. */
  @Test
  void linearBoundaryGivesTheOneSidedKolmogorovSmirnovTail() {
    int n = 20;
    for (double t : new double[] {0.1, 0.25, 0.4, 0.7}) {
      int m = 0;
      while ((m + 1) / (double) n + t < 1) {
        m++;
      }
      double[] boundary = new double[m + 1];
      double exact = 0;
      double choose = 1;
      for (int j = 0; j <= m; j++) {
        double b = t + j / (double) n;
        boundary[j] = b;
        exact += t * choose * Math.pow(1 - b, n - j) * Math.pow(b, j - 1);
        choose *= (double) (n - j) / (j + 1);
      }
      assertEquals(1, OrderStatistics.crossingUp(n, boundary) / exact, 1e-12);
    }
  }

  @Test
  void crossingProbabilityAgreesWithSimulatedOrderStatistics() {
    SplittableRandom random = new SplittableRandom(13);
    double[] boundary = {0.12, 0.2, 0.2, 0.34, 0.5, 0.55};
    int n = 12;
    int runs = 200_000;
    int crossings = 0;
    double[] u = new double[n];
    for (int run = 0; run < runs; run++) {
      for (int i = 0; i < n; i++) {
        u[i] = random.nextDouble();
      }
      Arrays.sort(u);
      for (int k = 0; k < boundary.length; k++) {
        if (u[k] > boundary[k]) {
          crossings++;
          break;
        }
      }
    }
    double exact = OrderStatistics.crossingUp(n, boundary);
    double deviation = Math.sqrt(exact * (1 - exact) / runs);
    assertTrue(Math.abs((double) crossings / runs - exact) < 4 * deviation);
  }
}
