package org.surety.train.ppo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.surety.env.BatchEnvironment;
import org.surety.guard.Guard;
import org.surety.policy.Policy;
import org.surety.train.Adam;
import org.surety.train.Checkpoint;
import org.surety.train.EpisodeProperty;
import org.surety.train.EpisodeTotals;
import org.surety.train.WorkerThreads;
import org.surety.train.tensor.Actor;
import org.surety.train.tensor.NetworkReplica;
import org.surety.train.tensor.NetworkShape;

/**
 * Trains a task policy: rollouts under the guard, then a few epochs of gradients. Every worker has
 * a replica of the networks, a share of the lanes and a share of each minibatch; sums over workers
 * run in their order, so that a run depends on the number of workers but on no timing.
 */
final class PpoLearner implements GuardedLearner {
  /** A share of fewer episodes says little. */
  static final int FEWEST_EPISODES = 100;

  private final PpoSettings settings;
  private final Actor actor;
  private final Adam policyOptimizer;
  private final Adam criticOptimizer;
  private final List<Worker> workers = new ArrayList<>();
  private final WorkerThreads threads;
  private final Scales scales;
  private final Rollout rollout;
  private final int[] order;
  private final int constantsFrom;
  private final List<? extends IntFunction<? extends BatchEnvironment>> stages;
  private final @Nullable Policy base;
  private final @Nullable Supplier<Guard> guard;
  private final @Nullable EpisodeProperty property;
  private final Policy start;
  private long updates;
  private long steps;
  private int stage;

  /**
   * A learner before its first step.
   *
   * @param stages environments to train in, one after the other; see {@link PpoSettings#success}
   * @param base the certified policy; null without a guard
   * @param guard makes one guard a lane; null to play the task policy itself
   * @param property judges the episodes; null to account for them by their costs
   * @param task where the task policy starts
   */
  PpoLearner(
      PpoSettings settings,
      String device,
      List<? extends IntFunction<? extends BatchEnvironment>> stages,
      @Nullable Policy base,
      @Nullable Supplier<Guard> guard,
      @Nullable EpisodeProperty property,
      Policy task) {
    this.settings = settings;
    this.stages = List.copyOf(stages);
    this.base = base;
    this.guard = guard;
    this.property = property;
    this.start = task;
    actor = Actor.of(task);
    policyOptimizer = new Adam(actor.numbers());
    int criticInputs = observationSize(stages.get(0)) + 2;
    NetworkShape critic =
        NetworkShape.perceptron(criticInputs, settings.hidden(), settings.activation(), 1);
    criticOptimizer = new Adam(critic.initial(settings.seed() + 1, 1));
    constantsFrom = actor.shape().parameters() - actor.shape().constants();
    scales = new Scales(settings, criticInputs - 2);
    rollout =
        new Rollout(
            settings.lanes(),
            settings.rolloutSteps(),
            actor.drawn(),
            actor.shape().inputs(),
            criticInputs);
    order = new int[rollout.rows()];
    threads = new WorkerThreads(settings.workers());
    for (int w = 0; w < threads.count(); w++) {
      int from = threads.begin(w, settings.lanes());
      int to = threads.begin(w + 1, settings.lanes());
      workers.add(
          new Worker(
              settings,
              actor,
              collector(from, to - from),
              new NetworkReplica(actor.shape(), device),
              new NetworkReplica(critic, device)));
    }
    distribute();
  }

  private Collector collector(int firstLane, int lanes) {
    return new Collector(
        settings, firstLane, lanes, stages.get(stage), base, guard, property, actor, start);
  }

  /** Puts all lanes into the environment of a stage, with the episodes after those begun. */
  private void enter(int next) {
    stage = next;
    for (Worker worker : workers) {
      Collector old = worker.collector;
      worker.collector = collector(old.firstLane(), old.lanes());
      worker.collector.beginAfter(old);
      worker.collector.use(scales);
      old.close();
    }
  }

  /** Which of the environments is trained in, from 0. */
  int stage() {
    return stage;
  }

  private static int observationSize(IntFunction<? extends BatchEnvironment> environments) {
    try (BatchEnvironment one = environments.apply(1)) {
      return one.observationSize();
    }
  }

  @Override
  public long steps() {
    return steps;
  }

  @Override
  public long updates() {
    return updates;
  }

  @Override
  public long episodesStarted() {
    return workers.stream().mapToLong(worker -> worker.collector.started()).sum();
  }

  @Override
  public String device() {
    return workers.get(0).policy.device();
  }

  /** The task policy as it is now. */
  @Override
  public Policy policy() {
    Policy trained = actor.policy(policyOptimizer.numbers());
    return scales.normalizes()
        ? new Policy(
            trained.observations(),
            scales.normalizer(),
            trained.trunk(),
            trained.head(),
            trained.scaling())
        : trained;
  }

  private void distribute() {
    for (Worker worker : workers) {
      worker.policy.load(policyOptimizer.numbers());
      worker.critic.load(criticOptimizer.numbers());
    }
  }

  @Override
  public Report advance() {
    long started = System.nanoTime();
    int trained = stage;
    UpdateReport report = update();
    double seconds = (System.nanoTime() - started) * 1e-9;
    return new Report(report.isFinite(), report.episodes, row(report, trained, seconds));
  }

  static Map<String, Double> row(UpdateReport report, int stage, double seconds) {
    EpisodeTotals e = report.episodes;
    Map<String, Double> row = new LinkedHashMap<>();
    row.put("episodes", (double) e.episodes());
    row.put("success", e.successShare());
    row.put("costly", (double) e.costly() / e.episodes());
    row.put("truncated", (double) e.truncated() / e.episodes());
    row.put("length", e.meanLength());
    row.put("reward", e.meanReward());
    row.put("largest_charge", e.largestCharge());
    row.put("spent", (double) e.spent());
    row.put("exceptions", (double) e.exceptions());
    row.put("stage", (double) stage);
    row.put("loss", report.loss());
    row.put("change", report.change());
    row.put("clipped", report.clippedShare());
    row.put("divergence", report.divergence());
    row.put("explained", report.explained());
    row.put("policy_gradient", report.policyNorm());
    row.put("critic_gradient", report.criticNorm());
    row.put("steps_per_second", e.decisions() / seconds);
    return row;
  }

  /** One rollout and its update. */
  UpdateReport update() {
    threads.each(w -> workers.get(w).collect(rollout));
    rollout.estimateAdvantages(settings.gamma(), settings.lambda());
    rollout.normalizeAdvantages();
    boolean policyLearns = steps >= settings.warmUpSteps();
    UpdateReport report = new UpdateReport();
    for (Worker worker : workers) {
      report.episodes.add(worker.collector.totals());
      worker.collector.totals().reset();
      scales.take(worker.collector.scales());
      worker.loss.reset();
    }
    for (int epoch = 0; epoch < settings.epochs(); epoch++) {
      shuffle(epoch);
      // A last part that does not fill a minibatch waits for the next epoch's order.
      for (int from = 0;
          from + settings.minibatch() <= order.length;
          from += settings.minibatch()) {
        step(from, policyLearns, report);
      }
    }
    for (Worker worker : workers) {
      report.add(worker.loss);
    }
    workers.forEach(worker -> worker.collector.use(scales));
    steps += rollout.rows();
    updates++;
    report.finish(rollout);
    EpisodeTotals e = report.episodes;
    if (stage + 1 < stages.size()
        && e.episodes() >= FEWEST_EPISODES
        && e.succeeded() >= settings.success() * e.episodes()) {
      enter(stage + 1);
    }
    return report;
  }

  private void shuffle(int epoch) {
    SplittableRandom random =
        new SplittableRandom(settings.seed() + 0x9e3779b97f4a7c15L * (updates * 1024 + epoch + 1));
    for (int i = 0; i < order.length; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
  }

  private void step(int from, boolean policyLearns, UpdateReport report) {
    int size = settings.minibatch();
    threads.each(
        w ->
            workers
                .get(w)
                .gradients(
                    rollout,
                    order,
                    from + threads.begin(w, size),
                    from + threads.begin(w + 1, size),
                    1.0 / size,
                    policyLearns));
    for (int w = 1; w < threads.count(); w++) {
      add(workers.get(w).policyGradient, workers.get(0).policyGradient);
      add(workers.get(w).criticGradient, workers.get(0).criticGradient);
    }
    if (policyLearns) {
      report.policyGradient(
          policyOptimizer.step(
              workers.get(0).policyGradient, settings.learningRate(), settings.gradientNorm()));
      keepDeviations();
    }
    report.criticGradient(
        criticOptimizer.step(
            workers.get(0).criticGradient, settings.criticLearningRate(), settings.gradientNorm()));
    distribute();
  }

  private static void add(float[] from, float[] to) {
    for (int i = 0; i < to.length; i++) {
      to[i] += from[i];
    }
  }

  /** Without a guard a policy may not lose its width, or nothing could be certified near it. */
  private void keepDeviations() {
    if (settings.guard() == Restriction.Kind.NONE && settings.minStd() > 0) {
      float least = (float) StrictMath.log(settings.minStd());
      float[] numbers = policyOptimizer.numbers();
      for (int i = constantsFrom; i < numbers.length; i++) {
        numbers[i] = Math.max(numbers[i], least);
      }
    }
  }

  @Override
  public Checkpoint checkpoint() {
    Checkpoint saved = new Checkpoint();
    saved.put("progress", new double[] {updates, steps, stage});
    saved.put("policy", policyOptimizer);
    saved.put("critic", criticOptimizer);
    double[] lanes = new double[settings.lanes() * workers.get(0).collector.stateSize()];
    workers.forEach(worker -> worker.collector.save(lanes));
    saved.put("lanes", lanes);
    double[] verdicts = new double[settings.lanes() * workers.get(0).collector.verdictSize()];
    workers.forEach(worker -> worker.collector.saveVerdicts(verdicts));
    saved.put("verdicts", verdicts);
    saved.put("scales", scales.toArray());
    return saved;
  }

  @Override
  public void restore(Checkpoint saved) {
    double[] progress = saved.doubles("progress", 3);
    updates = (long) progress[0];
    steps = (long) progress[1];
    if ((int) progress[2] != stage) {
      enter((int) progress[2]);
    }
    saved.restore("policy", policyOptimizer);
    saved.restore("critic", criticOptimizer);
    double[] lanes =
        saved.doubles("lanes", settings.lanes() * workers.get(0).collector.stateSize());
    workers.forEach(worker -> worker.collector.restore(lanes));
    double[] verdicts =
        saved.doubles("verdicts", settings.lanes() * workers.get(0).collector.verdictSize());
    workers.forEach(worker -> worker.collector.restoreVerdicts(verdicts));
    scales.restore(saved.doubles("scales", scales.toArray().length));
    workers.forEach(worker -> worker.collector.use(scales));
    distribute();
  }

  @Override
  public void close() {
    threads.close();
    workers.forEach(Worker::close);
  }

  /** One thread's share. */
  private static final class Worker implements AutoCloseable {
    private Collector collector;
    private final NetworkReplica policy;
    private final NetworkReplica critic;
    private final ActorLoss loss;
    private final float[] policyGradient;
    private final float[] criticGradient;
    private float[] policyIn = new float[0];
    private float[] policyOut = new float[0];
    private float[] policyBar = new float[0];
    private float[] criticIn = new float[0];
    private float[] criticOut = new float[0];
    private float[] criticBar = new float[0];

    Worker(
        PpoSettings settings,
        Actor actor,
        Collector collector,
        NetworkReplica policy,
        NetworkReplica critic) {
      this.collector = collector;
      this.policy = policy;
      this.critic = critic;
      loss = ActorLoss.of(actor, settings);
      policyGradient = new float[policy.shape().parameters()];
      criticGradient = new float[critic.shape().parameters()];
    }

    void collect(Rollout rollout) {
      collector.collect(rollout, policy, critic);
    }

    /** Gradients of the losses of rows {@code order[begin..end)}, each times {@code weight}. */
    void gradients(
        Rollout rollout, int[] order, int begin, int end, double weight, boolean policyLearns) {
      int rows = end - begin;
      if (criticOut.length < rows) {
        policyIn = new float[rows * rollout.actorInputs];
        policyOut = new float[rows * policy.shape().outputs()];
        policyBar = new float[rows * policy.shape().outputs()];
        criticIn = new float[rows * rollout.criticInputs];
        criticOut = new float[rows];
        criticBar = new float[rows];
      }
      for (int i = 0; i < rows; i++) {
        int row = order[begin + i];
        System.arraycopy(
            rollout.actorIn,
            row * rollout.actorInputs,
            policyIn,
            i * rollout.actorInputs,
            rollout.actorInputs);
        System.arraycopy(
            rollout.criticIn,
            row * rollout.criticInputs,
            criticIn,
            i * rollout.criticInputs,
            rollout.criticInputs);
      }
      if (policyLearns) {
        policy.forwardForGradient(policyIn, rows, policyOut);
        for (int i = 0; i < rows; i++) {
          loss.add(rollout, order[begin + i], policyOut, policyBar, i, weight);
        }
        policy.backward(policyBar, rows, policyGradient);
      }
      critic.forwardForGradient(criticIn, rows, criticOut);
      for (int i = 0; i < rows; i++) {
        criticBar[i] = (float) (weight * (criticOut[i] - rollout.returns[order[begin + i]]));
      }
      critic.backward(criticBar, rows, criticGradient);
    }

    @Override
    public void close() {
      collector.close();
      policy.close();
      critic.close();
    }
  }
}
