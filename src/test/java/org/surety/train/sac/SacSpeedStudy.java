package org.surety.train.sac;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.surety.env.Environments;
import org.surety.policy.ActionScaling;
import org.surety.policy.Policy;
import org.surety.policy.StdMap;
import org.surety.train.Settings;
import org.surety.train.tensor.GaussianActor;

/**
 * Updates of soft actor-critic per second, critics and actor and target each, on the point robot's
 * 6 observations, by size of networks and batch; by wall clock and per second of processor time.
 *
 * <pre>mvn -q -Pbench -DskipTests test-compile exec:exec
 *   -Dstudy=org.surety.train.sac.SacSpeedStudy</pre>
 */
public final class SacSpeedStudy {
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private SacSpeedStudy() {}

  /** Measures a few seconds of each case after as many of warming up. */
  public static void main(String[] arguments) {
    for (String hidden : List.of("[64, 64]", "[256, 256]")) {
      for (String batch : List.of("256", "512", "1024")) {
        for (String workers : List.of("1", "2")) {
          measure(hidden, batch, workers, "0");
        }
      }
    }
    measure("[64, 64]", "512", "2", "0.6");
  }

  private static void measure(String hidden, String batch, String workers, String priority) {
    boolean large = hidden.contains("256");
    SacSettings settings =
        SacSettings.of(
            Settings.parse(
                    "[run]\nreport_every = 1600\n".getBytes(StandardCharsets.UTF_8),
                    "study",
                    SacSettings.KEYS)
                .with(
                    Map.of(
                        "network.hidden",
                        hidden,
                        "sac.batch",
                        batch,
                        "rollout.workers",
                        workers,
                        "replay.priority",
                        priority,
                        "sac.burn_in",
                        "1600",
                        "sac.updates_per_step",
                        large ? "0.0625" : "0.25"),
                    "study"));
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
      for (int i = 0; i < 3; i++) {
        learner.advance();
      }
      long updates = learner.criticUpdates();
      long begun = System.nanoTime();
      long processor = PROCESS.getProcessCpuTime();
      for (int i = 0; i < 3; i++) {
        learner.advance();
      }
      double done = learner.criticUpdates() - updates;
      System.out.printf(
          Locale.ROOT,
          "%s, batch %s, %s worker(s), priority %s: %.0f updates/s, %.0f per processor second%n",
          hidden,
          batch,
          workers,
          priority,
          done / (System.nanoTime() - begun) * 1e9,
          done / (PROCESS.getProcessCpuTime() - processor) * 1e9);
    }
  }
}
