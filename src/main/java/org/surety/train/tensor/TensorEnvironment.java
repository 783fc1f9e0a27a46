package org.surety.train.tensor;

/**
 * A vectorized environment whose state is on a device. A lane that has ended stands still until
 * {@link #resetEnded}. Columns are [lanes, 1]; tensors handed out are not to be used after the next
 * step or reset.
 */
public sealed interface TensorEnvironment permits TensorReachAvoid, TensorProduct {
  /**
   * Begins an episode in every lane. The one after episode e of a lane has number e + stride.
   *
   * @param seed any number
   * @param numbers of the episodes, by lane, in [0, 2⁵²)
   * @param stride between the numbers of a lane's episodes
   */
  void begin(long seed, long[] numbers, long stride);

  /** Begins the next episode in every lane that has ended. */
  void resetEnded();

  /**
   * Takes one decision in every lane that has not ended.
   *
   * @param actions [lanes, size of an action], of any precision
   */
  void step(Tensor actions);

  /** What is observed now, [lanes, observations]. */
  Tensor observations();

  /** Reward of the last decision, as a column. */
  Tensor rewards();

  /** Cost of the last decision, as a column. */
  Tensor costs();

  /** Decisions taken in the running episodes, as a column. */
  Tensor decisions();

  /** Whether the episode has ended, one way or the other, as a column of truths. */
  Tensor ended();

  /** Whether the time limit has cut the episode, as a column of truths. */
  Tensor truncated();

  /** Whether an episode that has ended has achieved what it is about, as a column of truths. */
  Tensor achieved();

  /** Decisions after which a lane may be cut by its time limit; past every count if none is. */
  int timeLimit();

  /** Numbers of the running episodes, whole numbers of 64 bits, [lanes]. */
  Tensor episodes();

  /** Numbers of a lane that hold what its running episode has come to. */
  int stateSize();

  /** What the running episodes have come to, [lanes, {@link #stateSize}], of 64 bits. */
  Tensor state();

  /** Continues episodes that were saved, after {@link #begin} with their numbers. */
  void restore(Tensor state);
}
