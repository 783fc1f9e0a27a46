package org.surety.ratio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Categorical, capped, mean-only projections and the ratio-bounded head. */
class OtherProjectionsTest {
  private static final Categorical BASE = Categorical.of(0.1, 0.2, 0.3, 0.4);
  private static final Categorical TASK = Categorical.of(0.6, 0.2, 0.1, 0.1);

  /** Exact rational solutions. */
  @Test
  void categoricalProjectionsMatchTheirReference() {
    assertProjection(1.5, 0.4700758796876297, 3 / 20.0, 3 / 10.0, 11 / 40.0, 11 / 40.0);
    assertProjection(2, 0.33479528671433423, 1 / 5.0, 2 / 5.0, 1 / 5.0, 1 / 5.0);
    assertProjection(5, 0.020410997260127586, 1 / 2.0, 1 / 4.0, 1 / 8.0, 1 / 8.0);
    assertEquals(TASK, CategoricalProjection.project(Math.log(7), BASE, TASK));
    assertEquals(BASE, CategoricalProjection.project(0, BASE, TASK));
    assertThrows(
        IllegalArgumentException.class, () -> CategoricalProjection.project(-1, BASE, TASK));
  }

  private static void assertProjection(double alpha, double divergence, double... expected) {
    Categorical projection = CategoricalProjection.project(Math.log(alpha), BASE, TASK);
    assertArrayEquals(expected, projection.probabilities(), 1e-13);
    assertEquals(divergence, projection.divergenceFrom(TASK), 1e-12);
    assertTrue(projection.maxLogRatioUpper(BASE) <= Math.log(alpha));
  }

  /** Feasible, and no exchange of mass between two categories lowers the divergence. */
  @Test
  void categoricalProjectionsAreOptimalAndWithinTheRatio() {
    SplittableRandom random = new SplittableRandom(5);
    for (int n = 0; n < 3000; n++) {
      int categories = 2 + random.nextInt(8);
      Categorical base = weights(random, categories, 1);
      Categorical task = weights(random, categories, random.nextInt(4) == 0 ? 0.6 : 1);
      double logRatio = Math.exp(ProjectionCheck.uniform(random, Math.log(1e-9), Math.log(4)));
      Categorical projection = CategoricalProjection.project(logRatio, base, task);
      assertTrue(projection.maxLogRatioUpper(base) <= logRatio);
      double[] p = projection.probabilities();
      assertEquals(1, Arrays.stream(p).sum(), 1e-14);
      if (Double.isInfinite(projection.divergenceFrom(task)) || logRatio < 1e-6) {
        continue;
      }
      double alpha = Math.exp(logRatio);
      for (int i = 0; i < categories; i++) {
        for (int j = 0; j < categories; j++) {
          boolean mayGrow = p[i] < alpha * base.probability(i) * (1 - 1e-9);
          if (mayGrow && p[j] > 1e-12 && task.probability(i) > 0 && p[i] > 0) {
            // ln p_i/t_i ≥ ln p_j/t_j, or mass should move from j to i.
            assertTrue(
                Math.log(p[i] / task.probability(i)) >= Math.log(p[j] / task.probability(j)) - 1e-7,
                () -> projection + " from " + task + " over " + base + " at " + alpha);
          }
        }
      }
    }
  }

  /** Rows of a batch are single projections, and nothing is allocated for them. */
  @Test
  void aBatchOfCategoricalProjectionsIsSoManySingleOnes() {
    SplittableRandom random = new SplittableRandom(6);
    int categories = 11;
    int rows = 500;
    double[] base = new double[rows * categories];
    double[] task = new double[rows * categories];
    double[] projected = new double[rows * categories];
    double[] logRatios = new double[rows];
    Categorical[] expected = new Categorical[rows];
    for (int row = 0; row < rows; row++) {
      Categorical from = weights(random, categories, random.nextInt(3) == 0 ? 0.7 : 1);
      Categorical to = weights(random, categories, random.nextInt(3) == 0 ? 0.5 : 1);
      logRatios[row] =
          random.nextInt(10) == 0
              ? 0
              : Math.exp(ProjectionCheck.uniform(random, Math.log(1e-9), Math.log(5)));
      System.arraycopy(from.probabilities(), 0, base, row * categories, categories);
      System.arraycopy(to.probabilities(), 0, task, row * categories, categories);
      expected[row] = CategoricalProjection.project(logRatios[row], from, to);
    }
    CategoricalProjection projection = new CategoricalProjection(categories);
    var threads =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    projection.projectAll(rows, logRatios, base, task, projected);
    long before = threads.getCurrentThreadAllocatedBytes();
    projection.projectAll(rows, logRatios, base, task, projected);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(allocated < 10 * rows, allocated + " bytes for " + rows + " rows");
    for (int row = 0; row < rows; row++) {
      assertArrayEquals(
          expected[row].probabilities(),
          Arrays.copyOfRange(projected, row * categories, (row + 1) * categories));
    }
    base[3] += 1e-3;
    assertThrows(
        IllegalArgumentException.class, () -> projection.project(1, base, task, projected, 0));
  }

  private static Categorical weights(SplittableRandom random, int n, double share) {
    double[] weights = new double[n];
    for (int i = 0; i < n; i++) {
      weights[i] = random.nextDouble() < share ? Math.exp(-4 * random.nextDouble()) : 0;
    }
    weights[random.nextInt(n)] += 0.1;
    return Categorical.of(weights);
  }

  /** d, α; x*, c, mean with 15 digits or more. */
  @Test
  void cappedGaussiansMatchTheirReference() {
    double[][] rows = {
      {1, 1.5, 0.336883180542633919, 1.76576129776132925, 0.447846276285326262},
      {.5, 1.1, -0.391588257336999481, 1.51604399685742821, 0.141224678059310879},
      {3, 2, 0.323574739689420032, 68.1985266729172601, 0.761219955805006232},
      {1, 1.000001, -4.38655432763329021, 132.496380441802411, 4.7580263143868721e-6}
    };
    for (double[] row : rows) {
      CappedGaussian capped = new CappedGaussian(row[0], Math.log(row[1]));
      double tolerance = row[1] < 1.1 ? 3e-9 : 1e-10; // ln 1.000001 keeps 10 digits
      assertEquals(row[2], capped.edge(), tolerance * (1 + Math.abs(row[2])));
      assertEquals(row[3], capped.factor(), 1e-8 * row[3]);
      assertEquals(row[4], capped.mean(), tolerance * row[4]);
    }
  }

  /** The sampler's law has the mean stated, and no histogram cell exceeds the cap. */
  @Test
  void cappedSamplesHaveTheirMeanAndKeepTheRatio() {
    SplittableRandom random = new SplittableRandom(6);
    for (double[] row : new double[][] {{1, 0.4}, {0.3, 2}, {4, 0.1}}) {
      CappedGaussian capped = new CappedGaussian(row[0], row[1]);
      int draws = 40_000;
      double sum = 0;
      double weights = 0;
      for (int n = 0; n < draws; n++) {
        double xi = capped.sample(random);
        double ratio = capped.logRatioUpper(xi);
        assertTrue(ratio <= row[1]);
        sum += xi;
        weights += Math.exp(-ratio); // E' dP/dP' = 1
      }
      assertEquals(capped.mean(), sum / draws, 0.03);
      assertEquals(1, weights / draws, 0.05);
    }
    // A cap so far out that it never binds leaves the shifted normal.
    CappedGaussian free = new CappedGaussian(1e-3, 0.4);
    assertEquals(1e-3, free.mean(), 1e-14);
    assertEquals(1, free.factor(), 1e-12);
  }

  /** The secular equation at m = (.5, −2, .1), u = (.8, 1.5, .3), ρ = .4. */
  @Test
  void meanProjectionsMatchTheirReference() {
    double[] mean = new double[3];
    double[] ones = {1, 1, 1};
    double lambda =
        new MeanProjection(3)
            .project(
                0.4,
                new double[3],
                ones,
                new double[] {0.5, -2, 0.1},
                new double[] {Math.sqrt(0.8), Math.sqrt(1.5), Math.sqrt(0.3)},
                mean,
                0);
    assertEquals(2.96010441168721031, lambda, 1e-12);
    assertArrayEquals(
        new double[] {0.148452375258201642, -0.367636474574101931, 0.05296522295736878460},
        mean,
        1e-13);
  }

  @Test
  void meanProjectionsKeepTheirRadiusAndAreOptimal() {
    SplittableRandom random = new SplittableRandom(7);
    for (int n = 0; n < 3000; n++) {
      int d = 1 + random.nextInt(6);
      ProjectionCheck check = ProjectionCheck.random(random, d);
      double radius = Math.exp(ProjectionCheck.uniform(random, -12, 3));
      double[] mean = new double[d];
      double lambda =
          new MeanProjection(d)
              .project(
                  radius, check.baseMean, check.baseStd, check.taskMean, check.taskStd, mean, 0);
      double squares = MeanProjection.squaredShiftUpper(mean, check.baseMean, check.baseStd, 0, d);
      assertTrue(squares <= radius * radius);
      if (lambda == 0) {
        assertArrayEquals(check.taskMean, mean, 0);
        continue;
      }
      assertEquals(radius, Math.sqrt(squares), 1e-9 * radius + 1e-12);
      for (int i = 0; i < d; i++) {
        // Stationary: m_i − x_i = λ u_i x_i.
        double x = (mean[i] - check.baseMean[i]) / check.baseStd[i];
        double m = check.shift(i);
        assertEquals(m / (1 + lambda * check.width(i)), x, 1e-9 * Math.abs(m) + 1e-12);
      }
    }
    double[] still = new double[1];
    double[] one = {1};
    new MeanProjection(1).project(0, one, one, new double[] {7}, one, still, 0);
    assertArrayEquals(one, still, 0);
  }

  @Test
  void headsKeepTheirRatioForAnyInputAndReachNearlyAllOfIt() {
    SplittableRandom random = new SplittableRandom(8);
    for (int n = 0; n < 3000; n++) {
      int d = 1 + random.nextInt(6);
      RatioBoundedHead head = new RatioBoundedHead(d);
      double spread = Math.exp(ProjectionCheck.uniform(random, -2, 4));
      double logRatio = Math.exp(ProjectionCheck.uniform(random, Math.log(1e-8), Math.log(5)));
      double[] logits = normals(random, d + 1, spread);
      double[] mean = new double[d];
      double[] std = new double[d];
      ProjectionCheck check = ProjectionCheck.moderate(random, d);
      double[] widths = normals(random, d, spread);
      double[] shifts = normals(random, d, spread);
      head.apply(logRatio, logits, widths, shifts, check.baseMean, check.baseStd, mean, std);
      assertTrue(
          GaussianRatio.maxLogRatioUpper(mean, std, check.baseMean, check.baseStd, 0, d)
              <= logRatio);
      head.applyToMean(logRatio, shifts, check.baseMean, check.baseStd, mean);
      assertTrue(
          MeanProjection.squaredShiftUpper(mean, check.baseMean, check.baseStd, 0, d)
              <= logRatio * logRatio);
    }
    // No slack, full width and mean: everything is used.
    double[] mean = new double[1];
    double[] std = new double[1];
    new RatioBoundedHead(1)
        .apply(
            0.4,
            new double[] {60, 0},
            new double[] {0},
            new double[] {30},
            new double[1],
            new double[] {1},
            mean,
            std);
    double used = GaussianRatio.maxLogRatioUpper(mean, std, new double[1], new double[] {1}, 0, 1);
    assertEquals(0.4, used, 1e-9);
    assertTrue(mean[0] > 0.2);
  }

  private static double[] normals(SplittableRandom random, int n, double spread) {
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = spread * random.nextGaussian();
    }
    return values;
  }
}
