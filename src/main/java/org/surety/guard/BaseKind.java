package org.surety.guard;

import org.surety.base.InputException;

/**
 * How the base policy draws its actions: declared, because no distribution at a state shows it. All
 * bounds compare with π_b(·|everything that persists). Noise that lives longer than a decision
 * makes the distribution at a state the wrong one to compare with: a base that repeats one draw z
 * for a whole episode and a task that draws afresh have the same distribution at every state, but
 * a_0 a_1 &lt; 0 is impossible under the one and has probability 1/2 under the other.
 *
 * @param noise what persists
 * @param partOfHistory whether what persists is observed, and both distributions are given it
 */
public record BaseKind(Noise noise, boolean partOfHistory) {
  /** What the noise of a policy depends on. */
  public enum Noise {
    /** Drawn afresh at every decision. */
    INDEPENDENT("noise drawn afresh at every decision"),
    /** gSDE: a noise matrix kept over several decisions. */
    STATE_DEPENDENT_EXPLORATION("generalized state-dependent exploration (gSDE)"),
    /** Ornstein-Uhlenbeck or any colored noise. */
    CORRELATED("correlated noise such as Ornstein-Uhlenbeck's"),
    /** A policy, a parameter or a latent drawn once per episode. */
    DRAWN_PER_EPISODE("a mixture whose component is drawn once per episode"),
    /** No noise: the mode is played. */
    NONE("no noise");

    private final String words;

    Noise(String words) {
      this.words = words;
    }
  }

  /** The ordinary case. */
  public static final BaseKind INDEPENDENT = new BaseKind(Noise.INDEPENDENT, false);

  /** Throws an {@link InputException} unless a guard can compare with this base. */
  public void requireGuardable() {
    if (noise == Noise.NONE) {
      throw new InputException(
          "base policy",
          "is deterministic: every other policy has an infinite density ratio to it",
          "certify the stochastic policy, and guard with that");
    }
    if (noise != Noise.INDEPENDENT && !partOfHistory) {
      throw new InputException(
          "base policy",
          "draws from "
              + noise.words
              + ", which persists beyond a decision and is not part of the history",
          "turn it off and certify again, or make it part of the observation");
    }
  }
}
