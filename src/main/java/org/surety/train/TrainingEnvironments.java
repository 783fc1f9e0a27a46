package org.surety.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;
import org.surety.env.BatchEnvironment;
import org.surety.env.DeadlineEnvironment;
import org.surety.env.Environments;
import org.surety.env.GymnasiumOptions;
import org.surety.env.ProductRewards;
import org.surety.env.ProductStarts;
import org.surety.env.StartsAnywhere;
import org.surety.env.TemporalTask;

/**
 * Where a learner trains: an environment, perhaps multiplied with the automaton of a formula, which
 * then says what is paid, and perhaps a curriculum of others that lead to it. All have the same
 * observations and actions.
 */
public final class TrainingEnvironments {
  /** Keys of a settings file that come before any table. */
  public static final List<Settings.Key> KEYS =
      List.of(
          Settings.Key.text("environment", "point-robot", List.of(), "Where to train"),
          Settings.Key.text(
              "formula",
              "",
              List.of(),
              "A formula over the environment's labels, such as !hazard U goal, that is the task;"
                  + " empty for the environment's own reward"),
          Settings.Key.count(
              "deadline",
              "0",
              0,
              1e6,
              "Decisions within which to succeed: the reward is then minus the share of them that it"
                  + " took, and -1 for failing or being late; 0 for no deadline"));

  /** Keys in tables of their own. */
  public static final List<Settings.Key> TABLES =
      List.of(
          Settings.Key.text(
              "product.automaton",
              "auto",
              List.of("auto", "dfa", "ldba"),
              "What the formula becomes: dfa judges the episode, ldba an infinite trace that it"
                  + " begins; auto takes dfa where a finite trace can decide the formula"),
          Settings.Key.number(
              "product.progress",
              "1",
              0,
              1e6,
              "Reward of satisfying the formula; on infinite traces, of every visit to its accepting"
                  + " frontier"),
          Settings.Key.number(
              "product.advance",
              "1",
              0,
              1,
              "Share of it that is paid in advance as the automaton comes nearer and taken back as it"
                  + " goes away; changes nothing where one step of the automaton is all"),
          Settings.Key.number(
              "product.rejection", "0", -1e6, 1e6, "Reward of violating the formula for good"),
          Settings.Key.text(
              "product.start",
              "initial",
              List.of("initial", "any"),
              "State of the automaton in which an episode begins; any draws one, so that what comes"
                  + " late in a task is tried from everywhere"),
          Settings.Key.number(
              "product.environment", "0", -1e6, 1e6, "Factor of the environment's own reward"),
          Settings.Key.text(
              "gymnasium.python",
              "python3",
              List.of(),
              "Interpreter that has gymnasium, for environments named gymnasium:ID"),
          Settings.Key.text(
              "gymnasium.labels",
              "",
              List.of(),
              "Labels of states: atom=info, such as goal=goal_met, separated by commas"),
          Settings.Key.text(
              "gymnasium.infos",
              "",
              List.of(),
              "Infos to log, separated by commas, beside those" + " that a first step shows"),
          Settings.Key.count(
              "gymnasium.processes", "1", 1, 1024, "Python processes of each of rollout.workers"),
          Settings.Key.count(
              "gymnasium.patience", "60", 1, 86_400, "Seconds that one answer may take"),
          Settings.Key.text(
              "curriculum.stages",
              "",
              List.of(),
              "Environments to train in before the one above, separated by commas; without a guard"
                  + " only"),
          Settings.Key.number(
              "curriculum.anywhere",
              "0",
              0,
              1,
              "Share of training episodes that begin anywhere in a grid or a maze and in any state of"
                  + " the automaton, so that what is far from the start is tried, too"),
          Settings.Key.number(
              "curriculum.success",
              "0.95",
              0,
              1,
              "Share of episodes that must succeed to go on to the next: of an update of PPO, of the last"
                  + " 100 in SAC"));

  private final Environments.Description last;
  private final List<IntFunction<? extends BatchEnvironment>> stages;
  private final @Nullable TemporalTask task;
  private final int observationSize;
  private final int actionSize;
  private final int actionChoices;
  private final double[] actionLow;
  private final double[] actionHigh;

  private TrainingEnvironments(
      Environments.Description last,
      List<IntFunction<? extends BatchEnvironment>> stages,
      @Nullable TemporalTask task) {
    this.last = last;
    this.stages = List.copyOf(stages);
    this.task = task;
    try (BatchEnvironment one = stages.get(stages.size() - 1).apply(1)) {
      observationSize = one.observationSize();
      actionSize = one.actionSize();
      actionChoices = one.actionChoices();
      actionLow = one.actionLow();
      actionHigh = one.actionHigh();
    }
  }

  /**
   * The environments that settings name.
   *
   * @param settings with {@link #KEYS} and {@link #TABLES}
   * @param discount of a decision, the learner's
   * @throws InputException if a name is unknown, the formula is no task there, or stages do not
   *     have the same observations, actions and labels
   */
  public static TrainingEnvironments of(Settings settings, double discount) {
    Environments.Description last = named(settings.text("environment"), settings);
    TemporalTask task = task(settings, last);
    ProductRewards rewards =
        new ProductRewards(
            settings.number("product.environment"),
            settings.number("product.progress"),
            settings.number("product.rejection"),
            settings.number("product.advance"),
            discount);
    ProductStarts starts =
        new ProductStarts(
            settings.text("product.start").equals("any"), settings.number("curriculum.anywhere"));
    List<IntFunction<? extends BatchEnvironment>> stages = new ArrayList<>();
    int deadline = (int) settings.count("deadline");
    String before = settings.text("curriculum.stages");
    if (!before.isBlank()) {
      for (String name : before.split(",", -1)) {
        Environments.Description stage = named(name.strip(), settings);
        requireSame(stage, last, settings.place("curriculum.stages"));
        stages.add(timed(judged(stage, task, rewards, starts, settings), deadline));
      }
    }
    stages.add(timed(judged(last, task, rewards, starts, settings), deadline));
    return new TrainingEnvironments(last, stages, task);
  }

  private static Environments.Description named(String name, Settings settings) {
    return name.startsWith(GymnasiumOptions.PREFIX)
        ? Environments.gymnasium(
            GymnasiumOptions.of(
                name,
                settings.text("gymnasium.python"),
                settings.text("gymnasium.labels"),
                settings.text("gymnasium.infos"),
                (int) settings.count("gymnasium.processes"),
                (int) settings.count("gymnasium.patience"),
                settings.place("gymnasium.labels")))
        : Environments.named(name);
  }

  private static @Nullable TemporalTask task(Settings settings, Environments.Description last) {
    String formula = settings.text("formula");
    if (formula.isBlank()) {
      return null;
    }
    try (BatchEnvironment one = last.batch().apply(1)) {
      return TemporalTask.of(
          formula, settings.text("product.automaton"), one.atoms(), settings.place("formula"));
    }
  }

  private static IntFunction<? extends BatchEnvironment> judged(
      Environments.Description environment,
      @Nullable TemporalTask task,
      ProductRewards rewards,
      ProductStarts starts,
      Settings settings) {
    if (starts.anywhere() > 0) {
      requireAnywhere(environment, task, settings.place("curriculum.anywhere"));
    }
    return task == null
        ? environment.batch()
        : lanes -> task.learned(environment.batch().apply(lanes), rewards, starts);
  }

  private static void requireAnywhere(
      Environments.Description environment, @Nullable TemporalTask task, String place) {
    try (BatchEnvironment one = environment.batch().apply(1)) {
      if (task == null || !(one instanceof StartsAnywhere)) {
        throw new InputException(
            place,
            task == null
                ? "without a formula, episodes begin where the environment has them begin"
                : "the episodes of " + environment.name() + " begin in one place",
            "leave it out, or choose a grid or a maze and a formula, as in spec/worlds");
      }
    }
  }

  private static IntFunction<? extends BatchEnvironment> timed(
      IntFunction<? extends BatchEnvironment> environment, int deadline) {
    return deadline == 0
        ? environment
        : lanes -> DeadlineEnvironment.of(environment.apply(lanes), deadline);
  }

  private static void requireSame(
      Environments.Description stage, Environments.Description last, String place) {
    try (BatchEnvironment a = stage.batch().apply(1);
        BatchEnvironment b = last.batch().apply(1)) {
      if (a.observationSize() != b.observationSize()
          || a.actionSize() != b.actionSize()
          || a.actionChoices() != b.actionChoices()
          || !a.atoms().equals(b.atoms())) {
        throw new InputException(
            place,
            "%s has %d observations and labels %s, %s has %d and %s"
                .formatted(
                    stage.name(),
                    a.observationSize(),
                    a.atoms(),
                    last.name(),
                    b.observationSize(),
                    b.atoms()),
            "give environments that one policy can act in");
      }
    }
  }

  /** The environment that the curriculum leads to, without the formula. */
  public Environments.Description environment() {
    return last;
  }

  /** The formula's task; empty where the environment's own reward is what is learned. */
  public Optional<TemporalTask> task() {
    return Optional.ofNullable(task);
  }

  /** Makers of batches: the curriculum's stages, and last the environment that it leads to. */
  public List<IntFunction<? extends BatchEnvironment>> stages() {
    return stages;
  }

  /** Number of values that a policy observes, with the automaton's state where it needs that. */
  public int observationSize() {
    return observationSize;
  }

  /** Number of values in an action, with the choice of a jump where it is one of them. */
  public int actionSize() {
    return actionSize;
  }

  /** Number of choices where an action is one of them, else 0. */
  public int actionChoices() {
    return actionChoices;
  }

  /** Lower bounds of the values of an action, perhaps infinite. */
  public double[] actionLow() {
    return actionLow.clone();
  }

  /** Upper bounds of the values of an action, perhaps infinite. */
  public double[] actionHigh() {
    return actionHigh.clone();
  }

  /** In words, for messages: the environment and the formula. */
  public String description() {
    return task == null ? last.name() : last.name() + " with the task " + task.formula();
  }
}
