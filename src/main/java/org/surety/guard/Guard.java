package org.surety.guard;

import org.jspecify.annotations.Nullable;
import org.surety.ratio.ActionDistribution;
import org.surety.ratio.BaseRisk;
import org.surety.ratio.PolicyClass;

/**
 * Limits a task policy, decision by decision, so that a bound on the base policy's violation
 * probability carries over to what is played. The order of calls is {@link #reset}, then for each
 * decision {@link #restrict}, the draw, {@link #account}.
 *
 * <p>The two distributions must be those of the action as the policy draws it, before any squashing
 * or clipping: whatever is applied to the drawn action afterwards can only lower the ratio. A guard
 * serves one episode at a time and one thread.
 *
 * <p>A {@link BoxGuard} also has to {@link #observe} before each {@link #restrict}; to the others
 * that is nothing.
 */
public sealed interface Guard permits PerStepGuard, BudgetGuard, MeanGuard, BoxGuard {
  /**
   * The guard's name in files: {@code per-step}, {@code budget}, {@code mean-only} or {@code box}.
   */
  String name();

  /** Number of decisions after which only base is played, at least 1. */
  int horizon();

  /** Starts an episode: full budget, no decision taken, not released. */
  void reset();

  /**
   * Takes note of what the next decision is taken on.
   *
   * @param observation as logged, before any normalization; a NaN lies in no box
   * @throws IllegalArgumentException if the guard's box is of another number of values
   */
  default void observe(double[] observation) {}

  /**
   * The distribution to draw the next action from.
   *
   * @param base the certified policy's distribution at this state: a diagonal Gaussian or, where
   *     the guard allows it, a categorical one
   * @param task what the task policy would play: of the same kind and shape; null where it has
   *     nothing valid to offer
   * @return the limited task distribution, or {@code base} itself
   * @throws IllegalArgumentException if the distributions are of another kind or differ in shape
   * @throws IllegalStateException if the previous decision was not accounted for
   */
  ActionDistribution restrict(ActionDistribution base, @Nullable ActionDistribution task);

  /**
   * Charges the action that was drawn from the distribution returned last.
   *
   * @param rawAction the action as drawn, before squashing and clipping; finite
   * @throws IllegalStateException if no distribution was handed out
   */
  LedgerEntry account(double[] rawAction);

  /** Decisions accounted for in this episode. */
  int decisions();

  /** What is left, in the unit of {@link LedgerEntry#charge}, rounded down. */
  double remaining();

  /** What is left as a share of what an episode starts with; refunds may take it above 1. */
  double remainingShare();

  /**
   * How far the next decision may go: a log density ratio in nats, for a mean guard a length in
   * base standard deviations; 0 where base will be played. Meaningless once released. A learner
   * that differentiates the projection needs it, with the distributions, and nothing else.
   */
  double nextLimit();

  /**
   * Lifts the limits for the rest of the episode, because the certified conjunction is decided.
   *
   * @throws org.surety.base.InputException if no release was agreed when the guard was made, or the
   *     decision is of another certificate or other labels
   */
  void release(CertifiedDecision decision);

  /** Whether the limits were lifted in this episode. */
  boolean released();

  /**
   * Bound on the violation probability of whatever is played under this guard, rounded up.
   *
   * @param base what is certified of the base policy
   * @param policies what kind of distributions both policies have
   */
  double riskUpper(BaseRisk base, PolicyClass policies);

  /**
   * The state in mid-episode, between two decisions, to {@link #resume} from.
   *
   * @throws IllegalStateException if a distribution was handed out and not accounted for
   */
  GuardState state();

  /**
   * Continues an episode.
   *
   * @throws org.surety.base.InputException if the state is another guard's
   */
  void resume(GuardState state);
}
