package org.surety.audit;

import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;
import org.surety.guard.Guard;
import org.surety.guard.GuardSetting;
import org.surety.guard.StateBox;
import org.surety.guard.StatePolicy;
import org.surety.guard.TaskPolicy;
import org.surety.guard.file.GuardedRun;
import org.surety.numeric.Directed;
import org.surety.policy.Replay;
import org.surety.ratio.ActionDistribution;
import org.surety.ratio.DiagonalGaussian;
import org.surety.ratio.MeanProjection;

/**
 * Replays a policy along its own rollouts. Under a guard, every decision of the guard and its
 * ledger are computed again from the raw actions, which determine them, and the actions are tested
 * for being draws from the distributions that the guard returned. Without a guard, what is counted
 * is how many episodes went beyond the limit that a guard would have kept.
 *
 * <p>That share is a measurement: where no guard keeps the limit, the probability of going beyond
 * it has to be added to the bound for policies that do not, because until then the policy is one of
 * those.
 */
public final class RolloutReplay {
  private final GuardedRun run;
  private final @Nullable Guard guard;
  private final StatePolicy base;
  private final TaskPolicy task;
  private final int horizon;
  private final double limit;
  private final @Nullable StateBox box;
  private final Replay draws;
  private final double[] observation;
  private final double[] action;
  private long episodes;
  private long decisions;
  private long deviating;
  private long beyond;

  /**
   * A replay that has seen no episode yet.
   *
   * @param guarded whether the policy ran under its guard
   * @param horizon decisions of an episode within which the limit matters
   * @param box where the ratio was proved, so that only states outside count as beyond the limit;
   *     null where it was not
   * @param falseAlarmRate largest probability of rejecting draws from the policy
   */
  public RolloutReplay(
      GuardedRun run, boolean guarded, int horizon, @Nullable StateBox box, double falseAlarmRate) {
    this.run = run;
    this.box = box;
    this.horizon = horizon;
    guard = guarded ? run.manifest().setting().guard() : null;
    limit = run.manifest().setting().guard().remaining();
    base = run.basePolicy();
    task = run.taskPolicy();
    draws = new Replay(run.base(), falseAlarmRate);
    observation = new double[run.base().observations()];
    action = new double[run.base().gaussian() ? run.base().actions() : 1];
  }

  /**
   * Replays one episode.
   *
   * @param place the episode, for messages
   * @param observations a column for each observed value, at least {@code decisions} long
   * @param actions a column for each dimension of the raw action, or one of category numbers from 0
   * @param count number of actions taken
   * @throws InputException if columns are missing, a number is not finite, or a category is unknown
   */
  public void episode(String place, double[][] observations, double[][] actions, int count) {
    draws.requireComplete(place, observations, actions, count);
    draws.begin();
    if (guard != null) {
      guard.reset();
    }
    double spent = 0;
    boolean over = false;
    for (int t = 0; t < count; t++) {
      for (int i = 0; i < observation.length; i++) {
        observation[i] = observations[i][t];
      }
      for (int i = 0; i < action.length; i++) {
        action[i] = actions[i][t];
      }
      ActionDistribution from = distribution(place, t);
      ActionDistribution played;
      if (guard != null) {
        guard.observe(observation);
        played = guard.restrict(from, task.at(observation, guard.remainingShare()));
        guard.account(action);
      } else {
        played = unguarded(place, t);
        if (t < horizon && box != null) {
          over |= !box.contains(observation);
        } else if (t < horizon) {
          spent = spend(spent, from, played);
          over |= !(spent <= limit);
        }
      }
      deviating += played.equals(from) ? 0 : 1;
      draws.decision(played, observation, action);
    }
    episodes++;
    decisions += count;
    beyond += over ? 1 : 0;
  }

  private ActionDistribution distribution(String place, int t) {
    try {
      return base.at(observation);
    } catch (IllegalArgumentException e) {
      throw new InputException(
          place + ", decision " + t,
          "the base policy has no distribution: " + e.getMessage(),
          "check the policy and the logged observation",
          e);
    }
  }

  private ActionDistribution unguarded(String place, int t) {
    ActionDistribution played = task.at(observation, 1);
    if (played == null) {
      throw new InputException(
          place + ", decision " + t,
          "the task policy's network overflows",
          "check the policy and the logged observation");
    }
    return played;
  }

  /** What of the limit is used after a decision, rounded up; NaN counts as beyond. */
  private double spend(double spent, ActionDistribution from, ActionDistribution played) {
    GuardSetting.Kind kind = run.manifest().setting().kind();
    return switch (kind) {
      case PER_STEP, BOX -> Math.max(spent, played.maxLogRatioUpper(from));
      case BUDGET -> Directed.addUp(spent, played.logRatioUpper(from, action));
      case MEAN_ONLY -> Directed.addUp(spent, shift(from, played));
    };
  }

  /** The squared shift of the mean; infinite where the deviations differ. */
  private static double shift(ActionDistribution from, ActionDistribution played) {
    DiagonalGaussian b = (DiagonalGaussian) from;
    DiagonalGaussian p = (DiagonalGaussian) played;
    if (!java.util.Arrays.equals(b.stds(), p.stds())) {
      return Double.POSITIVE_INFINITY;
    }
    return MeanProjection.squaredShiftUpper(p.means(), b.means(), b.stds(), 0, b.dimension());
  }

  /** What was seen so far. */
  public RolloutLedger result() {
    return new RolloutLedger(episodes, decisions, deviating, beyond, draws.result());
  }
}
