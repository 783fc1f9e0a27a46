package org.surety.train.ppo;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.surety.env.BatchEnvironment;
import org.surety.env.DeadlineEnvironment;
import org.surety.env.ResumableEnvironment;
import org.surety.guard.CounterNoise;
import org.surety.guard.Fallback;
import org.surety.guard.Guard;
import org.surety.guard.LedgerEntry;
import org.surety.policy.ActionScaling;
import org.surety.policy.Normalizer;
import org.surety.policy.Policy;
import org.surety.policy.PolicyEvaluator;
import org.surety.ratio.ActionDistribution;
import org.surety.ratio.DiagonalGaussian;
import org.surety.ratio.GaussianRatio;
import org.surety.ratio.MeanProjection;
import org.surety.train.EpisodeJudge;
import org.surety.train.EpisodeProperty;
import org.surety.train.EpisodeTotals;
import org.surety.train.tensor.Actor;
import org.surety.train.tensor.GaussianActor;
import org.surety.train.tensor.NetworkReplica;

/**
 * One worker's share of the lanes: steps its environments with what the guard lets the task policy
 * play, and writes its columns of a {@link Rollout}. The base policy is evaluated in double
 * precision by the evaluator that certificates name, and every decision goes through a {@link
 * Guard}, the same that is deployed.
 *
 * <p>Episode k of lane i has number i + k · lanes; its noise depends on seed, number and decision
 * alone.
 */
final class Collector implements AutoCloseable {
  /** Keeps the seeds of training apart from those of rollouts that certify. */
  private static final long TRAINING = 0x747261696e696e67L;

  /** Values of a lane's state that come before its environment's: its episode, its ledger. */
  private static final int BEFORE_ENVIRONMENT = RunningEpisodes.SIZE + 1;

  private final int firstLane;
  private final int lanes;
  private final int allLanes;
  private final BatchEnvironment environment;
  private final @Nullable PolicyEvaluator base;
  private final Guard @Nullable [] guards;
  private final Restriction.Kind kind;
  private final Actor actor;
  private @Nullable Normalizer normalizer;
  private final Scales scales;
  private double rewardScale = 1;
  private final ActionScaling scaling;
  private final long seed;
  private final CounterNoise noise;
  private final double costWeight;
  private final double timeScale;

  /** What an episode's charges may add up to. */
  private final double budget;

  private final int d;
  private final int o;
  private final float[] actorOut;
  private final float[] criticOut;
  private final float[] cutOffIn;
  private final double[] baseMean;
  private final double[] baseStd;
  private final double[] logs;
  private final double[] taskMean;
  private final double[] taskStd;
  private final double[] normalized;
  private final double[] actions;
  private final double[] one;

  private final RunningEpisodes running;
  private final EpisodeTotals totals = new EpisodeTotals();

  /** What judges the episodes; null if they are accounted for by their costs. */
  private final @Nullable EpisodeJudge judge;

  Collector(
      PpoSettings settings,
      int firstLane,
      int lanes,
      IntFunction<? extends BatchEnvironment> environments,
      @Nullable Policy basePolicy,
      @Nullable Supplier<Guard> guard,
      @Nullable EpisodeProperty property,
      Actor actor,
      Policy task) {
    this.firstLane = firstLane;
    this.lanes = lanes;
    allLanes = settings.lanes();
    environment = environments.apply(lanes);
    base = basePolicy == null ? null : basePolicy.evaluator(lanes);
    kind = settings.guard();
    this.actor = actor;
    normalizer = task.normalizer();
    scaling = task.scaling();
    seed = seed(settings);
    noise = new CounterNoise(seed);
    costWeight = settings.costWeight();
    d = actor.drawn();
    logs = new double[actor.actions()];
    o = environment.observationSize();
    scales = new Scales(settings, o);
    if (guard == null) {
      guards = null;
      timeScale = 0.01;
      budget = Double.POSITIVE_INFINITY;
    } else {
      Guard[] all = new Guard[lanes];
      for (int i = 0; i < lanes; i++) {
        all[i] = guard.get();
      }
      guards = all;
      timeScale = 1.0 / all[0].horizon();
      budget = kind.spends() ? all[0].remaining() : Double.POSITIVE_INFINITY;
    }
    actorOut = new float[lanes * actor.shape().outputs()];
    criticOut = new float[lanes];
    cutOffIn = new float[lanes * (o + 2)];
    baseMean = new double[lanes * d];
    baseStd = new double[lanes * d];
    taskMean = new double[d];
    taskStd = new double[d];
    normalized = new double[lanes * actor.shape().inputs()];
    actions = new double[lanes * d];
    one = new double[d];
    running = new RunningEpisodes(lanes);
    judge = property == null ? null : property.judge(environment, totals);
    for (int i = 0; i < lanes; i++) {
      begin(i, firstLane + i);
    }
  }

  /** Seed of environments and actions. */
  static long seed(PpoSettings settings) {
    return settings.seed() ^ TRAINING;
  }

  private void begin(int lane, long number) {
    environment.reset(lane, seed, number);
    running.begin(lane, number);
    if (guards != null) {
      guards[lane].reset();
    }
    if (judge != null) {
      judge.begin(lane, number);
    }
  }

  int firstLane() {
    return firstLane;
  }

  int lanes() {
    return lanes;
  }

  /** Begins the episodes that follow those of another collector of the same lanes. */
  void beginAfter(Collector other) {
    for (int lane = 0; lane < lanes; lane++) {
      begin(lane, other.running.number[lane] + allLanes);
    }
  }

  /** Episodes of these lanes that were started, in all parts of the run. */
  long started() {
    long started = 0;
    for (int lane = 0; lane < lanes; lane++) {
      started += (running.number[lane] - firstLane - lane) / allLanes + 1;
    }
    return started;
  }

  /** What this has seen since it was last asked to forget. */
  Scales scales() {
    return scales;
  }

  /** Uses what all have seen so far. */
  void use(Scales all) {
    rewardScale = all.rewardScale();
    if (all.normalizes()) {
      normalizer = all.normalizer();
    }
  }

  /** What happened since the totals were last reset. */
  EpisodeTotals totals() {
    return totals;
  }

  /** Takes {@code rollout.steps} decisions in every lane. */
  void collect(Rollout rollout, NetworkReplica policy, NetworkReplica critic) {
    for (int t = 0; t < rollout.steps; t++) {
      int row = t * allLanes + firstLane;
      observe(rollout.actorIn, row * rollout.actorInputs, rollout.criticIn, row);
      policy.forward(rollout.actorIn, row, lanes, 0, actorOut);
      critic.forward(rollout.criticIn, row, lanes, row, rollout.values);
      if (base != null) {
        base.gaussian(environment.observations(), 0, lanes, baseMean, baseStd);
        System.arraycopy(baseMean, 0, rollout.baseMean, row * d, lanes * d);
        System.arraycopy(baseStd, 0, rollout.baseStd, row * d, lanes * d);
      }
      for (int lane = 0; lane < lanes; lane++) {
        decide(rollout, row + lane, lane);
      }
      if (judge != null) {
        judge.decided(actions);
      }
      environment.step(actions);
      if (judge != null) {
        judge.reached(actions, running.decisions);
      }
      conclude(rollout, row, critic);
    }
    observe(null, 0, cutOffIn, 0);
    critic.forward(cutOffIn, 0, lanes, firstLane, rollout.finalValue);
  }

  /** Writes what the networks see now; rows of the critic's input from {@code row} on. */
  private void observe(float @Nullable [] forActor, int actorAt, float[] forCritic, int row) {
    double[] seen = environment.observations();
    int inputs = actor.shape().inputs();
    for (int lane = 0; lane < lanes; lane++) {
      System.arraycopy(seen, lane * o, normalized, lane * inputs, o);
      if (inputs > o) {
        normalized[lane * inputs + o] = share(lane);
      }
    }
    if (forActor != null) {
      scales.observed(normalized, lanes);
    }
    if (normalizer != null) {
      normalizer.apply(normalized, 0, lanes, normalized);
    }
    for (int lane = 0; lane < lanes; lane++) {
      int from = lane * inputs;
      if (forActor != null) {
        for (int i = 0; i < inputs; i++) {
          forActor[actorAt + from + i] = (float) normalized[from + i];
        }
      }
      int to = (row + lane) * (o + 2);
      for (int i = 0; i < o; i++) {
        forCritic[to + i] = (float) normalized[from + i];
      }
      forCritic[to + o] = (float) share(lane);
      forCritic[to + o + 1] = (float) Math.min(1, running.decisions[lane] * timeScale);
    }
  }

  private double share(int lane) {
    return guards == null ? 1 : GaussianActor.observed(guards[lane].remainingShare());
  }

  /** Draws the action of a lane from what the guard lets the task policy play. */
  private void decide(Rollout rollout, int row, int lane) {
    noise.seek(running.number[lane], running.decisions[lane]);
    if (actor instanceof GaussianActor gaussian) {
      drawAction(gaussian, rollout, row, lane);
    } else {
      Logits.logProbabilities(actorOut, lane * logs.length, logs);
      int choice = Logits.draw(logs, noise);
      rollout.active[row] = true;
      rollout.logProb[row] = logs[choice];
      rollout.raw[row] = choice;
      actions[lane] = choice;
    }
    running.decisions[lane]++;
  }

  private void drawAction(GaussianActor gaussian, Rollout rollout, int row, int lane) {
    int at = lane * 2 * d;
    for (int i = 0; i < d; i++) {
      taskMean[i] = actorOut[at + i];
    }
    gaussian.deviations(actorOut, at, taskStd);
    if (guards == null) {
      for (int i = 0; i < d; i++) {
        one[i] = taskMean[i] + taskStd[i] * noise.nextGaussian();
      }
      rollout.active[row] = true;
      rollout.logProb[row] = Gaussians.logDensity(one, 0, taskMean, taskStd, d);
    } else {
      Guard guard = guards[lane];
      rollout.limit[row] = guard.nextLimit();
      DiagonalGaussian from =
          new DiagonalGaussian(
              Arrays.copyOfRange(baseMean, lane * d, (lane + 1) * d),
              Arrays.copyOfRange(baseStd, lane * d, (lane + 1) * d));
      ActionDistribution played =
          guard.restrict(from, valid() ? new DiagonalGaussian(taskMean, taskStd) : null);
      played.sample(noise, one);
      LedgerEntry entry = guard.account(one);
      rollout.active[row] = entry.fallback() == Fallback.NONE;
      rollout.logProb[row] = played.logDensity(one);
      if (entry.fallback() == Fallback.BUDGET_SPENT) {
        totals.foundBudgetSpent();
      }
      running.charged[lane] += entry.charge();
      if (!kept((DiagonalGaussian) played, from, rollout.limit[row], lane)) {
        totals.foundException();
      }
    }
    System.arraycopy(one, 0, rollout.raw, row * d, d);
    scaling.apply(one);
    System.arraycopy(one, 0, actions, lane * d, d);
  }

  /** Whether the network gave a distribution. */
  private boolean valid() {
    for (int i = 0; i < d; i++) {
      if (!Double.isFinite(taskMean[i]) || !(taskStd[i] > 0) || Double.isInfinite(taskStd[i])) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether the guard kept its promise in this decision and, by our own sum of its charges, in this
   * episode so far.
   */
  private boolean kept(DiagonalGaussian played, DiagonalGaussian from, double limit, int lane) {
    if (!(running.charged[lane] <= budget + 1e-9)) {
      return false;
    }
    double[] mean = played.means();
    double[] baseMeans = from.means();
    double[] baseStds = from.stds();
    if (kind == Restriction.Kind.MEAN_ONLY) {
      double squares = MeanProjection.squaredShiftUpper(mean, baseMeans, baseStds, 0, d);
      return squares <= limit * limit * (1 + 1e-12) && Arrays.equals(played.stds(), baseStds);
    }
    double ratio = GaussianRatio.maxLogRatioUpper(mean, played.stds(), baseMeans, baseStds, 0, d);
    return ratio <= limit;
  }

  /** Notes what the step led to and starts new episodes where one has ended. */
  private void conclude(Rollout rollout, int row, NetworkReplica critic) {
    List<Integer> cutOff = new ArrayList<>();
    for (int lane = 0; lane < lanes; lane++) {
      double gain = environment.rewards()[lane];
      double cost = environment.costs()[lane];
      double learned = gain - costWeight * cost;
      running.discounted[lane] = scales.paid(running.discounted[lane], learned);
      rollout.rewards[row + lane] = rewardScale * learned;
      rollout.last[row + lane] = environment.ended(lane);
      rollout.cutOffValue[row + lane] = 0;
      running.reached(lane, gain, cost, inTime(lane));
      totals.decided();
      if (environment.truncated(lane)) {
        cutOff.add(lane);
      }
    }
    if (!cutOff.isEmpty()) {
      observe(null, 0, cutOffIn, 0);
      critic.forward(cutOffIn, 0, lanes, 0, criticOut);
      for (int lane : cutOff) {
        rollout.cutOffValue[row + lane] = criticOut[lane];
      }
    }
    for (int lane = 0; lane < lanes; lane++) {
      if (rollout.last[row + lane]) {
        totals.add(
            running.ended(
                lane, environment.truncated(lane), environment.achieved(lane) && inTime(lane)));
        begin(lane, running.number[lane] + allLanes);
      }
    }
  }

  /**
   * Whether the last decision was within the guard's horizon, if there is one; a guard may play
   * base some time before a deadline, which ends what is late by itself.
   */
  private boolean inTime(int lane) {
    return environment instanceof DeadlineEnvironment
        || guards == null
        || running.decisions[lane] <= guards[lane].horizon();
  }

  /** Number of values that hold the state of a lane. */
  int stateSize() {
    return BEFORE_ENVIRONMENT + (environment instanceof ResumableEnvironment r ? r.stateSize() : 0);
  }

  /** Saves the lanes' running episodes, lane after lane of all, {@link #stateSize} values each. */
  void save(double[] to) {
    for (int lane = 0; lane < lanes; lane++) {
      int at = (firstLane + lane) * stateSize();
      running.save(lane, to, at);
      to[at + RunningEpisodes.SIZE] = guards == null ? 0 : guards[lane].remaining();
      if (environment instanceof ResumableEnvironment resumable) {
        resumable.save(lane, to, at + BEFORE_ENVIRONMENT);
      }
    }
  }

  /** Continues episodes that were saved; where the environment cannot, begins the next ones. */
  void restore(double[] from) {
    for (int lane = 0; lane < lanes; lane++) {
      int at = (firstLane + lane) * stateSize();
      long number = RunningEpisodes.savedNumber(from, at);
      if (!(environment instanceof ResumableEnvironment resumable)) {
        begin(lane, number + allLanes);
        continue;
      }
      begin(lane, number);
      resumable.restore(lane, from, at + BEFORE_ENVIRONMENT);
      running.restore(lane, from, at);
      if (guards != null) {
        double left = from[at + RunningEpisodes.SIZE];
        guards[lane].resume(guards[lane].state().at(running.decisions[lane], left));
      }
    }
  }

  /** Number of values that hold what is known of a lane's verdict. */
  int verdictSize() {
    return judge == null ? 0 : judge.stateSize();
  }

  /** Saves that, lane after lane of all, {@link #verdictSize} values each. */
  void saveVerdicts(double[] to) {
    for (int lane = 0; judge != null && lane < lanes; lane++) {
      judge.save(lane, to, (firstLane + lane) * judge.stateSize());
    }
  }

  /** Goes on judging episodes that were {@linkplain #restore restored}. */
  void restoreVerdicts(double[] from) {
    if (!(environment instanceof ResumableEnvironment)) {
      return;
    }
    for (int lane = 0; judge != null && lane < lanes; lane++) {
      judge.restore(lane, from, (firstLane + lane) * judge.stateSize());
    }
  }

  @Override
  public void close() {
    environment.close();
  }
}
