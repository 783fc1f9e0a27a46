package org.surety.study;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.surety.base.AtomicFile;
import org.surety.base.InputException;
import org.surety.base.Progress;
import org.surety.train.RunFolder;
import org.surety.train.Settings;
import org.surety.train.ppo.PpoRun;
import org.surety.train.sac.SacRun;

/**
 * Where a study's base policy comes from: a learner, which trains it at the rate that it is to act
 * at, or a file.
 */
final class BasePolicies {
  /** The layout of all certificates, at 5 Hz. */
  static final String FIXED = "point-reach-avoid-5-fixed";

  private static final long PPO_STEPS = 1 << 21;
  private static final long SAC_STEPS = 262_144;
  private static final long SAC_STEPS_50_HZ = 393_216;
  private static final List<String> LEARNERS = List.of("sac", "ppo");

  private BasePolicies() {}

  /**
   * Trains a base policy or takes the one given; it learns what to do from the formula's verdict,
   * through a curriculum from the easiest level with random layouts to the fixed one.
   *
   * @param origin {@code sac}, {@code ppo}, which trains at 5 Hz, or a policy's file
   * @param rate that it is to act at
   * @param share of the usual number of steps
   * @param folder of the run
   * @return the policy's file
   * @throws FreshRollouts.Stopped if training was stopped before its end
   */
  static Path make(
      String origin,
      SportPlan.Rate rate,
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
            begun ? SacRun.resume(folder, device) : SacRun.begin(folder, sac(rate, share), device);
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
            stages(""),
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

  /**
   * The paper's: +1 at the goal, -0.25 in the hazard. At the same entropy a policy decides ten
   * times as often at 50 Hz, where independent draws average out.
   */
  private static Settings sac(SportPlan.Rate rate, double share) {
    boolean fast = rate.hertz() == 50;
    String toml =
        String.join(
            "\n",
            "seed = 1",
            "steps = " + Math.round(share * (fast ? SAC_STEPS_50_HZ : SAC_STEPS)),
            "environment = \"" + rate.environment() + "\"",
            "formula = \"!hazard U goal\"",
            "[rollout]",
            // A base policy is the same whatever machine trains it.
            "workers = 1",
            "lanes = " + (fast ? 128 : 64),
            "[curriculum]",
            stages(fast ? "-50hz" : ""),
            "[sac]",
            "cost_weight = 0.25",
            "target_entropy = " + (fast ? "0.03" : "0.05"),
            // At 50 Hz a decision moves little: rewards are summed up, random actions kept.
            "gamma = " + (fast ? "0.997" : "0.98"),
            "entropy = " + (fast ? "0.01" : "0.1"),
            "return_steps = " + (fast ? 10 : 1),
            "burn_in = " + (fast ? 32_768 : 5_000),
            "burn_in_repeat = " + (fast ? 10 : 1),
            "updates_per_step = " + (fast ? "0.0625" : "0.125"),
            "[replay]",
            "capacity = " + (fast ? 400_000 : 200_000),
            "[evaluation]",
            "every = 16_384",
            "episodes = 1_000",
            "within = " + rate.horizon(),
            "");
    return Settings.parse(toml.getBytes(StandardCharsets.UTF_8), "base policy", SacRun.keys());
  }

  private static String stages(String suffix) {
    return IntStream.rangeClosed(1, 5)
        .mapToObj(level -> "point-reach-avoid-" + level + suffix)
        .collect(Collectors.joining(", ", "stages = \"", "\""));
  }
}
