package org.surety.train.ppo;

import java.util.ArrayList;
import java.util.List;
import org.surety.train.tensor.Tensor;
import org.surety.train.tensor.Workspace;

/**
 * {@link Rollout} on a device. Row {@code t · lanes + lane} is the decision of a lane at step t.
 *
 * @param actorIn normalized observations, of 32 bits
 * @param criticIn the same with what only the critic may see
 * @param decisions columns by {@link Columns}, of 64 bits
 * @param explained share of the returns' variance that the critic explained, without dimension
 */
record DeviceRollout(Tensor actorIn, Tensor criticIn, Tensor decisions, Tensor explained) {
  /** Where things are in {@link DeviceRollout#decisions}, for actions of d numbers. */
  record Columns(int d) {
    Tensor baseMean(Tensor rows) {
      return rows.columns(0, d);
    }

    Tensor baseStd(Tensor rows) {
      return rows.columns(d, 2L * d);
    }

    Tensor raw(Tensor rows) {
      return rows.columns(2L * d, 3L * d);
    }

    Tensor logProb(Tensor rows) {
      return rows.column(3L * d);
    }

    Tensor limit(Tensor rows) {
      return rows.column(3L * d + 1);
    }

    Tensor active(Tensor rows) {
      return rows.column(3L * d + 2).above(0);
    }

    /** Of the constraint, when the decision was taken. */
    Tensor multiplier(Tensor rows) {
      return rows.column(3L * d + 3);
    }

    Tensor advantage(Tensor rows) {
      return rows.column(3L * d + 4);
    }

    Tensor returns(Tensor rows) {
      return rows.column(3L * d + 5);
    }
  }

  /** What the steps of a rollout left, in their order; columns are [lanes, 1] of 64 bits. */
  static final class Steps {
    final List<Tensor> actorIn = new ArrayList<>();
    final List<Tensor> criticIn = new ArrayList<>();
    final List<Tensor> decisions = new ArrayList<>();

    /** Under a guard: means and deviations played, and the sum of charges. */
    final List<Tensor> played = new ArrayList<>();

    /** Observations as they are, where their scale is learned. */
    final List<Tensor> seen = new ArrayList<>();

    /** Discounted sums of the running episodes' rewards, where their scale is learned. */
    final List<Tensor> sums = new ArrayList<>();

    final List<Tensor> rewards = new ArrayList<>();
    final List<Tensor> values = new ArrayList<>();

    /** 1 where the episode ended with the decision. */
    final List<Tensor> last = new ArrayList<>();

    /** Value of the state that ended the episode by its time limit; 0 elsewhere. */
    final List<Tensor> cutOffValues = new ArrayList<>();
  }

  /**
   * The rollout of these steps, with advantages by generalized advantage estimation, shifted and
   * scaled to mean 0 and deviation 1; see {@link Rollout#estimateAdvantages}.
   *
   * @param finalValues of the states after the last step
   */
  static DeviceRollout of(
      Workspace workspace, Steps steps, Tensor finalValues, double gamma, double lambda) {
    int n = steps.rewards.size();
    List<Tensor> advantages = new ArrayList<>();
    Tensor next = finalValues;
    Tensor advantage = finalValues.times(0);
    for (int t = n - 1; t >= 0; t--) {
      Tensor on = steps.last.get(t).from(1);
      Tensor after = next.times(on).plus(steps.cutOffValues.get(t));
      Tensor surprise = steps.rewards.get(t).plus(after.times(gamma)).minus(steps.values.get(t));
      advantage = surprise.plus(advantage.times(on).times(gamma * lambda));
      advantages.add(0, advantage);
      next = steps.values.get(t);
    }
    Tensor all = workspace.join(0, advantages);
    Tensor values = workspace.join(0, steps.values);
    Tensor returns = all.plus(values);
    double share = 1.0 / all.size();
    Tensor centered = all.minus(all.sum().times(share));
    Tensor deviation = centered.square().sum().times(share).sqrt();
    Tensor spread = returns.minus(returns.sum().times(share)).square().sum();
    Tensor left = all.square().sum();
    return new DeviceRollout(
        workspace.join(0, steps.actorIn),
        workspace.join(0, steps.criticIn),
        workspace.join(
            workspace.join(0, steps.decisions), centered.over(deviation.plus(1e-8)), returns),
        spread.is(0).choose(0, left.over(spread).from(1)));
  }
}
