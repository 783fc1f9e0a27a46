package org.surety.bench;

import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.surety.bound.Monotonicity;

/**
 * A population of episodes whose violation probability is known at every horizon, seen through the
 * counts of violations that N independent episodes show. Says nothing about bounds: what is
 * certified from the counts is the caller's.
 */
public final class CountProcess {
  private final Monotonicity monotonicity;
  private final double[] risk;

  /**
   * A population.
   *
   * @param monotonicity INCREASING or DECREASING: an episode changes its verdict at most once;
   *     NONE: its verdicts at different horizons are independent; CONSTANT: the verdict never
   *     changes
   * @param largestHorizon T_max
   * @param risk violation probability at T = 0..T_max, in [0, 1]; monotone as stated
   */
  public CountProcess(Monotonicity monotonicity, int largestHorizon, IntToDoubleFunction risk) {
    this.monotonicity = monotonicity;
    this.risk = new double[largestHorizon + 1];
    for (int t = 0; t <= largestHorizon; t++) {
      this.risk[t] = risk.applyAsDouble(t);
    }
  }

  /** A population that is looked at at one horizon only. */
  public static CountProcess ofRisk(double risk) {
    return new CountProcess(Monotonicity.CONSTANT, 0, t -> risk);
  }

  /** How an episode's verdict changes with the horizon. */
  public Monotonicity monotonicity() {
    return monotonicity;
  }

  /** T_max. */
  public int largestHorizon() {
    return risk.length - 1;
  }

  /** The true violation probability at horizon T. */
  public double risk(int horizon) {
    return risk[horizon];
  }

  /**
   * Draws one episode and adds its violations to the counts.
   *
   * @param counts K_T for T = 0..T_max
   */
  public void drawInto(long[] counts, SplittableRandom random) {
    double u = random.nextDouble();
    for (int t = 0; t < risk.length; t++) {
      double threshold = monotonicity == Monotonicity.NONE && t > 0 ? random.nextDouble() : u;
      if (threshold < risk[t]) {
        counts[t]++;
      }
    }
  }

  /** The counts of so many episodes. */
  public long[] draw(int episodes, SplittableRandom random) {
    long[] counts = new long[risk.length];
    for (int i = 0; i < episodes; i++) {
      drawInto(counts, random);
    }
    return counts;
  }
}
