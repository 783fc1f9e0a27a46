package org.surety.train.ppo;

import org.surety.guard.GuardSetting;
import org.surety.train.tensor.GaussianActor;
import org.surety.train.tensor.Tensor;
import org.surety.train.tensor.TensorGuard;
import org.surety.train.tensor.TensorProjection.Cotangents;
import org.surety.train.tensor.TensorProjection.Projected;
import org.surety.train.tensor.Variable;
import org.surety.train.tensor.Workspace;
import org.surety.train.tensor.Workspace.Precision;

/** {@link ActorLoss} of many decisions at once on a device; the formulas are there. */
@SuppressWarnings("try") // a scope is opened to be closed
final class DeviceActorLoss {
  private static final double HALF_LOG_2PI = 0.9189385332046728;

  private final Workspace workspace;
  private final GaussianActor actor;
  private final PpoSettings settings;
  private final DeviceRollout.Columns columns;
  private final int d;
  private final Variable sums; // rows, clipped, loss, divergence, change

  DeviceActorLoss(Workspace workspace, GaussianActor actor, PpoSettings settings) {
    this.workspace = workspace;
    this.actor = actor;
    this.settings = settings;
    d = actor.actions();
    columns = new DeviceRollout.Columns(d);
    try (Workspace.Scope scope = workspace.scope()) {
      sums = new Variable(workspace.filled(Precision.DOUBLE, 0, 5));
    }
  }

  /** Rows, clipped rows, sums of losses, divergences and changes since the last reset, [5]. */
  Tensor sums() {
    return sums.get();
  }

  void reset() {
    try (Workspace.Scope scope = workspace.scope()) {
      sums.set(workspace.filled(Precision.DOUBLE, 0, 5));
    }
  }

  /** Log-densities of actions, as a column. */
  static Tensor logDensity(Tensor raw, Tensor mean, Tensor std) {
    Tensor z = raw.minus(mean).over(std);
    return z.square().times(0.5).plus(std.log()).plus(HALF_LOG_2PI).total(1).negated();
  }

  /**
   * Adds decisions.
   *
   * @param rows of {@link DeviceRollout#decisions}
   * @param out outputs of the network, [rows, 2d]
   * @param weight of each row
   * @return the gradient of {@code weight} times the loss by the outputs
   */
  Tensor cotangents(Tensor rows, Tensor out, double weight) {
    Tensor outputs = out.as(Precision.DOUBLE);
    Tensor baseMean = columns.baseMean(rows);
    Tensor baseStd = columns.baseStd(rows);
    Tensor raw = columns.raw(rows);
    Tensor active = columns.active(rows);
    Tensor taskMean = outputs.columns(0, d);
    Tensor taskStd = actor.deviations(outputs);
    GuardSetting.Kind kind = settings.guard().guard();
    Projected played =
        kind == null
            ? new Projected(taskMean, taskStd, columns.limit(rows))
            : TensorGuard.project(
                kind,
                columns.limit(rows),
                baseMean,
                baseStd,
                taskMean,
                taskStd,
                columns.multiplier(rows));
    boolean paper = settings.objective() == PpoSettings.Objective.PAPER;
    Tensor ratioMean = paper ? taskMean : played.mean();
    Tensor ratioStd = paper ? taskStd : played.std();
    Tensor logRatio = logDensity(raw, ratioMean, ratioStd).minus(columns.logProb(rows));
    Tensor ratio = logRatio.exp();
    Tensor advantage = columns.advantage(rows);
    Tensor gain = ratio.times(advantage);
    Tensor bounded = ratio.max(1 - settings.clip()).min(1 + settings.clip()).times(advantage);
    Tensor free = gain.atMost(bounded);
    Tensor byLogDensity = free.choose(gain.negated(), 0);
    Tensor z = raw.minus(ratioMean).over(ratioStd);
    Tensor meanBar = byLogDensity.times(z).over(ratioStd);
    Tensor stdBar =
        byLogDensity.times(z.square().minus(1)).minus(settings.entropy()).over(ratioStd);
    Cotangents bar =
        paper || kind == null
            ? new Cotangents(meanBar, stdBar)
            : TensorGuard.pullBack(
                kind, played, baseMean, baseStd, taskMean, taskStd, meanBar, stdBar);
    Tensor shift = taskMean.minus(played.mean()).over(taskStd);
    Tensor width = played.std().over(taskStd);
    Tensor square = width.square().plus(shift.square());
    Tensor divergence = square.minus(1).times(0.5).minus(width.log()).total(1);
    Tensor byMean = bar.mean().plus(shift.over(taskStd).times(settings.pull()));
    Tensor byStd = bar.std().plus(square.from(1).over(taskStd).times(settings.pull()));
    note(
        active,
        active.and(free.not()),
        gain.min(bounded).negated(),
        divergence,
        ratio.minus(1).minus(logRatio));
    Tensor both = workspace.join(byMean, byStd.times(actor.slopes(outputs, taskStd))).times(weight);
    return active.choose(both, 0);
  }

  private void note(Tensor active, Tensor clipped, Tensor loss, Tensor divergence, Tensor change) {
    Tensor all =
        workspace.join(
            active.as(Precision.DOUBLE),
            clipped.as(Precision.DOUBLE),
            active.choose(loss, 0),
            active.choose(divergence, 0),
            active.choose(change, 0));
    sums.set(sums.get().plus(all.sum(0)));
  }
}
