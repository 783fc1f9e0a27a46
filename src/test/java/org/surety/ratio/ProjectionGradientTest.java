package org.surety.ratio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ProjectionGradientTest {
  /** Derivatives of x₂, x₃, v₂, v₃ at m = (.5, −2, .1), u = (.8, 1.5, .3), α = 1.5: 13 digits. */
  @Test
  void referenceDerivativesAreReproduced() {
    double[] byFirstMean = {0.1102697548677, 0.0199466787266, -0.08770376544859, 0.1388913274177};
    double[] bySecondMean = {
      0.09973339363299, 0.5763660494535, -0.07134510161537, 0.03244876711026
    };
    double[] byFirstWidth = {0.166405556683, 0.02956917511023, -0.1461671938405, 0.2058940256671};
    double[] bySecondWidth = {-1.171471223636, -0.1352395899703, 0.8380215537167, -1.514372617472};
    double[] byLogRatio = {-0.7069779864721, 0.03838557707487, 0.5057425045646, 0.2672837832654};
    // The dimensions named 1 and 2 there are the second and third here; the first has collapsed.
    double[] m = {0.5, -2, 0.1};
    double[] taskStd = {Math.sqrt(0.8), Math.sqrt(1.5), Math.sqrt(0.3)};
    ProjectionCheck check =
        ProjectionCheck.of(Math.log(1.5), new double[3], new double[] {1, 1, 1}, m, taskStd);
    check.solve(new GaussianProjection(3));
    ProjectionGradient gradient = new ProjectionGradient(3);
    for (int output = 0; output < 4; output++) {
      double[] meanBar = new double[3];
      double[] stdBar = new double[3];
      int i = 1 + output % 2;
      if (output < 2) {
        meanBar[i] = 1;
      } else {
        stdBar[i] = -2 * check.std[i]; // v = 1 − σ'²
      }
      double[] taskMeanBar = new double[3];
      double[] taskStdBar = new double[3];
      double logRatioBar = pull(gradient, check, meanBar, stdBar, taskMeanBar, taskStdBar);
      assertEquals(0, taskMeanBar[0], 0);
      assertEquals(0, taskStdBar[0], 0);
      assertEquals(byFirstMean[output], taskMeanBar[1], 1e-9);
      assertEquals(bySecondMean[output], taskMeanBar[2], 1e-9);
      assertEquals(byFirstWidth[output], taskStdBar[1] / (2 * taskStd[1]), 1e-9);
      assertEquals(bySecondWidth[output], taskStdBar[2] / (2 * taskStd[2]), 1e-9);
      assertEquals(byLogRatio[output], logRatioBar, 1e-9);
    }
  }

  @Test
  void pulledBackGradientsAgreeWithFiniteDifferences() {
    SplittableRandom random = new SplittableRandom(6);
    int compared = 0;
    for (int n = 0; n < 600; n++) {
      int dimension = 1 + random.nextInt(5);
      ProjectionCheck check = ProjectionCheck.moderate(random, dimension);
      GaussianProjection projection = new GaussianProjection(dimension);
      check.solve(projection);
      double[] meanBar = new double[dimension];
      double[] stdBar = new double[dimension];
      for (int i = 0; i < dimension; i++) {
        meanBar[i] = ProjectionCheck.uniform(random, -1, 1);
        stdBar[i] = ProjectionCheck.uniform(random, -1, 1);
      }
      double[] taskMeanBar = new double[dimension];
      double[] taskStdBar = new double[dimension];
      double logRatioBar =
          pull(new ProjectionGradient(dimension), check, meanBar, stdBar, taskMeanBar, taskStdBar);
      double analytic = logRatioBar;
      double[] alongMean = new double[dimension];
      double[] alongStd = new double[dimension];
      for (int i = 0; i < dimension; i++) {
        alongMean[i] = ProjectionCheck.uniform(random, -1, 1);
        alongStd[i] = ProjectionCheck.uniform(random, -1, 1) * check.taskStd[i];
        analytic += alongMean[i] * taskMeanBar[i] + alongStd[i] * taskStdBar[i];
      }
      double h = 3e-5;
      ProjectionCheck ahead = moved(check, h, alongMean, alongStd, projection);
      ProjectionCheck behind = moved(check, -h, alongMean, alongStd, projection);
      if (!sameActive(check, ahead) || !sameActive(check, behind)) {
        continue; // a kink: a dimension collapses or the constraint comes to bind
      }
      double numeric = 0;
      for (int i = 0; i < dimension; i++) {
        numeric += meanBar[i] * (ahead.mean[i] - behind.mean[i]) / (2 * h);
        numeric += stdBar[i] * (ahead.std[i] - behind.std[i]) / (2 * h);
      }
      assertEquals(numeric, analytic, 3e-5 * (1 + Math.abs(analytic)));
      compared++;
    }
    assertTrue(compared > 500);
  }

  private static double pull(
      ProjectionGradient gradient,
      ProjectionCheck check,
      double[] meanBar,
      double[] stdBar,
      double[] taskMeanBar,
      double[] taskStdBar) {
    return gradient.pullBack(
        check.multiplier,
        check.baseMean,
        check.baseStd,
        check.taskMean,
        check.taskStd,
        check.mean,
        check.std,
        meanBar,
        stdBar,
        taskMeanBar,
        taskStdBar,
        0);
  }

  private static ProjectionCheck moved(
      ProjectionCheck check,
      double h,
      double[] alongMean,
      double[] alongStd,
      GaussianProjection projection) {
    double[] mean = check.taskMean.clone();
    double[] std = check.taskStd.clone();
    for (int i = 0; i < mean.length; i++) {
      mean[i] += h * alongMean[i];
      std[i] += h * alongStd[i];
    }
    ProjectionCheck result =
        ProjectionCheck.of(check.logRatio + h, check.baseMean, check.baseStd, mean, std);
    result.solve(projection);
    return result;
  }

  private static boolean sameActive(ProjectionCheck one, ProjectionCheck other) {
    boolean same = (one.multiplier == 0) == (other.multiplier == 0);
    for (int i = 0; i < one.dimension; i++) {
      same &= (one.std[i] == one.baseStd[i]) == (other.std[i] == other.baseStd[i]);
    }
    return same;
  }
}
