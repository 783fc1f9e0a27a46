package org.surety.train.ppo;

/** Sums over the episodes that ended, and over all decisions. */
final class EpisodeTotals {
  long decisions;
  long episodes;
  long costly;
  long truncated;

  /** Episodes that terminated without a cost, within the guard's horizon if there is one. */
  long succeeded;

  /** Sum of their decisions. */
  long length;

  /** Sum of their rewards, without the weight of costs. */
  double reward;

  /** Decisions at which base was played because nothing was left to spend. */
  long spent;

  /** Decisions whose ratio, or episodes whose ledger, exceeded what the guard promises. */
  long exceptions;

  /** Largest sum of charges of an episode, in the guard's unit; 0 without a guard. */
  double largestCharge;

  void add(EpisodeTotals other) {
    decisions += other.decisions;
    episodes += other.episodes;
    costly += other.costly;
    truncated += other.truncated;
    succeeded += other.succeeded;
    length += other.length;
    reward += other.reward;
    spent += other.spent;
    exceptions += other.exceptions;
    largestCharge = Math.max(largestCharge, other.largestCharge);
  }

  void reset() {
    decisions = 0;
    episodes = 0;
    costly = 0;
    truncated = 0;
    succeeded = 0;
    length = 0;
    reward = 0;
    spent = 0;
    exceptions = 0;
    largestCharge = 0;
  }

  /** Numbers to save; doubles hold these counts exactly. */
  double[] toArray() {
    return new double[] {
      decisions,
      episodes,
      costly,
      truncated,
      succeeded,
      length,
      reward,
      spent,
      exceptions,
      largestCharge
    };
  }

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
  }
}
