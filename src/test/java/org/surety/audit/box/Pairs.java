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

  /** The same means with this logarithm of all deviations. */
  static Policy withConstantDeviation(Policy policy, double logStd) {
    double[] all = new double[policy.actions()];
    Arrays.fill(all, logStd);
    return new Policy(
        policy.observations(),
        policy.normalizer(),
        policy.trunk(),
        new Head.Gaussian(((Head.Gaussian) policy.head()).mean(), new Head.ConstantDeviation(all)),
        policy.scaling());
  }

  static Policy squashed(Policy policy) {
    return new Policy(
        policy.observations(),
        policy.normalizer(),
        policy.trunk(),
        policy.head(),
        ActionScaling.tanh());
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

  /**
   * A tanh policy with two hidden layers and a task policy with normal noise on all weights of
   * trunk and means, whose deviation is the base's narrowed by a layer of its own.
   */
  public static Pair narrowed(
      SplittableRandom random, double gain, double noise, int inputs, int width, int actions) {
    return narrowed(random, gain, noise, 0, inputs, width, actions);
  }

  /** As the other method, with this added to what the deviation is narrowed by. */
  public static Pair narrowed(
      SplittableRandom random,
      double gain,
      double noise,
      double offset,
      int inputs,
      int width,
      int actions) {
    Network trunk = gaussian(random, Activation.TANH, gain, inputs, width, width);
    Network mean = gaussian(random, Activation.IDENTITY, gain, width, actions);
    Network raw = gaussian(random, Activation.IDENTITY, 0.5, width, actions);
    Policy base =
        new Policy(
            inputs,
            null,
            trunk,
            new Head.Gaussian(mean, new Head.StateDeviation(raw, LOG)),
            ActionScaling.none());
    Network narrowing =
        lowered(gaussian(random, Activation.IDENTITY, gain, width, actions), -offset);
    Policy task =
        new Policy(
            inputs,
            null,
            noisy(random, trunk, noise),
            new Head.Gaussian(
                noisy(random, mean, noise), new Head.NarrowedDeviation(narrowing, base)),
            ActionScaling.none());
    return new Pair(base, task);
  }

  /** The pair with all weights rounded to single precision. */
  static Pair inFloats(Pair pair) {
    Policy base = inFloats(pair.base(), pair.base());
    return new Pair(base, inFloats(pair.task(), base));
  }

  private static Policy inFloats(Policy policy, Policy base) {
    Head.Gaussian head = (Head.Gaussian) policy.head();
    Head.Deviation deviation =
        head.deviation() instanceof Head.NarrowedDeviation narrowed
            ? new Head.NarrowedDeviation(inFloats(narrowed.raw()), base)
            : new Head.StateDeviation(
                inFloats(((Head.StateDeviation) head.deviation()).raw()), LOG);
    return new Policy(
        policy.observations(),
        null,
        inFloats(policy.trunk()),
        new Head.Gaussian(inFloats(head.mean()), deviation),
        policy.scaling());
  }

  private static Network inFloats(Network network) {
    List<DenseLayer> layers = new ArrayList<>();
    for (DenseLayer layer : network.layers()) {
      layers.add(
          new DenseLayer(
              layer.inputs(),
              Arrays.stream(layer.weights()).map(w -> (float) w).toArray(),
              Arrays.stream(layer.bias()).map(w -> (float) w).toArray(),
              layer.activation()));
    }
    return new Network(layers);
  }

  /**
   * The pair with a bump in the first mean of the task, on a square of this half-width around a
   * state with two values; nothing changes elsewhere.
   */
  public static Pair planted(Pair pair, double[] at, double halfWidth, double height) {
    Policy task = pair.task();
    List<DenseLayer> trunk = task.trunk().layers();
    DenseLayer first = trunk.get(0);
    DenseLayer second = trunk.get(1);
    int wide = first.outputs();
    int next = second.outputs();
    double steep = 10 / halfWidth;
    double[] weights = Arrays.copyOf(first.weights(), 2 * (wide + 4));
    double[] bias = Arrays.copyOf(first.bias(), wide + 4);
    for (int k = 0; k < 4; k++) {
      int axis = k / 2;
      double edge = at[axis] + (k % 2 == 0 ? -halfWidth : halfWidth);
      weights[2 * (wide + k) + axis] = steep;
      bias[wide + k] = -steep * edge;
    }
    double[] weights2 = new double[(wide + 4) * (next + 1)];
    for (int o = 0; o < next; o++) {
      for (int i = 0; i < wide; i++) {
        weights2[o * (wide + 4) + i] = second.weight(o, i);
      }
    }
    // Each axis gives 2 inside its interval and 0 outside: a sum of 4 on the square, else up to 2.
    for (int k = 0; k < 4; k++) {
      weights2[next * (wide + 4) + wide + k] = k % 2 == 0 ? 10 : -10;
    }
    double[] bias2 = Arrays.copyOf(second.bias(), next + 1);
    bias2[next] = -30;
    Head.Gaussian head = (Head.Gaussian) task.head();
    DenseLayer mean = head.mean().layers().get(0);
    DenseLayer raw = ((Head.NarrowedDeviation) head.deviation()).raw().layers().get(0);
    double[] shift = new double[task.actions()];
    shift[0] = height / 2;
    Policy changed =
        new Policy(
            2,
            null,
            new Network(
                List.of(
                    new DenseLayer(2, weights, bias, Activation.TANH),
                    new DenseLayer(wide + 4, weights2, bias2, Activation.TANH))),
            new Head.Gaussian(
                new Network(List.of(widened(mean, shift))),
                new Head.NarrowedDeviation(
                    new Network(List.of(widened(raw, new double[task.actions()]))), pair.base())),
            task.scaling());
    return new Pair(pair.base(), changed);
  }

  /** The layer with one more input, which is −1 but on the bump; the bias makes up for it. */
  private static DenseLayer widened(DenseLayer layer, double[] weight) {
    int inputs = layer.inputs();
    double[] weights = new double[(inputs + 1) * layer.outputs()];
    double[] bias = layer.bias();
    for (int o = 0; o < layer.outputs(); o++) {
      for (int i = 0; i < inputs; i++) {
        weights[o * (inputs + 1) + i] = layer.weight(o, i);
      }
      weights[o * (inputs + 1) + inputs] = weight[o];
      bias[o] += weight[o];
    }
    return new DenseLayer(inputs + 1, weights, bias, layer.activation());
  }

  /** A network with normal weights of variance gain²/inputs and biases of variance gain²/100. */
  public static Network gaussian(
      SplittableRandom random, Activation activation, double gain, int... sizes) {
    List<DenseLayer> layers = new ArrayList<>();
    for (int k = 1; k < sizes.length; k++) {
      double reach = gain / Math.sqrt(sizes[k - 1]);
      double[] weights = new double[sizes[k] * sizes[k - 1]];
      double[] bias = new double[sizes[k]];
      Arrays.setAll(weights, i -> reach * random.nextGaussian());
      Arrays.setAll(bias, i -> 0.1 * gain * random.nextGaussian());
      layers.add(new DenseLayer(sizes[k - 1], weights, bias, activation));
    }
    return new Network(layers);
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
