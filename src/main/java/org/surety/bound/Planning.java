package org.surety.bound;

import java.util.ArrayList;
import java.util.List;
import org.surety.base.InputException;
import org.surety.numeric.BinomialTail;

/** How many episodes a claim takes, and what a number of episodes buys. */
public final class Planning {
  private Planning() {}

  /**
   * What so many episodes buy if so many of them violate.
   *
   * @param violations k
   * @param planned bound if the number of episodes was planned and the horizon given, in (0, 1]
   * @param bestHorizon bound if the number of episodes was planned and the horizon is chosen after
   *     seeing them, the verdict being monotone in it, in (0, 1]
   * @param anytime bound if one stops at will, the horizon given, in (0, 1]
   */
  public record Purchase(long violations, double planned, double bestHorizon, double anytime) {}

  /**
   * Smallest planned number of episodes with which so many violations still give the bound.
   *
   * @param epsilon the violation probability to be certified, strictly between 0 and 1
   * @param beta error probability of the one statement
   * @param violations k, at least 0
   * @throws InputException if a number is out of range or no feasible number of episodes is enough
   */
  public static long plannedEpisodes(double epsilon, ErrorProbability beta, long violations) {
    return smallest(epsilon, violations, n -> ClopperPearson.upper(violations, n, beta) <= epsilon);
  }

  /** The same for one who stops at will, at the moment when the bound is first reached. */
  public static long anytimeEpisodes(double epsilon, ErrorProbability beta, long violations) {
    return smallest(epsilon, violations, n -> AnytimeBound.upper(violations, n, beta) <= epsilon);
  }

  /**
   * What so many episodes buy, for each number of violations from 0 up.
   *
   * @param episodes N, at least 1
   * @param mostViolations largest k listed; cut at N
   */
  public static List<Purchase> purchases(
      long episodes, ErrorProbability beta, long mostViolations) {
    if (episodes < 1 || episodes >= BinomialTail.MAX_TRIALS) {
      throw new InputException(
          "episodes", episodes + " is out of range", "give at least 1 and below 2^44");
    }
    SimultaneousBand band = SimultaneousBand.of(episodes, beta);
    List<Purchase> purchases = new ArrayList<>();
    for (long k = 0; k <= Math.min(mostViolations, episodes); k++) {
      purchases.add(
          new Purchase(
              k,
              ClopperPearson.upper(k, episodes, beta),
              band.upper(k),
              AnytimeBound.upper(k, episodes, beta)));
    }
    return purchases;
  }

  private interface Enough {
    boolean test(long episodes);
  }

  /** Both bounds fall as satisfying episodes are added: double, then bisect. */
  private static long smallest(double epsilon, long violations, Enough enough) {
    if (!(epsilon > 0 && epsilon < 1)) {
      throw new InputException(
          "epsilon",
          epsilon + " is not strictly between 0 and 1",
          "give the violation probability that the certificate is to state");
    }
    if (violations < 0) {
      throw new InputException(
          "violations", violations + " is negative", "give how many are to be tolerated");
    }
    long few = violations;
    long many = violations + 1;
    while (!enough.test(many)) {
      few = many;
      many *= 2;
      if (many >= BinomialTail.MAX_TRIALS) {
        throw new InputException(
            "epsilon",
            epsilon + " takes more than " + BinomialTail.MAX_TRIALS / 2 + " episodes",
            "certify a larger violation probability");
      }
    }
    while (many - few > 1) {
      long middle = few + (many - few) / 2;
      if (enough.test(middle)) {
        many = middle;
      } else {
        few = middle;
      }
    }
    return many;
  }
}
