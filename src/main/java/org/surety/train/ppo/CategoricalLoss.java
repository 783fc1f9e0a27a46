package org.surety.train.ppo;

import org.surety.train.tensor.CategoricalActor;

/**
 * The loss of a categorical actor: {@link ActorLoss} with nothing added. With probabilities p, the
 * choice k and entropy H: ∂ ln p_k / ∂ logit_i = [i = k] − p_i and ∂ H / ∂ logit_i = −p_i (ln p_i +
 * H).
 */
final class CategoricalLoss extends ActorLoss {
  private final double entropy;
  private final int n;
  private final double[] logs;
  private final double[] probabilities;

  CategoricalLoss(CategoricalActor actor, PpoSettings settings) {
    super(settings);
    entropy = settings.entropy();
    n = actor.actions();
    logs = new double[n];
    probabilities = new double[n];
  }

  @Override
  void add(Rollout rollout, int row, float[] outputs, float[] cotangents, int at, double weight) {
    int o = at * n;
    Logits.logProbabilities(outputs, o, logs);
    double spread = 0;
    for (int i = 0; i < n; i++) {
      probabilities[i] = StrictMath.exp(logs[i]);
      spread -= probabilities[i] == 0 ? 0 : probabilities[i] * logs[i];
    }
    int choice = (int) rollout.raw[row];
    double byLogDensity = clippedTerm(logs[choice] - rollout.logProb[row], rollout.advantages[row]);
    for (int i = 0; i < n; i++) {
      double p = probabilities[i];
      double byEntropy = p == 0 ? 0 : -p * (logs[i] + spread);
      double slope = byLogDensity * ((i == choice ? 1 : 0) - p) - entropy * byEntropy;
      cotangents[o + i] = (float) (weight * slope);
    }
  }
}
