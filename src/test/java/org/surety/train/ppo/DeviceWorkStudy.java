package org.surety.train.ppo;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.surety.env.ReachAvoidTask;
import org.surety.guard.GuardSetting;
import org.surety.policy.ActionScaling;
import org.surety.policy.Activation;
import org.surety.policy.Policy;
import org.surety.train.Settings;
import org.surety.train.tensor.DeviceWork;
import org.surety.train.tensor.GaussianActor;

/**
 * What training on a device asks of it: launches, views, uploads and waits of a decision of all
 * lanes and of an update of a minibatch, by part. They do not depend on how many lanes there are.
 *
 * <pre>mvn -q -Pbench -DskipTests test-compile exec:exec
 *   -Dstudy=org.surety.train.ppo.DeviceWorkStudy</pre>
 */
public final class DeviceWorkStudy {
  private static final List<String> OF_UPDATES =
      List.of("minibatch", "loss", "gradients", "optimizers");
  private static final int STEPS = 16;
  private static final int UPDATES = 16;

  private DeviceWorkStudy() {}

  /** Prints a table for each kind of guard. */
  public static void main(String[] arguments) {
    for (Restriction.Kind kind : Restriction.Kind.values()) {
      System.out.println(kind.word());
      Map<String, DeviceWork.Count> parts = ofAnIteration(kind, ReachAvoidTask.POINT_ROBOT);
      parts.forEach(
          (part, count) ->
              System.out.printf(
                  Locale.ROOT,
                  "  %-12s %s%n",
                  part,
                  OF_UPDATES.contains(part)
                      ? share(count, UPDATES, "an update")
                      : share(count, STEPS, "a decision")));
      System.out.printf(
          Locale.ROOT,
          "  a decision %.0f launches, an update %.0f; all %s%n",
          perDecision(parts).launches() / (double) STEPS,
          perUpdate(parts).launches() / (double) UPDATES,
          parts.values().stream().reduce(new DeviceWork.Count(0, 0, 0, 0), DeviceWork.Count::plus));
    }
  }

  private static String share(DeviceWork.Count count, int times, String of) {
    return String.format(
        Locale.ROOT,
        "%7.1f launches %6.1f views %5.1f uploads %5.2f waits %s",
        count.launches() / (double) times,
        count.views() / (double) times,
        count.uploads() / (double) times,
        count.waits() / (double) times,
        of);
  }

  /** The sum over what is asked for once a decision. */
  static DeviceWork.Count perDecision(Map<String, DeviceWork.Count> parts) {
    Map<String, DeviceWork.Count> rest = new LinkedHashMap<>(parts);
    OF_UPDATES.forEach(rest::remove);
    return rest.values().stream().reduce(new DeviceWork.Count(0, 0, 0, 0), DeviceWork.Count::plus);
  }

  /** The sum over what is asked for once an update. */
  static DeviceWork.Count perUpdate(Map<String, DeviceWork.Count> parts) {
    return OF_UPDATES.stream()
        .map(part -> parts.getOrDefault(part, new DeviceWork.Count(0, 0, 0, 0)))
        .reduce(new DeviceWork.Count(0, 0, 0, 0), DeviceWork.Count::plus);
  }

  /** The work of one iteration of {@value #STEPS} decisions and {@value #UPDATES} updates. */
  static Map<String, DeviceWork.Count> ofAnIteration(Restriction.Kind kind, ReachAvoidTask task) {
    PpoSettings settings =
        PpoSettings.of(
            Settings.parse(
                ("[rollout]\nlanes = 64\n[ppo]\nminibatch = 256\nwarm_up = 0\n[guard]\nkind = \"%s\"\n"
                        .formatted(kind.word()))
                    .getBytes(StandardCharsets.UTF_8),
                "study",
                PpoSettings.KEYS));
    Policy base =
        GaussianActor.fresh(
            task.sensing().size(),
            2,
            List.of(64, 64),
            Activation.TANH,
            0.4,
            ActionScaling.bounded(
                ActionScaling.Mode.CLIP, new double[] {-1, -1}, new double[] {1, 1}),
            1);
    GuardSetting guard = DeviceGuards.of(kind);
    try (DeviceLearner learner =
        new DeviceLearner(
            settings,
            "cpu",
            List.of(new DeviceTask(task, 0)),
            guard == null ? null : base,
            guard,
            kind.spends() ? GaussianActor.withRemainingShare(base) : base)) {
      learner.update(); // fills the constants
      learner.update();
      learner.work().clear();
      learner.update();
      return learner.work().byPart();
    }
  }
}
