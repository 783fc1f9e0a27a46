package org.surety.train.ppo;

import org.surety.train.EpisodeTotals;

/** What one update found: episodes, losses, gradients. */
final class UpdateReport {
  final EpisodeTotals episodes = new EpisodeTotals();
  private long rows;
  private long clipped;
  private double loss;
  private double divergence;
  private double change;
  private double policyNorm;
  private double criticNorm;
  private long steps;
  private double explained;

  void add(ActorLoss actor) {
    rows += actor.rows();
    clipped += actor.clipped();
    loss += actor.loss();
    divergence += actor.divergence();
    change += actor.change();
  }

  void policyGradient(double norm) {
    policyNorm += norm;
  }

  void criticGradient(double norm) {
    criticNorm += norm;
    steps++;
  }

  void finish(Rollout rollout) {
    double mean = 0;
    for (float r : rollout.returns) {
      mean += r;
    }
    mean /= rollout.rows();
    double total = 0;
    double left = 0;
    for (int i = 0; i < rollout.rows(); i++) {
      double off = rollout.returns[i] - rollout.values[i];
      total += (rollout.returns[i] - mean) * (rollout.returns[i] - mean);
      left += off * off;
    }
    explained = total == 0 ? 0 : 1 - left / total;
  }

  /**
   * Takes over the sums of an update on a device.
   *
   * @param sums rows, clipped rows, losses, divergences and changes
   * @param policy sum of the norms of the actor's gradients
   * @param critic of the critic's
   * @param gradients how many of each
   */
  void device(double[] sums, double policy, double critic, int gradients, double explains) {
    rows = (long) sums[0];
    clipped = (long) sums[1];
    loss = sums[2];
    divergence = sums[3];
    change = sums[4];
    policyNorm = policy;
    criticNorm = critic;
    steps = gradients;
    explained = explains;
  }

  /** Mean loss of the actor's decisions. */
  double loss() {
    return loss / Math.max(1, rows);
  }

  /** Mean KL(played ‖ task). */
  double divergence() {
    return divergence / Math.max(1, rows);
  }

  /** Estimate of KL(played before ‖ played now), averaged over the update. */
  double change() {
    return change / Math.max(1, rows);
  }

  /** Share of decisions whose gradient the clip removed. */
  double clippedShare() {
    return (double) clipped / Math.max(1, rows);
  }

  /** Share of the returns' variance that the critic explained before the update. */
  double explained() {
    return explained;
  }

  /** Mean norm of the actor's gradient, before it was clipped. */
  double policyNorm() {
    return policyNorm / Math.max(1, steps);
  }

  /** Mean norm of the critic's gradient, before it was clipped. */
  double criticNorm() {
    return criticNorm / Math.max(1, steps);
  }

  /** Whether every number that the networks depend on is finite. */
  boolean isFinite() {
    return Double.isFinite(loss)
        && Double.isFinite(policyNorm)
        && Double.isFinite(criticNorm)
        && Double.isFinite(explained);
  }
}
