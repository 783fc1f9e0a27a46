package org.surety.audit.box;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.surety.policy.Normalizer;
import org.surety.policy.Policy;
import org.surety.policy.PolicyEvaluator;
import org.surety.ratio.GaussianRatio;

/**
 * Log density ratios at single states, by the evaluator of policies, and states near which they are
 * large. Box coordinates are observations, or normalized ones if both policies normalize alike.
 * Serves one thread.
 */
final class StatePoints {
  private static final int MOST_STEPS = 400;

  private final PolicyEvaluator base;
  private final PolicyEvaluator task;
  private final @Nullable Normalizer shared;
  private final double[] lower;
  private final double[] upper;
  private final double[] state;
  private final double[] baseMean;
  private final double[] baseStd;
  private final double[] taskMean;
  private final double[] taskStd;

  /**
   * @param shared the normalizer of both policies if box coordinates are normalized
   * @param lower of observations
   * @param upper of observations
   */
  StatePoints(
      Policy base, Policy task, @Nullable Normalizer shared, double[] lower, double[] upper) {
    this.base = base.evaluator(1);
    this.task = task.evaluator(1);
    this.shared = shared;
    this.lower = lower;
    this.upper = upper;
    state = new double[lower.length];
    baseMean = new double[base.actions()];
    baseStd = new double[base.actions()];
    taskMean = new double[base.actions()];
    taskStd = new double[base.actions()];
  }

  /** The log ratio at an observation, as evaluated; infinite where it is not a number. */
  double at(double[] observation) {
    base.gaussian(observation, 0, 1, baseMean, baseStd);
    task.gaussian(observation, 0, 1, taskMean, taskStd);
    return GaussianRatio.maxLogRatioUpper(taskMean, taskStd, baseMean, baseStd, 0, baseMean.length);
  }

  /** The observation at box coordinates, pulled into the box. */
  double[] observation(double[] coordinates) {
    double[] x = coordinates.clone();
    if (shared != null) {
      double[] mean = shared.mean();
      double[] variance = shared.variance();
      for (int i = 0; i < x.length; i++) {
        x[i] = mean[i] + x[i] * Math.sqrt(variance[i] + shared.epsilon());
      }
    }
    for (int i = 0; i < x.length; i++) {
      x[i] = Math.min(Math.max(x[i], lower[i]), upper[i]);
    }
    return x;
  }

  /** Box coordinates of an observation, in the bits that the policies' first layers get. */
  static double[] coordinates(double[] observation, @Nullable Normalizer shared) {
    double[] x = observation.clone();
    if (shared != null) {
      double[] mean = shared.mean();
      double[] variance = shared.variance();
      for (int i = 0; i < x.length; i++) {
        double scaled = (x[i] - mean[i]) / Math.sqrt(variance[i] + shared.epsilon());
        x[i] = Math.min(Math.max(scaled, -shared.clip()), shared.clip());
      }
    }
    return x;
  }

  /** Walks along the axes to larger ratios, by steps that are halved where none helps. */
  double[] ascend(double[] from) {
    System.arraycopy(from, 0, state, 0, state.length);
    double best = at(state);
    double[] step = new double[state.length];
    Arrays.setAll(step, i -> 0.05 * (upper[i] - lower[i]));
    int evaluations = 0;
    for (int round = 0; round < 30 && evaluations < MOST_STEPS && best < Double.MAX_VALUE; ) {
      boolean better = false;
      for (int i = 0; i < state.length; i++) {
        double here = state[i];
        for (int sign = -1; sign <= 1; sign += 2) {
          state[i] = Math.min(Math.max(here + sign * step[i], lower[i]), upper[i]);
          double value = at(state);
          evaluations++;
          if (value > best) {
            best = value;
            better = true;
            break;
          }
          state[i] = here;
        }
      }
      if (!better) {
        round++;
        for (int i = 0; i < step.length; i++) {
          step[i] *= 0.5;
        }
      }
    }
    return state.clone();
  }
}
