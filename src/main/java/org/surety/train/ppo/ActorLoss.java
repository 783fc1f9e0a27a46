package org.surety.train.ppo;

import org.surety.train.tensor.Actor;
import org.surety.train.tensor.CategoricalActor;
import org.surety.train.tensor.GaussianActor;

/**
 * The actor's loss at one decision and its gradient by the network's outputs, with sums over what
 * was added since the last reset. With the ratio r of the played distribution's density now to what
 * it was, advantage A, clip c, and what a kind of distribution adds to it:
 *
 * <pre>−min(r A, clip(r, 1 − c, 1 + c) A) − entropy · H(played)</pre>
 *
 * <p>Serves one thread.
 */
abstract class ActorLoss {
  private final double clip;
  private long rows;
  private long clipped;
  private double loss;
  private double change;
  private double divergence;

  ActorLoss(PpoSettings settings) {
    clip = settings.clip();
  }

  static ActorLoss of(Actor actor, PpoSettings settings) {
    return actor instanceof GaussianActor gaussian
        ? new GaussianLoss(gaussian, settings)
        : new CategoricalLoss((CategoricalActor) actor, settings);
  }

  /**
   * Adds one decision.
   *
   * @param rollout holds the decision
   * @param row its row there
   * @param outputs of the network, this decision's in row {@code at}
   * @param cotangents receives the gradient of {@code weight} times the loss in row {@code at}
   */
  abstract void add(
      Rollout rollout, int row, float[] outputs, float[] cotangents, int at, double weight);

  /** Adds the clipped term; returns its derivative by the log-density now. */
  final double clippedTerm(double logRatio, double advantage) {
    double ratio = StrictMath.exp(logRatio);
    double bounded = Math.max(1 - clip, Math.min(1 + clip, ratio)) * advantage;
    boolean free = ratio * advantage <= bounded;
    rows++;
    clipped += free ? 0 : 1;
    loss -= Math.min(ratio * advantage, bounded);
    change += ratio - 1 - logRatio;
    return free ? -ratio * advantage : 0;
  }

  final void addDivergence(double value) {
    divergence += value;
  }

  /** Forgets the sums. */
  final void reset() {
    rows = 0;
    clipped = 0;
    loss = 0;
    divergence = 0;
    change = 0;
  }

  final long rows() {
    return rows;
  }

  /** Rows whose gradient the clip removed. */
  final long clipped() {
    return clipped;
  }

  /** Sum of the losses, without entropy and pull. */
  final double loss() {
    return loss;
  }

  /** Sum of KL(played ‖ task). */
  final double divergence() {
    return divergence;
  }

  /** Sum of r − 1 − ln r, an estimate of how far the played policy has moved in this update. */
  final double change() {
    return change;
  }
}
