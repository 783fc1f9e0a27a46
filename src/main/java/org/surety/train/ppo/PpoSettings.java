package org.surety.train.ppo;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.surety.base.InputException;
import org.surety.policy.Activation;
import org.surety.train.RunFolder;
import org.surety.train.Settings;
import org.surety.train.TrainingEnvironments;
import org.surety.train.tensor.Workspace;

/**
 * How to train.
 *
 * @param guard what keeps the task policy near the base
 * @param seed of all noise
 * @param totalSteps environment steps to train for
 * @param lanes environments that are stepped together
 * @param rolloutSteps decisions of each between two updates
 * @param workers threads, each with a share of lanes and rows
 * @param objective whose likelihood ratio
 * @param epochs passes over the rollout
 * @param minibatch decisions a gradient is computed from
 * @param learningRate of the actor
 * @param criticLearningRate of the critic
 * @param gamma discount of a decision
 * @param lambda of generalized advantage estimation
 * @param clip how far the likelihood ratio may leave 1 with a gradient
 * @param entropy weight of the entropy bonus
 * @param pull weight of KL(played ‖ task)
 * @param gradientNorm longest gradient taken, of actor and critic each
 * @param warmUpSteps environment steps at the start in which only the critic learns
 * @param costWeight what a cost of 1 takes from the reward
 * @param hidden hidden layers of the critic, and of a new policy
 * @param activation their activation
 * @param std standard deviation of a new policy at the start
 * @param minStd a new policy's deviations are kept above it
 * @param normalizesObservations whether a new policy learns how large observations are
 * @param scalesRewards whether rewards are divided by the deviation of their discounted sums
 * @param checkpointEvery updates between two checkpoints
 * @param success share of an update's episodes that must succeed to go on to the next stage
 * @param placement where environments and guard are
 * @param precision of environments on a device
 */
record PpoSettings(
    Restriction.Kind guard,
    long seed,
    long totalSteps,
    int lanes,
    int rolloutSteps,
    int workers,
    Objective objective,
    int epochs,
    int minibatch,
    double learningRate,
    double criticLearningRate,
    double gamma,
    double lambda,
    double clip,
    double entropy,
    double pull,
    double gradientNorm,
    long warmUpSteps,
    double costWeight,
    List<Integer> hidden,
    Activation activation,
    double std,
    double minStd,
    boolean normalizesObservations,
    boolean scalesRewards,
    int checkpointEvery,
    double success,
    Placement placement,
    Workspace.Precision precision) {

  /** Whose density is in the numerator of the likelihood ratio. */
  enum Objective {
    /** The played policy's, with its gradient pulled back through the projection. */
    PROJECTED,
    /** The task policy's, as in the paper. */
    PAPER;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Where environments, guard and rollouts are. */
  enum Placement {
    /** On the device if it is a GPU and can hold the environment, else on the host. */
    AUTO,
    /** In arrays, stepped by threads of the processor. */
    HOST,
    /** In tensors, wherever the networks are. */
    DEVICE
  }

  private static final List<Settings.Key> FIRST =
      List.of(
          Settings.Key.text(
              "base",
              "",
              List.of(),
              "File of the certified policy, its path taken from this file's folder; empty to train a"
                  + " new policy without a guard"),
          Settings.Key.text(
              RunFolder.BASE_HINTS,
              "",
              List.of(),
              "JSON file with all that the base policy's file does not say, its path likewise; empty"
                  + " where it or its certificate says all"),
          Settings.Key.count("seed", "0", 0, 1e15, "Of all noise: same seed, same policy"),
          Settings.Key.count("steps", "4_000_000", 1, 1e12, "Environment steps to train for"));

  private static final List<Settings.Key> TABLES =
      List.of(
          Settings.Key.count(
              "rollout.lanes", "1024", 1, 1 << 20, "Environments that are stepped together"),
          Settings.Key.count(
              "rollout.steps", "16", 1, 1 << 16, "Decisions of each between two updates"),
          Settings.Key.count("rollout.workers", "2", 1, 256, "Threads of the host's rollouts"),
          Settings.Key.text(
              "rollout.placement",
              "auto",
              List.of("auto", "host", "device"),
              "Where environments and guard are: host steps arrays by threads, device keeps"
                  + " everything where the networks are; auto takes device on a GPU if the"
                  + " environment can be there"),
          Settings.Key.text(
              "rollout.precision",
              "double",
              List.of("double", "single"),
              "Of environments on a device; the guard is always in double precision"),
          Settings.Key.text(
              "ppo.objective",
              "projected",
              List.of("projected", "paper"),
              "Likelihood ratio of the played policy, or the paper's unprojected over projected"),
          Settings.Key.count("ppo.epochs", "4", 1, 1000, "Passes over each rollout"),
          Settings.Key.count(
              "ppo.minibatch", "4096", 1, 1 << 24, "Decisions a gradient is computed from"),
          Settings.Key.number("ppo.learning_rate", "3e-4", 0, 1, "Of the actor (Adam)"),
          Settings.Key.number("ppo.critic_learning_rate", "1e-3", 0, 1, "Of the critic (Adam)"),
          Settings.Key.number("ppo.gamma", "0.99", 0, 1, "Discount of a decision"),
          Settings.Key.number("ppo.lambda", "0.95", 0, 1, "Of generalized advantage estimation"),
          Settings.Key.number(
              "ppo.clip", "0.2", 0, 1, "How far the likelihood ratio may leave 1 with a gradient"),
          Settings.Key.number("ppo.entropy", "0", 0, 1e3, "Weight of the entropy bonus, per nat"),
          Settings.Key.number(
              "ppo.pull",
              "0.01",
              0,
              1e3,
              "Weight of KL(played || task), which keeps dimensions alive that have collapsed"
                  + " onto the base"),
          Settings.Key.number(
              "ppo.gradient_norm", "0.5", 1e-9, 1e9, "Longest gradient, of actor and critic each"),
          Settings.Key.count(
              "ppo.warm_up",
              "200_000",
              0,
              1e12,
              "Environment steps at the start in which only the critic learns; with a guard only"),
          Settings.Key.number(
              "ppo.cost_weight", "0", 0, 1e9, "What a cost of 1 takes from the reward"),
          Settings.Key.text(
              "ppo.reward_scale",
              "none",
              List.of("none", "running"),
              "Rewards divided by the deviation so far of their discounted sums"),
          Settings.Key.counts(
              "network.hidden",
              "[64, 64]",
              1,
              4096,
              "Hidden layers of the critic and a new policy"),
          Settings.Key.text(
              "network.activation", "tanh", List.of("tanh", "relu", "elu", "silu"), "Between them"),
          Settings.Key.number(
              "network.std", "0.4", 1e-6, 1e6, "Deviation of a new policy at the start"),
          Settings.Key.number("network.min_std", "0.1", 0, 1e6, "And the least it may have"),
          Settings.Key.text(
              "network.normalize",
              "none",
              List.of("none", "running"),
              "Observations of a new policy by their mean and deviation so far, which become part"
                  + " of it"),
          Settings.Key.count(
              "run.checkpoint_every", "10", 1, 1e9, "Updates between two checkpoints"),
          Settings.Key.text(
              "guard.kind",
              "none",
              List.of("none", "per-step", "budget", "mean-only"),
              "What keeps the policy near the base; --guard says it, too"),
          Settings.Key.text(
              "guard.limit",
              "",
              List.of(),
              "alpha, the budget in nats or in base standard deviations; a decimal. --certificate"
                  + " and --risk compute it"),
          Settings.Key.text(
              "guard.per_decision_cap",
              "",
              List.of(),
              "Most that one decision may use of a budget; empty for no limit of its own"),
          Settings.Key.count(
              "guard.horizon", "1", 1, 1e9, "Decisions after which the guard plays base only"),
          Settings.Key.text("guard.certificate", "", List.of(), "SHA-256 of the base certificate"));

  /** Every key of a settings file. */
  static final List<Settings.Key> KEYS =
      Stream.of(TrainingEnvironments.KEYS, FIRST, TrainingEnvironments.TABLES, TABLES)
          .flatMap(List::stream)
          .toList();

  /** Takes the settings of a file that fit one another. */
  static PpoSettings of(Settings s) {
    Restriction.Kind guard =
        Restriction.Kind.valueOf(s.text("guard.kind").toUpperCase(Locale.ROOT).replace('-', '_'));
    int lanes = (int) s.count("rollout.lanes");
    int workers = (int) s.count("rollout.workers");
    int rows = (int) Math.min(Integer.MAX_VALUE, lanes * s.count("rollout.steps"));
    int minibatch = (int) s.count("ppo.minibatch");
    if (workers > lanes || workers > minibatch) {
      throw new InputException(
          s.place("rollout.workers"),
          workers + " threads cannot share " + Math.min(lanes, minibatch) + " rows",
          "give fewer workers");
    }
    if (minibatch > rows || rows > 1 << 26) {
      throw new InputException(
          s.place("ppo.minibatch"),
          minibatch + " decisions cannot be taken from rollouts of " + rows,
          "lanes times steps must be at least the minibatch and at most 67108864");
    }
    long warmUp = guard == Restriction.Kind.NONE ? 0 : s.count("ppo.warm_up");
    if (warmUp > 0 && warmUp >= s.count("steps")) {
      throw new InputException(
          s.place("ppo.warm_up"),
          warmUp + " steps leave none of " + s.count("steps") + " for the policy to learn in",
          "make it a tenth of the steps, say");
    }
    boolean normalizes = s.text("network.normalize").equals("running");
    if (normalizes && guard != Restriction.Kind.NONE) {
      throw new InputException(
          s.place("network.normalize"),
          "a policy under a guard keeps the normalizer of its base",
          "leave it out");
    }
    return new PpoSettings(
        guard,
        s.count("seed"),
        s.count("steps"),
        lanes,
        (int) s.count("rollout.steps"),
        workers,
        Objective.valueOf(s.text("ppo.objective").toUpperCase(Locale.ROOT)),
        (int) s.count("ppo.epochs"),
        minibatch,
        s.number("ppo.learning_rate"),
        s.number("ppo.critic_learning_rate"),
        s.number("ppo.gamma"),
        s.number("ppo.lambda"),
        s.number("ppo.clip"),
        s.number("ppo.entropy"),
        s.number("ppo.pull"),
        s.number("ppo.gradient_norm"),
        warmUp,
        s.number("ppo.cost_weight"),
        s.counts("network.hidden"),
        Activation.named(s.text("network.activation")).orElseThrow(),
        s.number("network.std"),
        s.number("network.min_std"),
        normalizes,
        s.text("ppo.reward_scale").equals("running"),
        (int) s.count("run.checkpoint_every"),
        s.number("curriculum.success"),
        Placement.valueOf(s.text("rollout.placement").toUpperCase(Locale.ROOT)),
        Workspace.Precision.valueOf(s.text("rollout.precision").toUpperCase(Locale.ROOT)));
  }
}
