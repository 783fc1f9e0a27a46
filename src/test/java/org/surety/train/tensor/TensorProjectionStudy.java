package org.surety.train.tensor;

import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import org.surety.ratio.GaussianProjection;
import org.surety.ratio.GaussianRatio;
import org.surety.train.tensor.TensorProjection.Projected;
import org.surety.train.tensor.Workspace.Precision;

/**
 * How near the projection's fixed number of steps comes, against the one on arrays that iterates
 * until it is there: quantiles of the divergence from the task that is more than needed, in nats,
 * how many rows play the base though the other does not, and the largest ratio as a share of its
 * limit.
 *
 * <pre>mvn -q -Pbench -DskipTests test-compile exec:exec
 *   -Dstudy=org.surety.train.tensor.TensorProjectionStudy</pre>
 */
public final class TensorProjectionStudy {
  private static final int ROWS = 50_000;

  private TensorProjectionStudy() {}

  /** Prints a line for each kind of problem and dimension. */
  public static void main(String[] arguments) {
    try (Workspace workspace = new Workspace("cpu")) {
      for (int d : new int[] {1, 2, 8}) {
        // Limits of guards, and tasks near the base, as in training; and then far from it.
        compare(workspace, "early", d, new double[] {1e-3, 1}, 0.1, 0.02);
        compare(workspace, "training", d, new double[] {1e-3, 1}, 0.6, 0.3);
        compare(workspace, "tiny limits", d, new double[] {1e-9, 1e-3}, 0.6, 0.3);
        compare(workspace, "anything", d, new double[] {1e-5, 100}, 3, 1);
      }
    }
  }

  private static void compare(
      Workspace workspace, String name, int d, double[] limits, double shift, double width) {
    SplittableRandom random = new SplittableRandom(d);
    double[] limit = new double[ROWS];
    double[] baseMean = new double[ROWS * d];
    double[] baseStd = new double[ROWS * d];
    double[] taskMean = new double[ROWS * d];
    double[] taskStd = new double[ROWS * d];
    for (int row = 0; row < ROWS; row++) {
      limit[row] = limits[0] * Math.pow(limits[1] / limits[0], random.nextDouble());
      double size = shift * Math.exp(random.nextGaussian());
      for (int k = row * d; k < (row + 1) * d; k++) {
        baseMean[k] = random.nextGaussian();
        baseStd[k] = Math.exp(random.nextGaussian() - 1);
        taskMean[k] = baseMean[k] + size * baseStd[k] * random.nextGaussian();
        taskStd[k] = baseStd[k] * Math.exp(width * random.nextGaussian());
      }
    }
    double[] mean = new double[ROWS * d];
    double[] std = new double[ROWS * d];
    new GaussianProjection(d)
        .projectAll(ROWS, limit, baseMean, baseStd, taskMean, taskStd, mean, std, new double[ROWS]);
    double[] hereMean;
    double[] hereStd;
    try (Workspace.Scope scope = workspace.scope()) {
      Projected here =
          TensorProjection.project(
              workspace.of(Precision.DOUBLE, limit, ROWS, 1),
              workspace.of(Precision.DOUBLE, baseMean, ROWS, d),
              workspace.of(Precision.DOUBLE, baseStd, ROWS, d),
              workspace.of(Precision.DOUBLE, taskMean, ROWS, d),
              workspace.of(Precision.DOUBLE, taskStd, ROWS, d));
      hereMean = here.mean().toArray();
      hereStd = here.std().toArray();
    }
    double[] more = new double[ROWS];
    int base = 0;
    double largest = 0;
    for (int row = 0; row < ROWS; row++) {
      int at = row * d;
      double ratio = GaussianRatio.maxLogRatioUpper(hereMean, hereStd, baseMean, baseStd, at, d);
      largest = Math.max(largest, ratio / limit[row]);
      boolean there = GaussianRatio.maxLogRatioUpper(mean, std, baseMean, baseStd, at, d) > 0;
      base += ratio == 0 && there ? 1 : 0;
      more[row] =
          divergence(hereMean, hereStd, taskMean, taskStd, at, d)
              - divergence(mean, std, taskMean, taskStd, at, d);
    }
    Arrays.sort(more);
    System.out.printf(
        Locale.ROOT,
        "%-12s d = %d: too far by %.1e (median), %.1e (99%%), %.1e (99.9%%), %.1e (most) nats;"
            + " %d of %d play the base; largest ratio %.15f of its limit%n",
        name,
        d,
        more[ROWS / 2],
        more[(int) (0.99 * ROWS)],
        more[(int) (0.999 * ROWS)],
        more[ROWS - 1],
        base,
        ROWS,
        largest);
  }

  private static double divergence(
      double[] means, double[] stds, double[] toMeans, double[] toStds, int at, int d) {
    double sum = 0;
    for (int k = at; k < at + d; k++) {
      double shift = (means[k] - toMeans[k]) / toStds[k];
      double width = stds[k] / toStds[k];
      sum += 0.5 * (width * width + shift * shift - 1) - Math.log(width);
    }
    return sum;
  }
}
