package org.surety.train.ppo;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.surety.guard.GuardSetting;
import org.surety.policy.Normalizer;
import org.surety.policy.Policy;
import org.surety.train.EpisodeTotals;
import org.surety.train.tensor.DeviceWork;
import org.surety.train.tensor.GaussianActor;
import org.surety.train.tensor.Tensor;
import org.surety.train.tensor.TensorEnvironment;
import org.surety.train.tensor.TensorGuard;
import org.surety.train.tensor.TensorNetwork;
import org.surety.train.tensor.TensorNormalizer;
import org.surety.train.tensor.TensorProjection.Projected;
import org.surety.train.tensor.TensorScaling;
import org.surety.train.tensor.Variable;
import org.surety.train.tensor.Workspace;
import org.surety.train.tensor.Workspace.Precision;

/**
 * {@link Collector} with everything on a device: environments, networks, guard and draws. The
 * processor hears of a rollout once, when its sums are read.
 *
 * <p>Episodes have the numbers, and so the layouts, of the other collector. The draws of actions
 * are the device's own, from a seed and the number of the rollout, so that a run that was
 * interrupted continues with the numbers it would have had on the same device.
 */
@SuppressWarnings("try") // a scope is opened to be closed
final class DeviceCollector {
  private static final int SUMS = 7;

  private final Workspace workspace;
  private final PpoSettings settings;
  private final int lanes;
  private final GaussianActor actor;
  private final TensorNetwork policy;
  private final TensorNetwork critic;
  private final @Nullable GaussianActor baseActor;
  private final @Nullable TensorNetwork baseNetwork;
  private final @Nullable TensorNormalizer baseNormalizer;
  private final DeviceScales learned;
  private final @Nullable TensorGuard guard;
  private final TensorScaling scaling;
  private final double timeScale;
  private final boolean seesShare;
  private final int d;
  private final int o;
  private DeviceTask place;
  private TensorEnvironment environment;

  // By lane: the running episode.
  private final Variable reward;
  private final Variable costly; // 1 after a cost, 2 if it was within the guard's horizon

  // Since the totals were last read: episodes, costly, truncated, succeeded, length, reward,
  // costly within the horizon.
  private final Variable sums;
  private final Variable largestCharge;

  private long decisions;

  /** Decisions that no running episode has more of. */
  private int longest;

  DeviceCollector(
      Workspace workspace,
      PpoSettings settings,
      DeviceTask place,
      @Nullable Policy base,
      @Nullable GuardSetting guard,
      GaussianActor actor,
      Policy task,
      TensorNetwork policy,
      TensorNetwork critic) {
    this.workspace = workspace;
    this.settings = settings;
    this.place = place;
    this.actor = actor;
    this.policy = policy;
    this.critic = critic;
    lanes = settings.lanes();
    environment = place.environment(workspace, lanes, settings.precision());
    o = place.observationSize();
    d = actor.actions();
    seesShare = actor.shape().inputs() > o;
    learned = new DeviceScales(workspace, settings, o, task.normalizer());
    scaling = new TensorScaling(workspace, task.scaling());
    if (base == null || guard == null) {
      baseActor = null;
      baseNetwork = null;
      baseNormalizer = null;
      this.guard = null;
      timeScale = 0.01;
    } else {
      GaussianActor from = new GaussianActor(base);
      baseActor = from;
      baseNetwork =
          new TensorNetwork(workspace, from.shape(), Precision.DOUBLE, from.exactNumbers());
      Normalizer ofBase = base.normalizer();
      baseNormalizer = ofBase == null ? null : new TensorNormalizer(workspace, ofBase);
      this.guard = new TensorGuard(workspace, guard, lanes);
      timeScale = 1.0 / guard.horizon();
    }
    try (Workspace.Scope scope = workspace.scope()) {
      Tensor none = workspace.filled(Precision.DOUBLE, 0, lanes, 1);
      reward = new Variable(none);
      costly = new Variable(none);
      sums = new Variable(workspace.filled(Precision.DOUBLE, 0, SUMS));
      largestCharge = new Variable(workspace.number(0));
    }
    long[] first = new long[lanes];
    Arrays.setAll(first, lane -> lane);
    environment.begin(Collector.seed(settings), first, lanes);
  }

  /** Begins the episodes after the running ones in another environment. */
  void enter(DeviceTask next) {
    long[] numbers =
        Arrays.stream(environment.episodes().toArray()).mapToLong(e -> (long) e + lanes).toArray();
    place = next;
    environment = place.environment(workspace, lanes, settings.precision());
    environment.begin(Collector.seed(settings), numbers, lanes);
    longest = 0;
    try (Workspace.Scope scope = workspace.scope()) {
      forget(environment.decisions().atLeast(0));
    }
  }

  /** Takes {@code rollout.steps} decisions in every lane; the result belongs to the open scope. */
  DeviceRollout collect(long number) {
    DeviceRollout.Steps steps = new DeviceRollout.Steps();
    int n = settings.rolloutSteps();
    workspace.work().enter("draws");
    Tensor noise =
        workspace.normals(
            Collector.seed(settings) + 0x9e3779b97f4a7c15L * (number + 1), n, (long) lanes * d);
    workspace.work().enter("environment");
    boolean cuts = longest + n >= environment.timeLimit();
    for (int t = 0; t < n; t++) {
      try (Workspace.Scope scope = workspace.scope()) {
        step(scope, steps, noise.part(t, t + 1).reshape(lanes, d), cuts);
      }
    }
    workspace.work().enter("networks");
    Tensor last = critic.outputs(criticIn(normalized())).as(Precision.DOUBLE);
    workspace.work().enter("advantages");
    decisions += (long) n * lanes;
    DeviceRollout rollout =
        DeviceRollout.of(workspace, steps, last, settings.gamma(), settings.lambda());
    learned.note(steps);
    workspace.work().enter("guard");
    if (guard != null) {
      check(guard, rollout.decisions(), workspace.join(0, steps.played));
    }
    return rollout;
  }

  private void step(Workspace.Scope scope, DeviceRollout.Steps steps, Tensor noise, boolean cuts) {
    DeviceWork work = workspace.work();
    work.enter("networks");
    Tensor normalized = normalized();
    Tensor actorIn = normalized.as(Precision.SINGLE);
    Tensor criticIn = criticIn(normalized);
    learned.seen(scope, steps, environment.observations());
    Tensor outputs = policy.outputs(actorIn).as(Precision.DOUBLE);
    Tensor value = critic.outputs(criticIn).as(Precision.DOUBLE);
    Tensor taskMean = outputs.columns(0, d);
    Tensor taskStd = actor.deviations(outputs);
    TensorGuard.Decision decision = decide(taskMean, taskStd);
    work.enter("draws");
    Tensor mean = decision.played().mean();
    Tensor std = decision.played().std();
    Tensor raw = mean.plus(std.times(noise));
    Tensor logProb = DeviceActorLoss.logDensity(raw, mean, std);
    work.enter("guard");
    if (guard != null) {
      steps.played.add(scope.handOut(workspace.join(mean, std, guard.account(decision, raw))));
    }
    work.enter("environment");
    environment.step(scaling.apply(raw));

    Tensor ended = environment.ended();
    Tensor last = ended.as(Precision.DOUBLE);
    Tensor gain = environment.rewards().as(Precision.DOUBLE);
    Tensor cost = environment.costs().as(Precision.DOUBLE);
    work.enter("record");
    steps.actorIn.add(scope.handOut(actorIn));
    steps.criticIn.add(scope.handOut(criticIn));
    steps.decisions.add(
        scope.handOut(
            workspace.join(
                decision.baseMean(),
                decision.baseStd(),
                raw,
                logProb,
                decision.limit(),
                decision.active().as(Precision.DOUBLE),
                decision.played().multiplier())));
    steps.values.add(scope.handOut(value));
    steps.last.add(scope.handOut(last));
    Tensor payment = gain.minus(cost.times(settings.costWeight()));
    steps.rewards.add(scope.handOut(learned.paid(scope, steps, payment, ended)));
    steps.cutOffValues.add(
        scope.handOut(
            cuts
                ? environment
                    .truncated()
                    .choose(critic.outputs(criticIn(normalized())).as(Precision.DOUBLE), 0)
                : last.times(0)));
    conclude(ended, last, gain, cost);
  }

  /** Uses what was seen so far. */
  void use(Scales all) {
    learned.use(all);
  }

  /** Checks all decisions of a rollout. */
  private void check(TensorGuard of, Tensor rows, Tensor played) {
    DeviceRollout.Columns columns = new DeviceRollout.Columns(d);
    Tensor limit = columns.limit(rows);
    of.check(
        new TensorGuard.Decision(
            new Projected(played.columns(0, d), played.columns(d, 2L * d), limit),
            limit,
            columns.active(rows),
            columns.baseMean(rows),
            columns.baseStd(rows)),
        columns.raw(rows),
        played.column(2L * d));
  }

  private TensorGuard.Decision decide(Tensor taskMean, Tensor taskStd) {
    if (guard == null || baseNetwork == null || baseActor == null) {
      Tensor none = taskMean.columns(0, 1).times(0);
      return new TensorGuard.Decision(
          new Projected(taskMean, taskStd, none), none, none.atLeast(0), taskMean, taskStd);
    }
    Tensor seen = environment.observations().as(Precision.DOUBLE);
    Tensor base = baseNetwork.outputs(baseNormalizer == null ? seen : baseNormalizer.apply(seen));
    Tensor baseStd = baseActor.deviations(base);
    workspace.work().enter("guard");
    return guard.restrict(base.columns(0, d), baseStd, taskMean, taskStd);
  }

  /** What the networks see of the environment now, of 64 bits, [lanes, inputs of the actor]. */
  private Tensor normalized() {
    Tensor seen = environment.observations().as(Precision.DOUBLE);
    Tensor all = seesShare ? workspace.join(seen, share()) : seen;
    return learned.normalized(all);
  }

  private Tensor criticIn(Tensor normalized) {
    return workspace
        .join(
            normalized.columns(0, o),
            share(),
            environment.decisions().as(Precision.DOUBLE).times(timeScale).min(1))
        .as(Precision.SINGLE);
  }

  /** The remaining share as a policy sees it. */
  private Tensor share() {
    return guard == null
        ? environment.decisions().as(Precision.DOUBLE).times(0).plus(1)
        : guard.remainingShare().min(GaussianActor.observed(Double.POSITIVE_INFINITY));
  }

  /** Adds up the episodes that have ended, and begins the next ones. */
  private void conclude(Tensor ended, Tensor last, Tensor gain, Tensor cost) {
    reward.set(reward.get().plus(gain));
    Tensor length = environment.decisions().as(Precision.DOUBLE);
    Tensor inTime = length.atMost(guard == null ? Integer.MAX_VALUE : guard.horizon());
    Tensor noted = cost.above(0).choose(inTime.as(Precision.DOUBLE).plus(1), 0);
    costly.set(costly.get().max(noted));
    Tensor succeeded = environment.achieved().and(costly.get().is(0)).and(inTime);
    if (guard != null) {
      largestCharge.set(largestCharge.get().max(ended.choose(guard.charged(), 0).max()));
    }
    Tensor all =
        workspace.join(
            last,
            last.times(costly.get().min(1)),
            last.times(environment.truncated().as(Precision.DOUBLE)),
            last.times(succeeded.as(Precision.DOUBLE)),
            last.times(length),
            last.times(reward.get()),
            last.times(costly.get().is(2).as(Precision.DOUBLE)));
    sums.set(sums.get().plus(all.sum(0)));
    forget(ended);
    workspace.work().enter("environment");
    environment.resetEnded();
  }

  private void forget(Tensor ended) {
    reward.set(ended.choose(0, reward.get()));
    costly.set(ended.choose(0, costly.get()));
    learned.forget(ended);
    if (guard != null) {
      guard.reset(ended);
    }
  }

  /** Episodes started, in all parts of the run; waits for the device. */
  long started() {
    try (Workspace.Scope scope = workspace.scope()) {
      return (long)
          environment.episodes().times(1.0 / lanes).plus(1e-9).floor().plus(1).sum().value();
    }
  }

  /** What {@link #totals(double[], Scales)} is made of, {@link #read} numbers. */
  Tensor totals() {
    Tensor none = largestCharge.get().times(0);
    return workspace.join(
        0,
        List.of(
            sums.get(),
            one(guard == null ? none : guard.spent()),
            one(guard == null ? none : guard.exceptions()),
            one(largestCharge.get()),
            one(environment.decisions().max().as(Precision.DOUBLE)),
            learned.moments()));
  }

  /** Number of values in {@link #totals()}. */
  int read() {
    return SUMS + 4 + learned.size();
  }

  private static Tensor one(Tensor number) {
    return number.reshape(1);
  }

  /**
   * What happened since the last call.
   *
   * @param read the values of {@link #totals()} now
   * @param scales takes note of observations and rewards
   */
  EpisodeTotals totals(double[] read, Scales scales) {
    learned.tell(scales, (double) decisions, Arrays.copyOfRange(read, SUMS + 4, read()));
    EpisodeTotals found =
        EpisodeTotals.of(
            (double) decisions,
            read[0],
            read[1],
            read[2],
            read[3],
            read[4],
            read[5],
            read[7],
            read[8],
            read[9],
            read[6]);
    longest = (int) read[10];
    if (guard != null) {
      guard.clearCounts();
    }
    decisions = 0;
    try (Workspace.Scope scope = workspace.scope()) {
      sums.set(workspace.filled(Precision.DOUBLE, 0, SUMS));
      largestCharge.set(workspace.number(0));
    }
    return found;
  }

  /** Number of values that hold the state of a lane. */
  int stateSize() {
    return 6 + environment.stateSize();
  }

  /** The lanes' running episodes, {@link #stateSize} values each. */
  double[] save() {
    try (Workspace.Scope scope = workspace.scope()) {
      Tensor none = reward.get().times(0);
      return workspace
          .join(
              1,
              List.of(
                  environment.episodes().reshape(lanes, 1),
                  reward.get(),
                  costly.get(),
                  guard == null ? none : guard.charged(),
                  guard == null ? none : guard.remaining(),
                  learned.discounted(),
                  environment.state()))
          .toArray();
    }
  }

  /** Continues episodes that were saved. */
  void restore(double[] saved) {
    try (Workspace.Scope scope = workspace.scope()) {
      Tensor all = workspace.of(Precision.DOUBLE, saved, lanes, stateSize());
      long[] numbers = new long[lanes];
      for (int lane = 0; lane < lanes; lane++) {
        numbers[lane] = (long) saved[lane * stateSize()];
      }
      environment.begin(Collector.seed(settings), numbers, lanes);
      environment.restore(all.columns(6, stateSize()));
      longest = (int) environment.decisions().max().value();
      reward.set(all.column(1));
      costly.set(all.column(2));
      learned.restore(all.column(5));
      if (guard != null) {
        guard.restore(environment.decisions().as(Precision.DOUBLE), all.column(4), all.column(3));
      }
    }
  }
}
