package org.surety.train.tensor;

import java.util.List;
import org.surety.base.InputException;
import org.surety.policy.ActionScaling;
import org.surety.policy.Activation;
import org.surety.policy.Head;
import org.surety.policy.Network;
import org.surety.policy.Policy;

/**
 * A categorical {@link Policy} as a network to be trained; its outputs of a row are the logits. The
 * normalizer is not trained.
 */
public final class CategoricalActor implements Actor {
  private final Policy template;
  private final NetworkShape shape;

  /**
   * An actor of a policy's structure.
   *
   * @throws InputException if the policy is not categorical
   */
  public CategoricalActor(Policy policy) {
    if (!(policy.head() instanceof Head.Categorical head)) {
      throw new InputException(
          "policy", "is not categorical but " + policy, "train with a categorical policy");
    }
    template = policy;
    shape =
        new NetworkShape(
            policy.observations(),
            NetworkShape.of(policy.trunk()),
            List.of(NetworkShape.of(head.logits())),
            0);
  }

  /** A new policy: hidden layers, all choices about equally likely. */
  public static Policy fresh(
      int observations, int choices, List<Integer> hidden, Activation activation, long seed) {
    NetworkShape shape = NetworkShape.perceptron(observations, hidden, activation, choices);
    float[] numbers = shape.initial(seed, 0.01);
    int[] at = {0};
    Network trunk = GaussianActor.network(shape.trunk(), numbers, at);
    Network logits = GaussianActor.network(shape.heads().get(0), numbers, at);
    return new Policy(
        observations, null, trunk, new Head.Categorical(logits), ActionScaling.none());
  }

  @Override
  public NetworkShape shape() {
    return shape;
  }

  @Override
  public int actions() {
    return template.actions();
  }

  @Override
  public int drawn() {
    return 1;
  }

  @Override
  public float[] numbers() {
    double[] exact = new double[shape.parameters()];
    int at = GaussianActor.copy(template.trunk(), exact, 0);
    GaussianActor.copy(((Head.Categorical) template.head()).logits(), exact, at);
    float[] numbers = new float[exact.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) exact[i];
    }
    return numbers;
  }

  @Override
  public Policy policy(float[] numbers) {
    int[] at = {0};
    Network trunk = GaussianActor.network(shape.trunk(), numbers, at);
    Network logits = GaussianActor.network(shape.heads().get(0), numbers, at);
    return new Policy(
        template.observations(),
        template.normalizer(),
        trunk,
        new Head.Categorical(logits),
        template.scaling());
  }
}
