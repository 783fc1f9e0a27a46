package org.surety.env;

import java.util.Arrays;
import org.surety.guard.Guard;
import org.surety.guard.StatePolicy;
import org.surety.guard.TaskPolicy;
import org.surety.guard.file.GuardedRun;
import org.surety.policy.ActionScaling;
import org.surety.ratio.ActionDistribution;
import org.surety.ratio.DiagonalGaussian;

/** A guarded policy in several lanes, with the guard of its {@code guard.json} in each. */
final class GuardedActors implements LaneActors {
  private final StatePolicy base;
  private final TaskPolicy task;
  private final ActionScaling scaling;
  private final int observations;
  private final int actions;
  private final Guard[] guards;

  /** Lanes at the start of their episodes. */
  GuardedActors(GuardedRun run, int lanes) {
    base = run.basePolicy();
    task = run.taskPolicy();
    scaling = run.base().scaling();
    observations = run.base().observations();
    actions = run.base().actions();
    guards = new Guard[lanes];
    Arrays.setAll(guards, lane -> run.manifest().setting().guard());
  }

  @Override
  public void distribution(
      int lane, double[] observed, int from, double[] mean, double[] std, int to) {
    double[] seen = Arrays.copyOfRange(observed, from, from + observations);
    Guard guard = guards[lane];
    guard.observe(seen);
    ActionDistribution played =
        guard.restrict(base.at(seen), task.at(seen, guard.remainingShare()));
    System.arraycopy(((DiagonalGaussian) played).means(), 0, mean, to, actions);
    System.arraycopy(((DiagonalGaussian) played).stds(), 0, std, to, actions);
  }

  @Override
  public void drawn(int lane, double[] raw, int at) {
    guards[lane].account(Arrays.copyOfRange(raw, at, at + actions));
  }

  @Override
  public void execute(double[] raw, int from, int size, double[] action) {
    double[] one = Arrays.copyOfRange(raw, from, from + size);
    scaling.apply(one);
    System.arraycopy(one, 0, action, from, size);
  }
}
