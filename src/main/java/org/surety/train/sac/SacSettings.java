package org.surety.train.sac;

import java.util.List;
import java.util.stream.Stream;
import org.surety.base.InputException;
import org.surety.policy.Activation;
import org.surety.train.Settings;
import org.surety.train.TrainingEnvironments;

/**
 * How to train.
 *
 * @param seed of all noise
 * @param totalSteps environment steps to train for
 * @param lanes environments that are stepped together
 * @param workers threads, each with a share of every batch
 * @param batch transitions a gradient is computed from
 * @param updatesPerStep updates of the critics per environment step
 * @param actorEvery updates of the critics between those of the actor, which are then as many
 * @param burnIn environment steps at the start with uniform actions and no updates
 * @param burnInRepeat decisions for which each of these actions is kept
 * @param learningRate of the actor
 * @param criticLearningRate of the critics
 * @param decay share of both learning rates that is left at the end
 * @param entropyLearningRate of the logarithm of the entropy coefficient
 * @param entropy coefficient at the start
 * @param targetEntropy in nats a dimension of the squashed action
 * @param gamma discount of a decision
 * @param returnSteps decisions whose rewards a transition sums up
 * @param tau share of the critics that their targets take over at every update
 * @param gradientNorm longest gradient taken, of actor and critics each
 * @param costWeight what a cost of 1 takes from the reward
 * @param capacity transitions kept for replay
 * @param priority exponent of priorities; 0 for uniform replay
 * @param correction exponent of the weights against the priorities' bias at the start
 * @param hidden hidden layers of actor and critics
 * @param activation their activation
 * @param reportSteps environment steps of a row of the table
 * @param checkpointEvery rows between two checkpoints
 * @param success share of a stage's last episodes that must succeed to go on to the next
 * @param evaluation how policies are chosen from
 */
record SacSettings(
    long seed,
    long totalSteps,
    int lanes,
    int workers,
    int batch,
    double updatesPerStep,
    int actorEvery,
    long burnIn,
    int burnInRepeat,
    double learningRate,
    double criticLearningRate,
    double decay,
    double entropyLearningRate,
    double entropy,
    double targetEntropy,
    double gamma,
    int returnSteps,
    double tau,
    double gradientNorm,
    double costWeight,
    int capacity,
    double priority,
    double correction,
    List<Integer> hidden,
    Activation activation,
    int reportSteps,
    int checkpointEvery,
    double success,
    Choosing evaluation) {
  /**
   * How policies are chosen from.
   *
   * @param every environment steps between two evaluations; 0 for none
   * @param episodes of each
   * @param within decisions within which success counts; 0 for the environment's own limit
   * @param best whether the best policy is written, else the last
   */
  record Choosing(long every, long episodes, int within, boolean best) {}

  private static final List<Settings.Key> FIRST =
      List.of(
          Settings.Key.count("seed", "0", 0, 1e15, "Of all noise: same seed, same policy"),
          Settings.Key.count("steps", "131_072", 1, 1e12, "Environment steps to train for"));

  private static final List<Settings.Key> TABLES =
      List.of(
          Settings.Key.count(
              "rollout.lanes", "64", 1, 1 << 20, "Environments that are stepped together"),
          Settings.Key.count(
              "rollout.workers",
              "1",
              1,
              256,
              "Threads that share each batch; small ones are done" + " soonest by one"),
          Settings.Key.count(
              "sac.batch", "256", 1, 1 << 20, "Transitions a gradient is computed from"),
          Settings.Key.number(
              "sac.updates_per_step",
              "0.125",
              1e-6,
              1e3,
              "Updates of the critics per environment step"),
          Settings.Key.count(
              "sac.actor_every",
              "1",
              1,
              1000,
              "Updates of the critics between those of the actor, which are then as many in a row"),
          Settings.Key.count(
              "sac.burn_in",
              "5_000",
              1,
              1e12,
              "Environment steps at the start with uniformly random actions and no updates"),
          Settings.Key.count(
              "sac.burn_in_repeat",
              "1",
              1,
              1e6,
              "Decisions for which each of these actions is kept; where decisions are frequent,"
                  + " independent ones average out"),
          Settings.Key.number("sac.learning_rate", "6e-4", 0, 1, "Of the actor (Adam)"),
          Settings.Key.number("sac.critic_learning_rate", "1e-3", 0, 1, "Of the critics (Adam)"),
          Settings.Key.number(
              "sac.decay",
              "1",
              0,
              1,
              "Share of both learning rates that is left at the end of the run, falling evenly"),
          Settings.Key.number(
              "sac.entropy_learning_rate",
              "1e-3",
              0,
              1,
              "Of the logarithm of the entropy coefficient (Adam); 0 keeps the coefficient"),
          Settings.Key.number(
              "sac.entropy", "0.1", 1e-9, 1e3, "The entropy coefficient at the start"),
          Settings.Key.number(
              "sac.target_entropy",
              "0",
              -100,
              0.69,
              "Entropy to tune the coefficient for, in nats a dimension of the squashed action;"
                  + " uniform actions have ln 2, and 0 is a broad base policy"),
          Settings.Key.number("sac.gamma", "0.98", 0, 1, "Discount of a decision"),
          Settings.Key.count(
              "sac.return_steps",
              "1",
              1,
              1000,
              "Decisions whose rewards a critic's goal sums up before it looks at the next value; the"
                  + " entropy between them is not counted"),
          Settings.Key.number(
              "sac.tau",
              "0.005",
              1e-9,
              1,
              "Share of the critics that their targets take over at every update"),
          Settings.Key.number(
              "sac.gradient_norm", "10", 1e-9, 1e9, "Longest gradient, of actor and critics each"),
          Settings.Key.number(
              "sac.cost_weight",
              "0",
              0,
              1e9,
              "What a cost of 1 takes from the reward; 0.25 with a formula pays +1 for its"
                  + " satisfaction and -0.25 for its violation"),
          Settings.Key.count(
              "replay.capacity", "200_000", 1, 1 << 28, "Transitions kept, the last ones"),
          Settings.Key.number(
              "replay.priority",
              "0",
              0,
              1,
              "Exponent of the priorities by which they are drawn; 0 draws uniformly"),
          Settings.Key.number(
              "replay.correction",
              "0.4",
              0,
              1,
              "Exponent of the weights against the priorities' bias; grows to 1 over the run"),
          Settings.Key.counts(
              "network.hidden", "[64, 64]", 1, 4096, "Hidden layers of the actor and the critics"),
          Settings.Key.text(
              "network.activation", "relu", List.of("tanh", "relu", "elu", "silu"), "Between them"),
          Settings.Key.count(
              "evaluation.every",
              "0",
              0,
              1e12,
              "Environment steps between two evaluations of the policy in the last environment, on"
                  + " episodes that nothing else is done with; 0 for none"),
          Settings.Key.count("evaluation.episodes", "500", 1, 1e9, "Episodes of an evaluation"),
          Settings.Key.count(
              "evaluation.within",
              "0",
              0,
              1e6,
              "Decisions within which success counts there; 0 for the environment's own limit"),
          Settings.Key.text(
              "evaluation.keep",
              "best",
              List.of("best", "last"),
              "Which policy is written: the one with the fewest failures in its evaluation (of these,"
                  + " the one that takes the fewest decisions to succeed), or the last"),
          Settings.Key.count(
              "run.report_every",
              "2048",
              1,
              1 << 30,
              "Environment steps of a row of the table, after which a run can be stopped"),
          Settings.Key.count("run.checkpoint_every", "20", 1, 1e9, "Rows between two checkpoints"));

  /** Every key of a settings file. */
  static final List<Settings.Key> KEYS =
      Stream.of(TrainingEnvironments.KEYS, FIRST, TrainingEnvironments.TABLES, TABLES)
          .flatMap(List::stream)
          .toList();

  /** Takes the settings of a file that fit one another. */
  static SacSettings of(Settings s) {
    int lanes = (int) s.count("rollout.lanes");
    int workers = (int) s.count("rollout.workers");
    int batch = (int) s.count("sac.batch");
    if (workers > batch) {
      throw new InputException(
          s.place("rollout.workers"),
          workers + " threads cannot share " + batch + " transitions",
          "give fewer workers");
    }
    int capacity = (int) s.count("replay.capacity");
    if (capacity < lanes) {
      throw new InputException(
          s.place("replay.capacity"),
          "is less than the " + lanes + " transitions of one step of all lanes",
          "give at least rollout.lanes");
    }
    return new SacSettings(
        s.count("seed"),
        s.count("steps"),
        lanes,
        workers,
        batch,
        s.number("sac.updates_per_step"),
        (int) s.count("sac.actor_every"),
        s.count("sac.burn_in"),
        (int) s.count("sac.burn_in_repeat"),
        s.number("sac.learning_rate"),
        s.number("sac.critic_learning_rate"),
        s.number("sac.decay"),
        s.number("sac.entropy_learning_rate"),
        s.number("sac.entropy"),
        s.number("sac.target_entropy"),
        s.number("sac.gamma"),
        (int) s.count("sac.return_steps"),
        s.number("sac.tau"),
        s.number("sac.gradient_norm"),
        s.number("sac.cost_weight"),
        capacity,
        s.number("replay.priority"),
        s.number("replay.correction"),
        s.counts("network.hidden"),
        Activation.named(s.text("network.activation")).orElseThrow(),
        (int) s.count("run.report_every"),
        (int) s.count("run.checkpoint_every"),
        s.number("curriculum.success"),
        new Choosing(
            s.count("evaluation.every"),
            s.count("evaluation.episodes"),
            (int) s.count("evaluation.within"),
            s.text("evaluation.keep").equals("best")));
  }
}
