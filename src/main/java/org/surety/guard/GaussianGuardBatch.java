package org.surety.guard;

import java.util.Arrays;
import org.surety.numeric.Directed;
import org.surety.ratio.GaussianProjection;
import org.surety.ratio.GaussianRatio;
import org.surety.ratio.MeanProjection;

/**
 * Guards of one kind for environments that are stepped together, one a lane, on primitive arrays:
 * for training, where thousands of lanes are limited at every step. Each lane gives the numbers of
 * the single guard, bit for bit, and nothing is allocated. The order of calls is {@link #reset} of
 * each lane at each episode's start, then for each step {@link #restrict}, the draws, {@link
 * #account}. Never released; serves one thread.
 *
 * <p>Arrays of distributions and actions are row-major [lanes, dimension].
 */
public final class GaussianGuardBatch {
  private enum Kind {
    PER_STEP,
    BUDGET,
    MEAN
  }

  private final Kind kind;
  private final int lanes;
  private final int dimension;
  private final int horizon;
  private final double full;
  private final double cap;
  private final GaussianProjection ratioProjection;
  private final MeanProjection meanProjection;
  private final int[] decisions;
  private final double[] remaining;
  private final double[] limit;
  private final double[] multiplier;
  private final double[] charge;
  private final Fallback[] fallback;
  private double[] baseMean = {};
  private double[] baseStd = {};
  private double[] mean = {};
  private double[] std = {};
  private boolean pending;

  private GaussianGuardBatch(
      Kind kind, double full, double cap, int horizon, int lanes, int dimension) {
    if (lanes < 1 || horizon < 1) {
      throw new IllegalArgumentException(lanes + " lanes, a horizon of " + horizon);
    }
    this.kind = kind;
    this.full = full;
    this.cap = cap;
    this.horizon = horizon;
    this.lanes = lanes;
    this.dimension = dimension;
    ratioProjection = new GaussianProjection(dimension);
    meanProjection = new MeanProjection(dimension);
    decisions = new int[lanes];
    remaining = new double[lanes];
    Arrays.fill(remaining, full);
    limit = new double[lanes];
    multiplier = new double[lanes];
    charge = new double[lanes];
    fallback = new Fallback[lanes];
    Arrays.fill(fallback, Fallback.NONE);
  }

  /** Lanes of {@link PerStepGuard}; parameters as there. */
  public static GaussianGuardBatch perStep(double alpha, int horizon, int lanes, int dimension) {
    double limit = PerStepGuard.logarithm(alpha);
    return new GaussianGuardBatch(Kind.PER_STEP, limit, limit, horizon, lanes, dimension);
  }

  /** Lanes of {@link BudgetGuard}; parameters as there. */
  public static GaussianGuardBatch budget(
      double budget, double perStepCap, int horizon, int lanes, int dimension) {
    double full = BudgetGuard.checked(budget, perStepCap);
    return new GaussianGuardBatch(Kind.BUDGET, full, perStepCap, horizon, lanes, dimension);
  }

  /** Lanes of {@link MeanGuard}; parameters as there. */
  public static GaussianGuardBatch meanOnly(
      double budget, double perStepCap, int horizon, int lanes, int dimension) {
    double full = MeanGuard.square(budget, perStepCap);
    return new GaussianGuardBatch(Kind.MEAN, full, perStepCap, horizon, lanes, dimension);
  }

  /** Number of lanes. */
  public int lanes() {
    return lanes;
  }

  /** Number of action dimensions. */
  public int dimension() {
    return dimension;
  }

  /** Starts an episode in a lane. */
  public void reset(int lane) {
    decisions[lane] = 0;
    remaining[lane] = full;
  }

  /**
   * The distributions to draw the next actions from, one in each lane.
   *
   * @param newBaseMean means of the certified policy, finite; this and the other arrays are looked
   *     at again by {@link #account} and must not change before
   * @param newBaseStd its standard deviations, positive and finite
   * @param taskMean what the task policy would play; a lane with a number out of range plays base
   * @param taskStd its standard deviations
   * @param newMean receives the means to draw with; may be {@code taskMean}
   * @param newStd receives the standard deviations; may be {@code taskStd}
   * @throws IllegalStateException if the previous decisions were not accounted for
   * @throws IllegalArgumentException if a base distribution is out of range
   */
  public void restrict(
      double[] newBaseMean,
      double[] newBaseStd,
      double[] taskMean,
      double[] taskStd,
      double[] newMean,
      double[] newStd) {
    if (pending) {
      throw new IllegalStateException("the previous decisions were not accounted for");
    }
    baseMean = newBaseMean;
    baseStd = newBaseStd;
    mean = newMean;
    std = newStd;
    for (int lane = 0; lane < lanes; lane++) {
      int at = lane * dimension;
      requireBase(at);
      multiplier[lane] = Double.POSITIVE_INFINITY;
      charge[lane] = 0;
      limit[lane] = 0;
      if (!isDistribution(taskMean, taskStd, at)) {
        fallback[lane] = Fallback.TASK_INVALID;
      } else if (decisions[lane] >= horizon) {
        fallback[lane] = Fallback.HORIZON_PASSED;
      } else if (!(remaining[lane] >= LedgeredGuard.SPENT)) {
        fallback[lane] = Fallback.BUDGET_SPENT;
      } else {
        fallback[lane] = limit(lane, at, taskMean, taskStd) ? Fallback.NONE : Fallback.TASK_INVALID;
      }
      if (fallback[lane] != Fallback.NONE) {
        System.arraycopy(baseMean, at, mean, at, dimension);
        System.arraycopy(baseStd, at, std, at, dimension);
      }
    }
    pending = true;
  }

  private boolean limit(int lane, int at, double[] taskMean, double[] taskStd) {
    try {
      if (kind == Kind.MEAN) {
        limit[lane] = MeanGuard.radius(cap, remaining[lane]);
        multiplier[lane] =
            meanProjection.project(limit[lane], baseMean, baseStd, taskMean, taskStd, mean, at);
        System.arraycopy(baseStd, at, std, at, dimension);
        charge[lane] = MeanProjection.squaredShiftUpper(mean, baseMean, baseStd, at, dimension);
      } else {
        limit[lane] =
            kind == Kind.BUDGET ? BudgetGuard.limit(cap, remaining[lane]) : remaining[lane];
        multiplier[lane] =
            ratioProjection.project(
                limit[lane], baseMean, baseStd, taskMean, taskStd, mean, std, at);
      }
      return true;
    } catch (IllegalArgumentException outOfRange) {
      return false;
    }
  }

  private void requireBase(int at) {
    if (!isDistribution(baseMean, baseStd, at)) {
      throw new IllegalArgumentException(
          "a base distribution has means "
              + Arrays.toString(Arrays.copyOfRange(baseMean, at, at + dimension))
              + " and deviations "
              + Arrays.toString(Arrays.copyOfRange(baseStd, at, at + dimension)));
    }
  }

  private boolean isDistribution(double[] means, double[] stds, int at) {
    for (int k = at; k < at + dimension; k++) {
      if (!(Math.abs(means[k]) <= Double.MAX_VALUE && stds[k] > 0 && stds[k] <= Double.MAX_VALUE)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Charges the actions that were drawn.
   *
   * @param rawActions as drawn, before squashing and clipping; finite
   */
  public void account(double[] rawActions) {
    if (!pending) {
      throw new IllegalStateException("no distributions were handed out");
    }
    for (int k = 0; k < lanes * dimension; k++) {
      if (!(Math.abs(rawActions[k]) <= Double.MAX_VALUE)) {
        throw new IllegalArgumentException("no distribution draws the action " + rawActions[k]);
      }
    }
    for (int lane = 0; lane < lanes; lane++) {
      if (fallback[lane] == Fallback.NONE) {
        if (kind != Kind.MEAN) {
          charge[lane] =
              RatioLimit.atMost(
                  GaussianRatio.logRatioUpper(
                      mean, std, baseMean, baseStd, rawActions, lane * dimension, dimension),
                  limit[lane]);
        }
        if (kind != Kind.PER_STEP) {
          remaining[lane] = Directed.addDown(remaining[lane], -charge[lane]);
        }
      }
      decisions[lane]++;
    }
    pending = false;
  }

  /** Decisions accounted for in this episode. */
  public int decisions(int lane) {
    return decisions[lane];
  }

  /** As {@link Guard#remaining}. */
  public double remaining(int lane) {
    return remaining[lane];
  }

  /** As {@link Guard#remainingShare}. */
  public double remainingShare(int lane) {
    return full == 0 ? 0 : remaining[lane] / full;
  }

  /** Whether the last decision played base, and why. */
  public Fallback fallback(int lane) {
    return fallback[lane];
  }

  /** What the last decision cost. */
  public double charge(int lane) {
    return charge[lane];
  }

  /**
   * How far the last decision was allowed from base: nats of log ratio, or standard deviations of a
   * mean guard; 0 where base was played without asking.
   */
  public double limit(int lane) {
    return limit[lane];
  }

  /**
   * The projection's multiplier at the last decision, for its gradient: 0 where the task itself was
   * played; infinite where base was played without asking.
   */
  public double multiplier(int lane) {
    return multiplier[lane];
  }
}
