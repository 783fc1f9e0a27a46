package org.surety.train;

import org.jspecify.annotations.Nullable;

/**
 * What a policy came to on episodes that only choose between policies: none of them is trained on,
 * and none of them counts when the policy that was chosen is certified.
 *
 * @param steps environment steps it had been trained for
 * @param episodes played, drawing its actions
 * @param failures episodes that did not succeed without a cost in time
 * @param decisions mean of those that did; NaN if none did
 * @param deviation their standard deviation; NaN if there are fewer than two
 * @param reward mean sum of an episode's rewards, costs weighed as in training
 */
public record Evaluation(
    long steps, long episodes, long failures, double decisions, double deviation, double reward) {
  /** Length of {@link #toArray}. */
  private static final int SIZE = 6;

  /**
   * Whether a policy is to be kept rather than an earlier one: it fails less often; or as often,
   * and its successes take no more decisions in the mean, or where there are none, its mean reward
   * is no smaller.
   */
  public boolean replaces(@Nullable Evaluation earlier) {
    if (earlier == null || failures != earlier.failures) {
      return earlier == null || failures < earlier.failures;
    }
    return failures == episodes ? reward >= earlier.reward : decisions <= earlier.decisions;
  }

  /** Puts one into a checkpoint, or that there is none. */
  public static void put(@Nullable Evaluation evaluation, Checkpoint to, String name) {
    to.put(name, evaluation == null ? new double[SIZE] : evaluation.toArray());
  }

  /** The one that was {@link #put} there; null if there was none. */
  public static @Nullable Evaluation take(Checkpoint from, String name) {
    double[] in = from.doubles(name, SIZE);
    return in[1] == 0
        ? null
        : new Evaluation((long) in[0], (long) in[1], (long) in[2], in[3], in[4], in[5]);
  }

  private double[] toArray() {
    return new double[] {steps, episodes, failures, decisions, deviation, reward};
  }
}
