package org.surety.bench;

import java.util.SplittableRandom;
import org.surety.ratio.GaussianProjection;
import org.surety.ratio.GaussianRatio;
import org.surety.ratio.ProjectionCheck;

/**
 * Projects many random problems of 1 to 17 dimensions (δ from 1e-13 to 20, shifts up to e^{±12},
 * widths up to e^{±9}) and counts those whose computed ratio exceeds its limit or whose duality
 * gap, relative to the divergence of the base policy from the task, exceeds 1e-9. The first
 * argument is the number of problems, 100,000 if missing.
 */
public final class ProjectionStudy {
  private ProjectionStudy() {}

  /** Runs the study; the exit status is 1 if a promise was broken. */
  public static void main(String[] arguments) {
    int problems = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100_000;
    SplittableRandom random = new SplittableRandom(7);
    int exceeded = 0;
    int open = 0;
    int binding = 0;
    int mostSteps = 0;
    long steps = 0;
    double worst = 0;
    for (int n = 0; n < problems; n++) {
      int dimension = 1 + random.nextInt(17);
      ProjectionCheck check = ProjectionCheck.random(random, dimension);
      check.solve(new GaussianProjection(dimension));
      double ratio =
          GaussianRatio.maxLogRatioUpper(
              check.mean, check.std, check.baseMean, check.baseStd, 0, dimension);
      double gap = check.relativeGap();
      exceeded += ratio <= check.logRatio ? 0 : 1;
      open += gap <= 1e-9 ? 0 : 1;
      worst = Math.max(worst, gap);
      if (check.multiplier > 0) {
        binding++;
        steps += check.steps;
        mostSteps = Math.max(mostSteps, check.steps);
      }
    }
    System.out.printf(
        "problems %d, constraint binding %d, ratio above its limit %d, gap above 1e-9 %d,"
            + " largest gap %.2g, steps on average %.2f and at most %d%n",
        problems, binding, exceeded, open, worst, steps / (double) binding, mostSteps);
    if (exceeded + open > 0) {
      System.exit(1);
    }
  }
}
