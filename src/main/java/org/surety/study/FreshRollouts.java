package org.surety.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.surety.env.BatchEnvironment;
import org.surety.env.DeadlineEnvironment;
import org.surety.guard.CounterNoise;
import org.surety.guard.GaussianGuardBatch;
import org.surety.guard.GuardSetting;
import org.surety.numeric.Decimals;
import org.surety.policy.Policy;
import org.surety.policy.PolicyEvaluator;
import org.surety.ratio.GaussianRatio;
import org.surety.ratio.MeanProjection;
import org.surety.train.tensor.GaussianActor;

/**
 * Rollouts of a base policy, or of a task policy under a guard, that are counted and forgotten.
 * Episode i of a seed is always the same, whatever the number of lanes; lane j of L plays the
 * episodes j, j + L, j + 2L, ..., so that long episodes count as often as short ones.
 *
 * @param environment makes a batch of lanes; goal and hazard end an episode
 * @param deadline decisions after which an episode is ended, too
 * @param base the certified policy
 * @param task what runs under the guard; null for the base policy itself
 * @param guard keeps it near the base; null where there is no task
 * @param seed of the noise
 */
record FreshRollouts(
    IntFunction<? extends BatchEnvironment> environment,
    int deadline,
    Policy base,
    @Nullable Policy task,
    @Nullable GuardSetting guard,
    long seed) {
  private static final int LANES = 128;

  /** Keeps the seeds of rollouts that judge apart from those of training. */
  private static final long FRESH = 0x6672657368L;

  /**
   * Plays the episodes 0, ..., {@code episodes} − 1.
   *
   * @param stop asked now and then; if it says so the count is given up
   * @throws Stopped if it was
   */
  Census play(long episodes, BooleanSupplier stop) {
    int lanes = (int) Math.min(LANES, episodes);
    try (DeadlineEnvironment lane = DeadlineEnvironment.of(environment.apply(lanes), deadline)) {
      return new Run(lane, episodes).play(stop);
    }
  }

  /** Thrown where a study was asked to stop. */
  static final class Stopped extends RuntimeException {
    private static final long serialVersionUID = 1;

    Stopped() {
      super("stopped");
    }
  }

  private GaussianGuardBatch guards(GuardSetting setting, int lanes, int dimension) {
    double limit = Decimals.down(setting.limit());
    double cap = setting.perDecisionCap().map(Decimals::down).orElse(Double.POSITIVE_INFINITY);
    int horizon = setting.horizon();
    return switch (setting.kind()) {
      case PER_STEP -> GaussianGuardBatch.perStep(limit, horizon, lanes, dimension);
      case BUDGET -> GaussianGuardBatch.budget(limit, cap, horizon, lanes, dimension);
      case MEAN_ONLY -> GaussianGuardBatch.meanOnly(limit, cap, horizon, lanes, dimension);
      case BOX -> throw new IllegalArgumentException("no batch of " + setting);
    };
  }

  private final class Run {
    private final DeadlineEnvironment world;
    private final long episodes;
    private final int lanes;
    private final int o;
    private final int d;
    private final PolicyEvaluator baseEvaluator;
    private final @Nullable PolicyEvaluator taskEvaluator;
    private final @Nullable GaussianGuardBatch guards;
    private final CounterNoise noise = new CounterNoise(seed ^ FRESH);
    private final double[] baseMean;
    private final double[] baseStd;
    private final double[] mean;
    private final double[] std;
    private final double[] raw;
    private final double[] actions;
    private final double[] one;
    private final double[] taskSees;
    private final long[] episode;
    private final double[] logRatio;
    private final double[] charged;
    private final Census counts;
    private long decisions;
    private long exceptions;
    private long deviating;
    private double largest = Double.NEGATIVE_INFINITY;

    Run(DeadlineEnvironment world, long episodes) {
      this.world = world;
      this.episodes = episodes;
      lanes = world.lanes();
      o = world.observationSize();
      d = world.actionSize();
      baseEvaluator = base.evaluator(lanes);
      taskEvaluator = task == null ? null : task.evaluator(lanes);
      guards = guard == null ? null : guards(guard, lanes, d);
      baseMean = new double[lanes * d];
      baseStd = new double[lanes * d];
      mean = new double[lanes * d];
      std = new double[lanes * d];
      raw = new double[lanes * d];
      actions = new double[lanes * d];
      one = new double[d];
      taskSees = new double[task == null ? 0 : lanes * task.observations()];
      episode = new long[lanes];
      logRatio = new double[lanes];
      charged = new double[lanes];
      counts = Census.none(deadline);
      Arrays.setAll(episode, lane -> lane);
      for (int lane = 0; lane < lanes; lane++) {
        begin(lane);
      }
    }

    private void begin(int lane) {
      world.reset(lane, seed, episode[lane]);
      logRatio[lane] = 0;
      charged[lane] = 0;
      if (guards != null) {
        guards.reset(lane);
      }
    }

    Census play(BooleanSupplier stop) {
      for (long running = lanes; running > 0; ) {
        if (stop.getAsBoolean()) {
          throw new Stopped();
        }
        choose();
        draw();
        world.step(actions);
        running = 0;
        for (int lane = 0; lane < lanes; lane++) {
          if (episode[lane] < episodes && world.ended(lane)) {
            count(lane);
            episode[lane] += lanes;
            if (episode[lane] < episodes) {
              begin(lane);
            }
          }
          running += episode[lane] < episodes ? 1 : 0;
        }
      }
      return new Census(
          episodes,
          counts.reached(),
          counts.touched(),
          decisions,
          exceptions,
          guards == null ? 0 : largest,
          deviating);
    }

    /** Leaves the distributions to draw from in {@code mean} and {@code std}. */
    private void choose() {
      baseEvaluator.gaussian(world.observations(), 0, lanes, baseMean, baseStd);
      if (guards == null || taskEvaluator == null || task == null) {
        System.arraycopy(baseMean, 0, mean, 0, mean.length);
        System.arraycopy(baseStd, 0, std, 0, std.length);
        return;
      }
      int inputs = task.observations();
      for (int lane = 0; lane < lanes; lane++) {
        System.arraycopy(world.observations(), lane * o, taskSees, lane * inputs, o);
        if (inputs > o) {
          taskSees[lane * inputs + o] = GaussianActor.observed(guards.remainingShare(lane));
        }
      }
      taskEvaluator.gaussian(taskSees, 0, lanes, mean, std);
      guards.restrict(baseMean, baseStd, mean, std, mean, std);
    }

    private void draw() {
      Policy acts = task == null ? base : task;
      for (int lane = 0; lane < lanes; lane++) {
        noise.seek(episode[lane], world.decisions(lane));
        int at = lane * d;
        for (int i = 0; i < d; i++) {
          raw[at + i] = mean[at + i] + std[at + i] * noise.nextGaussian();
          one[i] = raw[at + i];
        }
        acts.scaling().apply(one);
        System.arraycopy(one, 0, actions, at, d);
      }
      if (guards != null && guard != null) {
        guards.account(raw);
        for (int lane = 0; lane < lanes; lane++) {
          if (!world.ended(lane)) {
            check(lane, guards, guard);
          }
        }
      }
    }

    /** Holds what was played against what the guard promises, by computations of our own. */
    private void check(int lane, GaussianGuardBatch batch, GuardSetting setting) {
      int at = lane * d;
      boolean same =
          Arrays.equals(mean, at, at + d, baseMean, at, at + d)
              && Arrays.equals(std, at, at + d, baseStd, at, at + d);
      deviating += same ? 0 : 1;
      charged[lane] += batch.charge(lane);
      for (int i = at; i < at + d; i++) {
        double z = (raw[i] - mean[i]) / std[i];
        double from = (raw[i] - baseMean[i]) / baseStd[i];
        logRatio[lane] += StrictMath.log(baseStd[i] / std[i]) + 0.5 * (from * from - z * z);
      }
      double full = Decimals.up(setting.limit());
      double limit = batch.limit(lane);
      boolean kept =
          switch (setting.kind()) {
            case PER_STEP, BOX ->
                ratio(at) <= Math.min(limit, StrictMath.log(full)) + (same ? 1 : 0);
            case BUDGET ->
                (same || ratio(at) <= limit)
                    && charged[lane] <= full + 1e-9
                    && logRatio[lane] <= full + 1e-9;
            case MEAN_ONLY ->
                MeanProjection.squaredShiftUpper(mean, baseMean, baseStd, at, d)
                        <= (same ? 0 : limit * limit * (1 + 1e-12))
                    && Arrays.equals(std, at, at + d, baseStd, at, at + d)
                    && charged[lane] <= full * full * (1 + 1e-12);
          };
      exceptions += kept ? 0 : 1;
    }

    private double ratio(int at) {
      return GaussianRatio.maxLogRatioUpper(mean, std, baseMean, baseStd, at, d);
    }

    private void count(int lane) {
      int t = world.decisions(lane);
      decisions += t;
      largest = Math.max(largest, logRatio[lane]);
      if (world.succeeded(lane)) {
        counts.reached()[t]++;
      } else if (!world.late(lane) && world.costs()[lane] > 0) {
        counts.touched()[t]++;
      }
    }
  }

  /** Settings of several policies that are judged alike. */
  static Census sum(List<Census> parts) {
    List<Census> all = new ArrayList<>(parts);
    Census sum = all.remove(0);
    for (Census part : all) {
      sum = sum.plus(part);
    }
    return sum;
  }
}
