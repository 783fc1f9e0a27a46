package org.surety.train.ppo;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.surety.policy.Normalizer;
import org.surety.train.tensor.Tensor;
import org.surety.train.tensor.TensorNormalizer;
import org.surety.train.tensor.Variable;
import org.surety.train.tensor.Workspace;
import org.surety.train.tensor.Workspace.Precision;

/**
 * The part of {@link Scales} that is on a device: moments of a rollout's observations and
 * discounted sums of rewards, and what is made of those of all rollouts before.
 */
@SuppressWarnings("try") // a scope is opened to be closed
final class DeviceScales {
  private final Workspace workspace;
  private final PpoSettings settings;
  private final int observationSize;
  private final Variable discounted;

  /** Of the last rollout's observations and discounted sums: means and squares of each. */
  private final Variable moments;

  private @Nullable TensorNormalizer normalizer;
  private double rewardScale = 1;

  /**
   * Nothing seen so far.
   *
   * @param given normalizer of the policy to begin with
   */
  DeviceScales(
      Workspace workspace, PpoSettings settings, int observationSize, @Nullable Normalizer given) {
    this.workspace = workspace;
    this.settings = settings;
    this.observationSize = observationSize;
    normalizer = given == null ? null : new TensorNormalizer(workspace, given);
    try (Workspace.Scope scope = workspace.scope()) {
      discounted = new Variable(workspace.filled(Precision.DOUBLE, 0, settings.lanes(), 1));
      moments = new Variable(workspace.filled(Precision.DOUBLE, 0, size()));
    }
  }

  /** Rows as networks see them. */
  Tensor normalized(Tensor rows) {
    TensorNormalizer now = normalizer;
    return now == null ? rows : now.apply(rows);
  }

  /** Keeps observations for the end of the rollout. */
  void seen(Workspace.Scope scope, DeviceRollout.Steps steps, Tensor observations) {
    if (settings.normalizesObservations()) {
      steps.seen.add(scope.handOut(observations.plus(0).as(Precision.DOUBLE)));
    }
  }

  /** A reward as it is learned from; keeps discounted sums for the end of the rollout. */
  Tensor paid(Workspace.Scope scope, DeviceRollout.Steps steps, Tensor reward, Tensor ended) {
    if (!settings.scalesRewards()) {
      return reward;
    }
    Tensor sum = discounted.get().times(settings.gamma()).plus(reward);
    steps.sums.add(scope.handOut(sum));
    discounted.set(ended.choose(0, sum));
    return reward.times(workspace.number(rewardScale));
  }

  /** Begins episodes in the lanes of a column of truths. */
  void forget(Tensor where) {
    if (settings.scalesRewards()) {
      discounted.set(where.choose(0, discounted.get()));
    }
  }

  /** Discounted sums of the running episodes' rewards, a column. */
  Tensor discounted() {
    return discounted.get();
  }

  /** Continues episodes that were saved. */
  void restore(Tensor sums) {
    discounted.set(sums);
  }

  /** Notes how large observations and discounted sums of a rollout were. */
  void note(DeviceRollout.Steps steps) {
    if (steps.seen.isEmpty() && steps.sums.isEmpty()) {
      return;
    }
    try (Workspace.Scope scope = workspace.scope()) {
      moments.set(
          workspace.join(0, List.of(moments(steps.seen, observationSize), moments(steps.sums, 1))));
    }
  }

  /** Means of columns, and then sums of squared differences from them. */
  private Tensor moments(List<Tensor> parts, long columns) {
    if (parts.isEmpty()) {
      return workspace.filled(Precision.DOUBLE, 0, 2 * columns);
    }
    Tensor rows = workspace.join(0, parts);
    Tensor mean = rows.total(0).times(1.0 / rows.shape()[0]);
    return workspace
        .join(0, List.of(mean, rows.minus(mean).square().total(0)))
        .reshape(2 * columns);
  }

  /** What {@link #tell} is told, {@link #size} numbers. */
  Tensor moments() {
    return moments.get();
  }

  /** How many they are. */
  int size() {
    return 2 * observationSize + 2;
  }

  /**
   * Adds a rollout to what all have seen.
   *
   * @param decisions of the rollout
   * @param read the values of {@link #moments()}
   */
  void tell(Scales all, double decisions, double[] read) {
    int cut = 2 * observationSize;
    all.take(
        counted(decisions, Arrays.copyOf(read, cut)),
        counted(decisions, Arrays.copyOfRange(read, cut, size())));
  }

  private static double[] counted(double rows, double[] values) {
    double[] counted = new double[1 + values.length];
    counted[0] = rows;
    System.arraycopy(values, 0, counted, 1, values.length);
    return counted;
  }

  /** Uses what was seen so far. */
  void use(Scales all) {
    rewardScale = all.rewardScale();
    Normalizer seen = all.normalizer();
    if (seen != null) {
      TensorNormalizer now = normalizer;
      if (now == null) {
        normalizer = new TensorNormalizer(workspace, seen);
      } else {
        now.set(seen);
      }
    }
  }
}
