package org.surety.train;

import java.util.Arrays;
import org.surety.monitor.Outcome;

/** Sums over the episodes of training that ended, and over all its decisions. */
public final class EpisodeTotals {
  /** Length of {@link #toArray}. */
  static final int SIZE = 15;

  private static final Outcome[] OUTCOMES = Outcome.values();

  private long decisions;
  private long episodes;
  private long costly;
  private long truncated;
  private long succeeded;
  private long length;
  private double reward;
  private long spent;
  private long exceptions;
  private double largestCharge;
  private long costlyInTime;

  /** In the order of {@link Outcome}: episodes with this verdict. */
  private final long[] verdicts = new long[OUTCOMES.length];

  /**
   * An episode that ended.
   *
   * @param decisions taken in it
   * @param reward sum of its rewards, without the weight of costs
   * @param costly whether a cost was positive
   * @param costlyInTime whether one was, within the guard's horizon if there is one
   * @param truncated whether its time limit ended it
   * @param succeeded whether it terminated without a cost, within the guard's horizon if there is
   *     one
   * @param charge sum of the charges of its decisions, in the guard's unit; 0 without a guard
   */
  public record Episode(
      long decisions,
      double reward,
      boolean costly,
      boolean costlyInTime,
      boolean truncated,
      boolean succeeded,
      double charge) {}

  /**
   * Totals that were counted elsewhere, without verdicts.
   *
   * @param numbers decisions, episodes, costly, truncated and succeeded ones, sum of their lengths
   *     and of their rewards, decisions with nothing to spend, exceptions, largest charge, costly
   *     ones within the guard's horizon
   */
  public static EpisodeTotals of(double... numbers) {
    EpisodeTotals totals = new EpisodeTotals();
    totals.restore(Arrays.copyOf(numbers, SIZE));
    return totals;
  }

  /** Adds an episode that ended; its decisions were counted as they were taken. */
  public void add(Episode episode) {
    episodes++;
    costly += episode.costly ? 1 : 0;
    costlyInTime += episode.costlyInTime ? 1 : 0;
    truncated += episode.truncated ? 1 : 0;
    succeeded += episode.succeeded ? 1 : 0;
    length += episode.decisions;
    reward += episode.reward;
    largestCharge = Math.max(largestCharge, episode.charge);
  }

  /** Counts the verdict of an episode, whether it has ended or goes on. */
  public void judged(Outcome verdict) {
    verdicts[indexOf(verdict)]++;
  }

  /** Counts a decision. */
  public void decided() {
    decisions++;
  }

  /** Counts a decision at which base was played because nothing was left to spend. */
  public void foundBudgetSpent() {
    spent++;
  }

  /** Counts a decision whose ratio, or whose episode's ledger, exceeded the guard's promise. */
  public void foundException() {
    exceptions++;
  }

  /** Adds other totals. */
  public void add(EpisodeTotals other) {
    decisions += other.decisions;
    episodes += other.episodes;
    costly += other.costly;
    costlyInTime += other.costlyInTime;
    for (int i = 0; i < verdicts.length; i++) {
      verdicts[i] += other.verdicts[i];
    }
    truncated += other.truncated;
    succeeded += other.succeeded;
    length += other.length;
    reward += other.reward;
    spent += other.spent;
    exceptions += other.exceptions;
    largestCharge = Math.max(largestCharge, other.largestCharge);
  }

  /** Forgets everything. */
  public void reset() {
    restore(new double[SIZE]);
  }

  /** Decisions, of episodes that ended and that run. */
  public long decisions() {
    return decisions;
  }

  /** Episodes that ended. */
  public long episodes() {
    return episodes;
  }

  /** Of these, with a cost. */
  public long costly() {
    return costly;
  }

  /** Of these, with a cost within the guard's horizon, if there is one. */
  public long costlyInTime() {
    return costlyInTime;
  }

  /** Episodes with a verdict, where a property is judged. */
  public long verdicts(Outcome verdict) {
    return verdicts[indexOf(verdict)];
  }

  private static int indexOf(Outcome verdict) {
    int i = 0;
    while (OUTCOMES[i] != verdict) {
      i++;
    }
    return i;
  }

  /** Episodes with any verdict. */
  public long judged() {
    return Arrays.stream(verdicts).sum();
  }

  /** Of these, those that count as violations: all that are not satisfied. */
  public long violations() {
    return judged() - verdicts(Outcome.SATISFIED);
  }

  /** Of those that ended, ended by the time limit. */
  public long truncated() {
    return truncated;
  }

  /** Of these, terminated without a cost, within the guard's horizon if there is one. */
  public long succeeded() {
    return succeeded;
  }

  /** Sum of their rewards, without the weight of costs. */
  public double reward() {
    return reward;
  }

  /** Their mean reward; NaN if there are none. */
  public double meanReward() {
    return reward / episodes;
  }

  /** Their mean number of decisions; NaN if there are none. */
  public double meanLength() {
    return (double) length / episodes;
  }

  /** The share of them that succeeded; NaN if there are none. */
  public double successShare() {
    return (double) succeeded / episodes;
  }

  /** Decisions at which base was played because nothing was left to spend. */
  public long spent() {
    return spent;
  }

  /** Decisions whose ratio, or episodes whose ledger, exceeded what the guard promises. */
  public long exceptions() {
    return exceptions;
  }

  /** Largest sum of charges of an episode, in the guard's unit; 0 without a guard. */
  public double largestCharge() {
    return largestCharge;
  }

  /** Numbers to save; doubles hold these counts exactly. */
  double[] toArray() {
    double[] numbers = {
      decisions,
      episodes,
      costly,
      truncated,
      succeeded,
      length,
      reward,
      spent,
      exceptions,
      largestCharge,
      costlyInTime
    };
    double[] saved = Arrays.copyOf(numbers, SIZE);
    for (int i = 0; i < verdicts.length; i++) {
      saved[numbers.length + i] = verdicts[i];
    }
    return saved;
  }

  /** Continues from totals that were saved. */
  void restore(double[] saved) {
    decisions = (long) saved[0];
    episodes = (long) saved[1];
    costly = (long) saved[2];
    truncated = (long) saved[3];
    succeeded = (long) saved[4];
    length = (long) saved[5];
    reward = saved[6];
    spent = (long) saved[7];
    exceptions = (long) saved[8];
    largestCharge = saved[9];
    costlyInTime = (long) saved[10];
    for (int i = 0; i < verdicts.length; i++) {
      verdicts[i] = (long) saved[11 + i];
    }
  }
}
