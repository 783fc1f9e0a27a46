package org.surety.bound;

import java.util.List;
import org.surety.numeric.Decimals;

/**
 * What the counts say: if the premises hold, then, except with the error probability, the
 * probability that an episode violates the property at this horizon is at most epsilon.
 *
 * @param epsilon upper bound on the violation probability, in (0, 1], rounded up
 * @param beta error probability stated for the whole family of statements
 * @param family number of statements that hold together at beta; at least 1
 * @param share error probability of this statement (for all horizons it may be chosen from): beta
 *     over family
 * @param method how epsilon follows from the counts
 * @param horizon T, in decisions
 * @param episodes N
 * @param violations K_T, undecided episodes included
 * @param premises what has to be true besides the counts, one sentence each
 */
public record ViolationBound(
    double epsilon,
    ErrorProbability beta,
    long family,
    ErrorProbability share,
    BoundMethod method,
    int horizon,
    long episodes,
    long violations,
    List<String> premises) {
  /** Copies the list. */
  public ViolationBound {
    premises = List.copyOf(premises);
  }

  /** Epsilon as a decimal of at most 12 significant digits, rounded up; at most 1. */
  public String epsilonDecimal() {
    return Decimals.up(epsilon);
  }
}
