package org.surety.certify;

import org.jspecify.annotations.Nullable;
import org.surety.bound.Sampling;

/**
 * Rollouts for an audit to read.
 *
 * @param source the logs
 * @param beta error probability of each bound that rests on them
 * @param planned their number, stated beforehand; null where sampling stopped at any time
 * @param allowDuplicates whether episodes of continuous data may repeat each other exactly
 * @param observations the log's array of observations
 * @param actions the log's array of raw actions
 * @param split for rollouts of the base policy, in words: how they were kept apart from those that
 *     the policy was chosen with; null for rollouts of the policy itself
 */
public record RolloutLogs(
    LogSource source,
    String beta,
    @Nullable Long planned,
    boolean allowDuplicates,
    String observations,
    String actions,
    @Nullable String split) {
  Sampling sampling() {
    return planned == null ? new Sampling.Anytime() : new Sampling.Fixed(planned);
  }
}
