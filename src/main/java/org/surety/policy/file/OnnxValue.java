package org.surety.policy.file;

import org.jspecify.annotations.Nullable;
import org.surety.policy.Activation;
import org.surety.policy.Tensor;

/** What a name in an ONNX graph stands for while the graph is read as a policy. */
sealed interface OnnxValue {

  /** Known numbers. */
  record Constant(Tensor tensor) implements OnnxValue {}

  /** The shape of a computed value whose last dimension is known. */
  record ShapeOf(int width) implements OnnxValue {}

  /** Something that a policy cannot contain; {@code operator} made it. */
  record Unreadable(String operator) implements OnnxValue {}

  /**
   * A value computed from the observation. Compared by identity: two heads share the nodes of their
   * common trunk.
   */
  final class Computed implements OnnxValue {
    final @Nullable Computed from;
    final Step step;
    final int width;

    Computed(@Nullable Computed from, Step step, int width) {
      this.from = from;
      this.step = step;
      this.width = width;
    }
  }

  /** One step of a computation. */
  sealed interface Step {}

  /** The observation itself. */
  record Observation() implements Step {}

  /** W x + b. */
  record Linear(int inputs, double[] weights, double[] bias) implements Step {}

  /** An operation with one number for each element. */
  record Elementwise(Operation operation, double[] operand) implements Step {}

  /** The operations x + c, x − c, x · c and x / c. */
  enum Operation {
    ADD,
    SUB,
    MUL,
    DIV;

    double apply(double x, double c) {
      return switch (this) {
        case ADD -> x + c;
        case SUB -> x - c;
        case MUL -> x * c;
        case DIV -> x / c;
      };
    }
  }

  /** An activation. */
  record Activate(Activation activation) implements Step {}

  /** min(max(x, lower), upper). */
  record Clip(double lower, double upper) implements Step {}

  /** e^x. */
  record Exponential() implements Step {}

  /** Softmax or log-softmax over the last dimension. */
  record Softmax() implements Step {}
}
