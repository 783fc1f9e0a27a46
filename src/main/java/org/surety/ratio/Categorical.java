package org.surety.ratio;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.surety.numeric.Directed;

/** A distribution over the categories 0 to n − 1. */
public final class Categorical implements ActionDistribution {
  private static final double UNIT = 0x1p-53;

  private final double[] probability;

  private Categorical(double[] probability) {
    this.probability = probability;
  }

  /**
   * The distribution proportional to these weights, which are copied.
   *
   * @param weights not negative, finite, at least one positive
   */
  public static Categorical of(double... weights) {
    double sum = 0;
    for (double weight : weights) {
      if (!(weight >= 0)) {
        throw new IllegalArgumentException(
            "weights of categories must not be negative, got " + Arrays.toString(weights));
      }
      sum += weight;
    }
    if (!(sum > 0) || Double.isInfinite(sum)) {
      throw new IllegalArgumentException(
          "weights of categories need a positive finite sum, got " + Arrays.toString(weights));
    }
    double[] probability = weights.clone();
    for (int i = 0; i < probability.length; i++) {
      probability[i] /= sum;
    }
    return new Categorical(probability);
  }

  /** The distribution with these probabilities, which are copied and add up to 1. */
  static Categorical ofNormalized(double[] probability) {
    return new Categorical(probability.clone());
  }

  /** The distribution with probabilities proportional to the exponentials of the logits. */
  public static Categorical ofLogits(double... logits) {
    double most = Arrays.stream(logits).max().orElse(Double.NaN);
    if (!Double.isFinite(most)) {
      throw new IllegalArgumentException(
          "logits must not be NaN or all infinite, got " + Arrays.toString(logits));
    }
    double[] weights = new double[logits.length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = StrictMath.exp(logits[i] - most);
    }
    return of(weights);
  }

  /** Number of categories. */
  public int categories() {
    return probability.length;
  }

  /** Probability of one category. */
  public double probability(int category) {
    return probability[category];
  }

  /** A copy of all probabilities. */
  public double[] probabilities() {
    return probability.clone();
  }

  @Override
  public int dimension() {
    return 1;
  }

  @Override
  public double logDensity(double[] action) {
    int category = (int) action[0];
    return category != action[0] || category < 0 || category >= probability.length
        ? Double.NEGATIVE_INFINITY
        : StrictMath.log(probability[category]);
  }

  /** Draws the index of a category. */
  public int sample(RandomGenerator random) {
    double left = random.nextDouble();
    int last = 0;
    for (int i = 0; i < probability.length; i++) {
      if (probability[i] > 0) {
        last = i;
        left -= probability[i];
        if (left < 0) {
          return i;
        }
      }
    }
    return last;
  }

  @Override
  public void sample(RandomGenerator random, double[] action) {
    action[0] = sample(random);
  }

  @Override
  public double divergenceFrom(ActionDistribution other) {
    Categorical that = same(other);
    double sum = 0;
    for (int i = 0; i < probability.length; i++) {
      double p = probability[i];
      if (p > 0) {
        sum += p * StrictMath.log(p / that.probability[i]);
      }
    }
    return Math.max(0, sum);
  }

  /**
   * {@inheritDoc} Probabilities add up to 1 only to rounding; what that may change in a ratio is
   * added.
   */
  @Override
  public double maxLogRatioUpper(ActionDistribution base) {
    return maxLogRatioUpper(probability, same(base).probability);
  }

  /** The same for arrays of normalized probabilities, of one length. */
  static double maxLogRatioUpper(double[] probability, double[] base) {
    if (Arrays.equals(probability, base)) {
      return 0;
    }
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < probability.length; i++) {
      most = Math.max(most, logRatioUpper(probability[i], base[i], probability.length));
    }
    return most;
  }

  @Override
  public double logRatioUpper(ActionDistribution base, double[] action) {
    Categorical that = same(base);
    int category = (int) action[0];
    if (category != action[0] || category < 0 || category >= probability.length) {
      throw new IllegalArgumentException(
          "not one of the " + probability.length + " categories: " + action[0]);
    }
    return Arrays.equals(probability, that.probability)
        ? 0
        : logRatioUpper(probability[category], that.probability[category], probability.length);
  }

  private static double logRatioUpper(double p, double q, int categories) {
    if (p == 0) {
      return Double.NEGATIVE_INFINITY;
    }
    return q == 0
        ? Double.POSITIVE_INFINITY
        : Directed.addUp(Directed.logUp(Directed.divideUp(p, q)), normalizationSlack(categories));
  }

  /** Bound on |ln| of the quotient of two computed sums of probabilities. */
  static double normalizationSlack(int categories) {
    return 4 * (categories + 2) * UNIT;
  }

  private Categorical same(ActionDistribution other) {
    if (other instanceof Categorical that && that.probability.length == probability.length) {
      return that;
    }
    throw new IllegalArgumentException("not comparable: " + this + " and " + other);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Categorical that && Arrays.equals(probability, that.probability);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(probability);
  }

  @Override
  public String toString() {
    return "categories with probabilities " + Arrays.toString(probability);
  }
}
