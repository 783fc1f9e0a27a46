package org.surety.study;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.surety.base.AtomicFile;
import org.surety.base.InputException;
import org.surety.base.Progress;
import org.surety.train.RunFolder;
import org.surety.train.Settings;
import org.surety.train.ppo.PpoRun;
import org.surety.train.sac.SacRun;

/**
 * Where a study's base policy comes from: a learner, or a file. It is trained at 5 Hz; what it
 * observes is the same at 50 Hz, where it decides ten times as often and is certified anew.
 */
final class BasePolicies {
  /** The layout of all certificates, at 5 Hz. */
  static final String FIXED = "point-reach-avoid-5-fixed";

  private static final long PPO_STEPS = 1 << 21;
  private static final long SAC_STEPS = 250_000;
  private static final String CURRICULUM =
      "stages = \"point-reach-avoid-1, point-reach-avoid-2, point-reach-avoid-3,"
          + " point-reach-avoid-4, point-reach-avoid-5\"";
  private static final List<String> LEARNERS = List.of("sac", "ppo");

  private BasePolicies() {}

  /**
   * Trains a base policy or takes the one given; it learns what to do from the formula's verdict,
   * through a curriculum from the easiest level with random layouts to the fixed one.
   *
   * @param origin {@code sac}, {@code ppo} or a policy's file
   * @param share of the usual number of steps
   * @param folder of the run
   * @return the policy's file
   * @throws FreshRollouts.Stopped if training was stopped before its end
   */
  static Path make(
      String origin,
      double share,
      Path folder,
      String device,
      Progress progress,
      BooleanSupplier stop)
      throws IOException {
    Path file = folder.resolve(RunFolder.POLICY);
    if (LEARNERS.contains(origin)) {
      boolean begun = RunFolder.isBegun(folder);
      RunFolder.Outcome outcome;
      if (origin.equals("ppo")) {
        PpoRun run =
            begun ? PpoRun.resume(folder, device) : PpoRun.begin(folder, ppo(share), null, device);
        outcome = run.train(progress, stop);
      } else {
        SacRun run =
            begun ? SacRun.resume(folder, device) : SacRun.begin(folder, sac(share), device);
        outcome = run.train(progress, stop);
      }
      if (!outcome.finished()) {
        throw new FreshRollouts.Stopped();
      }
      return file;
    }
    Path given = Path.of(origin);
    if (!Files.isRegularFile(given)) {
      throw new InputException(
          "--base",
          "'" + origin + "' is no learner and no file",
          "give sac, ppo or a policy's file");
    }
    Files.createDirectories(folder);
    AtomicFile.write(file, Files.readAllBytes(given));
    return file;
  }

  private static Settings ppo(double share) {
    String toml =
        String.join(
            "\n",
            "seed = 1",
            "steps = " + Math.round(share * PPO_STEPS),
            "environment = \"" + FIXED + "\"",
            "formula = \"!hazard U goal\"",
            "[rollout]",
            "steps = 32",
            "[curriculum]",
            CURRICULUM,
            "[ppo]",
            // The verdict alone is paid for, and width: speed is what task policies are for.
            "entropy = 0.01",
            "gamma = 0.999",
            "[network]",
            "std = 0.7",
            "min_std = 0.5",
            "");
    return Settings.parse(toml.getBytes(StandardCharsets.UTF_8), "base policy", PpoRun.keys());
  }

  private static Settings sac(double share) {
    String toml =
        String.join(
            "\n",
            "seed = 1",
            "steps = " + Math.round(share * SAC_STEPS),
            "environment = \"" + FIXED + "\"",
            "formula = \"!hazard U goal\"",
            "[rollout]",
            // A base policy is the same whatever machine trains it.
            "workers = 1",
            "[curriculum]",
            CURRICULUM,
            "[sac]",
            // The paper's: +1 at the goal, -0.25 in the hazard, and a target entropy of 0.
            "cost_weight = 0.25",
            "target_entropy = 0",
            "");
    return Settings.parse(toml.getBytes(StandardCharsets.UTF_8), "base policy", SacRun.keys());
  }
}
