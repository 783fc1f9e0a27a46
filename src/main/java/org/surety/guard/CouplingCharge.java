package org.surety.guard;

import org.surety.base.InputException;
import org.surety.numeric.Directed;

/**
 * What it costs that the logs were drawn by one evaluator of the base policy and the guard compares
 * with another: a network in float32 there, in doubles here. If the two base distributions differ
 * by at most τ in total variation at every decision, the coupling lemma adds T τ to the risk. A
 * maximal ratio cannot be charged: at equal width it is infinite for the smallest difference of
 * means.
 *
 * @param logsBy name of the evaluator that made the logs
 * @param guardBy name of the guard's evaluator
 * @param perDecision τ, bound on the total variation at one decision, in [0, 1]
 */
public record CouplingCharge(String logsBy, String guardBy, double perDecision) {
  private static final double PER_SHIFT = 0.39894228040143276; // half of E|z|, rounded up
  private static final double PER_LOG_WIDTH = 0.4839414490382868; // half of E|z² − 1|, rounded up

  /** Checks the range. */
  public CouplingCharge {
    if (!(perDecision >= 0 && perDecision <= 1)) {
      throw new InputException(
          "coupling",
          "a total variation of " + perDecision + " is none",
          "give a number from 0 to 1");
    }
  }

  /** Logs and guard use the same evaluator: nothing is charged. */
  public static CouplingCharge sameEvaluator(String name) {
    return new CouplingCharge(name, name, 0);
  }

  /**
   * For Gaussians that differ by this much. The total variation of two distributions is at most the
   * length of a path between them, half the mean size of the score being the speed: 0.3990 per
   * standard deviation of the mean and 0.4840 per unit of ln σ, each dimension adding its own.
   *
   * @param meanShifts largest difference of means, in the smaller standard deviations
   * @param logWidths largest |ln σ − ln σ'|
   * @param dimension number of action dimensions, to which both apply
   */
  public static CouplingCharge ofGaussians(
      String logsBy, String guardBy, double meanShifts, double logWidths, int dimension) {
    double one =
        Directed.addUp(
            Directed.multiplyUp(PER_SHIFT, meanShifts),
            Directed.multiplyUp(PER_LOG_WIDTH, logWidths));
    return new CouplingCharge(logsBy, guardBy, Math.min(1, Directed.multiplyUp(one, dimension)));
  }

  /** T τ, rounded up. */
  public double total(int horizon) {
    return Directed.multiplyUp(perDecision, horizon);
  }

  /** The risk to report: a bound for the charged distributions plus T τ, rounded up, at most 1. */
  public double riskUpper(double bound, int horizon) {
    return Math.min(1, Directed.addUp(bound, total(horizon)));
  }

  /**
   * Throws an {@link InputException} where the evaluators differ and no difference was stated, or
   * where the charge exceeds {@code most}.
   */
  public void require(int horizon, double most) {
    if (perDecision == 0 && !logsBy.equals(guardBy)) {
      throw new InputException(
          "base policy",
          "its logs were made by " + logsBy + ", the guard evaluates it by " + guardBy,
          "measure how far the two differ and state it, or guard with the evaluator of the logs");
    }
    if (total(horizon) > most) {
      throw new InputException(
          "base policy",
          "the difference between "
              + logsBy
              + " and "
              + guardBy
              + " adds "
              + total(horizon)
              + " to the risk over "
              + horizon
              + " decisions, more than the "
              + most
              + " allowed",
          "guard with the evaluator that made the logs");
    }
  }
}
