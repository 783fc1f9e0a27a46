package org.surety.env;

/**
 * What a learner is paid in a {@link ProductEnvironment}.
 *
 * @param environment factor of the environment's own reward; 0 for the property alone
 * @param progress for each event {@link AutomatonTable#PROGRESS}, and for a finite trace that
 *     satisfies the property at its end
 * @param rejection for entering the rejecting sink; usually negative
 * @param advance share of {@code progress}, from 0 to 1, that is paid in advance as the automaton
 *     comes nearer to it, and taken back as it goes away or the episode ends without it. A
 *     potential of the automaton's state, so that what is best to do stays the same (Ng, Harada and
 *     Russell, "Policy invariance under reward transformations", ICML 1999)
 * @param discount the learner's, which the potential needs
 */
public record ProductRewards(
    double environment, double progress, double rejection, double advance, double discount) {
  /** 1 for progress, and nothing else: the property alone. */
  public static final ProductRewards PROPERTY = new ProductRewards(0, 1, 0);

  /** Nothing but the environment's own reward. */
  public static final ProductRewards NONE = new ProductRewards(1, 0, 0);

  /** Nothing in advance. */
  public ProductRewards(double environment, double progress, double rejection) {
    this(environment, progress, rejection, 0, 1);
  }

  /**
   * @throws IllegalArgumentException if a number is not finite, or advance or discount not in [0,
   *     1]
   */
  public ProductRewards {
    if (!Double.isFinite(environment)
        || !Double.isFinite(progress)
        || !Double.isFinite(rejection)
        || !(advance >= 0 && advance <= 1)
        || !(discount >= 0 && discount <= 1)) {
      throw new IllegalArgumentException(
          environment + ", " + progress + ", " + rejection + ", " + advance + ", " + discount);
    }
  }
}
