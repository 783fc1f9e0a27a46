package org.surety.ratio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GaussianProjectionTest {
  /** mpmath, 50 digits, bisection on both levels: α, m, u; λ, x, v, KL. */
  @Test
  void referenceProjectionsAreReproduced() {
    check(
        "2",
        new double[] {1},
        new double[] {1},
        0.24226922975837852679,
        new double[] {0.56044073402905875497},
        new double[] {0.30889473950349267108},
        0.12689037246895358613);
    check(
        "1.5",
        new double[] {0.5, -2, 0.1},
        new double[] {0.8, 1.5, 0.3},
        0.99069146766165103221,
        new double[] {0, -0.1340626670752208937, 0.057756891720013376207},
        new double[] {0, 0.10676784642751451165, 0.4063568862861141974},
        1.5383146542438918939);
    check(
        "10",
        new double[] {1000},
        new double[] {1},
        488.45151442905406223,
        new double[] {1.5541310608053264392},
        new double[] {0.76029927499036429886},
        498447.41063329070436);
    check(
        "1.5",
        new double[] {0.01, 0.02},
        new double[] {0.81, 0.9025},
        0,
        new double[] {0.01, 0.02},
        new double[] {0.19, 0.0975},
        0);
    check(
        "1.05",
        new double[] {0.3, 0, 0.001},
        new double[] {2, 0.5, 1},
        0.814058956916099773,
        new double[] {0, 0, 0},
        new double[] {0, 0.0929705215419501134, 0},
        0.22832014262748189);
    check(
        "1.000001",
        new double[] {1},
        new double[] {0.25},
        5.7719921845605910589,
        new double[] {9.3632852606997799322e-7},
        new double[] {1.3511214987578641269e-6},
        2.8068470474459120788);
    check(
        "1.5",
        new double[] {0},
        new double[] {4},
        0,
        new double[] {0},
        new double[] {0},
        0.318147180559945309);
  }

  /** The problem printed in the reference implementation's notebook, with more digits. */
  @Test
  void thePublishedExampleIsReproduced() {
    double[] mean = new double[2];
    double[] std = new double[2];
    double lambda =
        new GaussianProjection(2)
            .project(
                Math.log(1.1),
                new double[] {-.66178255, .49119267},
                new double[] {.49148991, .25500897},
                new double[] {-.68317929, .45952224},
                new double[] {.47222406, .23724024},
                mean,
                std,
                0);
    assertEquals(0.075705477376525002414, lambda, 1e-11);
    assertArrayEquals(new double[] {-0.66694700193658776869, 0.47194494803484284439}, mean, 1e-11);
    assertArrayEquals(new double[] {0.48599503337011103117, 0.24171823107169320079}, std, 1e-11);
  }

  @Test
  void theComputedRatioNeverExceedsItsLimitAndTheGapIsClosed() {
    SplittableRandom random = new SplittableRandom(20260101);
    for (int n = 0; n < 5000; n++) {
      int dimension = 1 + random.nextInt(17);
      ProjectionCheck check = ProjectionCheck.random(random, dimension);
      check.solve(new GaussianProjection(dimension));
      double ratio =
          GaussianRatio.maxLogRatioUpper(
              check.mean, check.std, check.baseMean, check.baseStd, 0, dimension);
      assertTrue(ratio <= check.logRatio);
      assertTrue(check.relativeGap() <= 1e-9);
      assertTrue(check.steps <= 60);
    }
  }

  /** The ratio of the doubles returned, computed with 40 digits. */
  @Test
  void theExactRatioNeverExceedsItsLimitEither() {
    SplittableRandom random = new SplittableRandom(17);
    for (int n = 0; n < 400; n++) {
      int dimension = 1 + random.nextInt(4);
      ProjectionCheck check = ProjectionCheck.random(random, dimension);
      check.solve(new GaussianProjection(dimension));
      BigDecimal exact = ExactRatio.maxLogRatio(check);
      assertTrue(exact.compareTo(new BigDecimal(check.logRatio)) <= 0);
      double computed =
          GaussianRatio.maxLogRatioUpper(
              check.mean, check.std, check.baseMean, check.baseStd, 0, dimension);
      assertTrue(exact.compareTo(new BigDecimal(computed)) <= 0);
      assertEquals(exact.doubleValue(), computed, 1e-14 * 17 * computed);
    }
  }

  @Test
  void fiveHundredProjectionsAgreeWithAGeneralConvexSolver() throws IOException {
    int count = 0;
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(getClass().getResourceAsStream("/ratio/projections.csv")),
                StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        if (line.startsWith("#")) {
          continue;
        }
        double[] row = Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray();
        int d = (int) row[0];
        ProjectionCheck check =
            ProjectionCheck.of(
                row[1],
                Arrays.copyOfRange(row, 2, 2 + d),
                Arrays.copyOfRange(row, 2 + d, 2 + 2 * d),
                Arrays.copyOfRange(row, 2 + 2 * d, 2 + 3 * d),
                Arrays.copyOfRange(row, 2 + 3 * d, 2 + 4 * d));
        check.solve(new GaussianProjection(d));
        double divergence = check.divergence(check.mean, check.std);
        double other = row[2 + 4 * d];
        assertEquals(other, divergence, 2e-7 * (1 + other), line);
        count++;
      }
    }
    assertEquals(500, count);
  }

  @Test
  void aRatioOfOneGivesTheBaseBitForBit() {
    SplittableRandom random = new SplittableRandom(2);
    ProjectionCheck check = ProjectionCheck.moderate(random, 5);
    new GaussianProjection(5)
        .project(
            0,
            check.baseMean,
            check.baseStd,
            check.taskMean,
            check.taskStd,
            check.mean,
            check.std,
            0);
    assertArrayEquals(check.baseMean, check.mean, 0);
    assertArrayEquals(check.baseStd, check.std, 0);
  }

  @Test
  void aTaskWithinTheRatioIsReturnedBitForBit() {
    double[] taskMean = {0.01, -0.02};
    double[] taskStd = {0.9, 0.7};
    double[] mean = new double[2];
    double[] std = new double[2];
    double lambda =
        new GaussianProjection(2)
            .project(1, new double[2], new double[] {1, 1}, taskMean, taskStd, mean, std, 0);
    assertEquals(0, lambda, 0);
    assertArrayEquals(taskMean, mean, 0);
    assertArrayEquals(taskStd, std, 0);
  }

  /** Rounding to 32 bits raises a standard deviation to the base's while the mean stays off. */
  @Test
  void storageInThirtyTwoBitsBreaksTheRatio() {
    SplittableRandom random = new SplittableRandom(8);
    int unbounded = 0;
    GaussianProjection projection = new GaussianProjection(1);
    for (int n = 0; n < 4000; n++) {
      double[] baseMean = {(float) ProjectionCheck.uniform(random, -1, 1)};
      double[] baseStd = {(float) Math.exp(ProjectionCheck.uniform(random, -1, 0.5))};
      double[] mean = {baseMean[0] + baseStd[0]};
      double[] std = {baseStd[0]};
      projection.project(1e-7, baseMean, baseStd, mean, std, mean, std, 0);
      assertTrue(GaussianRatio.maxLogRatioUpper(mean, std, baseMean, baseStd, 0, 1) <= 1e-7);
      mean[0] = (float) mean[0];
      std[0] = (float) std[0];
      if (Double.isInfinite(GaussianRatio.maxLogRatioUpper(mean, std, baseMean, baseStd, 0, 1))) {
        unbounded++;
      }
    }
    assertTrue(unbounded > 100);
  }

  @Test
  void batchesAreProjectedRowByRow() {
    SplittableRandom random = new SplittableRandom(4);
    int rows = 20;
    double[][] all = new double[4][rows * 3];
    double[] logRatios = new double[rows];
    ProjectionCheck[] checks = new ProjectionCheck[rows];
    for (int row = 0; row < rows; row++) {
      ProjectionCheck check = ProjectionCheck.moderate(random, 3);
      checks[row] = check;
      logRatios[row] = check.logRatio;
      System.arraycopy(check.baseMean, 0, all[0], 3 * row, 3);
      System.arraycopy(check.baseStd, 0, all[1], 3 * row, 3);
      System.arraycopy(check.taskMean, 0, all[2], 3 * row, 3);
      System.arraycopy(check.taskStd, 0, all[3], 3 * row, 3);
    }
    double[] mean = new double[rows * 3];
    double[] std = new double[rows * 3];
    double[] multipliers = new double[rows];
    GaussianProjection projection = new GaussianProjection(3);
    projection.projectAll(rows, logRatios, all[0], all[1], all[2], all[3], mean, std, multipliers);
    for (int row = 0; row < rows; row++) {
      checks[row].solve(projection);
      assertEquals(checks[row].multiplier, multipliers[row], 0);
      assertArrayEquals(checks[row].mean, Arrays.copyOfRange(mean, 3 * row, 3 * row + 3), 0);
      assertArrayEquals(checks[row].std, Arrays.copyOfRange(std, 3 * row, 3 * row + 3), 0);
    }
  }

  @Test
  void projectingAllocatesNothing() {
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    ProjectionCheck check = ProjectionCheck.moderate(new SplittableRandom(9), 4);
    GaussianProjection projection = new GaussianProjection(4);
    check.solve(projection);
    long thread = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(thread);
    for (int n = 0; n < 10_000; n++) {
      check.solve(projection);
    }
    long allocated = threads.getThreadAllocatedBytes(thread) - before;
    assertTrue(allocated < 10_000, () -> allocated + " bytes");
  }

  /** Products of tiny or huge deviations must not lose the mean's part of the ratio. */
  @Test
  void ratiosDoNotDependOnTheUnitOfTheActions() {
    double[] one = new double[1];
    for (double unit : new double[] {1e-290, 1e-160, 1e-150, 1, 1e150, 1e290}) {
      double[] baseMean = {0};
      double[] baseStd = {unit};
      double[] mean = {1e-9 * unit};
      double[] std = {unit * (1 - 1e-9)};
      double ratio = GaussianRatio.maxLogRatioUpper(mean, std, baseMean, baseStd, 0, 1);
      assertEquals(1.25e-9, ratio, 1e-15);
      new GaussianProjection(1)
          .project(0.1, baseMean, baseStd, new double[] {3 * unit}, baseStd, one, std, 0);
      assertTrue(GaussianRatio.maxLogRatioUpper(one, std, baseMean, baseStd, 0, 1) <= 0.1);
      assertEquals(0.097568, one[0] / unit, 1e-6);
    }
  }

  @Test
  void parametersOutOfRangeAreRefused() {
    GaussianProjection projection = new GaussianProjection(1);
    double[] one = {1};
    for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, 0, -1}) {
      double[] wrong = {bad};
      assertThrows(
          IllegalArgumentException.class,
          () -> projection.project(0.1, one, wrong, one, one, new double[1], new double[1], 0));
      assertThrows(
          IllegalArgumentException.class,
          () -> projection.project(0.1, one, one, one, wrong, new double[1], new double[1], 0));
      if (!Double.isFinite(bad)) {
        assertThrows(
            IllegalArgumentException.class,
            () -> projection.project(0.1, one, one, wrong, one, new double[1], new double[1], 0));
      }
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> projection.project(-0.1, one, one, one, one, new double[1], new double[1], 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> projection.project(Double.NaN, one, one, one, one, new double[1], new double[1], 0));
  }

  private static void check(
      String alpha,
      double[] m,
      double[] u,
      double lambda,
      double[] x,
      double[] v,
      double divergence) {
    double[] ones = new double[m.length];
    Arrays.fill(ones, 1);
    double[] taskStd = Arrays.stream(u).map(Math::sqrt).toArray();
    ProjectionCheck check =
        ProjectionCheck.of(
            Math.log(Double.parseDouble(alpha)), new double[m.length], ones, m, taskStd);
    check.solve(new GaussianProjection(m.length));
    assertEquals(lambda, check.multiplier, 1e-10 * lambda);
    for (int i = 0; i < m.length; i++) {
      assertEquals(x[i], check.mean[i], 1e-10 * Math.abs(x[i]));
      double narrowing = (1 - check.std[i]) * (1 + check.std[i]);
      assertEquals(v[i], narrowing, 1e-10 * v[i] + 1.2e-16);
    }
    assertEquals(divergence, check.divergence(check.mean, check.std), 1e-10 * divergence + 1e-30);
  }

  /** Logarithms by series in decimal arithmetic. */
  private static final class ExactRatio {
    private static final MathContext MC = new MathContext(60);

    static BigDecimal maxLogRatio(ProjectionCheck check) {
      BigDecimal sum = BigDecimal.ZERO;
      for (int i = 0; i < check.dimension; i++) {
        BigDecimal s = new BigDecimal(check.std[i]);
        BigDecimal b = new BigDecimal(check.baseStd[i]);
        BigDecimal shift =
            new BigDecimal(check.mean[i]).subtract(new BigDecimal(check.baseMean[i]));
        if (s.compareTo(b) == 0) {
          assertEquals(0, shift.signum());
          continue;
        }
        BigDecimal squares = b.multiply(b).subtract(s.multiply(s));
        sum =
            sum.add(log(b.divide(s, MC)))
                .add(shift.multiply(shift).divide(squares.multiply(BigDecimal.valueOf(2)), MC));
      }
      return sum.round(new MathContext(40));
    }

    /** 2 artanh((r − 1)/(r + 1)) after square roots that bring r next to 1. */
    private static BigDecimal log(BigDecimal r) {
      BigDecimal root = r;
      int halvings = 0;
      while (root.compareTo(new BigDecimal("1.1")) > 0) {
        root = root.sqrt(MC);
        halvings++;
      }
      BigDecimal t = root.subtract(BigDecimal.ONE).divide(root.add(BigDecimal.ONE), MC);
      BigDecimal square = t.multiply(t, MC);
      BigDecimal power = t;
      BigDecimal sum = t;
      for (int n = 3; n < 60; n += 2) {
        power = power.multiply(square, MC);
        sum = sum.add(power.divide(BigDecimal.valueOf(n), MC));
      }
      return sum.multiply(BigDecimal.valueOf(2).pow(halvings + 1));
    }
  }
}
