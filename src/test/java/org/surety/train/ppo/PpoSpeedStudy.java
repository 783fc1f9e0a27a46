package org.surety.train.ppo;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.surety.certificate.CertifiedProperty;
import org.surety.env.Environments;
import org.surety.env.ReachAvoidTask;
import org.surety.guard.GuardSetting;
import org.surety.policy.ActionScaling;
import org.surety.policy.Activation;
import org.surety.policy.Policy;
import org.surety.train.EpisodeProperty;
import org.surety.train.Learner;
import org.surety.train.Settings;
import org.surety.train.tensor.GaussianActor;

/**
 * Environment steps per second of Projected PPO end to end: 4,096 environments times 16 steps,
 * minibatches of 4,096, 4 epochs, networks of 64 × 64, two action dimensions. Steps per second of
 * processor time, times the number of processors, is what a quiet machine would reach at most.
 * Guarded trainings are measured with their episodes judged by a certified property, too.
 *
 * <pre>mvn -q -Pbench -DskipTests test-compile exec:exec
 *   -Dstudy=org.surety.train.ppo.PpoSpeedStudy
 *   -Dbench="device gpu0 65536 262144"</pre>
 *
 * <p>The arguments are the placement, {@code host} without any; the device, {@code cpu}; lanes; and
 * the minibatch.
 */
public final class PpoSpeedStudy {
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private static final List<@Nullable EpisodeProperty> UNJUDGED = Collections.singletonList(null);

  private PpoSpeedStudy() {}

  /** Runs 12 updates of each kind and prints the median of the last 8. */
  public static void main(String[] arguments) throws IOException {
    boolean host = arguments.length < 1 || arguments[0].equals("host");
    String device = arguments.length < 2 ? "cpu" : arguments[1];
    int lanes = arguments.length < 3 ? 4096 : Integer.parseInt(arguments[2]);
    int minibatch = arguments.length < 4 ? 4096 : Integer.parseInt(arguments[3]);
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
                  ("[rollout]\nlanes = %d\n[ppo]\nminibatch = %d\nwarm_up = 0\n[guard]\nkind = \"%s\"\n"
                          .formatted(lanes, minibatch, kind.word()))
                      .getBytes(StandardCharsets.UTF_8),
                  "study",
                  PpoSettings.KEYS));
      boolean judged = host && kind != Restriction.Kind.NONE;
      for (EpisodeProperty property : judged ? Arrays.asList(null, reachAvoid()) : UNJUDGED) {
        try (Learner learner =
            host ? onArrays(settings, device, property, base) : there(settings, device, base)) {
          measure(kind.word() + (property == null ? "" : " judged"), learner, 16.0 * lanes);
        }
      }
    }
  }

  private static Policy task(PpoSettings settings, Policy base) {
    return settings.guard().spends() ? GaussianActor.withRemainingShare(base) : base;
  }

  private static Learner onArrays(
      PpoSettings settings, String device, @Nullable EpisodeProperty property, Policy base) {
    GuardSetting guard = guard(settings.guard());
    return new PpoLearner(
        settings,
        device,
        List.of(Environments.named("point-robot").batch()),
        guard == null ? null : base,
        guard == null ? null : guard::guard,
        property,
        task(settings, base));
  }

  private static Learner there(PpoSettings settings, String device, Policy base) {
    GuardSetting guard = guard(settings.guard());
    return new DeviceLearner(
        settings,
        device,
        List.of(new DeviceTask(ReachAvoidTask.POINT_ROBOT, 0)),
        guard == null ? null : base,
        guard,
        task(settings, base));
  }

  /** What the README's base policy is certified for. */
  private static EpisodeProperty reachAvoid() throws IOException {
    String formula = "(!hazard) U goal";
    String spec = Files.readString(Path.of("spec/point-robot.spec"));
    return EpisodeProperty.of(CertifiedProperty.of("reach_avoid", formula, formula, spec, "0"), 22);
  }

  private static @Nullable GuardSetting guard(Restriction.Kind kind) {
    return switch (kind) {
      case NONE -> null;
      case PER_STEP -> GuardSetting.of(GuardSetting.Kind.PER_STEP, new BigDecimal("1.2"), 22);
      default ->
          new GuardSetting(
              GuardSetting.Kind.BUDGET,
              new BigDecimal("2"),
              Optional.of(new BigDecimal("0.4")),
              22,
              Optional.empty());
    };
  }

  private static void measure(String name, Learner learner, double steps) {
    int updates = 12;
    double[] seconds = new double[updates];
    double[] processor = new double[updates];
    Learner.Report report = learner.advance();
    for (int i = 0; i < updates; i++) {
      long start = System.nanoTime();
      long used = PROCESS.getProcessCpuTime();
      report = learner.advance();
      seconds[i] = (System.nanoTime() - start) * 1e-9;
      processor[i] = (PROCESS.getProcessCpuTime() - used) * 1e-9;
    }
    double[] warm = Arrays.copyOfRange(seconds, 4, updates);
    Arrays.sort(warm);
    double[] busy = Arrays.copyOfRange(processor, 4, updates);
    Arrays.sort(busy);
    System.out.printf(
        Locale.ROOT,
        "%-16s %,9.0f steps/s (median of %d; fastest %,.0f), %,.0f per second of processor"
            + " time; last: reward %.3f, loss %.4f, exceptions %d%n",
        name,
        steps / warm[warm.length / 2],
        warm.length,
        steps / warm[0],
        steps / busy[busy.length / 2],
        report.episodes().meanReward(),
        report.columns().get("loss"),
        report.episodes().exceptions());
  }
}
