package org.surety.train.sac;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.surety.env.Environments;
import org.surety.policy.ActionScaling;
import org.surety.policy.Policy;
import org.surety.policy.StdMap;
import org.surety.train.Settings;
import org.surety.train.tensor.GaussianActor;

/**
 * Updates of soft actor-critic per second, critics and actor and target each, and decisions per
 * second with the updates that are owed for them, on the point robot's 6 observations, by size of
 * networks and batch; by wall clock and per second of processor time.
 *
 * <pre>mvn -q -Pbench -DskipTests test-compile exec:exec
 *   -Dstudy=org.surety.train.sac.SacSpeedStudy -Dbench="1 2"</pre>
 */
public final class SacSpeedStudy {
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private SacSpeedStudy() {}

  /** Measures a few seconds of each case after a few of warming up. Takes numbers of workers. */
  public static void main(String[] arguments) {
    for (String hidden : List.of("[64, 64]", "[256, 256]")) {
      for (String batch : List.of("256", "512")) {
        for (String workers : arguments) {
          boolean large = hidden.contains("256");
          measure(
              Map.of(
                  "network.hidden",
                  hidden,
                  "sac.batch",
                  batch,
                  "rollout.workers",
                  workers,
                  "sac.burn_in",
                  "1600",
                  "sac.updates_per_step",
                  large ? "0.0625" : "0.125"),
              1600);
        }
      }
    }
    // As SPoRt trains its base policies: one environment, an update for every decision.
    measure(
        Map.of(
            "network.hidden",
            "[256, 256]",
            "sac.batch",
            "512",
            "replay.priority",
            "0.6",
            "sac.actor_every",
            "2",
            "rollout.lanes",
            "1",
            "sac.burn_in",
            "500",
            "sac.updates_per_step",
            "1"),
        100);
  }

  private static void measure(Map<String, String> pairs, int rowSteps) {
    SacSettings settings =
        SacSettings.of(
            Settings.parse(
                    ("[run]\nreport_every = " + rowSteps + "\n").getBytes(StandardCharsets.UTF_8),
                    "study",
                    SacSettings.KEYS)
                .with(pairs, "study"));
    Policy start =
        GaussianActor.fresh(
            6,
            2,
            settings.hidden(),
            settings.activation(),
            StdMap.tanhLog(SacRun.LEAST_LOG_STD, SacRun.MOST_LOG_STD),
            ActionScaling.tanh(),
            1);
    try (SacLearner learner =
        new SacLearner(
            settings, "cpu", List.of(Environments.named("point-robot").batch()), start)) {
      while (learner.criticUpdates() < 200) {
        learner.advance();
      }
      long updates = learner.criticUpdates();
      long steps = learner.steps();
      long begun = System.nanoTime();
      long processor = PROCESS.getProcessCpuTime();
      while (learner.criticUpdates() < updates + 600) {
        learner.advance();
      }
      double wall = (System.nanoTime() - begun) * 1e-9;
      double used = (PROCESS.getProcessCpuTime() - processor) * 1e-9;
      double done = learner.criticUpdates() - updates;
      double decisions = learner.steps() - steps;
      System.out.printf(
          Locale.ROOT,
          "%s: %.0f updates/s and %.0f decisions/s; per processor second %.0f and %.0f%n",
          new TreeMap<>(pairs),
          done / wall,
          decisions / wall,
          done / used,
          decisions / used);
    }
  }
}
