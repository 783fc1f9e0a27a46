package org.surety.train.tensor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.surety.policy.Activation;
import org.surety.policy.DenseLayer;
import org.surety.policy.Network;

/**
 * The structure of a network whose numbers lie in one flat vector: a trunk, heads on the trunk's
 * outputs, and constants, which are outputs that depend on nothing. The outputs of a row are those
 * of the heads in order, then the constants.
 *
 * <p>The vector holds the layers of the trunk and of each head in order, of each the weights
 * row-major [outputs, inputs] and then the bias; then the constants.
 *
 * @param inputs number of inputs, at least 1
 * @param trunk layers that the heads share, perhaps none
 * @param heads at least one, each perhaps without layers
 * @param constants number of constants
 */
public record NetworkShape(int inputs, List<Layer> trunk, List<List<Layer>> heads, int constants) {
  /**
   * One layer: activation(W x + b).
   *
   * @param inputs number of inputs
   * @param outputs number of outputs
   * @param activation what is applied to the sums
   */
  public record Layer(int inputs, int outputs, Activation activation) {
    int parameters() {
      return outputs * (inputs + 1);
    }
  }

  /** Copies the lists. */
  public NetworkShape {
    trunk = List.copyOf(trunk);
    heads = heads.stream().map(List::copyOf).toList();
  }

  /** Layers of the given sizes with one activation between them and none after the last. */
  public static NetworkShape perceptron(
      int inputs, List<Integer> hidden, Activation activation, int outputs) {
    List<Layer> trunk = new ArrayList<>();
    int width = inputs;
    for (int next : hidden) {
      trunk.add(new Layer(width, next, activation));
      width = next;
    }
    return new NetworkShape(
        inputs, trunk, List.of(List.of(new Layer(width, outputs, Activation.IDENTITY))), 0);
  }

  /** Networks of the given sizes side by side, which share the inputs and one output each. */
  public static NetworkShape siblings(
      int count, int inputs, List<Integer> hidden, Activation activation) {
    NetworkShape one = perceptron(inputs, hidden, activation, 1);
    return new NetworkShape(inputs, List.of(), Collections.nCopies(count, one.layers()), 0);
  }

  /** The layers in the order in which their numbers lie. */
  List<Layer> layers() {
    List<Layer> layers = new ArrayList<>(trunk);
    heads.forEach(layers::addAll);
    return layers;
  }

  /** Length of the vector. */
  public int parameters() {
    return layers().stream().mapToInt(Layer::parameters).sum() + constants;
  }

  /** Where the vector is cut into weights and biases, and constants if there are any. */
  long[] cuts() {
    List<Layer> layers = layers();
    long[] cuts = new long[2 * layers.size() - (constants > 0 ? 0 : 1)];
    long at = 0;
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      at += (long) layer.inputs() * layer.outputs();
      cuts[2 * i] = at;
      at += layer.outputs();
      if (2 * i + 1 < cuts.length) {
        cuts[2 * i + 1] = at;
      }
    }
    return cuts;
  }

  /** Number of outputs of a row. */
  public int outputs() {
    int sum = constants;
    for (List<Layer> head : heads) {
      sum += width(head, width(trunk, inputs));
    }
    return sum;
  }

  private static int width(List<Layer> layers, int inputs) {
    return layers.isEmpty() ? inputs : layers.get(layers.size() - 1).outputs();
  }

  /** The shape of layers that are there. */
  static List<Layer> of(Network network) {
    List<Layer> layers = new ArrayList<>();
    for (DenseLayer layer : network.layers()) {
      layers.add(new Layer(layer.inputs(), layer.outputs(), layer.activation()));
    }
    return layers;
  }

  /**
   * Numbers to start from: weights uniform in ±√(3 / inputs), so that a layer's outputs are of the
   * size of its inputs, biases and constants 0; the last layer of every head {@code headScale}
   * times as large.
   */
  public float[] initial(long seed, double headScale) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] numbers = new float[parameters()];
    int at = fill(trunk, 1, random, numbers, 0);
    for (List<Layer> head : heads) {
      at = fill(head, headScale, random, numbers, at);
    }
    return numbers;
  }

  private static int fill(
      List<Layer> layers, double lastScale, SplittableRandom random, float[] numbers, int from) {
    int at = from;
    for (int l = 0; l < layers.size(); l++) {
      Layer layer = layers.get(l);
      double size = Math.sqrt(3.0 / layer.inputs) * (l == layers.size() - 1 ? lastScale : 1);
      for (int i = 0; i < layer.outputs * layer.inputs; i++) {
        numbers[at++] = (float) (size * (2 * random.nextDouble() - 1));
      }
      at += layer.outputs;
    }
    return at;
  }
}
