package org.surety.train.ppo;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.surety.guard.GuardSetting;
import org.surety.policy.Policy;
import org.surety.train.Checkpoint;
import org.surety.train.EpisodeTotals;
import org.surety.train.tensor.DeviceWork;
import org.surety.train.tensor.GaussianActor;
import org.surety.train.tensor.NetworkShape;
import org.surety.train.tensor.Tensor;
import org.surety.train.tensor.TensorAdam;
import org.surety.train.tensor.TensorNetwork;
import org.surety.train.tensor.Variable;
import org.surety.train.tensor.Workspace;
import org.surety.train.tensor.Workspace.Precision;

/**
 * {@link PpoLearner} with everything on a device: rollouts stay there, and so do minibatches,
 * losses, gradients and optimizers. The processor reads a few sums after every update.
 */
@SuppressWarnings("try") // a scope is opened to be closed
final class DeviceLearner implements GuardedLearner {
  private final Workspace workspace;
  private final PpoSettings settings;
  private final List<DeviceTask> stages;
  private final GaussianActor actor;
  private final TensorAdam policyOptimizer;
  private final TensorAdam criticOptimizer;
  private final DeviceCollector collector;
  private final Scales scales;
  private final DeviceActorLoss loss;
  private final DeviceRollout.Columns columns;
  private final Variable norms; // sums of the norms of the actor's and the critic's gradients
  private long updates;
  private long steps;
  private int stage;

  /**
   * A learner before its first step; parameters as for {@link PpoLearner}.
   *
   * @param guard null to play the task policy itself
   */
  DeviceLearner(
      PpoSettings settings,
      String device,
      List<DeviceTask> stages,
      @Nullable Policy base,
      @Nullable GuardSetting guard,
      Policy task) {
    this.settings = settings;
    this.stages = List.copyOf(stages);
    workspace = new Workspace(device);
    actor = new GaussianActor(task);
    NetworkShape criticShape =
        NetworkShape.perceptron(
            stages.get(0).observationSize() + 2, settings.hidden(), settings.activation(), 1);
    TensorNetwork policy =
        new TensorNetwork(workspace, actor.shape(), Precision.SINGLE, actor.exactNumbers());
    TensorNetwork critic =
        new TensorNetwork(
            workspace,
            criticShape,
            Precision.SINGLE,
            wide(criticShape.initial(settings.seed() + 1, 1)));
    policyOptimizer = new TensorAdam(workspace, policy);
    criticOptimizer = new TensorAdam(workspace, critic);
    scales = new Scales(settings, stages.get(0).observationSize());
    collector =
        new DeviceCollector(
            workspace, settings, stages.get(0), base, guard, actor, task, policy, critic);
    loss = new DeviceActorLoss(workspace, actor, settings);
    columns = new DeviceRollout.Columns(actor.actions());
    try (Workspace.Scope scope = workspace.scope()) {
      norms = new Variable(workspace.filled(Precision.DOUBLE, 0, 2));
    }
  }

  private static double[] wide(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  @Override
  public long steps() {
    return steps;
  }

  @Override
  public long updates() {
    return updates;
  }

  /** Which of the environments is trained in, from 0. */
  int stage() {
    return stage;
  }

  @Override
  public long episodesStarted() {
    return collector.started();
  }

  @Override
  public String device() {
    return workspace.device();
  }

  @Override
  public Policy policy() {
    Policy trained = actor.policy(policyOptimizer.network().numbers().toFloats());
    return scales.normalizes()
        ? new Policy(
            trained.observations(),
            scales.normalizer(),
            trained.trunk(),
            trained.head(),
            trained.scaling())
        : trained;
  }

  @Override
  public Report advance() {
    long started = System.nanoTime();
    int trained = stage;
    UpdateReport report = update();
    double seconds = (System.nanoTime() - started) * 1e-9;
    return new Report(report.isFinite(), report.episodes, PpoLearner.row(report, trained, seconds));
  }

  /** One rollout and its update. */
  UpdateReport update() {
    boolean policyLearns = steps >= settings.warmUpSteps();
    UpdateReport report = new UpdateReport();
    long rows = (long) settings.lanes() * settings.rolloutSteps();
    int gradients = 0;
    try (Workspace.Scope scope = workspace.scope()) {
      loss.reset();
      norms.set(workspace.filled(Precision.DOUBLE, 0, 2));
      DeviceRollout rollout = collector.collect(updates);
      for (int epoch = 0; epoch < settings.epochs(); epoch++) {
        Tensor order =
            workspace.permutation(
                settings.seed() + 0x9e3779b97f4a7c15L * (updates * 1024 + epoch + 1), rows);
        // A last part that does not fill a minibatch waits for the next epoch's order.
        for (long from = 0; from + settings.minibatch() <= rows; from += settings.minibatch()) {
          try (Workspace.Scope inner = workspace.scope()) {
            step(rollout, order.part(from, from + settings.minibatch()), policyLearns);
          }
          gradients++;
        }
      }
      workspace.work().enter("totals");
      double[] read =
          workspace
              .join(
                  0,
                  List.of(
                      collector.totals(), loss.sums(), norms.get(), rollout.explained().reshape(1)))
              .toArray();
      int at = collector.read();
      report.episodes.add(collector.totals(Arrays.copyOf(read, at), scales));
      collector.use(scales);
      report.device(
          Arrays.copyOfRange(read, at, at + 5),
          read[at + 5],
          read[at + 6],
          gradients,
          read[at + 7]);
    }
    steps += rows;
    updates++;
    EpisodeTotals e = report.episodes;
    if (stage + 1 < stages.size()
        && e.episodes() >= PpoLearner.FEWEST_EPISODES
        && e.succeeded() >= settings.success() * e.episodes()) {
      enter(stage + 1);
    }
    return report;
  }

  private void enter(int next) {
    stage = next;
    collector.enter(stages.get(next));
  }

  private void step(DeviceRollout rollout, Tensor index, boolean policyLearns) {
    double weight = 1.0 / settings.minibatch();
    DeviceWork work = workspace.work();
    work.enter("minibatch");
    Tensor rows = rollout.decisions().rows(index);
    Tensor policyNorm = workspace.number(0);
    if (policyLearns) {
      Tensor in = rollout.actorIn().rows(index);
      work.enter("gradients");
      Tensor gradient =
          policyOptimizer
              .network()
              .gradient(
                  in,
                  out -> {
                    work.enter("loss");
                    Tensor bar = loss.cotangents(rows, out, weight);
                    work.enter("gradients");
                    return bar;
                  });
      work.enter("optimizers");
      policyNorm = policyOptimizer.step(gradient, settings.learningRate(), settings.gradientNorm());
      keepDeviations();
    }
    work.enter("minibatch");
    Tensor returns = columns.returns(rows).as(Precision.SINGLE);
    Tensor in = rollout.criticIn().rows(index);
    work.enter("gradients");
    Tensor gradient =
        criticOptimizer.network().gradient(in, out -> out.minus(returns).times(weight));
    work.enter("optimizers");
    Tensor criticNorm =
        criticOptimizer.step(gradient, settings.criticLearningRate(), settings.gradientNorm());
    norms.set(
        norms.get().plus(workspace.join(0, List.of(policyNorm.reshape(1), criticNorm.reshape(1)))));
  }

  /** Without a guard a policy may not lose its width, or nothing could be certified near it. */
  private void keepDeviations() {
    if (settings.guard() == Restriction.Kind.NONE && settings.minStd() > 0) {
      policyOptimizer.network().keepConstantsAbove(StrictMath.log(settings.minStd()));
    }
  }

  @Override
  public Checkpoint checkpoint() {
    Checkpoint saved = new Checkpoint();
    saved.put("progress", new double[] {updates, steps, stage});
    put(saved, "policy", policyOptimizer);
    put(saved, "critic", criticOptimizer);
    saved.put("lanes", collector.save());
    saved.put("scales", scales.toArray());
    return saved;
  }

  private static void put(Checkpoint saved, String name, TensorAdam adam) {
    saved.put(name + ".numbers", adam.network().numbers().toFloats());
    saved.put(name + ".first", adam.first().toFloats());
    saved.put(name + ".second", adam.second().toFloats());
    saved.put(name + ".steps", new double[] {adam.steps()});
  }

  @Override
  public void restore(Checkpoint saved) {
    double[] progress = saved.doubles("progress", 3);
    updates = (long) progress[0];
    steps = (long) progress[1];
    if ((int) progress[2] != stage) {
      enter((int) progress[2]);
    }
    restore(saved, "policy", policyOptimizer);
    restore(saved, "critic", criticOptimizer);
    collector.restore(saved.doubles("lanes", settings.lanes() * collector.stateSize()));
    scales.restore(saved.doubles("scales", scales.toArray().length));
    collector.use(scales);
  }

  private static void restore(Checkpoint saved, String name, TensorAdam adam) {
    int size = adam.network().shape().parameters();
    adam.restore(
        saved.floats(name + ".numbers", size),
        saved.floats(name + ".first", size),
        saved.floats(name + ".second", size),
        (long) saved.doubles(name + ".steps", 1)[0]);
  }

  /** What was asked of the device so far. */
  DeviceWork work() {
    return workspace.work();
  }

  /** Native arrays that outlive updates. */
  int attachedArrays() {
    return workspace.attachedArrays();
  }

  @Override
  public void close() {
    workspace.close();
  }
}
