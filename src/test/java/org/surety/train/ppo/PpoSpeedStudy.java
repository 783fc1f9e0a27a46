package org.surety.train.ppo;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.surety.env.Environments;
import org.surety.guard.BudgetGuard;
import org.surety.guard.PerStepGuard;
import org.surety.policy.ActionScaling;
import org.surety.policy.Activation;
import org.surety.policy.Policy;
import org.surety.train.Settings;
import org.surety.train.tensor.GaussianActor;

/**
 * Environment steps per second of Projected PPO end to end: 4,096 environments times 16 steps,
 * minibatches of 4,096, 4 epochs, networks of 64 × 64, two action dimensions. Steps per second of
 * processor time, times the number of processors, is what a quiet machine would reach at most.
 *
 * <pre>mvn -q -Pbench -DskipTests test-compile exec:exec
 *   -Dstudy=org.surety.train.ppo.PpoSpeedStudy</pre>
 */
public final class PpoSpeedStudy {
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private PpoSpeedStudy() {}

  /** Runs 12 updates of each kind and prints the median of the last 8. */
  public static void main(String[] arguments) {
    Policy base =
        GaussianActor.fresh(
            6,
            2,
            List.of(64, 64),
            Activation.TANH,
            0.4,
            ActionScaling.bounded(
                ActionScaling.Mode.CLIP, new double[] {-1, -1}, new double[] {1, 1}),
            1);
    for (Restriction.Kind kind :
        List.of(Restriction.Kind.NONE, Restriction.Kind.PER_STEP, Restriction.Kind.BUDGET)) {
      PpoSettings settings =
          PpoSettings.of(
              Settings.parse(
                  ("[rollout]\nlanes = 4096\n[ppo]\nwarm_up = 0\n[guard]\nkind = \""
                          + kind.word()
                          + "\"\n")
                      .getBytes(StandardCharsets.UTF_8),
                  "study",
                  PpoSettings.KEYS));
      boolean free = kind == Restriction.Kind.NONE;
      Policy task = kind.spends() ? GaussianActor.withRemainingShare(base) : base;
      try (PpoLearner learner =
          new PpoLearner(
              settings,
              "cpu",
              List.of(Environments.named("point-robot").batch()),
              free ? null : base,
              free
                  ? null
                  : kind == Restriction.Kind.PER_STEP
                      ? () -> new PerStepGuard(1.2, 22)
                      : () -> new BudgetGuard(2, 0.4, 22),
              task)) {
        int updates = 12;
        double[] seconds = new double[updates];
        double[] processor = new double[updates];
        UpdateReport report = new UpdateReport();
        for (int i = 0; i < updates; i++) {
          long start = System.nanoTime();
          long used = PROCESS.getProcessCpuTime();
          report = learner.update();
          seconds[i] = (System.nanoTime() - start) * 1e-9;
          processor[i] = (PROCESS.getProcessCpuTime() - used) * 1e-9;
        }
        double[] warm = Arrays.copyOfRange(seconds, 4, updates);
        Arrays.sort(warm);
        double[] busy = Arrays.copyOfRange(processor, 4, updates);
        Arrays.sort(busy);
        System.out.printf(
            Locale.ROOT,
            "%-9s %,9.0f steps/s (median of %d; fastest %,.0f), %,.0f per second of processor"
                + " time; last: reward %.3f, loss %.4f, exceptions %d%n",
            kind.word(),
            65536 / warm[warm.length / 2],
            warm.length,
            65536 / warm[0],
            65536 / busy[busy.length / 2],
            report.episodes.meanReward(),
            report.loss(),
            report.episodes.exceptions());
      }
    }
  }
}
