package org.surety.bound;

/**
 * The confidence sequence of {@link AnytimeBound} with its running minimum, episode by episode.
 * Valid at every moment together, at one error probability. Not thread-safe.
 */
public final class AnytimeSequence {
  private final ErrorProbability beta;
  private long episodes;
  private long violations;
  private double least = 1;

  /** A sequence before its first episode; its bound is 1. */
  public AnytimeSequence(ErrorProbability beta) {
    this.beta = beta;
  }

  /** Counts the next episode, in the order of their starts. */
  public void add(boolean violated) {
    episodes++;
    if (violated) {
      violations++;
    } else {
      least = Math.min(least, AnytimeBound.upper(violations, episodes, beta));
    }
  }

  /** Least bound so far: at least the violation probability, in (0, 1]. */
  public double upper() {
    return least;
  }

  /** Number of episodes counted. */
  public long episodes() {
    return episodes;
  }

  /** Number of those that violate. */
  public long violations() {
    return violations;
  }
}
