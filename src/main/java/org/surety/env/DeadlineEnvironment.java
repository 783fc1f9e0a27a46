package org.surety.env;

import java.util.List;

/**
 * An environment in which time is all that counts: an episode's rewards add up to minus the share
 * of the deadline that it took to succeed, and to −1 if it failed or was late. So the mean reward
 * of an episode, times minus the deadline, is its mean number of decisions with failures counted as
 * the deadline, and a learner is rewarded for nothing but what it is judged by.
 *
 * <p>Success is how the environment within terminates without a cost, failure how it ends with one.
 * The deadline ends what is left: for a policy that is judged by it, time is up for good. Costs are
 * those of the environment within; being late has none.
 */
public sealed class DeadlineEnvironment implements BatchEnvironment
    permits ResumableDeadlineEnvironment {
  private final BatchEnvironment inner;
  private final int deadline;
  private final double[] rewards;
  private final int[] decisions;

  /**
   * The lanes of an environment, each against the clock; resumable if the environment is.
   *
   * @param inner the environment; closed with this
   * @param deadline decisions, at least 1
   */
  public static DeadlineEnvironment of(BatchEnvironment inner, int deadline) {
    return inner instanceof ResumableEnvironment resumable
        ? new ResumableDeadlineEnvironment(resumable, deadline)
        : new DeadlineEnvironment(inner, deadline);
  }

  DeadlineEnvironment(BatchEnvironment inner, int deadline) {
    if (deadline < 1) {
      throw new IllegalArgumentException("a deadline of " + deadline + " decisions");
    }
    this.inner = inner;
    this.deadline = deadline;
    rewards = new double[inner.lanes()];
    decisions = new int[inner.lanes()];
  }

  @Override
  public int lanes() {
    return inner.lanes();
  }

  @Override
  public int observationSize() {
    return inner.observationSize();
  }

  @Override
  public int actionSize() {
    return inner.actionSize();
  }

  @Override
  public int actionChoices() {
    return inner.actionChoices();
  }

  @Override
  public double[] actionLow() {
    return inner.actionLow();
  }

  @Override
  public double[] actionHigh() {
    return inner.actionHigh();
  }

  @Override
  public void reset(int lane, long seed, long episode) {
    inner.reset(lane, seed, episode);
    rewards[lane] = 0;
    decisions[lane] = 0;
  }

  @Override
  public void step(double[] actions, int from, int to) {
    int lane = from;
    while (lane < to) {
      if (ended(lane)) {
        lane++;
        continue;
      }
      int end = lane + 1;
      while (end < to && !ended(end)) {
        end++;
      }
      inner.step(actions, lane, end);
      for (; lane < end; lane++) {
        decisions[lane]++;
        int counted = inner.ended(lane) && !succeeded(lane) ? deadline - decisions[lane] + 1 : 1;
        rewards[lane] = -(double) counted / deadline;
      }
    }
  }

  /** The environment within. */
  public BatchEnvironment inner() {
    return inner;
  }

  @Override
  public BatchEnvironment unwrapped() {
    return inner.unwrapped();
  }

  /** The deadline in decisions. */
  public int deadline() {
    return deadline;
  }

  /** Whether the lane's episode has ended as it should, in time. */
  public boolean succeeded(int lane) {
    return inner.terminated(lane) && inner.achieved(lane) && inner.costs()[lane] == 0;
  }

  /** Whether the lane's episode was ended by the deadline alone. */
  public boolean late(int lane) {
    return decisions[lane] >= deadline && !inner.ended(lane);
  }

  /** Decisions taken in the lane's episode. */
  public int decisions(int lane) {
    return decisions[lane];
  }

  @Override
  public double[] observations() {
    return inner.observations();
  }

  @Override
  public double[] rewards() {
    return rewards;
  }

  @Override
  public double[] costs() {
    return inner.costs();
  }

  @Override
  public List<String> atoms() {
    return inner.atoms();
  }

  @Override
  public long[] labels() {
    return inner.labels();
  }

  @Override
  public List<String> infoNames() {
    return inner.infoNames();
  }

  @Override
  public double[] infos() {
    return inner.infos();
  }

  @Override
  public boolean terminated(int lane) {
    return inner.ended(lane) || late(lane);
  }

  /** Success in time. */
  @Override
  public boolean achieved(int lane) {
    return succeeded(lane);
  }

  /** Never: what ends an episode here has come to its verdict. */
  @Override
  public boolean truncated(int lane) {
    return false;
  }

  /** Continues an episode whose clock stood at {@code taken} decisions. */
  void restoreClock(int lane, int taken) {
    decisions[lane] = taken;
    rewards[lane] = 0;
  }

  @Override
  public void close() {
    inner.close();
  }
}
