package org.surety.train.ppo;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.surety.base.AtomicFile;
import org.surety.base.InputException;
import org.surety.base.Progress;
import org.surety.base.Sha256;
import org.surety.env.BatchEnvironment;
import org.surety.guard.GuardSetting;
import org.surety.guard.file.GuardManifest;
import org.surety.guard.file.GuardedRun;
import org.surety.policy.ActionScaling;
import org.surety.policy.Policy;
import org.surety.policy.file.Policies;
import org.surety.policy.file.PolicyHints;
import org.surety.train.Checkpoint;
import org.surety.train.RunTable;
import org.surety.train.Settings;
import org.surety.train.TrainingEnvironments;
import org.surety.train.tensor.GaussianActor;
import org.surety.train.tensor.NetworkReplica;

/**
 * A run of PPO in a folder: {@value #SETTINGS} with every setting, a copy of the base policy's file
 * where there is a guard, the policy as it is now ({@value #POLICY}, or under a guard {@value
 * #TASK} and {@code guard.json}, so that the folder is a guarded policy), {@value #CHECKPOINT},
 * {@value RunTable#NAME} and TensorBoard's event files. The folder is all that is needed to
 * continue, and every file in it is replaced as a whole.
 */
public final class PpoRun {
  /** File of the settings. */
  public static final String SETTINGS = "settings.toml";

  /** File of the policy that runs under a guard. */
  public static final String TASK = "task.safetensors";

  /** File of the policy that was trained without a guard. */
  public static final String POLICY = "policy.safetensors";

  /** File to continue from. */
  public static final String CHECKPOINT = "checkpoint";

  private final Path folder;
  private final PpoSettings settings;
  private final List<IntFunction<? extends BatchEnvironment>> stages;
  private final @Nullable Policy base;
  private final @Nullable GuardSetting guard;
  private final @Nullable Path baseFile;
  private final String device;

  /**
   * What a run has come to.
   *
   * @param seed of the run
   * @param finished whether all steps were taken; otherwise it can be continued
   * @param updates done
   * @param steps environment steps taken
   * @param seconds this part of the run took
   * @param policy file of the policy
   * @param policySha256 its digest
   * @param device the networks were on
   * @param episodes that ended, in all parts of the run
   * @param costly of these, with a cost
   * @param succeeded of these, terminated without a cost, within the guard's horizon if there is
   *     one
   * @param exceptions decisions or episodes that broke the guard's limit: 0, or there is a defect
   * @param largestCharge largest sum of charges of an episode, in the guard's unit
   * @param recentSuccess share of the last update's episodes that succeeded; NaN if none ended
   * @param recentLength their mean number of decisions
   */
  public record Outcome(
      long seed,
      boolean finished,
      long updates,
      long steps,
      double seconds,
      Path policy,
      String policySha256,
      String device,
      long episodes,
      long costly,
      long succeeded,
      long exceptions,
      double largestCharge,
      double recentSuccess,
      double recentLength) {}

  private PpoRun(
      Path folder,
      PpoSettings settings,
      List<IntFunction<? extends BatchEnvironment>> stages,
      @Nullable Policy base,
      @Nullable GuardSetting guard,
      @Nullable Path baseFile,
      String device) {
    this.folder = folder;
    this.settings = settings;
    this.stages = stages;
    this.base = base;
    this.guard = guard;
    this.baseFile = baseFile;
    this.device = device;
  }

  /** Every key of a settings file. */
  public static List<Settings.Key> keys() {
    return PpoSettings.KEYS;
  }

  /**
   * Lays out a folder for a new run.
   *
   * @param base file of the certified policy; null without a guard
   * @param device {@code auto}, {@code cpu}, {@code gpu0}, ...
   * @throws InputException if there is a run already, or settings do not fit
   */
  public static PpoRun begin(Path folder, Settings settings, @Nullable Path base, String device)
      throws IOException {
    if (Files.exists(folder.resolve(SETTINGS))) {
      throw new InputException(
          folder.toString(),
          "holds a run already",
          "continue it with --resume, or choose another folder");
    }
    Objects.requireNonNull(of(folder, settings, base, device)); // finds what does not fit
    NetworkReplica.requireDevice(device);
    Files.createDirectories(folder);
    Settings kept = settings;
    if (base != null) {
      String name = "base" + ending(base);
      // Byte for byte: certificates bind the file's digest.
      AtomicFile.write(folder.resolve(name), Files.readAllBytes(base));
      kept = settings.with(Map.of("base", '"' + name + '"'), folder.toString());
    }
    AtomicFile.write(folder.resolve(SETTINGS), kept.toToml().getBytes(StandardCharsets.UTF_8));
    return resume(folder, device);
  }

  private static String ending(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    String ending = dot < 0 ? "" : name.substring(dot);
    return ending.matches("\\.[A-Za-z0-9]{1,16}") ? ending : ".policy";
  }

  /** Whether a folder holds a run. */
  public static boolean isBegun(Path folder) {
    return Files.isRegularFile(folder.resolve(SETTINGS));
  }

  /** A run that was begun. */
  public static PpoRun resume(Path folder, String device) throws IOException {
    Path file = folder.resolve(SETTINGS);
    if (!Files.isRegularFile(file)) {
      throw new InputException(
          folder.toString(), "holds no run to continue", "begin one with --config");
    }
    Settings settings = Settings.parse(Files.readAllBytes(file), file.toString(), keys());
    String base = settings.text("base");
    return of(folder, settings, base.isEmpty() ? null : folder.resolve(base), device);
  }

  private static PpoRun of(Path folder, Settings settings, @Nullable Path base, String device)
      throws IOException {
    PpoSettings chosen = PpoSettings.of(settings);
    TrainingEnvironments environments = TrainingEnvironments.of(settings, chosen.gamma());
    boolean guarded = chosen.guard() != Restriction.Kind.NONE;
    if (guarded != (base != null)) {
      throw new InputException(
          settings.place("guard.kind"),
          guarded
              ? "a guard keeps the policy near a certified one, and none is given"
              : "a base policy is given, but no guard",
          guarded ? "give the certified policy with --base" : "choose one with --guard");
    }
    Policy policy = null;
    GuardSetting guard = null;
    if (base != null) {
      policy = Policies.read(base, PolicyHints.NONE);
      if (environments.stages().size() > 1) {
        throw new InputException(
            settings.place("curriculum.stages"),
            "a guard holds where its policy was certified",
            "leave the curriculum out");
      }
      checkFits(policy, environments, base);
      guard = guard(settings, chosen.guard());
    }
    return new PpoRun(folder, chosen, environments.stages(), policy, guard, base, device);
  }

  private static void checkFits(Policy policy, TrainingEnvironments environments, Path base) {
    if (!policy.gaussian()
        || policy.observations() != environments.observationSize()
        || policy.actions() != environments.actionSize()) {
      throw new InputException(
          base.toString(),
          "is no base policy for "
              + environments.description()
              + ", which has "
              + environments.observationSize()
              + " observations and "
              + environments.actionSize()
              + " action dimensions: "
              + policy,
          "give the Gaussian policy that was certified there");
    }
  }

  private static GuardSetting guard(Settings settings, Restriction.Kind kind) {
    return new GuardSetting(
        GuardSetting.Kind.valueOf(kind.name()),
        decimal(settings, "guard.limit"),
        settings.text("guard.per_decision_cap").isEmpty()
            ? Optional.empty()
            : Optional.of(decimal(settings, "guard.per_decision_cap")),
        (int) settings.count("guard.horizon"),
        Optional.empty());
  }

  private static BigDecimal decimal(Settings settings, String key) {
    try {
      return new BigDecimal(settings.text(key));
    } catch (NumberFormatException e) {
      throw new InputException(
          settings.place(key),
          "'" + settings.text(key) + "' is no decimal",
          "write it as \"1.05\", or let --certificate and --risk compute it",
          e);
    }
  }

  private Policy start() {
    Policy from = base;
    if (from != null) {
      return settings.guard().spends() ? GaussianActor.withRemainingShare(from) : from;
    }
    try (BatchEnvironment one = stages.get(0).apply(1)) {
      double[] low = new double[one.actionSize()];
      double[] high = new double[one.actionSize()];
      Arrays.fill(low, -1);
      Arrays.fill(high, 1);
      return GaussianActor.fresh(
          one.observationSize(),
          one.actionSize(),
          settings.hidden(),
          settings.activation(),
          settings.std(),
          ActionScaling.bounded(ActionScaling.Mode.CLIP, low, high),
          settings.seed());
    }
  }

  /**
   * Trains until all steps are taken or {@code stop} says so; either way the folder holds a
   * checkpoint of the last update when it returns.
   *
   * @throws InputException if a number became infinite or NaN; the checkpoint before it stays
   */
  public Outcome train(Progress progress, BooleanSupplier stop) throws IOException {
    long begun = System.nanoTime();
    EpisodeTotals totals = new EpisodeTotals();
    EpisodeTotals recent = new EpisodeTotals();
    try (PpoLearner learner =
        new PpoLearner(
            settings, device, stages, base, guard == null ? null : guard::guard, start())) {
      Path saved = folder.resolve(CHECKPOINT);
      if (Files.exists(saved)) {
        Checkpoint checkpoint = Checkpoint.read(saved);
        learner.restore(checkpoint);
        totals.restore(checkpoint.doubles("totals", totals.toArray().length));
      }
      long lastSaved = learner.updates();
      try (RunTable table = new RunTable(folder, learner.updates())) {
        while (learner.steps() < settings.totalSteps() && !stop.getAsBoolean()) {
          long started = System.nanoTime();
          int stage = learner.stage();
          UpdateReport report = learner.update();
          if (!report.isFinite()) {
            throw new InputException(
                "training",
                "numbers became infinite or NaN in update " + learner.updates(),
                "the checkpoint of update "
                    + lastSaved
                    + " is kept; begin a run with a smaller ppo.learning_rate");
          }
          totals.add(report.episodes);
          recent = report.episodes;
          double seconds = (System.nanoTime() - started) * 1e-9;
          table.add(learner.updates(), learner.steps(), row(report, stage, seconds));
          progress.report("training", learner.steps(), settings.totalSteps());
          if (learner.updates() - lastSaved >= settings.checkpointEvery()) {
            save(learner, totals);
            lastSaved = learner.updates();
          }
        }
      }
      if (learner.updates() > lastSaved || !Files.exists(saved)) {
        save(learner, totals);
      }
      return outcome(learner, totals, recent, (System.nanoTime() - begun) * 1e-9);
    }
  }

  private Outcome outcome(
      PpoLearner learner, EpisodeTotals totals, EpisodeTotals recent, double seconds)
      throws IOException {
    Path file = policyFile();
    return new Outcome(
        settings.seed(),
        learner.steps() >= settings.totalSteps(),
        learner.updates(),
        learner.steps(),
        seconds,
        file,
        Sha256.of(file),
        learner.device(),
        totals.episodes,
        totals.costly,
        totals.succeeded,
        totals.exceptions,
        totals.largestCharge,
        (double) recent.succeeded / recent.episodes,
        (double) recent.length / recent.episodes);
  }

  private Path policyFile() {
    return folder.resolve(base == null ? POLICY : TASK);
  }

  private void save(PpoLearner learner, EpisodeTotals totals) throws IOException {
    try {
      write(learner, totals);
    } catch (NoSuchFileException e) {
      // The program is ending, and has deleted the file that was being written: once more.
      write(learner, totals);
    }
  }

  private void write(PpoLearner learner, EpisodeTotals totals) throws IOException {
    Policies.writeSafetensors(learner.task(), policyFile());
    if (guard != null && baseFile != null) {
      GuardManifest manifest =
          GuardedRun.of(
                  new GuardedRun.PolicyFile(baseFile, PolicyHints.NONE),
                  new GuardedRun.PolicyFile(policyFile(), PolicyHints.NONE),
                  settings.guard().spends(),
                  guard,
                  Optional.empty())
              .manifest();
      AtomicFile.write(
          folder.resolve(GuardManifest.FILE), manifest.text().getBytes(StandardCharsets.UTF_8));
    }
    Checkpoint checkpoint = learner.checkpoint();
    checkpoint.put("totals", totals.toArray());
    checkpoint.write(folder.resolve(CHECKPOINT));
  }

  private static Map<String, Double> row(UpdateReport report, int stage, double seconds) {
    EpisodeTotals e = report.episodes;
    double episodes = e.episodes;
    Map<String, Double> row = new LinkedHashMap<>();
    row.put("episodes", episodes);
    row.put("success", e.succeeded / episodes);
    row.put("costly", e.costly / episodes);
    row.put("truncated", e.truncated / episodes);
    row.put("length", e.length / episodes);
    row.put("reward", e.reward / episodes);
    row.put("largest_charge", e.largestCharge);
    row.put("spent", (double) e.spent);
    row.put("exceptions", (double) e.exceptions);
    row.put("stage", (double) stage);
    row.put("loss", report.loss());
    row.put("change", report.change());
    row.put("clipped", report.clippedShare());
    row.put("divergence", report.divergence());
    row.put("explained", report.explained());
    row.put("policy_gradient", report.policyNorm());
    row.put("critic_gradient", report.criticNorm());
    row.put("steps_per_second", e.decisions / seconds);
    return row;
  }
}
