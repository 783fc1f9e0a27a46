package org.surety.train;

import java.util.Map;
import java.util.Optional;
import org.surety.policy.Policy;

/**
 * What learns in a {@link RunFolder}, update by update. Everything that the rest of a run depends
 * on is in its {@link #checkpoint}: a learner of the same settings that takes it over continues, on
 * a CPU, bit for bit.
 */
public interface Learner extends AutoCloseable {
  /**
   * What one update found.
   *
   * @param finite whether every number that the networks depend on is finite
   * @param episodes that ended in it
   * @param columns of its row in the run's table, the same in every update
   */
  record Report(boolean finite, EpisodeTotals episodes, Map<String, Double> columns) {}

  /** Collects experience and learns from it, a row of the run's table. */
  Report advance();

  /** Updates done. */
  long updates();

  /** Environment steps taken. */
  long steps();

  /** The policy to be written: as it is now, or the best so far. */
  Policy policy();

  /** The evaluation that {@link #policy} was chosen by; empty where it is the last policy. */
  default Optional<Evaluation> chosen() {
    return Optional.empty();
  }

  /** The device that networks are on, such as {@code cpu()}. */
  String device();

  /** Everything that the rest of the run depends on; to be written before the next update. */
  Checkpoint checkpoint();

  /**
   * Continues where a checkpoint was made.
   *
   * @throws org.surety.base.InputException if it is of a learner with other settings
   */
  void restore(Checkpoint saved);

  @Override
  void close();
}
