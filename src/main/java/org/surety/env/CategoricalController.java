package org.surety.env;

/**
 * A policy whose action is one of n choices, drawn with probabilities that the observation gives.
 */
public interface CategoricalController extends Controller {
  /** Number n of choices. */
  int choices();

  /**
   * Logarithms of the probabilities at one observation.
   *
   * @param observations holds the observation from index {@code from} on
   * @param logs receives n logarithms, of numbers that add up to 1, from index 0
   */
  void logProbabilities(double[] observations, int from, double[] logs);
}
