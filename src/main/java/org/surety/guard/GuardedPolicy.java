package org.surety.guard;

import org.surety.base.InputException;
import org.surety.ratio.ActionDistribution;
import org.surety.ratio.BaseRisk;
import org.surety.ratio.PolicyClass;

/**
 * A policy that may be run in place of the certified one: base, task, guard and the noise that
 * draws the actions. Each decision is charged before its action is handed out, so that a state
 * saved between two calls owes nothing.
 */
public final class GuardedPolicy {
  private final StatePolicy base;
  private final TaskPolicy task;
  private final Guard guard;
  private final CouplingCharge coupling;
  private final CounterNoise noise;
  private long episode;

  /**
   * A policy at the start of episode 0.
   *
   * @param kind how the base draws its actions
   * @param coupling whose evaluation of the base made the logs
   * @param seed of the noise: a fresh random number for every deployment
   * @throws org.surety.base.InputException if a guard cannot compare with such a base
   */
  public GuardedPolicy(
      StatePolicy base,
      BaseKind kind,
      TaskPolicy task,
      Guard guard,
      CouplingCharge coupling,
      long seed) {
    kind.requireGuardable();
    coupling.require(guard.horizon(), 1);
    this.base = base;
    this.task = task;
    this.guard = guard;
    this.coupling = coupling;
    noise = new CounterNoise(seed);
    start(0);
  }

  /** Starts an episode with its own noise; numbers may not repeat under one seed. */
  public void start(long number) {
    if (number < 0) {
      throw new IllegalArgumentException("episodes are numbered from 0, got " + number);
    }
    episode = number;
    guard.reset();
  }

  /** Takes one decision: limits, draws, charges. */
  public GuardedAction act(double[] observation) {
    guard.observe(observation);
    ActionDistribution from = base.at(observation);
    ActionDistribution to = task.at(observation, guard.remainingShare());
    ActionDistribution played = guard.restrict(from, to);
    double[] raw = new double[played.dimension()];
    noise.seek(episode, guard.decisions());
    played.sample(noise, raw);
    return new GuardedAction(raw, from, played, guard.account(raw));
  }

  /** The guard, for its ledger and its release. */
  public Guard guard() {
    return guard;
  }

  /** Number of the running episode. */
  public long episode() {
    return episode;
  }

  /** The guard's bound plus what the difference of evaluators costs, rounded up. */
  public double riskUpper(BaseRisk certified, PolicyClass policies) {
    return coupling.riskUpper(guard.riskUpper(certified, policies), certified.horizon());
  }

  /** The state between two decisions. */
  public GuardState state() {
    return guard.state().at(noise.seed(), episode);
  }

  /**
   * Continues an interrupted episode with the draws it would have had.
   *
   * @throws org.surety.base.InputException if the state is another guard's or of another seed
   */
  public void resume(GuardState state) {
    if (state.seed() != noise.seed()) {
      throw new InputException(
          "guard state", "was saved under another seed", "resume with the seed it was saved under");
    }
    guard.resume(state);
    episode = state.episode();
  }
}
