package org.surety.train.ppo;

import java.util.Arrays;
import org.surety.train.tensor.GaussianActor;

/**
 * The loss of a Gaussian actor: {@link ActorLoss} and {@code pull · KL(played ‖ task)}.
 *
 * <p>The played distribution is the task's, restricted; gradients by it are pulled back through the
 * restriction. A dimension that has collapsed onto the base passes no gradient, so that a task
 * policy could wander off there for good: the last term pulls it back. Its gradient is exact with
 * the played distribution held fixed, because that is where the divergence is least (envelope
 * theorem).
 */
final class GaussianLoss extends ActorLoss {
  private final GaussianActor actor;
  private final PpoSettings settings;
  private final Restriction restriction;
  private final int d;
  private final double[] baseMean;
  private final double[] baseStd;
  private final double[] taskMean;
  private final double[] taskStd;
  private final double[] mean;
  private final double[] std;
  private final double[] meanBar;
  private final double[] stdBar;
  private final double[] taskMeanBar;
  private final double[] taskStdBar;

  GaussianLoss(GaussianActor actor, PpoSettings settings) {
    super(settings);
    this.actor = actor;
    this.settings = settings;
    d = actor.actions();
    restriction = Restriction.of(settings.guard(), d);
    baseMean = new double[d];
    baseStd = new double[d];
    taskMean = new double[d];
    taskStd = new double[d];
    mean = new double[d];
    std = new double[d];
    meanBar = new double[d];
    stdBar = new double[d];
    taskMeanBar = new double[d];
    taskStdBar = new double[d];
  }

  @Override
  void add(Rollout rollout, int row, float[] outputs, float[] cotangents, int at, double weight) {
    int o = at * 2 * d;
    if (!rollout.active[row]) {
      Arrays.fill(cotangents, o, o + 2 * d, 0);
      return;
    }
    System.arraycopy(rollout.baseMean, row * d, baseMean, 0, d);
    System.arraycopy(rollout.baseStd, row * d, baseStd, 0, d);
    for (int i = 0; i < d; i++) {
      taskMean[i] = outputs[o + i];
    }
    actor.deviations(outputs, o, taskStd);
    restriction.apply(rollout.limit[row], baseMean, baseStd, taskMean, taskStd, mean, std);
    boolean paper = settings.objective() == PpoSettings.Objective.PAPER;
    double[] ratioMean = paper ? taskMean : mean;
    double[] ratioStd = paper ? taskStd : std;
    double logRatio =
        Gaussians.logDensity(rollout.raw, row * d, ratioMean, ratioStd, d) - rollout.logProb[row];
    double byLogDensity = clippedTerm(logRatio, rollout.advantages[row]);
    for (int i = 0; i < d; i++) {
      double z = (rollout.raw[row * d + i] - ratioMean[i]) / ratioStd[i];
      meanBar[i] = byLogDensity * z / ratioStd[i];
      stdBar[i] = (byLogDensity * (z * z - 1) - settings.entropy()) / ratioStd[i];
    }
    if (paper) {
      System.arraycopy(meanBar, 0, taskMeanBar, 0, d);
      System.arraycopy(stdBar, 0, taskStdBar, 0, d);
    } else {
      restriction.pullBack(
          baseMean,
          baseStd,
          taskMean,
          taskStd,
          mean,
          std,
          meanBar,
          stdBar,
          taskMeanBar,
          taskStdBar);
    }
    for (int i = 0; i < d; i++) {
      double shift = (taskMean[i] - mean[i]) / taskStd[i];
      double width = std[i] / taskStd[i];
      double square = width * width + shift * shift;
      addDivergence(0.5 * (square - 1) - StrictMath.log(width));
      double byMean = taskMeanBar[i] + settings.pull() * shift / taskStd[i];
      double byStd = taskStdBar[i] + settings.pull() * (1 - square) / taskStd[i];
      cotangents[o + i] = (float) (weight * byMean);
      cotangents[o + d + i] = (float) (weight * byStd * actor.slope(outputs, o, i, taskStd[i]));
    }
  }
}
