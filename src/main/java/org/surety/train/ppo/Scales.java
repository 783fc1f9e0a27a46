package org.surety.train.ppo;

import org.jspecify.annotations.Nullable;
import org.surety.policy.Normalizer;
import org.surety.train.RunningMoments;

/**
 * How large observations and rewards are, as far as has been seen: what a new policy's normalizer
 * is made of, and the deviation of discounted sums of rewards, as Gymnasium's {@code
 * NormalizeReward} takes it. Empty where the settings do not ask for them.
 */
final class Scales {
  private static final double LEAST_DEVIATION = 1e-4;

  private final @Nullable RunningMoments observations;
  private final @Nullable RunningMoments sums;
  private final int size;
  private final double gamma;

  /**
   * Nothing seen so far.
   *
   * @param observationSize number of values in an observation
   */
  Scales(PpoSettings settings, int observationSize) {
    size = observationSize;
    observations = settings.normalizesObservations() ? new RunningMoments(observationSize) : null;
    sums = settings.scalesRewards() ? new RunningMoments(1) : null;
    gamma = settings.gamma();
  }

  /** Takes note of observations, one row a lane. */
  void observed(double[] rows, int lanes) {
    if (observations != null) {
      for (int lane = 0; lane < lanes; lane++) {
        observations.add(rows, lane * size);
      }
    }
  }

  /** Takes note of a reward; the discounted sum of an episode's rewards with it. */
  double paid(double sumBefore, double reward) {
    double sum = gamma * sumBefore + reward;
    if (sums != null) {
      sums.add(new double[] {sum}, 0);
    }
    return sum;
  }

  /** Adds what another has seen, which forgets it. */
  void take(Scales other) {
    if (observations != null && other.observations != null) {
      observations.add(other.observations);
      other.observations.reset();
    }
    if (sums != null && other.sums != null) {
      sums.add(other.sums);
      other.sums.reset();
    }
  }

  /**
   * Takes note of many observations and discounted sums by their moments, each as {@link
   * RunningMoments#toArray}.
   */
  void take(double[] ofObservations, double[] ofSums) {
    if (observations != null) {
      RunningMoments seen = new RunningMoments(size);
      seen.restore(ofObservations);
      observations.add(seen);
    }
    if (sums != null) {
      RunningMoments paid = new RunningMoments(1);
      paid.restore(ofSums);
      sums.add(paid);
    }
  }

  /** Whether observations are normalized. */
  boolean normalizes() {
    return observations != null;
  }

  /** The normalizer of all that was seen; null where there is none, or nothing was seen. */
  @Nullable Normalizer normalizer() {
    return observations == null || observations.count() == 0 ? null : observations.normalizer();
  }

  /** What rewards are multiplied with. */
  double rewardScale() {
    return sums == null ? 1 : 1 / Math.max(LEAST_DEVIATION, Math.sqrt(sums.variance(0)));
  }

  /** Numbers to save. */
  double[] toArray() {
    double[] first = observations == null ? new double[0] : observations.toArray();
    double[] second = sums == null ? new double[0] : sums.toArray();
    double[] all = new double[first.length + second.length];
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  /** Continues from numbers that were saved. */
  void restore(double[] saved) {
    int from = 0;
    if (observations != null) {
      observations.restore(saved);
      from = observations.toArray().length;
    }
    if (sums != null) {
      double[] rest = new double[saved.length - from];
      System.arraycopy(saved, from, rest, 0, rest.length);
      sums.restore(rest);
    }
  }
}
