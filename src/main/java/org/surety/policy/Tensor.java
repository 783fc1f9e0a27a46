package org.surety.policy;

import java.util.Arrays;

/**
 * Numbers of a shape, in row-major order. Held for a moment between a file and a policy.
 *
 * @param shape sizes; empty for a scalar
 * @param values their product many
 */
public record Tensor(int[] shape, double[] values) {
  /** Checks that shape and values agree. */
  public Tensor {
    double size = 1; // a double, so that no shape overflows it
    boolean negative = false;
    for (int n : shape) {
      size *= n;
      negative |= n < 0;
    }
    if (negative || size != values.length) {
      throw new IllegalArgumentException(
          values.length + " numbers do not have the shape " + Arrays.toString(shape));
    }
  }

  /** A vector. */
  public static Tensor vector(double[] values) {
    return new Tensor(new int[] {values.length}, values);
  }

  /** A matrix in row-major order. */
  public static Tensor matrix(int rows, int columns, double[] values) {
    return new Tensor(new int[] {rows, columns}, values);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor that
        && Arrays.equals(shape, that.shape)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(shape) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "tensor of shape " + Arrays.toString(shape);
  }
}
