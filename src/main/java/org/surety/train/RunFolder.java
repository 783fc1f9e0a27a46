package org.surety.train;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.surety.base.AtomicFile;
import org.surety.base.InputException;
import org.surety.base.Progress;
import org.surety.base.Sha256;
import org.surety.guard.file.GuardedRun;
import org.surety.policy.Policy;
import org.surety.policy.file.Policies;
import org.surety.policy.file.PolicyHints;

/**
 * A learner's run as a folder: {@value #SETTINGS} with every setting, a copy of the base policy's
 * file where there is one, the policy as it is now, {@value #CHECKPOINT}, {@value RunTable#NAME}
 * and TensorBoard's event files. The folder is all that is needed to continue, and every file in it
 * is replaced as a whole.
 */
public final class RunFolder {
  /** File of the settings. */
  public static final String SETTINGS = "settings.toml";

  /** File of a policy that runs under a guard. */
  public static final String TASK = "task.safetensors";

  /** File of a policy that runs as it is. */
  public static final String POLICY = "policy.safetensors";

  /** File of the base policy's certificate, where the guard's setting was derived from it. */
  public static final String CERTIFICATE = "certificate.json";

  /** File to continue from. */
  public static final String CHECKPOINT = "checkpoint";

  /** Key of the settings that names the file of what the base policy's file does not say. */
  public static final String BASE_HINTS = "base_hints";

  private static final String BASE = "base";

  /** Locked while a process trains in the folder. */
  private static final String LOCK = ".lock";

  /** Their settings have a table of this name. */
  private static final List<String> LEARNERS = List.of("ppo", "sac");

  private static final String HINTS_FILE = "base-hints.json";

  private final Path folder;

  private RunFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * How a learner's run goes.
   *
   * @param seed of the run, to be told
   * @param totalSteps environment steps to train for
   * @param checkpointEvery updates between two checkpoints
   * @param policyFile the policy's file in the folder
   * @param publication what else is written with the policy
   * @param remedy what to do where numbers are no longer finite
   */
  public record Plan(
      long seed,
      long totalSteps,
      int checkpointEvery,
      String policyFile,
      Publication publication,
      String remedy) {}

  /** Writes what belongs beside a policy's file. */
  @FunctionalInterface
  public interface Publication {
    /** Nothing: the policy runs as it is. */
    Publication NONE = (file, totals) -> {};

    /**
     * Writes it.
     *
     * @param policy its file, which has just been replaced
     * @param totals of all parts of the run
     */
    void beside(Path policy, EpisodeTotals totals) throws IOException;
  }

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
   * @param totals of all parts of the run
   * @param recent of the last update
   * @param chosen what the policy was chosen by, if it is not the last one
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
      EpisodeTotals totals,
      EpisodeTotals recent,
      Optional<Evaluation> chosen) {}

  /**
   * Lays out the folder of a new run.
   *
   * @param base the certified policy, whose file is copied byte for byte because certificates bind
   *     its digest; null without one
   * @param certificate file of its certificate, copied likewise; null without one
   * @throws InputException if there is a run already; see {@link #requireNew}
   */
  public static void begin(
      Path folder,
      Settings settings,
      GuardedRun.@Nullable PolicyFile base,
      @Nullable Path certificate)
      throws IOException {
    requireNew(folder);
    Files.createDirectories(folder);
    if (certificate != null) {
      AtomicFile.write(folder.resolve(CERTIFICATE), Files.readAllBytes(certificate));
    }
    Settings kept = settings;
    if (base != null) {
      String name = BASE + ending(base.file());
      AtomicFile.write(folder.resolve(name), Files.readAllBytes(base.file()));
      boolean saysAll = base.hints().equals(PolicyHints.NONE);
      if (!saysAll) {
        AtomicFile.write(
            folder.resolve(HINTS_FILE), base.hints().toJson().getBytes(StandardCharsets.UTF_8));
      }
      kept =
          settings.with(
              Map.of(BASE, '"' + name + '"', BASE_HINTS, saysAll ? "\"\"" : '"' + HINTS_FILE + '"'),
              folder.toString());
    }
    AtomicFile.write(folder.resolve(SETTINGS), kept.toToml().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Refuses a folder with a run.
   *
   * @throws InputException if there is one
   */
  public static void requireNew(Path folder) {
    for (Path path = folder; path != null; path = path.getParent()) {
      if (Files.exists(path) && !Files.isDirectory(path)) {
        throw new InputException(
            path.toString(), "is a file, and a run is a folder", "choose another name");
      }
    }
    if (isBegun(folder)) {
      throw new InputException(
          folder.toString(),
          "holds a run already",
          "continue it with --resume, or choose another folder");
    }
  }

  /** Whether a folder holds a run. */
  public static boolean isBegun(Path folder) {
    return Files.exists(folder.resolve(SETTINGS));
  }

  private static String ending(Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    String ending = dot < 0 ? "" : name.substring(dot);
    return ending.matches("\\.[A-Za-z0-9]{1,16}") ? ending : ".policy";
  }

  /** The folder of a run that was begun, to train in. */
  public static RunFolder of(Path folder) {
    return new RunFolder(folder);
  }

  /**
   * The settings of a run that was begun.
   *
   * @param keys of its learner
   * @throws InputException if there is no run, or it is another learner's
   */
  public static Settings settings(Path folder, List<Settings.Key> keys) throws IOException {
    Path file = folder.resolve(SETTINGS);
    if (!Files.isRegularFile(file)) {
      throw new InputException(
          folder.toString(), "holds no run to continue", "begin one with --config");
    }
    byte[] bytes = Files.readAllBytes(file);
    for (String learner : LEARNERS) {
      boolean ours = keys.stream().anyMatch(key -> key.name().startsWith(learner + "."));
      if (!ours && new String(bytes, StandardCharsets.UTF_8).contains("[" + learner + "]")) {
        throw new InputException(
            folder.toString(),
            "holds a run of " + learner,
            "continue it with 'surety train " + learner + " --resume'");
      }
    }
    return Settings.parse(bytes, file.toString(), keys);
  }

  /** The path. */
  public Path path() {
    return folder;
  }

  /**
   * Trains until all steps are taken or {@code stop} says so; either way the folder holds a
   * checkpoint of the last update when it returns.
   *
   * @param learner before its first step; takes over the folder's checkpoint if there is one
   * @throws InputException if a number became infinite or NaN, and the checkpoint before it stays;
   *     or if another process trains in the folder
   */
  public Outcome train(Learner learner, Plan plan, Progress progress, BooleanSupplier stop)
      throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = locked(channel)) {
      if (held == null) {
        throw new InputException(
            folder.toString(),
            "is being trained in by another process",
            "wait until that has ended, or choose another folder");
      }
      return alone(learner, plan, progress, stop);
    } catch (FileSystemException e) {
      throw e; // names its file
    } catch (IOException e) {
      throw new InputException(
          folder.toString(),
          "cannot be written to: " + e.getMessage(),
          "make room, then continue with --resume",
          e);
    }
  }

  /** Null if somebody else holds it. */
  private static @Nullable FileLock locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // another thread of this process
    }
  }

  private Outcome alone(Learner learner, Plan plan, Progress progress, BooleanSupplier stop)
      throws IOException {
    long begun = System.nanoTime();
    EpisodeTotals totals = new EpisodeTotals();
    EpisodeTotals recent = new EpisodeTotals();
    Path saved = folder.resolve(CHECKPOINT);
    if (Files.exists(saved)) {
      Checkpoint checkpoint = Checkpoint.read(saved);
      learner.restore(checkpoint);
      totals.restore(checkpoint.doubles("totals", EpisodeTotals.SIZE));
    }
    long lastSaved = learner.updates();
    try (RunTable table = new RunTable(folder, learner.updates())) {
      while (learner.steps() < plan.totalSteps && !stop.getAsBoolean()) {
        Learner.Report report = learner.advance();
        if (!report.finite()) {
          throw new InputException(
              "training",
              "numbers became infinite or NaN in update " + learner.updates(),
              "the checkpoint of update " + lastSaved + " is kept; " + plan.remedy);
        }
        totals.add(report.episodes());
        recent = report.episodes();
        table.add(learner.updates(), learner.steps(), report.columns());
        progress.report("training", learner.steps(), plan.totalSteps);
        if (learner.updates() - lastSaved >= plan.checkpointEvery) {
          save(learner, plan, totals);
          lastSaved = learner.updates();
        }
      }
    }
    if (learner.updates() > lastSaved || !Files.exists(saved)) {
      save(learner, plan, totals);
    }
    Path policy = folder.resolve(plan.policyFile);
    return new Outcome(
        plan.seed,
        learner.steps() >= plan.totalSteps,
        learner.updates(),
        learner.steps(),
        (System.nanoTime() - begun) * 1e-9,
        policy,
        Sha256.of(policy),
        learner.device(),
        totals,
        recent,
        learner.chosen());
  }

  private void save(Learner learner, Plan plan, EpisodeTotals totals) throws IOException {
    try {
      write(learner, plan, totals);
    } catch (NoSuchFileException e) {
      // The program is ending, and has deleted the file that was being written: once more.
      write(learner, plan, totals);
    }
  }

  private void write(Learner learner, Plan plan, EpisodeTotals totals) throws IOException {
    Path file = folder.resolve(plan.policyFile);
    Policy policy = learner.policy();
    Policies.writeSafetensors(policy, file);
    plan.publication.beside(file, totals);
    Checkpoint checkpoint = learner.checkpoint();
    checkpoint.put("totals", totals.toArray());
    checkpoint.write(folder.resolve(CHECKPOINT));
  }
}
