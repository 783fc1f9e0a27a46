package org.surety.train.sac;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.surety.base.InputException;
import org.surety.base.Progress;
import org.surety.policy.ActionScaling;
import org.surety.policy.Policy;
import org.surety.policy.StdMap;
import org.surety.train.RunFolder;
import org.surety.train.Settings;
import org.surety.train.TrainingEnvironments;
import org.surety.train.tensor.GaussianActor;
import org.surety.train.tensor.NetworkReplica;

/**
 * A run of soft actor-critic in a {@link RunFolder}, whose policy's file is {@value
 * RunFolder#POLICY}: a Gaussian squashed by tanh, its logarithmic deviations between {@value
 * #LEAST_LOG_STD} and {@value #MOST_LOG_STD}.
 */
public final class SacRun {
  /** Least logarithm of a deviation, as in SPoRt. */
  static final double LEAST_LOG_STD = -5;

  /** And the largest. */
  static final double MOST_LOG_STD = 2;

  private static final int MOST_NUMBERS = 1 << 30;

  private final Path folder;
  private final SacSettings settings;
  private final TrainingEnvironments environments;
  private final String device;

  private SacRun(
      Path folder, SacSettings settings, TrainingEnvironments environments, String device) {
    this.folder = folder;
    this.settings = settings;
    this.environments = environments;
    this.device = device;
  }

  /** Every key of a settings file. */
  public static List<Settings.Key> keys() {
    return SacSettings.KEYS;
  }

  /**
   * Lays out a folder for a new run.
   *
   * @param device {@code auto}, {@code cpu}, {@code gpu0}, ...
   * @throws InputException if there is a run already, or settings do not fit
   */
  public static SacRun begin(Path folder, Settings settings, String device) throws IOException {
    RunFolder.requireNew(folder);
    Objects.requireNonNull(of(folder, settings, device)); // finds what does not fit
    NetworkReplica.requireDevice(device);
    RunFolder.begin(folder, settings, null, null);
    return resume(folder, device);
  }

  /** A run that was begun. */
  public static SacRun resume(Path folder, String device) throws IOException {
    return of(folder, RunFolder.settings(folder, keys()), device);
  }

  private static SacRun of(Path folder, Settings settings, String device) {
    SacSettings chosen = SacSettings.of(settings);
    TrainingEnvironments environments = TrainingEnvironments.of(settings, chosen.gamma());
    if (environments.actionChoices() > 0) {
      throw new InputException(
          settings.place("environment"),
          environments.description() + " has actions to choose from, none to squash",
          "train there with 'surety train ppo'");
    }
    double[] low = environments.actionLow();
    double[] high = environments.actionHigh();
    for (int i = 0; i < low.length; i++) {
      if (!(low[i] < high[i]) || Double.isInfinite(high[i] - low[i])) {
        throw new InputException(
            settings.place("environment"),
            "action %d of %s lies between %s and %s, which tanh cannot be stretched to"
                .formatted(i, environments.description(), low[i], high[i]),
            "train there with 'surety train ppo'");
      }
    }
    int most = MOST_NUMBERS / Math.max(environments.observationSize(), environments.actionSize());
    if (chosen.capacity() > most) {
      throw new InputException(
          settings.place("replay.capacity"),
          chosen.capacity() + " transitions of " + environments.description() + " are too many",
          "keep at most " + most);
    }
    return new SacRun(folder, chosen, environments, device);
  }

  private Policy start() {
    return GaussianActor.fresh(
        environments.observationSize(),
        environments.actionSize(),
        settings.hidden(),
        settings.activation(),
        StdMap.tanhLog(LEAST_LOG_STD, MOST_LOG_STD),
        ActionScaling.bounded(
            ActionScaling.Mode.TANH_RESCALE, environments.actionLow(), environments.actionHigh()),
        settings.seed());
  }

  /**
   * Trains until all steps are taken or {@code stop} says so.
   *
   * @throws InputException if a number became infinite or NaN; the checkpoint before it stays
   */
  public RunFolder.Outcome train(Progress progress, BooleanSupplier stop) throws IOException {
    try (SacLearner learner = new SacLearner(settings, device, environments.stages(), start())) {
      return RunFolder.of(folder)
          .train(
              learner,
              new RunFolder.Plan(
                  settings.seed(),
                  settings.totalSteps(),
                  settings.checkpointEvery(),
                  RunFolder.POLICY,
                  RunFolder.Publication.NONE,
                  "begin a run with smaller learning rates"),
              progress,
              stop);
    }
  }
}
