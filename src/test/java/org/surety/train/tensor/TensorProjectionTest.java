package org.surety.train.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.surety.ratio.GaussianProjection;
import org.surety.ratio.GaussianRatio;
import org.surety.ratio.ProjectionGradient;
import org.surety.train.tensor.TensorProjection.Cotangents;
import org.surety.train.tensor.TensorProjection.Projected;
import org.surety.train.tensor.Workspace.Precision;

/** The projection of many Gaussians at once is the projection of each. */
class TensorProjectionTest {
  /** Random problems and what is projected for them, on arrays. */
  private static final class Problems {
    final int rows;
    final int d;
    final double[] limit;
    final double[] baseMean;
    final double[] baseStd;
    final double[] taskMean;
    final double[] taskStd;
    final double[] mean;
    final double[] std;
    final double[] multiplier;

    Problems(int rows, int d, long seed, double mildest) {
      this.rows = rows;
      this.d = d;
      limit = new double[rows];
      multiplier = new double[rows];
      baseMean = new double[rows * d];
      baseStd = new double[rows * d];
      taskMean = new double[rows * d];
      taskStd = new double[rows * d];
      mean = new double[rows * d];
      std = new double[rows * d];
      SplittableRandom random = new SplittableRandom(seed);
      for (int row = 0; row < rows; row++) {
        limit[row] = row % 97 == 0 ? 0 : Math.exp(mildest * (2 * random.nextDouble() - 1.4));
        double scale = Math.exp(3 * random.nextDouble() - 2);
        for (int k = row * d; k < (row + 1) * d; k++) {
          baseMean[k] = random.nextGaussian();
          baseStd[k] = Math.exp(random.nextGaussian());
          boolean same = random.nextInt(10) == 0;
          taskMean[k] = baseMean[k] + (same ? 0 : scale * baseStd[k] * random.nextGaussian());
          taskStd[k] =
              random.nextInt(10) == 0 ? baseStd[k] : baseStd[k] * Math.exp(random.nextGaussian());
        }
      }
      new GaussianProjection(d)
          .projectAll(rows, limit, baseMean, baseStd, taskMean, taskStd, mean, std, multiplier);
    }

    Tensor of(Workspace workspace, double[] values) {
      return workspace.of(Precision.DOUBLE, values, rows, values.length / rows);
    }

    Projected projected(Workspace w) {
      return TensorProjection.project(
          of(w, limit), of(w, baseMean), of(w, baseStd), of(w, taskMean), of(w, taskStd));
    }

    double divergence(double[] means, double[] stds, int row) {
      double sum = 0;
      for (int k = row * d; k < (row + 1) * d; k++) {
        double shift = (means[k] - taskMean[k]) / taskStd[k];
        double width = stds[k] / taskStd[k];
        sum += 0.5 * (width * width + shift * shift - 1) - Math.log(width);
      }
      return sum;
    }
  }

  @Test
  void noneOfTwentyThousandIsAboveItsLimitAndFewAreLessNearToTheTaskThanOnArrays() {
    double worst = 0;
    int far = 0;
    try (Workspace workspace = new Workspace("cpu")) {
      for (int d : new int[] {1, 2, 3, 8}) {
        for (double mildest : new double[] {1, 8}) {
          Problems p = new Problems(2500, d, 10 * d + (long) mildest, mildest);
          double[] mean;
          double[] std;
          try (Workspace.Scope scope = workspace.scope()) {
            Projected projected = p.projected(workspace);
            mean = projected.mean().toArray();
            std = projected.std().toArray();
          }
          for (int row = 0; row < p.rows; row++) {
            double ratio =
                GaussianRatio.maxLogRatioUpper(mean, std, p.baseMean, p.baseStd, row * d, d);
            assertTrue(ratio <= p.limit[row], d + " dimensions, row " + row + ": " + ratio);
            double there = p.divergence(p.mean, p.std, row);
            double here = p.divergence(mean, std, row);
            double off = Math.abs(here - there) / (there + 1e-6);
            worst = mildest == 1 ? Math.max(worst, off) : worst;
            far += off > 1e-6 ? 1 : 0;
          }
        }
      }
    }
    // The number of steps is fixed: a few in a hundred at most have not come to the last digits.
    assertTrue(worst < 0.05, "worst " + worst);
    assertTrue(far < 200, far + " of 20,000 are off by more than 1e-6");
  }

  @Test
  void gradientsAreThoseOnArrays() {
    for (int d : new int[] {1, 2, 6}) {
      Problems p = new Problems(1000, d, d, 1);
      SplittableRandom random = new SplittableRandom(9);
      double[] meanBar = random.doubles((long) p.rows * d).map(x -> x - 0.5).toArray();
      double[] stdBar = random.doubles((long) p.rows * d).map(x -> x - 0.5).toArray();
      double[] expectedMean = new double[p.rows * d];
      double[] expectedStd = new double[p.rows * d];
      ProjectionGradient gradient = new ProjectionGradient(d);
      try (Workspace workspace = new Workspace("cpu");
          Workspace.Scope scope = workspace.scope()) {
        Projected projected = p.projected(workspace);
        double[] mean = projected.mean().toArray();
        double[] std = projected.std().toArray();
        double[] multiplier = projected.multiplier().toArray();
        for (int row = 0; row < p.rows; row++) {
          gradient.pullBack(
              multiplier[row],
              p.baseMean,
              p.baseStd,
              p.taskMean,
              p.taskStd,
              mean,
              std,
              meanBar,
              stdBar,
              expectedMean,
              expectedStd,
              row * d);
        }
        Cotangents bar =
            TensorProjection.pullBack(
                projected,
                p.of(workspace, p.baseMean),
                p.of(workspace, p.baseStd),
                p.of(workspace, p.taskMean),
                p.of(workspace, p.taskStd),
                p.of(workspace, meanBar),
                p.of(workspace, stdBar));
        assertClose(expectedMean, bar.mean().toArray(), d + " dimensions");
        assertClose(expectedStd, bar.std().toArray(), d + " dimensions");
      }
    }
  }

  private static void assertClose(double[] expected, double[] actual, String what) {
    double size = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    assertTrue(size > 0.1, what);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], 1e-9 * (1 + Math.abs(expected[i])), what + " at " + i);
    }
  }

  @Test
  void tasksWithNumbersOutOfRangeLeaveTheBase() {
    try (Workspace workspace = new Workspace("cpu");
        Workspace.Scope scope = workspace.scope()) {
      double[] base = {0.5, -1, 0.5, -1, 0.5, -1};
      double[] one = {1, 2, 1, 2, 1, 2};
      double nan = Double.NaN;
      Projected projected =
          TensorProjection.project(
              workspace.of(Precision.DOUBLE, new double[] {0.1, 0.1, 0.1}, 3, 1),
              workspace.of(Precision.DOUBLE, base, 3, 2),
              workspace.of(Precision.DOUBLE, one, 3, 2),
              workspace.of(Precision.DOUBLE, new double[] {0, 0, nan, 0, 0, 0}, 3, 2),
              workspace.of(Precision.DOUBLE, new double[] {1, 0, 1, 1, 1, 1e300}, 3, 2));
      assertArrayEquals(base, projected.mean().toArray());
      assertArrayEquals(one, projected.std().toArray());
      assertEquals(Double.POSITIVE_INFINITY, projected.multiplier().toArray()[0]);
    }
  }
}
