package org.surety.train.sac;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.surety.env.BatchEnvironment;
import org.surety.guard.CounterNoise;
import org.surety.policy.Policy;
import org.surety.train.Adam;
import org.surety.train.Checkpoint;
import org.surety.train.EpisodeTotals;
import org.surety.train.Evaluation;
import org.surety.train.EvaluationRollouts;
import org.surety.train.Learner;
import org.surety.train.WorkerThreads;
import org.surety.train.tensor.GaussianActor;
import org.surety.train.tensor.NetworkShape;

/**
 * Soft actor-critic: one decision in every lane, then the updates that are owed for it. Every
 * worker has replicas of the networks and a share of each batch; sums over workers run in their
 * order, so that a run depends on the number of workers but on no timing.
 */
final class SacLearner implements Learner {
  /** Keeps the seeds of training apart from those of rollouts that certify. */
  private static final long TRAINING = 0x747261696e2d7361L;

  private final SacSettings settings;
  private final List<? extends IntFunction<? extends BatchEnvironment>> stages;
  private final GaussianActor actor;
  private final Policy start;
  private final Adam policyOptimizer;
  private final Adam criticOptimizer;
  private final Adam entropyOptimizer;
  private final float[] targets;
  private final ReplayBuffer replay;
  private final ReplayBuffer.Batch batch;
  private final CounterNoise choice;
  private final List<SacWorker> workers = new ArrayList<>();
  private final WorkerThreads threads;
  private final RecentEpisodes recent = new RecentEpisodes();
  private final EvaluationRollouts evaluations;
  private @Nullable Evaluation latest;
  private @Nullable Evaluation best;
  private float[] bestNumbers;
  private Lanes lanes;
  private long steps;
  private long rows;
  private long updates;
  private int stage;

  // Sums over the updates of a row of the table.
  private EpisodeTotals episodes = new EpisodeTotals();
  private long criticUpdates;
  private long actorUpdates;
  private double criticLoss;
  private double actorLoss;
  private double logDensity;
  private double value;
  private double criticNorm;
  private double policyNorm;
  private double entropyNorm;

  /**
   * A learner before its first step.
   *
   * @param stages environments to train in, one after the other; see {@link SacSettings#success}
   * @param start the policy to start from, Gaussian, without a normalizer, squashed by tanh
   */
  SacLearner(
      SacSettings settings,
      String device,
      List<? extends IntFunction<? extends BatchEnvironment>> stages,
      Policy start) {
    this.settings = settings;
    this.stages = List.copyOf(stages);
    this.start = start;
    actor = new GaussianActor(start);
    policyOptimizer = new Adam(actor.numbers());
    int o = actor.shape().inputs();
    NetworkShape critics =
        NetworkShape.siblings(2, o + actor.actions(), settings.hidden(), settings.activation());
    criticOptimizer = new Adam(critics.initial(settings.seed() + 1, 1));
    targets = criticOptimizer.numbers().clone();
    entropyOptimizer = new Adam(new float[] {(float) StrictMath.log(settings.entropy())});
    replay = new ReplayBuffer(settings.capacity(), o, actor.actions(), settings.priority());
    batch = new ReplayBuffer.Batch(settings.batch());
    long seed = settings.seed() ^ TRAINING;
    choice = new CounterNoise(seed + 3);
    threads = new WorkerThreads(settings.workers());
    for (int w = 0; w < threads.count(); w++) {
      int share = threads.begin(w + 1, settings.batch()) - threads.begin(w, settings.batch());
      workers.add(new SacWorker(settings, actor, critics, share, device, seed));
    }
    bestNumbers = policyOptimizer.numbers().clone();
    SacSettings.Choosing choosing = settings.evaluation();
    evaluations =
        new EvaluationRollouts(
            stages.get(stages.size() - 1),
            settings.seed(),
            choosing.episodes(),
            choosing.within(),
            settings.costWeight());
    lanes = lanes();
    load(w -> w.policy().load(policyOptimizer.numbers()));
    load(w -> w.critics().load(criticOptimizer.numbers()));
    load(w -> w.targets().load(targets));
  }

  private Lanes lanes() {
    return new Lanes(
        settings, stages.get(stage), actor, start.scaling(), settings.seed() ^ TRAINING);
  }

  /** Puts all lanes into the environment of a stage, with the episodes after those begun. */
  private void enter(int next) {
    stage = next;
    recent.reset();
    Lanes old = lanes;
    lanes = lanes();
    lanes.beginAfter(old);
    old.close();
  }

  private interface Loading {
    void into(SacWorker worker);
  }

  private void load(Loading loading) {
    workers.forEach(loading::into);
  }

  @Override
  public long updates() {
    return rows;
  }

  @Override
  public long steps() {
    return steps;
  }

  /** The one that is kept: the best of those evaluated, or the last. */
  @Override
  public Policy policy() {
    return actor.policy(chosen().isPresent() ? bestNumbers : policyOptimizer.numbers());
  }

  @Override
  public Optional<Evaluation> chosen() {
    return settings.evaluation().best() ? Optional.ofNullable(best) : Optional.empty();
  }

  private void evaluate() {
    latest = evaluations.play(actor.policy(policyOptimizer.numbers()), steps);
    if (latest.replaces(best)) {
      best = latest;
      bestNumbers = policyOptimizer.numbers().clone();
    }
  }

  @Override
  public String device() {
    return workers.get(0).policy().device();
  }

  /** Updates of the critics so far. */
  long criticUpdates() {
    return updates;
  }

  /** The entropy coefficient as it is now. */
  double entropy() {
    return StrictMath.exp(entropyOptimizer.numbers()[0]);
  }

  @Override
  public Report advance() {
    long started = System.nanoTime();
    int trained = stage;
    forget();
    long until = Math.min(steps + settings.reportSteps(), settings.totalSteps());
    while (steps < until) {
      step();
    }
    rows++;
    double seconds = (System.nanoTime() - started) * 1e-9;
    boolean finite =
        Double.isFinite(criticLoss)
            && Double.isFinite(actorLoss)
            && Double.isFinite(criticNorm)
            && Double.isFinite(policyNorm)
            && Double.isFinite(entropyNorm)
            && Double.isFinite(entropy());
    return new Report(finite, episodes, row(trained, seconds));
  }

  /** One decision in every lane, and the updates that are owed for it. */
  private void step() {
    boolean uniform = steps < settings.burnIn();
    lanes.step(
        workers.get(0).policy(),
        uniform,
        replay,
        episode -> {
          episodes.add(episode);
          recent.add(episode.succeeded());
        });
    for (int i = 0; i < settings.lanes(); i++) {
      episodes.decided();
    }
    steps += settings.lanes();
    if (stage + 1 < stages.size() && recent.reach(settings.success())) {
      enter(stage + 1);
    }
    double owed = (steps - settings.burnIn()) * settings.updatesPerStep();
    while (updates < owed) {
      update();
    }
    long every = settings.evaluation().every();
    if (every > 0
        && (steps / every > (steps - settings.lanes()) / every || steps >= settings.totalSteps())) {
      evaluate();
    }
  }

  private void update() {
    choice.seek(updates, 0);
    double correction = settings.correction() + (1 - settings.correction()) * progress();
    replay.draw(choice, correction, batch);
    double entropy = entropy();
    threads.each(
        w ->
            workers
                .get(w)
                .learnValues(
                    replay,
                    batch,
                    threads.begin(w, batch.size),
                    threads.begin(w + 1, batch.size),
                    updates,
                    entropy));
    replay.prioritize(batch);
    criticNorm +=
        criticOptimizer.step(
            sum(SacWorker::criticGradient),
            settings.criticLearningRate() * decay(),
            settings.gradientNorm());
    criticLoss += sumOf(SacWorker::criticLoss);
    load(w -> w.critics().load(criticOptimizer.numbers()));
    criticUpdates++;
    if ((updates + 1) % settings.actorEvery() == 0) {
      for (int i = 0; i < settings.actorEvery(); i++) {
        learnActions(i);
      }
    }
    follow(targets, criticOptimizer.numbers(), settings.tau());
    load(w -> w.targets().load(targets));
    updates++;
  }

  private double progress() {
    return Math.min(1, (double) steps / settings.totalSteps());
  }

  private double decay() {
    return 1 - (1 - settings.decay()) * progress();
  }

  private void learnActions(int repetition) {
    double entropy = entropy();
    long number = updates * settings.actorEvery() + repetition;
    threads.each(
        w ->
            workers
                .get(w)
                .learnActions(
                    replay,
                    batch,
                    threads.begin(w, batch.size),
                    threads.begin(w + 1, batch.size),
                    number,
                    entropy));
    policyNorm +=
        policyOptimizer.step(
            sum(SacWorker::actorGradient),
            settings.learningRate() * decay(),
            settings.gradientNorm());
    load(w -> w.policy().load(policyOptimizer.numbers()));
    double mean = sumOf(SacWorker::logDensity) / batch.size;
    actorLoss += sumOf(SacWorker::actorLoss) / batch.size;
    logDensity += mean;
    value += sumOf(SacWorker::value) / batch.size;
    actorUpdates++;
    if (settings.entropyLearningRate() > 0) {
      double byLog = entropyGradient(entropy, mean, settings.targetEntropy() * actor.actions());
      entropyNorm +=
          entropyOptimizer.step(
              new float[] {(float) byLog},
              settings.entropyLearningRate(),
              Double.POSITIVE_INFINITY);
    }
  }

  /**
   * The gradient of J(α) = −α (E ln π + H) by ln α (Haarnoja et al. 2018, equation 18): a policy
   * that is more random than the target entropy H makes the coefficient smaller.
   */
  static double entropyGradient(double entropy, double logDensity, double target) {
    return -entropy * (logDensity + target);
  }

  /** Takes over a share of numbers: target ← (1 − τ) target + τ source. */
  static void follow(float[] target, float[] source, double tau) {
    float share = (float) tau;
    for (int i = 0; i < target.length; i++) {
      target[i] += share * (source[i] - target[i]);
    }
  }

  private interface Gradient {
    float[] of(SacWorker worker);
  }

  /** The sum of the workers' gradients, in the first one's array. */
  private float[] sum(Gradient gradient) {
    float[] sum = gradient.of(workers.get(0));
    for (int w = 1; w < workers.size(); w++) {
      float[] more = gradient.of(workers.get(w));
      for (int i = 0; i < sum.length; i++) {
        sum[i] += more[i];
      }
    }
    return sum;
  }

  private double sumOf(ToDoubleFunction<SacWorker> share) {
    return workers.stream().mapToDouble(share).sum();
  }

  private void forget() {
    episodes = new EpisodeTotals();
    criticUpdates = 0;
    actorUpdates = 0;
    criticLoss = 0;
    actorLoss = 0;
    logDensity = 0;
    value = 0;
    criticNorm = 0;
    policyNorm = 0;
    entropyNorm = 0;
  }

  private Map<String, Double> row(int trained, double seconds) {
    double learned = Math.max(1, criticUpdates);
    double acted = Math.max(1, actorUpdates);
    Map<String, Double> row = new LinkedHashMap<>();
    row.put("episodes", (double) episodes.episodes());
    row.put("success", episodes.successShare());
    row.put("costly", (double) episodes.costly() / episodes.episodes());
    row.put("truncated", (double) episodes.truncated() / episodes.episodes());
    row.put("length", episodes.meanLength());
    row.put("reward", episodes.meanReward());
    row.put("stage", (double) trained);
    row.put("critic_updates", (double) updates);
    row.put("critic_loss", criticLoss / learned);
    row.put("actor_loss", actorLoss / acted);
    row.put("value", value / acted);
    row.put("entropy", -logDensity / acted);
    row.put("entropy_coefficient", entropy());
    row.put("critic_gradient", criticNorm / learned);
    row.put("policy_gradient", policyNorm / acted);
    if (settings.evaluation().every() > 0) {
      row.put("evaluated_steps", latest == null ? Double.NaN : latest.steps());
      row.put("evaluated_failures", latest == null ? Double.NaN : latest.failures());
      row.put("evaluated_decisions", latest == null ? Double.NaN : latest.decisions());
      row.put("evaluated_deviation", latest == null ? Double.NaN : latest.deviation());
      row.put("best_steps", best == null ? Double.NaN : best.steps());
    }
    row.put("steps_per_second", episodes.decisions() / seconds);
    row.put("updates_per_second", criticUpdates / seconds);
    return row;
  }

  @Override
  public Checkpoint checkpoint() {
    Checkpoint saved = new Checkpoint();
    saved.put("progress", new double[] {rows, steps, updates, stage});
    saved.put("policy", policyOptimizer);
    saved.put("critics", criticOptimizer);
    saved.put("entropy", entropyOptimizer);
    saved.put("targets", targets);
    saved.put("recent", recent.save());
    saved.put("lanes", lanes.save());
    Evaluation.put(latest, saved, "evaluated");
    Evaluation.put(best, saved, "best");
    saved.put("best.numbers", bestNumbers);
    replay.save(saved);
    return saved;
  }

  @Override
  public void restore(Checkpoint saved) {
    double[] progress = saved.doubles("progress", 4);
    rows = (long) progress[0];
    steps = (long) progress[1];
    updates = (long) progress[2];
    if ((int) progress[3] != stage) {
      enter((int) progress[3]);
    }
    saved.restore("policy", policyOptimizer);
    saved.restore("critics", criticOptimizer);
    saved.restore("entropy", entropyOptimizer);
    System.arraycopy(saved.floats("targets", targets.length), 0, targets, 0, targets.length);
    recent.restore(saved.doubles("recent", RecentEpisodes.COUNT + 1));
    lanes.restore(saved.doubles("lanes", lanes.stateSize()));
    replay.restore(saved);
    latest = Evaluation.take(saved, "evaluated");
    best = Evaluation.take(saved, "best");
    bestNumbers = saved.floats("best.numbers", bestNumbers.length);
    load(w -> w.policy().load(policyOptimizer.numbers()));
    load(w -> w.critics().load(criticOptimizer.numbers()));
    load(w -> w.targets().load(targets));
  }

  @Override
  public void close() {
    threads.close();
    workers.forEach(SacWorker::close);
    evaluations.close();
    lanes.close();
  }
}
