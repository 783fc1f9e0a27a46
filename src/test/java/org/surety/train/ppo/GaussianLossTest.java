package org.surety.train.ppo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.surety.policy.ActionScaling;
import org.surety.policy.Activation;
import org.surety.policy.Head;
import org.surety.policy.Policy;
import org.surety.policy.StdMap;
import org.surety.train.Settings;
import org.surety.train.tensor.GaussianActor;

/** The gradient that training rests on, against differences of the loss itself. */
class GaussianLossTest {
  private static final int D = 2;

  @ParameterizedTest
  @EnumSource(Restriction.Kind.class)
  void theGradientIsThatOfTheLossThroughTheProjection(Restriction.Kind kind) {
    check(kind, "projected");
  }

  @ParameterizedTest
  @EnumSource(
      value = Restriction.Kind.class,
      names = {"PER_STEP", "BUDGET"})
  void thePapersGradientPassesTheProjectionBy(Restriction.Kind kind) {
    check(kind, "paper");
  }

  private static void check(Restriction.Kind kind, String objective) {
    PpoSettings settings =
        PpoSettings.of(
            Settings.parse(new byte[0], "test", PpoSettings.KEYS)
                .with(
                    Map.of(
                        "guard.kind", '"' + kind.word() + '"',
                        "ppo.objective", '"' + objective + '"',
                        "ppo.entropy", "0.05",
                        "ppo.clip", "1",
                        "ppo.pull", "0.3"),
                    "test"));
    GaussianActor actor = new GaussianActor(policy());
    SplittableRandom random = new SplittableRandom(8);
    int compared = 0;
    for (int n = 0; n < 300; n++) {
      Rollout rollout = decision(random);
      float[] outputs = new float[2 * D];
      for (int i = 0; i < 2 * D; i++) {
        outputs[i] = (float) (random.nextDouble() - 0.5);
      }
      float[] gradient = new float[2 * D];
      new GaussianLoss(actor, settings).add(rollout, 0, outputs, gradient, 0, 1);
      for (int i = 0; i < 2 * D; i++) {
        double coarse = difference(actor, settings, rollout, outputs, i, 2e-3f);
        double fine = difference(actor, settings, rollout, outputs, i, 1e-3f);
        if (Math.abs(coarse - fine) > 1e-3) {
          continue; // a kink: a dimension collapses, the limit comes to bind, the clip
        }
        compared++;
        assertEquals(fine, gradient[i], 4e-3 * (1 + Math.abs(fine)), n + ", output " + i);
      }
    }
    assertTrue(compared > 900, "only " + compared + " were smooth");
  }

  private static double difference(
      GaussianActor actor,
      PpoSettings settings,
      Rollout rollout,
      float[] outputs,
      int index,
      float step) {
    float[] up = outputs.clone();
    float[] down = outputs.clone();
    up[index] += step;
    down[index] -= step;
    return (value(actor, settings, rollout, up) - value(actor, settings, rollout, down))
        / (up[index] - down[index]);
  }

  /** The loss as the class comment states it. */
  private static double value(
      GaussianActor actor, PpoSettings settings, Rollout rollout, float[] outputs) {
    GaussianLoss loss = new GaussianLoss(actor, settings);
    loss.add(rollout, 0, outputs, new float[2 * D], 0, 1);
    double[] mean = {outputs[0], outputs[1]};
    double[] std = new double[D];
    actor.deviations(outputs, 0, std);
    double[] playedStd = std.clone();
    if (settings.objective() == PpoSettings.Objective.PROJECTED) {
      Restriction.of(settings.guard(), D)
          .apply(
              rollout.limit[0],
              rollout.baseMean,
              rollout.baseStd,
              mean,
              std,
              new double[D],
              playedStd);
    }
    double entropy = 0;
    for (double s : playedStd) {
      entropy += Math.log(s);
    }
    return loss.loss() - settings.entropy() * entropy + settings.pull() * loss.divergence();
  }

  private static Rollout decision(SplittableRandom random) {
    Rollout rollout = new Rollout(1, 1, D, 1, 3);
    for (int i = 0; i < D; i++) {
      rollout.baseMean[i] = random.nextDouble() - 0.5;
      rollout.baseStd[i] = 0.3 + random.nextDouble();
      rollout.raw[i] = rollout.baseMean[i] + 2 * random.nextDouble() - 1;
    }
    rollout.logProb[0] = Gaussians.logDensity(rollout.raw, 0, rollout.baseMean, rollout.baseStd, D);
    rollout.limit[0] = 0.05 + 0.5 * random.nextDouble();
    rollout.active[0] = true;
    rollout.advantages[0] = 2 * random.nextDouble() - 1;
    return rollout;
  }

  /** Any policy whose deviations come from a network, through a map with a slope of its own. */
  private static Policy policy() {
    Policy fresh =
        GaussianActor.fresh(1, D, List.of(3), Activation.TANH, 1, ActionScaling.none(), 1);
    Head.Gaussian head = (Head.Gaussian) fresh.head();
    return new Policy(
        1,
        null,
        fresh.trunk(),
        new Head.Gaussian(head.mean(), new Head.StateDeviation(head.mean(), StdMap.tanhLog(-3, 1))),
        ActionScaling.none());
  }
}
