package org.surety.train.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;
import org.surety.policy.ActionScaling;
import org.surety.policy.Activation;
import org.surety.policy.DenseLayer;
import org.surety.policy.Head;
import org.surety.policy.Network;
import org.surety.policy.Normalizer;
import org.surety.policy.Policy;
import org.surety.policy.StdMap;

/**
 * A Gaussian {@link Policy} as a network to be trained: the policy's structure, its numbers as one
 * flat vector, and the way back. The normalizer and the scaling of actions are not trained.
 *
 * <p>A policy that acts under a guard may be given one more input, the share of the budget that is
 * left; see {@link #withRemainingShare}.
 */
public final class GaussianActor implements Actor {
  /** More than this share is shown as this: refunds can take it anywhere. */
  private static final double MOST_SHARE = 1;

  private final Policy template;
  private final NetworkShape shape;
  private final @Nullable StdMap map;
  private final int actions;

  /**
   * An actor of a policy's structure.
   *
   * @throws InputException if the policy is not Gaussian
   */
  public GaussianActor(Policy policy) {
    Head.Gaussian head = head(policy);
    template = policy;
    actions = policy.actions();
    List<List<NetworkShape.Layer>> heads = new ArrayList<>();
    heads.add(NetworkShape.of(head.mean()));
    int constants = 0;
    if (head.deviation() instanceof Head.StateDeviation state) {
      heads.add(NetworkShape.of(state.raw()));
      map = state.map();
    } else {
      constants = actions;
      map = null;
    }
    shape =
        new NetworkShape(policy.observations(), NetworkShape.of(policy.trunk()), heads, constants);
  }

  private static Head.Gaussian head(Policy policy) {
    if (!(policy.head() instanceof Head.Gaussian head)) {
      throw new InputException(
          "policy", "is not Gaussian but " + policy, "train with a Gaussian policy");
    }
    if (head.deviation() instanceof Head.NarrowedDeviation) {
      throw new InputException(
          "policy",
          "has deviations narrowed from another policy's",
          "train from a policy with deviations of its own");
    }
    return head;
  }

  /** A new policy: hidden layers, means near 0, the same deviation {@code std} everywhere. */
  public static Policy fresh(
      int observations,
      int actionSize,
      List<Integer> hidden,
      Activation activation,
      double std,
      ActionScaling scaling,
      long seed) {
    NetworkShape shape = NetworkShape.perceptron(observations, hidden, activation, actionSize);
    float[] numbers = shape.initial(seed, 0.01);
    double[] logStd = new double[actionSize];
    Arrays.fill(logStd, StrictMath.log(std));
    int[] at = {0};
    Network trunk = network(shape.trunk(), numbers, at);
    Network mean = network(shape.heads().get(0), numbers, at);
    return new Policy(
        observations,
        null,
        trunk,
        new Head.Gaussian(mean, new Head.ConstantDeviation(logStd)),
        scaling);
  }

  /**
   * A new policy whose deviations depend on the state: hidden layers, means and raw deviations near
   * 0.
   *
   * @param map from raw deviations
   */
  public static Policy fresh(
      int observations,
      int actionSize,
      List<Integer> hidden,
      Activation activation,
      StdMap map,
      ActionScaling scaling,
      long seed) {
    NetworkShape one = NetworkShape.perceptron(observations, hidden, activation, actionSize);
    List<NetworkShape.Layer> head = one.heads().get(0);
    NetworkShape shape = new NetworkShape(observations, one.trunk(), List.of(head, head), 0);
    float[] numbers = shape.initial(seed, 0.01);
    int[] at = {0};
    Network trunk = network(shape.trunk(), numbers, at);
    Network mean = network(head, numbers, at);
    Network raw = network(head, numbers, at);
    return new Policy(
        observations,
        null,
        trunk,
        new Head.Gaussian(mean, new Head.StateDeviation(raw, map)),
        scaling);
  }

  /**
   * The same policy with one more observation, the last, which changes nothing yet: the share of a
   * guard's budget that is left, at most {@value #MOST_SHARE}.
   */
  public static Policy withRemainingShare(Policy policy) {
    Head.Gaussian head = head(policy);
    int n = policy.observations();
    Normalizer normalizer = policy.normalizer();
    Normalizer wider = null;
    if (normalizer != null) {
      double[] mean = Arrays.copyOf(normalizer.mean(), n + 1);
      double[] variance = Arrays.copyOf(normalizer.variance(), n + 1);
      variance[n] = Math.max(0, 1 - normalizer.epsilon());
      wider = new Normalizer(mean, variance, normalizer.epsilon(), normalizer.clip());
    }
    boolean trunk = !policy.trunk().layers().isEmpty();
    Head.Gaussian widerHead =
        trunk
            ? head
            : new Head.Gaussian(
                widened(head.mean()),
                head.deviation() instanceof Head.StateDeviation state
                    ? new Head.StateDeviation(widened(state.raw()), state.map())
                    : head.deviation());
    return new Policy(
        n + 1,
        wider,
        trunk ? widened(policy.trunk()) : policy.trunk(),
        widerHead,
        policy.scaling());
  }

  private static Network widened(Network network) {
    List<DenseLayer> layers = new ArrayList<>(network.layers());
    DenseLayer first = layers.get(0);
    int n = first.inputs();
    double[] weights = new double[first.outputs() * (n + 1)];
    for (int o = 0; o < first.outputs(); o++) {
      for (int i = 0; i < n; i++) {
        weights[o * (n + 1) + i] = first.weight(o, i);
      }
    }
    layers.set(0, new DenseLayer(n + 1, weights, first.bias(), first.activation()));
    return new Network(layers);
  }

  /** The remaining share as a policy sees it. */
  public static double observed(double remainingShare) {
    return Math.min(remainingShare, MOST_SHARE);
  }

  /** The network. Its outputs of a row are the means and then what the deviations come from. */
  @Override
  public NetworkShape shape() {
    return shape;
  }

  /** Number of action dimensions. */
  @Override
  public int actions() {
    return actions;
  }

  @Override
  public int drawn() {
    return actions;
  }

  /** The numbers of a policy of this structure, rounded to floats. */
  @Override
  public float[] numbers() {
    double[] exact = exactNumbers();
    float[] numbers = new float[exact.length];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) exact[i];
    }
    return numbers;
  }

  /** The numbers of a policy of this structure. */
  public double[] exactNumbers() {
    double[] numbers = new double[shape.parameters()];
    Head.Gaussian head = (Head.Gaussian) template.head();
    int at = copy(template.trunk(), numbers, 0);
    at = copy(head.mean(), numbers, at);
    if (head.deviation() instanceof Head.StateDeviation state) {
      copy(state.raw(), numbers, at);
    } else {
      double[] logStd = ((Head.ConstantDeviation) head.deviation()).logStd();
      for (int i = 0; i < actions; i++) {
        numbers[at + i] = logStd[i];
      }
    }
    return numbers;
  }

  static int copy(Network network, double[] to, int from) {
    int at = from;
    for (DenseLayer layer : network.layers()) {
      for (double w : layer.weights()) {
        to[at++] = w;
      }
      for (double b : layer.bias()) {
        to[at++] = b;
      }
    }
    return at;
  }

  /**
   * The policy with other numbers.
   *
   * @param numbers finite, in the order of {@link NetworkShape}
   */
  @Override
  public Policy policy(float[] numbers) {
    int[] at = {0};
    Network trunk = network(shape.trunk(), numbers, at);
    Network mean = network(shape.heads().get(0), numbers, at);
    Head.Deviation deviation;
    if (map != null) {
      deviation = new Head.StateDeviation(network(shape.heads().get(1), numbers, at), map);
    } else {
      double[] logStd = new double[actions];
      for (int i = 0; i < actions; i++) {
        logStd[i] = numbers[at[0]++];
      }
      deviation = new Head.ConstantDeviation(logStd);
    }
    return new Policy(
        template.observations(),
        template.normalizer(),
        trunk,
        new Head.Gaussian(mean, deviation),
        template.scaling());
  }

  static Network network(List<NetworkShape.Layer> layers, float[] numbers, int[] at) {
    List<DenseLayer> dense = new ArrayList<>();
    for (NetworkShape.Layer layer : layers) {
      double[] weights = new double[layer.inputs() * layer.outputs()];
      for (int i = 0; i < weights.length; i++) {
        weights[i] = numbers[at[0]++];
      }
      double[] bias = new double[layer.outputs()];
      for (int i = 0; i < bias.length; i++) {
        bias[i] = numbers[at[0]++];
      }
      dense.add(new DenseLayer(layer.inputs(), weights, bias, layer.activation()));
    }
    return new Network(dense);
  }

  /**
   * Standard deviations from the outputs of one row.
   *
   * @param outputs of the network; the row begins at {@code row}
   * @param std receives {@link #actions} deviations
   */
  public void deviations(float[] outputs, int row, double[] std) {
    for (int i = 0; i < actions; i++) {
      double raw = outputs[row + actions + i];
      std[i] = map == null ? StrictMath.exp(raw) : map.at(raw);
    }
  }

  /** How fast deviation {@code i} grows with its output, given its value. */
  public double slope(float[] outputs, int row, int i, double std) {
    return map == null ? std : map.slopeAt(outputs[row + actions + i]);
  }

  /**
   * Standard deviations of rows.
   *
   * @param outputs of the network, [rows, 2 · actions], of 64 bits
   * @return [rows, actions]
   */
  public Tensor deviations(Tensor outputs) {
    Tensor raw = outputs.columns(actions, 2L * actions);
    if (map == null) {
      return raw.exp();
    }
    double lower = map.lower();
    double upper = map.upper();
    return switch (map.kind()) {
      case CLAMPED_LOG -> raw.max(lower).min(upper).exp();
      case TANH_LOG -> raw.tanh().plus(1).times(0.5 * (upper - lower)).plus(lower).exp();
      // ln(1 + e^r) in a form that does not overflow; the engine's own is off by 2e-9 at 20.
      case SOFTPLUS -> raw.max(0).plus(raw.abs().negated().exp().plus(1).log()).plus(lower);
    };
  }

  /** How fast the deviations of rows grow with their outputs, given their values. */
  public Tensor slopes(Tensor outputs, Tensor std) {
    if (map == null) {
      return std;
    }
    Tensor raw = outputs.columns(actions, 2L * actions);
    double lower = map.lower();
    double upper = map.upper();
    return switch (map.kind()) {
      case CLAMPED_LOG -> raw.above(lower).and(raw.below(upper)).choose(std, 0);
      case TANH_LOG -> raw.tanh().square().from(1).times(std).times(0.5 * (upper - lower));
      case SOFTPLUS -> raw.sigmoid();
    };
  }
}
