package org.surety.guard;

import org.jspecify.annotations.Nullable;
import org.surety.ratio.ActionDistribution;

/** The task policy. It may remember the episode; it may also look at what is left to spend. */
@FunctionalInterface
public interface TaskPolicy {
  /**
   * The distribution it would play.
   *
   * @param observation of this state
   * @param remainingShare {@link Guard#remainingShare}
   * @return a distribution of the base's kind and shape; null where it has none, for example
   *     because a network gave NaN: base is then played
   */
  @Nullable ActionDistribution at(double[] observation, double remainingShare);
}
