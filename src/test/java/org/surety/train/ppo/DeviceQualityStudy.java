package org.surety.train.ppo;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.surety.env.PointReachAvoid;
import org.surety.env.ReachAvoidTask;
import org.surety.guard.GuardSetting;
import org.surety.policy.ActionScaling;
import org.surety.policy.Activation;
import org.surety.policy.Policy;
import org.surety.train.EpisodeTotals;
import org.surety.train.Learner;
import org.surety.train.Settings;
import org.surety.train.tensor.GaussianActor;

/**
 * Whether training learns as much on a device as on arrays: the point robot at 5 Hz with its own
 * reward, without a guard from a fresh policy, and under a budget from what another run on arrays
 * has come to half way; five seeds each, by the episodes of the last tenth.
 *
 * <pre>mvn -q -Pbench -DskipTests test-compile exec:exec
 *   -Dstudy=org.surety.train.ppo.DeviceQualityStudy -Dbench="cpu 400000"</pre>
 *
 * <p>The arguments are the device and the environment steps of a run.
 */
public final class DeviceQualityStudy {
  private static final int SEEDS = 5;
  private static final int HORIZON = 25;
  private static final int LANES = 256;

  private DeviceQualityStudy() {}

  /** Prints a line for each placement and guard. */
  public static void main(String[] arguments) {
    String device = arguments.length < 1 ? "cpu" : arguments[0];
    int updates =
        (arguments.length < 2 ? 400_000 : Integer.parseInt(arguments[1])) / (16 * LANES) + 1;
    Policy base = base(updates / 2);
    GuardSetting budget =
        new GuardSetting(
            GuardSetting.Kind.BUDGET,
            new BigDecimal("2"),
            Optional.empty(),
            HORIZON,
            Optional.empty());
    for (GuardSetting guard : Arrays.asList(null, budget)) {
      for (String placement : List.of("host", "device")) {
        double[] rewards = new double[SEEDS];
        double[] successes = new double[SEEDS];
        double exceptions = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
          EpisodeTotals totals = new EpisodeTotals();
          try (Learner learner =
              learner(placement, device, guard == null ? null : base, guard, seed)) {
            for (int i = 0; i < updates; i++) {
              Learner.Report report = learner.advance();
              exceptions += report.episodes().exceptions();
              if (i >= 0.9 * updates) {
                totals.add(report.episodes());
              }
            }
          }
          rewards[seed] = totals.meanReward();
          successes[seed] = 100 * totals.successShare();
        }
        System.out.printf(
            Locale.ROOT,
            "%-6s %-6s reward %s, success %s %%, exceptions %.0f, %d steps each%n",
            guard == null ? "none" : "budget",
            placement,
            spread(rewards),
            spread(successes),
            exceptions,
            updates * 16 * LANES);
      }
    }
  }

  private static String spread(double[] values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    return String.format(
        Locale.ROOT, "%.3f (deviation %.3f)", mean, Math.sqrt(squares / (values.length - 1)));
  }

  private static Policy base(int updates) {
    try (PpoLearner learner = (PpoLearner) learner("host", "cpu", null, null, 99)) {
      for (int i = 0; i < updates; i++) {
        learner.advance();
      }
      return learner.policy();
    }
  }

  private static Learner learner(
      String placement,
      String device,
      @Nullable Policy base,
      @Nullable GuardSetting guard,
      int seed) {
    PpoSettings settings =
        PpoSettings.of(
            Settings.parse(
                """
                seed = %d
                [rollout]
                lanes = %d
                workers = 1
                [ppo]
                minibatch = 1024
                warm_up = 40000
                [network]
                hidden = [32, 32]
                [guard]
                kind = "%s"
                """
                    .formatted(seed, LANES, guard == null ? "none" : "budget")
                    .getBytes(StandardCharsets.UTF_8),
                "study",
                PpoSettings.KEYS));
    Policy task =
        base != null
            ? GaussianActor.withRemainingShare(base)
            : GaussianActor.fresh(
                6,
                2,
                List.of(32, 32),
                Activation.TANH,
                0.4,
                ActionScaling.bounded(
                    ActionScaling.Mode.CLIP, new double[] {-1, -1}, new double[] {1, 1}),
                seed);
    return placement.equals("device")
        ? new DeviceLearner(
            settings,
            device,
            List.of(new DeviceTask(ReachAvoidTask.POINT_ROBOT, 0)),
            base,
            guard,
            task)
        : new PpoLearner(
            settings,
            device,
            List.of(lanes -> new PointReachAvoid(ReachAvoidTask.POINT_ROBOT, lanes)),
            base,
            guard == null ? null : guard::guard,
            null,
            task);
  }
}
