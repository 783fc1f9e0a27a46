package org.surety.train.ppo;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.surety.guard.GuardSetting;
import org.surety.ratio.GaussianProjection;
import org.surety.ratio.MeanProjection;
import org.surety.ratio.MeanProjectionGradient;
import org.surety.ratio.ProjectionGradient;

/**
 * From the task policy's Gaussian to the one that is played, as a guard does it, and back: what a
 * gradient by the one is by the other. Serves one thread.
 */
abstract class Restriction {
  /** The kinds, by the name of their guard. */
  enum Kind {
    /** No guard: the task policy is played. */
    NONE,
    /** A limit on the density ratio of every decision. */
    PER_STEP,
    /** A limit on the density ratio of every trajectory. */
    BUDGET,
    /** A limit on the length of all shifts of the mean. */
    MEAN_ONLY;

    /** The guard; null for none. */
    GuardSetting.@Nullable Kind guard() {
      return this == NONE ? null : GuardSetting.Kind.valueOf(name());
    }

    /** The guard's name in files. */
    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether what is left to spend changes during an episode, so that a policy should see it. */
    boolean spends() {
      return this == BUDGET || this == MEAN_ONLY;
    }
  }

  /** A restriction of Gaussians with {@code dimension} dimensions. */
  static Restriction of(Kind kind, int dimension) {
    return switch (kind) {
      case NONE -> new Free(dimension);
      case PER_STEP, BUDGET -> new RatioLimited(dimension);
      case MEAN_ONLY -> new MeanLimited(dimension);
    };
  }

  /**
   * The Gaussian that is played.
   *
   * @param limit the guard's limit for this decision, at least 0
   * @param mean receives the mean; this and all arrays hold one row from index 0
   * @param std receives the deviations
   */
  abstract void apply(
      double limit,
      double[] baseMean,
      double[] baseStd,
      double[] taskMean,
      double[] taskStd,
      double[] mean,
      double[] std);

  /**
   * Pulls cotangents of the last result back; the arrays are those of {@link #apply}.
   *
   * @param taskMeanBar receives the cotangent of the task's mean
   * @param taskStdBar receives the cotangent of the task's deviations
   */
  abstract void pullBack(
      double[] baseMean,
      double[] baseStd,
      double[] taskMean,
      double[] taskStd,
      double[] mean,
      double[] std,
      double[] meanBar,
      double[] stdBar,
      double[] taskMeanBar,
      double[] taskStdBar);

  private static final class Free extends Restriction {
    private final int dimension;

    Free(int dimension) {
      this.dimension = dimension;
    }

    @Override
    void apply(
        double limit,
        double[] baseMean,
        double[] baseStd,
        double[] taskMean,
        double[] taskStd,
        double[] mean,
        double[] std) {
      System.arraycopy(taskMean, 0, mean, 0, dimension);
      System.arraycopy(taskStd, 0, std, 0, dimension);
    }

    @Override
    void pullBack(
        double[] baseMean,
        double[] baseStd,
        double[] taskMean,
        double[] taskStd,
        double[] mean,
        double[] std,
        double[] meanBar,
        double[] stdBar,
        double[] taskMeanBar,
        double[] taskStdBar) {
      System.arraycopy(meanBar, 0, taskMeanBar, 0, dimension);
      System.arraycopy(stdBar, 0, taskStdBar, 0, dimension);
    }
  }

  private static final class RatioLimited extends Restriction {
    private final GaussianProjection projection;
    private final ProjectionGradient gradient;
    private double multiplier;

    RatioLimited(int dimension) {
      projection = new GaussianProjection(dimension);
      gradient = new ProjectionGradient(dimension);
    }

    @Override
    void apply(
        double limit,
        double[] baseMean,
        double[] baseStd,
        double[] taskMean,
        double[] taskStd,
        double[] mean,
        double[] std) {
      multiplier = projection.project(limit, baseMean, baseStd, taskMean, taskStd, mean, std, 0);
    }

    @Override
    void pullBack(
        double[] baseMean,
        double[] baseStd,
        double[] taskMean,
        double[] taskStd,
        double[] mean,
        double[] std,
        double[] meanBar,
        double[] stdBar,
        double[] taskMeanBar,
        double[] taskStdBar) {
      gradient.pullBack(
          multiplier,
          baseMean,
          baseStd,
          taskMean,
          taskStd,
          mean,
          std,
          meanBar,
          stdBar,
          taskMeanBar,
          taskStdBar,
          0);
    }
  }

  private static final class MeanLimited extends Restriction {
    private final int dimension;
    private final MeanProjection projection;
    private final MeanProjectionGradient gradient;
    private double multiplier;

    MeanLimited(int dimension) {
      this.dimension = dimension;
      projection = new MeanProjection(dimension);
      gradient = new MeanProjectionGradient(dimension);
    }

    @Override
    void apply(
        double limit,
        double[] baseMean,
        double[] baseStd,
        double[] taskMean,
        double[] taskStd,
        double[] mean,
        double[] std) {
      multiplier = projection.project(limit, baseMean, baseStd, taskMean, taskStd, mean, 0);
      System.arraycopy(baseStd, 0, std, 0, dimension);
    }

    @Override
    void pullBack(
        double[] baseMean,
        double[] baseStd,
        double[] taskMean,
        double[] taskStd,
        double[] mean,
        double[] std,
        double[] meanBar,
        double[] stdBar,
        double[] taskMeanBar,
        double[] taskStdBar) {
      gradient.pullBack(
          multiplier, baseMean, baseStd, taskMean, taskStd, meanBar, taskMeanBar, taskStdBar, 0);
    }
  }
}
