package org.surety.policy;

import java.util.Arrays;

/** One layer: activation(W x + b) with W of shape [outputs, inputs]. Immutable. */
public final class DenseLayer {
  /** Columns of one block: four rows of the transposed weights fill 8 KiB of the nearest cache. */
  private static final int BLOCK = 256;

  private final int inputs;
  private final int outputs;
  private final double[] weights;
  private final double[] transposed;
  private final double[] bias;
  private final Activation activation;

  /**
   * A layer with copies of these numbers.
   *
   * @param inputs number of inputs, at least 1
   * @param weights row-major [outputs, inputs], finite
   * @param bias one a row, finite
   * @throws IllegalArgumentException if sizes do not fit or a number is not finite
   */
  public DenseLayer(int inputs, double[] weights, double[] bias, Activation activation) {
    if (inputs < 1 || bias.length < 1 || weights.length != (long) inputs * bias.length) {
      throw new IllegalArgumentException(
          weights.length
              + " weights do not make a matrix of "
              + bias.length
              + " outputs by "
              + inputs
              + " inputs");
    }
    this.inputs = inputs;
    this.outputs = bias.length;
    this.weights = weights.clone();
    this.bias = bias.clone();
    this.activation = activation;
    transposed = new double[weights.length];
    for (int o = 0; o < outputs; o++) {
      for (int i = 0; i < inputs; i++) {
        double weight = weights[o * inputs + i];
        if (!Double.isFinite(weight)) {
          throw new IllegalArgumentException(
              "weight [" + o + ", " + i + "] is " + weight + ", expected a finite number");
        }
        transposed[i * outputs + o] = weight;
      }
      if (!Double.isFinite(bias[o])) {
        throw new IllegalArgumentException(
            "bias [" + o + "] is " + bias[o] + ", expected a finite number");
      }
    }
  }

  /** Number of inputs. */
  public int inputs() {
    return inputs;
  }

  /** Number of outputs. */
  public int outputs() {
    return outputs;
  }

  /** A copy of W, row-major [outputs, inputs]. */
  public double[] weights() {
    return weights.clone();
  }

  /** The weight from one input to one output. */
  public double weight(int output, int input) {
    return weights[output * inputs + input];
  }

  /** A copy of b. */
  public double[] bias() {
    return bias.clone();
  }

  /** What is applied to the sums. */
  public Activation activation() {
    return activation;
  }

  /**
   * Evaluates {@code rows} inputs at once. Each sum runs over the inputs in order, starting from
   * the bias, so the result does not depend on the number of rows.
   *
   * @param in [rows, inputs] from {@code offset}
   * @param out receives [rows, outputs]
   */
  void apply(double[] in, int offset, int rows, double[] out) {
    for (int r = 0; r < rows; r++) {
      System.arraycopy(bias, 0, out, r * outputs, outputs);
    }
    for (int block = 0; block < outputs; block += BLOCK) {
      int width = Math.min(BLOCK, outputs - block);
      int i = 0;
      for (; i + 4 <= inputs; i += 4) {
        for (int r = 0; r < rows; r++) {
          int x = offset + r * inputs + i;
          addFour(
              out,
              r * outputs + block,
              width,
              i * outputs + block,
              in[x],
              in[x + 1],
              in[x + 2],
              in[x + 3]);
        }
      }
      for (; i < inputs; i++) {
        for (int r = 0; r < rows; r++) {
          addOne(out, r * outputs + block, width, i * outputs + block, in[offset + r * inputs + i]);
        }
      }
    }
    activation.applyTo(out, 0, rows * outputs);
  }

  private void addFour(
      double[] out, int to, int width, int row, double a, double b, double c, double d) {
    double[] w = transposed;
    int second = row + outputs;
    int third = second + outputs;
    int fourth = third + outputs;
    for (int j = 0; j < width; j++) {
      out[to + j] =
          (((out[to + j] + a * w[row + j]) + b * w[second + j]) + c * w[third + j])
              + d * w[fourth + j];
    }
  }

  private void addOne(double[] out, int to, int width, int row, double a) {
    double[] w = transposed;
    for (int j = 0; j < width; j++) {
      out[to + j] += a * w[row + j];
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DenseLayer that
        && inputs == that.inputs
        && activation == that.activation
        && Arrays.equals(weights, that.weights)
        && Arrays.equals(bias, that.bias);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(weights) + Arrays.hashCode(bias);
  }

  @Override
  public String toString() {
    return inputs + "→" + outputs + " " + activation.word();
  }
}
