package org.surety.train.ppo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.surety.policy.Activation;
import org.surety.train.Settings;
import org.surety.train.tensor.CategoricalActor;

/** The gradient that training on choices rests on, against differences of the loss itself. */
class CategoricalLossTest {
  private static final int N = 4;

  @Test
  void theGradientIsThatOfTheLoss() {
    PpoSettings settings =
        PpoSettings.of(
            Settings.parse(new byte[0], "test", PpoSettings.KEYS)
                .with(Map.of("ppo.entropy", "0.05", "ppo.clip", "0.3"), "test"));
    CategoricalActor actor =
        new CategoricalActor(CategoricalActor.fresh(1, N, List.of(3), Activation.TANH, 1));
    SplittableRandom random = new SplittableRandom(8);
    int compared = 0;
    int clipped = 0;
    for (int n = 0; n < 300; n++) {
      Rollout rollout = new Rollout(1, 1, 1, 1, 3);
      rollout.raw[0] = random.nextInt(N);
      rollout.logProb[0] = Math.log(0.1 + 0.5 * random.nextDouble());
      rollout.active[0] = true;
      rollout.advantages[0] = 2 * random.nextDouble() - 1;
      float[] outputs = new float[N];
      for (int i = 0; i < N; i++) {
        outputs[i] = (float) (2 * random.nextDouble() - 1);
      }
      float[] gradient = new float[N];
      CategoricalLoss loss = new CategoricalLoss(actor, settings);
      loss.add(rollout, 0, outputs, gradient, 0, 1);
      clipped += (int) loss.clipped();
      for (int i = 0; i < N; i++) {
        double coarse = difference(actor, settings, rollout, outputs, i, 4e-3f);
        double fine = difference(actor, settings, rollout, outputs, i, 2e-3f);
        if (Math.abs(coarse - fine) <= 1e-4) { // no kink of the clip between
          compared++;
          assertEquals(fine, gradient[i], 1e-3 * (1 + Math.abs(fine)), n + ", output " + i);
        }
      }
    }
    assertTrue(compared > 1100, "only " + compared + " were smooth");
    assertTrue(clipped > 50 && clipped < 250, clipped + " were clipped");
  }

  private static double difference(
      CategoricalActor actor,
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

  private static double value(
      CategoricalActor actor, PpoSettings settings, Rollout rollout, float[] outputs) {
    CategoricalLoss loss = new CategoricalLoss(actor, settings);
    loss.add(rollout, 0, outputs, new float[N], 0, 1);
    double sum = 0;
    for (float output : outputs) {
      sum += Math.exp(output);
    }
    double entropy = 0;
    for (float output : outputs) {
      double p = Math.exp(output) / sum;
      entropy -= p * Math.log(p);
    }
    return loss.loss() - settings.entropy() * entropy;
  }
}
