package org.surety.env;

/**
 * What a learner is paid in a {@link ProductEnvironment}.
 *
 * @param environment factor of the environment's own reward; 0 for the property alone
 * @param progress for each event {@link AutomatonTable#PROGRESS}
 * @param rejection for entering the rejecting sink; usually negative
 */
public record ProductRewards(double environment, double progress, double rejection) {
  /** 1 for progress, and nothing else: the property alone. */
  public static final ProductRewards PROPERTY = new ProductRewards(0, 1, 0);

  /**
   * @throws IllegalArgumentException if a number is not finite
   */
  public ProductRewards {
    if (!Double.isFinite(environment)
        || !Double.isFinite(progress)
        || !Double.isFinite(rejection)) {
      throw new IllegalArgumentException(environment + ", " + progress + ", " + rejection);
    }
  }
}
