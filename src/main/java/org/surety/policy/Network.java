package org.surety.policy;

import java.util.List;

/**
 * Layers in a row, perhaps none.
 *
 * @param layers each takes as many inputs as the one before it has outputs
 */
public record Network(List<DenseLayer> layers) {
  /** No layer at all: outputs are the inputs. */
  public static final Network NONE = new Network(List.of());

  /** Checks that the layers fit one another. */
  public Network {
    layers = List.copyOf(layers);
    for (int i = 1; i < layers.size(); i++) {
      if (layers.get(i).inputs() != layers.get(i - 1).outputs()) {
        throw new IllegalArgumentException(
            "layer "
                + i
                + " takes "
                + layers.get(i).inputs()
                + " inputs but the one before it has "
                + layers.get(i - 1).outputs()
                + " outputs");
      }
    }
  }

  /** Number of outputs when there are {@code inputs} inputs. */
  public int outputs(int inputs) {
    return layers.isEmpty() ? inputs : layers.get(layers.size() - 1).outputs();
  }

  /** Number of inputs, or {@code otherwise} if there is no layer. */
  int inputsOr(int otherwise) {
    return layers.isEmpty() ? otherwise : layers.get(0).inputs();
  }

  /** The largest number of values between two layers. */
  int widest() {
    return layers.stream().mapToInt(l -> Math.max(l.inputs(), l.outputs())).max().orElse(0);
  }

  /** Number of weights and biases. */
  public long parameters() {
    return layers.stream().mapToLong(l -> (long) (l.inputs() + 1) * l.outputs()).sum();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (DenseLayer layer : layers) {
      text.append(text.isEmpty() ? "" : ", ").append(layer);
    }
    return text.isEmpty() ? "no layer" : text.toString();
  }
}
