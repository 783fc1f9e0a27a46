package org.surety.audit;

import java.util.ArrayList;
import java.util.List;
import org.surety.base.InputException;
import org.surety.guard.Guard;
import org.surety.guard.GuardSetting;
import org.surety.guard.StatePolicy;
import org.surety.guard.TaskPolicy;
import org.surety.guard.file.GuardedRun;
import org.surety.numeric.Decimals;
import org.surety.numeric.Directed;
import org.surety.policy.Replay;
import org.surety.policy.ReplayResult;
import org.surety.ratio.ActionDistribution;
import org.surety.ratio.ImportanceBound;
import org.surety.ratio.TrajectoryBudgetTransfer;

/**
 * Replays a guarded policy along rollouts of its base policy: the likelihood ratio Λ of each
 * episode, from the guard's ledger on the base policy's own raw actions, weighs its verdict, and
 * the weighted violations have the guarded policy's violation probability as their expectation. The
 * policy must have been chosen without these rollouts.
 */
public final class WeightedReplay {
  private final Guard guard;
  private final StatePolicy base;
  private final TaskPolicy task;
  private final Replay draws;
  private final int horizon;
  private final double range;
  private final double[] observation;
  private final double[] action;
  private final List<Double> violating = new ArrayList<>();
  private long episodes;

  /**
   * A replay that has seen no episode yet.
   *
   * @param horizon T: what is decided later does not count
   * @param falseAlarmRate largest probability of rejecting draws from the base policy
   * @throws InputException if the ratio of an episode is not bounded
   */
  public WeightedReplay(GuardedRun run, int horizon, double falseAlarmRate) {
    GuardSetting setting = run.manifest().setting();
    if (setting.kind() == GuardSetting.Kind.MEAN_ONLY) {
      throw new InputException(
          run.name(),
          "its mean-only guard bounds no likelihood ratio, so base rollouts cannot be weighted",
          "leave the base rollouts out");
    }
    this.horizon = horizon;
    range = range(setting, horizon);
    guard = setting.guard();
    base = run.basePolicy();
    task = run.taskPolicy();
    draws = new Replay(run.base(), falseAlarmRate);
    observation = new double[run.base().observations()];
    action = new double[run.base().gaussian() ? run.base().actions() : 1];
  }

  /** M, a bound on Λ: α^T, or e^B with what the ledger's rounding may add. */
  private static double range(GuardSetting setting, int horizon) {
    double rounding = Directed.multiplyUp(horizon, TrajectoryBudgetTransfer.ROUNDING_PER_DECISION);
    double log =
        setting.kind() == GuardSetting.Kind.BUDGET
            ? Decimals.up(setting.limit())
            : Directed.multiplyUp(horizon, setting.logRatioUpper());
    double range = Directed.expUp(Directed.addUp(log, rounding));
    if (!(range < 1e100)) {
      throw new InputException(
          "base rollouts",
          "the likelihood ratio of an episode may be as large as e^" + log,
          "weight them for a smaller setting or horizon");
    }
    return range;
  }

  /**
   * Replays one episode; arguments as in {@link RolloutReplay#episode}.
   *
   * @param violates whether it counts as a violation within the horizon
   */
  public void episode(
      String place, double[][] observations, double[][] actions, int count, boolean violates) {
    draws.requireComplete(place, observations, actions, count);
    draws.begin();
    guard.reset();
    double log = 0;
    for (int t = 0; t < count; t++) {
      for (int i = 0; i < observation.length; i++) {
        observation[i] = observations[i][t];
      }
      for (int i = 0; i < action.length; i++) {
        action[i] = actions[i][t];
      }
      ActionDistribution from = base.at(observation);
      draws.decision(from, observation, action);
      if (t < horizon && violates) {
        guard.observe(observation);
        guard.restrict(from, task.at(observation, guard.remainingShare()));
        log = Directed.addUp(log, guard.account(action).charge());
      }
    }
    episodes++;
    if (violates) {
      violating.add(Math.min(range, Directed.expUp(log)));
    }
  }

  /** Whether the logged actions are draws from the base policy. */
  public ReplayResult draws() {
    return draws.result();
  }

  /** Number of episodes. */
  public long episodes() {
    return episodes;
  }

  /** Number of those that violate. */
  public long violations() {
    return violating.size();
  }

  /**
   * The bound on the guarded policy's violation probability, rounded up.
   *
   * @param beta its error probability
   */
  public double upper(double beta) {
    double[] ratios = violating.stream().mapToDouble(Double::doubleValue).toArray();
    return ImportanceBound.upper(ratios, episodes, range, beta);
  }
}
