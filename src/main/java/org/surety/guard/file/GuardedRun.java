package org.surety.guard.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.surety.base.AtomicFile;
import org.surety.base.InputException;
import org.surety.base.Sha256;
import org.surety.guard.BaseKind;
import org.surety.guard.CouplingCharge;
import org.surety.guard.GuardSetting;
import org.surety.guard.GuardedPolicy;
import org.surety.guard.StatePolicy;
import org.surety.guard.TaskPolicy;
import org.surety.policy.Policy;
import org.surety.policy.PolicyEvaluator;
import org.surety.policy.file.Policies;
import org.surety.policy.file.PolicyHints;
import org.surety.ratio.ActionDistribution;
import org.surety.ratio.DiagonalGaussian;
import org.surety.ratio.PolicyClass;

/**
 * A guarded policy whose files have been read and fit each other: what they say is what {@code
 * guard.json} names, and base and task are distributions of the same raw actions, executed alike.
 *
 * @param name what people call it: the folder's name, or the task file's
 * @param manifest what is deployed
 * @param base the certified policy
 * @param task the policy that goes as far as the guard lets it; it may end in a ratio-bounded head
 * @param baseFile where the base policy was read
 * @param taskFile where the task policy was read
 */
public record GuardedRun(
    String name,
    GuardManifest manifest,
    Policy base,
    Policy task,
    PolicyFile baseFile,
    PolicyFile taskFile) {

  /**
   * Where a policy is read.
   *
   * @param file the policy
   * @param hints what it does not say
   */
  public record PolicyFile(Path file, PolicyHints hints) {
    /** Reads the policy. */
    public Policy read() throws IOException {
      return Policies.read(file, hints);
    }

    GuardManifest.Part part() throws IOException {
      return new GuardManifest.Part(
          String.valueOf(file.getFileName()), Sha256.of(file), hints.toJson());
    }
  }

  /** Checks that the policies fit each other and the guard. */
  public GuardedRun {
    new Fit(base, task, manifest).check(name);
  }

  /**
   * A guarded policy of a manifest and the files that it names, wherever they lie.
   *
   * @throws InputException if a file is another than the one named
   */
  public static GuardedRun of(String name, GuardManifest manifest, Path baseFile, Path taskFile)
      throws IOException {
    PolicyFile base = file(baseFile, manifest.base());
    PolicyFile task = file(taskFile, manifest.task());
    return new GuardedRun(name, manifest, base.read(), task.read(), base, task);
  }

  /** Whether the path is a folder that holds a guarded policy, or its {@code guard.json}. */
  public static boolean isOne(Path path) {
    return Files.isRegularFile(path.resolve(GuardManifest.FILE))
        || (Files.isRegularFile(path) && path.endsWith(GuardManifest.FILE));
  }

  /**
   * Reads a guarded policy.
   *
   * @param path its folder, or the {@code guard.json} in it
   * @throws InputException if a file is missing, is not the one named by its digest, or they do not
   *     fit
   */
  public static GuardedRun read(Path path) throws IOException {
    Path folder = path;
    if (!Files.isDirectory(path)) {
      Path parent = path.toAbsolutePath().getParent();
      folder = parent == null ? path : parent;
    }
    Path file = folder.resolve(GuardManifest.FILE);
    if (!Files.isRegularFile(file)) {
      throw new InputException(
          path.toString(),
          "holds no " + GuardManifest.FILE,
          "name the folder of a guarded policy, with its base, its task policy and guard.json");
    }
    GuardManifest manifest = GuardManifest.parse(Files.readString(file), file.toString());
    return of(
        String.valueOf(folder.toAbsolutePath().normalize().getFileName()),
        manifest,
        named(folder, manifest.base()),
        named(folder, manifest.task()));
  }

  private static Path named(Path folder, GuardManifest.Part part) {
    Path file = folder.resolve(part.file());
    if (!Files.isRegularFile(file)) {
      throw new InputException(
          folder.resolve(GuardManifest.FILE).toString(),
          "names the file '" + part.file() + "', which is not in the folder",
          "copy it there");
    }
    return file;
  }

  private static PolicyFile file(Path file, GuardManifest.Part part) throws IOException {
    String found = Sha256.of(file);
    if (!found.equals(part.sha256())) {
      throw new InputException(
          file.toString(),
          "has the digest " + found + ", " + GuardManifest.FILE + " names " + part.sha256(),
          "it is another file, or was altered: put the right one there, or write the guarded policy"
              + " again");
    }
    return new PolicyFile(file, PolicyHints.parse(part.hints(), "hints"));
  }

  /**
   * A guarded policy of files at hand.
   *
   * @param observesRemaining see {@link GuardManifest}
   */
  public static GuardedRun of(
      PolicyFile baseFile,
      PolicyFile taskFile,
      boolean observesRemaining,
      GuardSetting setting,
      Optional<CouplingCharge> coupling)
      throws IOException {
    GuardManifest manifest =
        GuardManifest.of(baseFile.part(), taskFile.part(), observesRemaining, setting, coupling);
    return new GuardedRun(
        manifest.task().file(), manifest, baseFile.read(), taskFile.read(), baseFile, taskFile);
  }

  /**
   * Writes the folder, {@code guard.json} last. Files that are there already stay if they are the
   * ones named.
   *
   * @throws InputException if another file has one of the names
   */
  public void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    copy(baseFile.file, folder.resolve(manifest.base().file()), manifest.base().sha256());
    copy(taskFile.file, folder.resolve(manifest.task().file()), manifest.task().sha256());
    AtomicFile.write(
        folder.resolve(GuardManifest.FILE), manifest.text().getBytes(StandardCharsets.UTF_8));
  }

  private static void copy(Path from, Path to, String digest) throws IOException {
    if (Files.exists(to)) {
      if (!Sha256.of(to).equals(digest)) {
        throw new InputException(
            to.toString(), "is another file of this name", "write to an empty folder");
      }
      return;
    }
    AtomicFile.write(to, Files.readAllBytes(from));
  }

  /** What is known of the shape of both policies, and so which theorems apply. */
  public PolicyClass policyClass() {
    if (!base.gaussian()) {
      return PolicyClass.CATEGORICAL;
    }
    return manifest.setting().kind() == GuardSetting.Kind.MEAN_ONLY
        ? PolicyClass.GAUSSIAN_MEAN
        : PolicyClass.GAUSSIAN;
  }

  /** What the difference of evaluators costs; nothing where nothing is said. */
  public CouplingCharge coupling() {
    return manifest.coupling().orElse(CouplingCharge.sameEvaluator("surety"));
  }

  /** The base policy as the guard sees it; for one thread. */
  public StatePolicy basePolicy() {
    return base.evaluator(1)::distribution;
  }

  /** The task policy as the guard sees it; for one thread. */
  public TaskPolicy taskPolicy() {
    PolicyEvaluator baseEvaluator = base.evaluator(1);
    PolicyEvaluator evaluator = task.evaluator(1);
    double logRatio = task.standsAlone() ? 0 : headLimit();
    return (observation, remainingShare) -> {
      double[] input = observation;
      if (manifest.observesRemaining()) {
        input = Arrays.copyOf(observation, observation.length + 1);
        input[observation.length] = Math.min(1, remainingShare);
      }
      try {
        ActionDistribution distribution =
            task.standsAlone()
                ? evaluator.distribution(input)
                : evaluator.distribution(
                    input, (DiagonalGaussian) baseEvaluator.distribution(observation), logRatio);
        return distribution;
      } catch (IllegalArgumentException overflow) {
        return null; // the guard then plays base
      }
    };
  }

  /** δ of a ratio-bounded head: what the guard lets every decision use. */
  private double headLimit() {
    return switch (manifest.setting().kind()) {
      case PER_STEP, BOX -> manifest.setting().guard().remaining();
      case BUDGET, MEAN_ONLY ->
          manifest
              .setting()
              .perDecisionCap()
              .map(org.surety.numeric.Decimals::down)
              .orElse(Double.POSITIVE_INFINITY);
    };
  }

  /**
   * The policy, ready to act in episode 0.
   *
   * @param seed of its noise: a fresh random number for every deployment
   */
  public GuardedPolicy policy(long seed) {
    return new GuardedPolicy(
        basePolicy(),
        BaseKind.INDEPENDENT,
        taskPolicy(),
        manifest.setting().guard(),
        coupling(),
        seed);
  }
}
