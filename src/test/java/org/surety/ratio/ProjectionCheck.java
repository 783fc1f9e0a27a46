package org.surety.ratio;

import java.util.SplittableRandom;

/**
 * Draws random projection problems over the whole range of parameters and judges a solution by what
 * must hold of it: the ratio, recomputed in another way, and the duality gap against an independent
 * minimization of the Lagrangian.
 */
public final class ProjectionCheck {
  public final int dimension;
  public final double logRatio;
  public final double[] baseMean;
  public final double[] baseStd;
  public final double[] taskMean;
  public final double[] taskStd;
  public final double[] mean;
  public final double[] std;
  public double multiplier;
  public int steps;

  private ProjectionCheck(int dimension, double logRatio) {
    this.dimension = dimension;
    this.logRatio = logRatio;
    baseMean = new double[dimension];
    baseStd = new double[dimension];
    taskMean = new double[dimension];
    taskStd = new double[dimension];
    mean = new double[dimension];
    std = new double[dimension];
  }

  /**
   * δ from 1e-13 to 20 in three of four cases, else from 0.001 to 2; |m| and u from e^{±12} and
   * e^{±9} in half the cases, else moderate or next to the base.
   */
  public static ProjectionCheck random(SplittableRandom random, int dimension) {
    double wide = Math.exp(uniform(random, Math.log(1e-13), Math.log(20)));
    double usual = Math.exp(uniform(random, Math.log(1e-3), Math.log(2)));
    ProjectionCheck check = new ProjectionCheck(dimension, random.nextInt(4) > 0 ? wide : usual);
    int kind = random.nextInt(4);
    for (int i = 0; i < dimension; i++) {
      double logShift = kind < 2 ? 12 : kind == 2 ? 2 : 6;
      double logWidth = kind < 2 ? 9 : kind == 2 ? 0.7 : 1e-3;
      double m = Math.exp(uniform(random, -logShift, kind == 3 ? 0 : logShift));
      double u = Math.exp(uniform(random, -logWidth, logWidth));
      check.baseMean[i] = uniform(random, -1, 1);
      check.baseStd[i] = Math.exp(uniform(random, -2, 1));
      boolean none = random.nextInt(20) == 0;
      check.taskMean[i] =
          none
              ? check.baseMean[i]
              : check.baseMean[i] + check.baseStd[i] * (random.nextBoolean() ? m : -m);
      check.taskStd[i] = check.baseStd[i] * Math.sqrt(u);
    }
    return check;
  }

  /** The problem with these parameters. */
  public static ProjectionCheck of(
      double logRatio, double[] baseMean, double[] baseStd, double[] taskMean, double[] taskStd) {
    ProjectionCheck check = new ProjectionCheck(baseMean.length, logRatio);
    System.arraycopy(baseMean, 0, check.baseMean, 0, baseMean.length);
    System.arraycopy(baseStd, 0, check.baseStd, 0, baseMean.length);
    System.arraycopy(taskMean, 0, check.taskMean, 0, baseMean.length);
    System.arraycopy(taskStd, 0, check.taskStd, 0, baseMean.length);
    return check;
  }

  /** A moderate problem whose constraint may or may not bind. */
  public static ProjectionCheck moderate(SplittableRandom random, int dimension) {
    ProjectionCheck check =
        new ProjectionCheck(dimension, Math.exp(uniform(random, Math.log(0.01), Math.log(3))));
    for (int i = 0; i < dimension; i++) {
      check.baseMean[i] = uniform(random, -1, 1);
      check.baseStd[i] = Math.exp(uniform(random, -1, 1));
      check.taskMean[i] = check.baseMean[i] + check.baseStd[i] * 1.5 * uniform(random, -1, 1);
      check.taskStd[i] = check.baseStd[i] * Math.exp(uniform(random, -0.8, 0.4));
    }
    return check;
  }

  /** Projects with the solver under test. */
  public void solve(GaussianProjection projection) {
    multiplier = projection.project(logRatio, baseMean, baseStd, taskMean, taskStd, mean, std, 0);
    steps = projection.steps();
  }

  /** The task's shift in base standard deviations. */
  public double shift(int i) {
    return (taskMean[i] - baseMean[i]) / baseStd[i];
  }

  /** The task's squared ratio of widths. */
  public double width(int i) {
    double ratio = taskStd[i] / baseStd[i];
    return ratio * ratio;
  }

  /** KL(N(mean, std²) ‖ task), stable where the two are close. */
  public double divergence(double[] ofMean, double[] ofStd) {
    double sum = 0;
    for (int i = 0; i < dimension; i++) {
      double relative = (ofStd[i] - taskStd[i]) / taskStd[i];
      double square = relative * (2 + relative); // (σ/σ_t)² − 1
      double shift = (ofMean[i] - taskMean[i]) / taskStd[i];
      sum += 0.5 * (excessOfLog(square) + shift * shift);
    }
    return sum;
  }

  /** t − ln(1 + t) ≥ 0. */
  private static double excessOfLog(double t) {
    if (Math.abs(t) > 1e-2) {
      return t - Math.log1p(t);
    }
    double sum = 0;
    double power = -t;
    for (int n = 2; n < 12; n++) {
      power *= -t;
      sum += power / n;
    }
    return sum;
  }

  /**
   * Primal minus dual value, where the dual value minimizes the Lagrangian at the multiplier by
   * bisection on its derivative in each dimension; in units of the divergence of the base policy
   * from the task, the largest value the problem can have.
   */
  public double relativeGap() {
    double scale = divergence(baseMean, baseStd);
    if (scale == 0) {
      return 0;
    }
    double lambda = multiplier;
    double gap = lambda * (logRatio - ratioOf(mean, std));
    double[] x = new double[dimension];
    double[] s = new double[dimension];
    for (int i = 0; i < dimension; i++) {
      double y = minimizer(shift(i), width(i), lambda);
      double v = 1 - y;
      double w = lambda * width(i) + v;
      x[i] = v <= 0 ? baseMean[i] : baseMean[i] + baseStd[i] * shift(i) * v / w;
      s[i] = v <= 0 ? baseStd[i] : baseStd[i] * Math.sqrt(y);
    }
    gap += lagrangian(mean, std) - lagrangian(x, s);
    return gap / scale;
  }

  private double lagrangian(double[] ofMean, double[] ofStd) {
    return divergence(ofMean, ofStd) + multiplier * ratioOf(ofMean, ofStd);
  }

  /** The largest log ratio by library functions. */
  public double ratioOf(double[] ofMean, double[] ofStd) {
    double sum = 0;
    for (int i = 0; i < dimension; i++) {
      double narrowing = baseStd[i] - ofStd[i];
      double shift = ofMean[i] - baseMean[i];
      if (narrowing != 0 || shift != 0) {
        sum +=
            narrowing < baseStd[i] / 2
                ? -Math.log1p(-narrowing / baseStd[i])
                : Math.log(baseStd[i] / ofStd[i]);
        sum += shift * shift / (2 * narrowing * (baseStd[i] + ofStd[i]));
      }
    }
    return sum;
  }

  /** y = 1 − v in (0, 1] with (1+λ)/y = 1/u + λm²/(λu + 1 − y)², or 1. */
  private static double minimizer(double m, double u, double lambda) {
    if (lambda == 0) {
      return Math.min(1, u);
    }
    double low = 0;
    double high = 1;
    for (int i = 0; i < 2000 && low < high; i++) {
      double y = low > 1e-3 || high < 1e-300 ? 0.5 * (low + high) : Math.max(low, 1e-305);
      if (low <= 1e-3 && high >= 1e-300) {
        y = Math.sqrt(Math.max(low, 1e-305)) * Math.sqrt(high);
      }
      if (y <= low || y >= high) {
        break;
      }
      double w = lambda * u + (1 - y);
      if (y * (1 / u + lambda * m * m / (w * w)) < 1 + lambda) {
        low = y;
      } else {
        high = y;
      }
    }
    return high;
  }

  static double uniform(SplittableRandom random, double low, double high) {
    return low + (high - low) * random.nextDouble();
  }
}
