package org.surety.audit.box;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.surety.policy.ActionScaling;
import org.surety.policy.Activation;
import org.surety.policy.DenseLayer;
import org.surety.policy.Head;
import org.surety.policy.Network;
import org.surety.policy.Normalizer;
import org.surety.policy.Policy;
import org.surety.policy.StdMap;

/** Pairs of policies to audit. */
public final class Pairs {
  static final StdMap LOG = StdMap.clampedLog(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  private Pairs() {}

  static DenseLayer layer(int inputs, Activation activation, double[] bias, double... weights) {
    return new DenseLayer(inputs, weights, bias, activation);
  }

  /** One state: μ = ½ tanh 2s, ln σ = −½ + tanh(s)/10. */
  public static Policy vectorBase() {
    return new Policy(
        1,
        null,
        new Network(List.of(layer(1, Activation.TANH, new double[2], 2, 1))),
        new Head.Gaussian(
            new Network(List.of(layer(2, Activation.IDENTITY, new double[1], 0.5, 0))),
            new Head.StateDeviation(
                new Network(List.of(layer(2, Activation.IDENTITY, new double[] {-0.5}, 0, 0.1))),
                LOG)),
        ActionScaling.none());
  }

  /** One state: μ = ½ tanh 2s + tanh(3s − 1)/10, ln σ = −0.9 + tanh(2s + 0.3)/10. */
  public static Policy vectorTask() {
    return new Policy(
        1,
        null,
        new Network(List.of(layer(1, Activation.TANH, new double[] {0, -1, 0.3}, 2, 3, 2))),
        new Head.Gaussian(
            new Network(List.of(layer(3, Activation.IDENTITY, new double[1], 0.5, 0.1, 0))),
            new Head.StateDeviation(
                new Network(List.of(layer(3, Activation.IDENTITY, new double[] {-0.9}, 0, 0, 0.1))),
                LOG)),
        ActionScaling.none());
  }

  /** A network with weights uniform in ±gain/√inputs. */
  public static Network random(
      SplittableRandom random, Activation activation, double gain, int... sizes) {
    List<DenseLayer> layers = new ArrayList<>();
    for (int k = 1; k < sizes.length; k++) {
      double[] weights = new double[sizes[k] * sizes[k - 1]];
      double[] bias = new double[sizes[k]];
      double reach = gain / Math.sqrt(sizes[k - 1]);
      for (int i = 0; i < weights.length; i++) {
        weights[i] = reach * random.nextDouble(-1, 1);
      }
      for (int i = 0; i < bias.length; i++) {
        bias[i] = reach * random.nextDouble(-1, 1);
      }
      layers.add(new DenseLayer(sizes[k - 1], weights, bias, activation));
    }
    return new Network(layers);
  }

  /** The same network with normal noise of this deviation on all weights. */
  public static Network noisy(SplittableRandom random, Network network, double noise) {
    List<DenseLayer> layers = new ArrayList<>();
    for (DenseLayer layer : network.layers()) {
      double[] weights = layer.weights();
      double[] bias = layer.bias();
      for (int i = 0; i < weights.length; i++) {
        weights[i] += noise * random.nextGaussian();
      }
      for (int i = 0; i < bias.length; i++) {
        bias[i] += noise * random.nextGaussian();
      }
      layers.add(new DenseLayer(layer.inputs(), weights, bias, layer.activation()));
    }
    return new Network(layers);
  }

  /** A base and a task policy. */
  public record Pair(Policy base, Policy task) {}

  /**
   * A random base policy and a task policy with noise on its weights and a narrower deviation, of
   * any activation, deviation and normalizer.
   */
  public static Pair any(SplittableRandom random, int inputs, int actions, double noise) {
    Activation[] all = Activation.values();
    Activation activation = all[random.nextInt(all.length)];
    int width = 2 + random.nextInt(9);
    int[] sizes = random.nextBoolean() ? new int[] {inputs, width} : new int[] {inputs, width, 6};
    Network trunk = random(random, activation, 2, sizes);
    int features = sizes[sizes.length - 1];
    Network mean = random(random, Activation.IDENTITY, 1, features, actions);
    Network taskTrunk = random.nextInt(4) == 0 ? trunk : noisy(random, trunk, noise);
    Normalizer one = normalizer(random, inputs);
    Normalizer two = random.nextBoolean() ? one : normalizer(random, inputs);
    Head.Deviation wide;
    Head.Deviation narrow;
    if (random.nextInt(4) == 0) {
      double[] log = random.doubles(actions, -1, 1).toArray();
      wide = new Head.ConstantDeviation(log);
      narrow = new Head.ConstantDeviation(Arrays.stream(log).map(x -> x - 0.3).toArray());
    } else {
      StdMap map =
          switch (random.nextInt(4)) {
            case 0 -> StdMap.tanhLog(-3, 1);
            case 1 -> StdMap.softplus(random.nextBoolean() ? 0 : 0.01);
            case 2 -> StdMap.clampedLog(-1, 0.2);
            default -> LOG;
          };
      Network raw =
          random.nextBoolean()
              ? random(random, Activation.IDENTITY, 0.5, features, actions)
              : random(random, Activation.TANH, 0.5, features, 5, actions);
      wide = new Head.StateDeviation(raw, map);
      narrow = new Head.StateDeviation(lowered(noisy(random, raw, 0.1 * noise), 0.5), map);
    }
    return new Pair(
        new Policy(inputs, one, trunk, new Head.Gaussian(mean, wide), ActionScaling.tanh()),
        new Policy(
            inputs,
            two,
            taskTrunk,
            new Head.Gaussian(noisy(random, mean, noise), narrow),
            ActionScaling.tanh()));
  }

  private static @Nullable Normalizer normalizer(SplittableRandom random, int inputs) {
    return random.nextBoolean()
        ? null
        : new Normalizer(
            random.doubles(inputs, -0.2, 0.2).toArray(),
            random.doubles(inputs, 0.3, 2).toArray(),
            1e-8,
            random.nextBoolean() ? 0.7 : Double.POSITIVE_INFINITY);
  }

  /** The network with its last biases lowered. */
  private static Network lowered(Network network, double by) {
    List<DenseLayer> layers = new ArrayList<>(network.layers());
    DenseLayer last = layers.remove(layers.size() - 1);
    double[] bias = Arrays.stream(last.bias()).map(b -> b - by).toArray();
    layers.add(new DenseLayer(last.inputs(), last.weights(), bias, last.activation()));
    return new Network(layers);
  }
}
