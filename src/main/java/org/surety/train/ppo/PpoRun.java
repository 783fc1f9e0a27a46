package org.surety.train.ppo;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.surety.base.AtomicFile;
import org.surety.base.InputException;
import org.surety.base.Progress;
import org.surety.base.Sha256;
import org.surety.certificate.BaseCertificate;
import org.surety.certificate.Envelope;
import org.surety.certificate.Statement;
import org.surety.certificate.TrainingAccount;
import org.surety.env.BatchEnvironment;
import org.surety.guard.GuardSetting;
import org.surety.guard.file.GuardManifest;
import org.surety.guard.file.GuardedRun;
import org.surety.policy.ActionScaling;
import org.surety.policy.Policy;
import org.surety.policy.file.PolicyHints;
import org.surety.train.EpisodeProperty;
import org.surety.train.EpisodeTotals;
import org.surety.train.RunFolder;
import org.surety.train.Settings;
import org.surety.train.TrainingEnvironments;
import org.surety.train.TrainingLedger;
import org.surety.train.tensor.CategoricalActor;
import org.surety.train.tensor.GaussianActor;
import org.surety.train.tensor.NetworkReplica;
import org.surety.train.tensor.Workspace;

/**
 * A run of PPO in a {@link RunFolder}. The policy's file is {@value RunFolder#POLICY}; under a
 * guard it is {@value RunFolder#TASK}, and {@code guard.json} lies beside it, so that the folder is
 * a guarded policy, with the {@link TrainingAccount} of its training.
 */
public final class PpoRun {
  private final Path folder;
  private final PpoSettings settings;
  private final List<IntFunction<? extends BatchEnvironment>> stages;
  private final @Nullable Policy base;
  private final @Nullable GuardSetting guard;
  private final GuardedRun.@Nullable PolicyFile baseFile;
  private final Accounting accounting;
  private final String device;

  /**
   * How episodes are accounted for.
   *
   * @param property that judges them; null where their costs are counted
   * @param sentence says it to the user; empty without a guard
   */
  private record Accounting(@Nullable EpisodeProperty property, Optional<String> sentence) {
    static Accounting byCost(String why) {
      return new Accounting(
          null,
          Optional.of(
              "training episodes are accounted for by their costs, not by a certified property: "
                  + why));
    }
  }

  private PpoRun(
      Path folder,
      PpoSettings settings,
      List<IntFunction<? extends BatchEnvironment>> stages,
      @Nullable Policy base,
      @Nullable GuardSetting guard,
      GuardedRun.@Nullable PolicyFile baseFile,
      Accounting accounting,
      String device) {
    this.folder = folder;
    this.settings = settings;
    this.stages = stages;
    this.base = base;
    this.guard = guard;
    this.baseFile = baseFile;
    this.accounting = accounting;
    this.device = device;
  }

  /** Every key of a settings file. */
  public static List<Settings.Key> keys() {
    return PpoSettings.KEYS;
  }

  /**
   * Lays out a folder for a new run without a certificate.
   *
   * @param base the certified policy; null without a guard
   * @param device {@code auto}, {@code cpu}, {@code gpu0}, ...
   * @throws InputException if there is a run already, or settings do not fit
   */
  public static PpoRun begin(
      Path folder, Settings settings, GuardedRun.@Nullable PolicyFile base, String device)
      throws IOException {
    return begin(folder, settings, base, null, device);
  }

  /**
   * Lays out a folder for a new run.
   *
   * @param base file of the certified policy; null without a guard
   * @param certificate of the base policy, which {@code guard.certificate} names by its digest; its
   *     property judges the episodes of the training
   * @param device {@code auto}, {@code cpu}, {@code gpu0}, ...
   * @throws InputException if there is a run already, or settings do not fit
   */
  public static PpoRun begin(
      Path folder,
      Settings settings,
      GuardedRun.@Nullable PolicyFile base,
      @Nullable Path certificate,
      String device)
      throws IOException {
    RunFolder.requireNew(folder);
    // Finds what does not fit.
    Objects.requireNonNull(of(folder, settings, base, certificate, device));
    NetworkReplica.requireDevice(device);
    RunFolder.begin(folder, settings, base, certificate);
    return resume(folder, device);
  }

  /** A run that was begun. */
  public static PpoRun resume(Path folder, String device) throws IOException {
    Settings settings = RunFolder.settings(folder, keys());
    String base = settings.text("base");
    String hints = settings.text(RunFolder.BASE_HINTS);
    Path certificate = folder.resolve(RunFolder.CERTIFICATE);
    return of(
        folder,
        settings,
        base.isEmpty()
            ? null
            : new GuardedRun.PolicyFile(
                folder.resolve(base),
                hints.isEmpty() ? PolicyHints.NONE : PolicyHints.read(folder.resolve(hints))),
        Files.exists(certificate) ? certificate : null,
        device);
  }

  private static PpoRun of(
      Path folder,
      Settings settings,
      GuardedRun.@Nullable PolicyFile base,
      @Nullable Path certificate,
      String device)
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
      policy = base.read();
      requireCertifiedStarts(settings, environments);
      checkFits(policy, environments, base.file());
      guard = guard(settings, chosen.guard());
    }
    return new PpoRun(
        folder,
        chosen,
        environments.stages(),
        policy,
        guard,
        base,
        guarded
            ? accounting(settings, certificate, base, environments)
            : new Accounting(null, Optional.empty()),
        device);
  }

  private static Accounting accounting(
      Settings settings,
      @Nullable Path certificate,
      GuardedRun.@Nullable PolicyFile base,
      TrainingEnvironments environments)
      throws IOException {
    String named = settings.text("guard.certificate");
    if (certificate == null) {
      return Accounting.byCost(
          named.isEmpty()
              ? "the guard's setting was not derived from a certificate"
              : "the certificate that the guard's setting was derived from is not in the folder, as "
                  + RunFolder.CERTIFICATE);
    }
    Envelope envelope = Envelope.read(certificate);
    if (!envelope.payloadDigest().equals(named)) {
      throw new InputException(
          certificate.toString(),
          "is another certificate than the settings name",
          "give the folder as the trainer left it");
    }
    BaseCertificate certified =
        BaseCertificate.of(
            Statement.parse(envelope.uncheckedPayload(), certificate.toString()),
            certificate.toString());
    String policy = certified.policy().sha256();
    if (base != null && policy != null && !policy.equals(Sha256.of(base.file()))) {
      throw new InputException(
          base.file().toString(),
          "is another policy than " + certificate.getFileName() + " is about, " + policy,
          "put the policy that was certified there, unchanged");
    }
    EpisodeProperty property = EpisodeProperty.of(certified);
    try (BatchEnvironment one = environments.stages().get(0).apply(1)) {
      property.requireGivenBy(one, environments.description());
    } catch (InputException e) {
      return Accounting.byCost(String.valueOf(e.getMessage()));
    }
    return new Accounting(
        property,
        Optional.of(
            "training episodes are judged by the certificate's property '%s' within %d decisions"
                .formatted(property.name(), property.horizon())));
  }

  /** What is said before training of how its episodes are accounted for; empty without a guard. */
  public Optional<String> accounting() {
    return onDevice() && accounting.property != null
        ? Accounting.byCost("environments on a device are not judged").sentence
        : accounting.sentence;
  }

  /** A bound is one for episodes of the environment and the start that were certified. */
  private static void requireCertifiedStarts(Settings settings, TrainingEnvironments environments) {
    String key = null;
    if (environments.stages().size() > 1) {
      key = "curriculum.stages";
    } else if (settings.number("curriculum.anywhere") > 0) {
      key = "curriculum.anywhere";
    } else if (!settings.text("product.start").equals("initial")) {
      key = "product.start";
    }
    if (key != null) {
      throw new InputException(
          settings.place(key),
          "a guard holds where its policy was certified, and for episodes that begin as they did"
              + " there",
          "leave it out");
    }
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

  private GuardedLearner learner() {
    if (!onDevice()) {
      return new PpoLearner(
          settings,
          device,
          stages,
          base,
          guard == null ? null : guard::guard,
          accounting.property,
          start());
    }
    return new DeviceLearner(
        settings,
        device,
        deviceTasks()
            .orElseThrow(
                () ->
                    new InputException(
                        "rollout.placement",
                        "a device holds point-robot and point-reach-avoid, with a deadline or a"
                            + " formula",
                        "choose \"host\", or leave out what it does not hold")),
        base,
        guard,
        start());
  }

  /** Whether environments and guards are where the networks are. */
  private boolean onDevice() {
    return switch (settings.placement()) {
      case HOST -> false;
      case DEVICE -> true;
      case AUTO -> Workspace.accelerates(device) && deviceTasks().isPresent();
    };
  }

  /** All stages as a device would hold them; empty if it cannot. */
  private Optional<List<DeviceTask>> deviceTasks() {
    List<DeviceTask> tasks = new ArrayList<>();
    for (IntFunction<? extends BatchEnvironment> stage : stages) {
      try (BatchEnvironment one = stage.apply(1)) {
        DeviceTask.of(one).ifPresent(tasks::add);
      }
    }
    return tasks.size() == stages.size() ? Optional.of(tasks) : Optional.empty();
  }

  private Policy start() {
    Policy from = base;
    if (from != null) {
      return settings.guard().spends() ? GaussianActor.withRemainingShare(from) : from;
    }
    try (BatchEnvironment one = stages.get(0).apply(1)) {
      if (one.actionChoices() > 0) {
        return CategoricalActor.fresh(
            one.observationSize(),
            one.actionChoices(),
            settings.hidden(),
            settings.activation(),
            settings.seed());
      }
      return GaussianActor.fresh(
          one.observationSize(),
          one.actionSize(),
          settings.hidden(),
          settings.activation(),
          settings.std(),
          ActionScaling.bounded(ActionScaling.Mode.CLIP, one.actionLow(), one.actionHigh()),
          settings.seed());
    }
  }

  /**
   * Trains until all steps are taken or {@code stop} says so.
   *
   * @throws InputException if a number became infinite or NaN; the checkpoint before it stays
   */
  public RunFolder.Outcome train(Progress progress, BooleanSupplier stop) throws IOException {
    try (GuardedLearner learner = learner()) {
      return RunFolder.of(folder)
          .train(
              learner,
              new RunFolder.Plan(
                  settings.seed(),
                  settings.totalSteps(),
                  settings.checkpointEvery(),
                  base == null ? RunFolder.POLICY : RunFolder.TASK,
                  (task, totals) -> writeGuard(task, learner, totals),
                  "begin a run with a smaller ppo.learning_rate"),
              progress,
              stop);
    }
  }

  /** Makes a guarded policy of the folder, where there is a guard. */
  private void writeGuard(Path task, GuardedLearner learner, EpisodeTotals totals)
      throws IOException {
    if (guard != null && baseFile != null) {
      GuardManifest manifest =
          GuardedRun.of(
                  baseFile,
                  new GuardedRun.PolicyFile(task, PolicyHints.NONE),
                  settings.guard().spends(),
                  guard,
                  Optional.empty())
              .manifest();
      AtomicFile.write(
          folder.resolve(GuardManifest.FILE), manifest.text().getBytes(StandardCharsets.UTF_8));
      ledger(learner, totals)
          .write("ppo", folder.resolve(RunFolder.SETTINGS), keys(), manifest, start().digest());
    }
  }

  private TrainingLedger ledger(GuardedLearner learner, EpisodeTotals totals) {
    return new TrainingLedger(
        learner.steps() >= settings.totalSteps(),
        learner.updates(),
        totals.decisions(),
        new TrainingAccount.Episodes(
            learner.episodesStarted(),
            totals.episodes(),
            totals.succeeded(),
            totals.truncated(),
            totals.costly(),
            totals.costlyInTime()),
        accounting.property == null || onDevice() ? null : accounting.property.verdicts(totals),
        totals.exceptions(),
        totals.largestCharge());
  }
}
