package org.surety.monitor;

import java.util.Arrays;

/**
 * One property judged on one episode: the outcome at every horizon 0..maximum, as runs of equal
 * outcomes, and the robustness at the certified horizon.
 */
public final class Judgement {
  private final int[] starts;
  private final Outcome[] outcomes;
  private final int maximumHorizon;
  private final int certifiedHorizon;
  private final double robustness;
  private final int decidedAt;

  Judgement(
      int[] starts,
      Outcome[] outcomes,
      int maximumHorizon,
      int certifiedHorizon,
      double robustness,
      int decidedAt) {
    this.starts = starts;
    this.outcomes = outcomes;
    this.maximumHorizon = maximumHorizon;
    this.certifiedHorizon = certifiedHorizon;
    this.robustness = robustness;
    this.decidedAt = decidedAt;
  }

  /** Number of maximal stretches of horizons with one outcome, at least 1. */
  public int runs() {
    return starts.length;
  }

  /** First horizon of run {@code r}; 0 for the first run. */
  public int start(int r) {
    return starts[r];
  }

  /** Horizon after the last of run {@code r}. */
  public int end(int r) {
    return r + 1 < starts.length ? starts[r + 1] : maximumHorizon + 1;
  }

  /** The outcome at all horizons of run {@code r}. */
  public Outcome outcome(int r) {
    return outcomes[r];
  }

  /** The outcome at a horizon in 0..{@link #maximumHorizon}. */
  public Outcome at(int horizon) {
    if (horizon < 0 || horizon > maximumHorizon) {
      throw new IllegalArgumentException("horizon " + horizon + " of 0.." + maximumHorizon);
    }
    int r = Arrays.binarySearch(starts, horizon);
    return outcomes[r >= 0 ? r : -r - 2];
  }

  /** Last horizon judged. */
  public int maximumHorizon() {
    return maximumHorizon;
  }

  /** The horizon of {@link #robustness} and {@link #certified}. */
  public int certifiedHorizon() {
    return certifiedHorizon;
  }

  /** The outcome at the certified horizon. */
  public Outcome certified() {
    return at(certifiedHorizon);
  }

  /**
   * Robustness at the certified horizon T: of the word s_0..s_T, or of the letters recorded where
   * the verdict is known although there are fewer. Its sign bit is clear exactly if the outcome is
   * {@link Outcome#SATISFIED}. NaN if the outcome is {@link Outcome#UNDECIDED}: a word that is not
   * known has no robustness.
   */
  public double robustness() {
    return robustness;
  }

  /**
   * First horizon from which the verdict is known to stay: the word has reached an absorbing state
   * of the automaton, or the environment has ended. -1 if that does not happen up to the maximum
   * horizon.
   */
  public int decidedAt() {
    return decidedAt;
  }
}
