package org.surety.policy.file;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;
import org.surety.policy.Activation;
import org.surety.policy.Tensor;
import org.surety.policy.file.OnnxValue.Activate;
import org.surety.policy.file.OnnxValue.Clip;
import org.surety.policy.file.OnnxValue.Computed;
import org.surety.policy.file.OnnxValue.Constant;
import org.surety.policy.file.OnnxValue.Elementwise;
import org.surety.policy.file.OnnxValue.Exponential;
import org.surety.policy.file.OnnxValue.Linear;
import org.surety.policy.file.OnnxValue.Observation;
import org.surety.policy.file.OnnxValue.Operation;
import org.surety.policy.file.OnnxValue.ShapeOf;
import org.surety.policy.file.OnnxValue.Softmax;
import org.surety.policy.file.OnnxValue.Unreadable;

/**
 * Follows an ONNX graph node by node with {@link OnnxValue}s instead of numbers. An operator that
 * cannot be part of a feed-forward policy makes its outputs unreadable; that matters only if the
 * policy's outputs depend on them.
 */
final class OnnxGraph {
  /** Operators that say best why a graph is not read; reshapings before them do not matter. */
  private static final Set<String> TELLING =
      Set.of("Conv", "MaxPool", "LSTM", "GRU", "RNN", "Attention", "LayerNormalization", "If");

  private final String place;
  private final Map<String, OnnxValue> values = new HashMap<>();

  private OnnxGraph(String place) {
    this.place = place;
  }

  /** The value of every name in the graph. */
  static Map<String, OnnxValue> follow(OnnxModel model, String place) {
    OnnxGraph graph = new OnnxGraph(place);
    if (model.inputs().size() != 1) {
      throw new InputException(
          place,
          "has the inputs " + model.inputs().keySet(),
          "export a network with the observation as its one input (recurrent policies are not"
              + " read)");
    }
    model.inputs().forEach(graph::observation);
    model.constants().forEach((name, tensor) -> graph.values.put(name, new Constant(tensor)));
    for (OnnxModel.Node node : model.nodes()) {
      OnnxValue value = graph.value(node);
      for (String output : node.outputs()) {
        graph.values.put(output, value);
      }
    }
    return graph.values;
  }

  private void observation(String name, int width) {
    if (width == 0) {
      throw new InputException(
          place,
          "does not fix the number of observations (input '" + name + "')",
          "export it with a dynamic batch dimension only");
    }
    values.put(name, new Computed(null, new Observation(), width));
  }

  private OnnxValue value(OnnxModel.Node node) {
    String operator = node.operator();
    if (operator.equals("Constant")) {
      return constant(node);
    }
    List<OnnxValue> in = node.inputs().stream().filter(n -> !n.isEmpty()).map(this::named).toList();
    for (OnnxValue value : in) {
      if (value instanceof Unreadable) {
        return TELLING.contains(operator) ? new Unreadable(operator) : value;
      }
    }
    if (in.isEmpty() || node.outputs().size() != 1) {
      return new Unreadable(operator);
    }
    OnnxValue result =
        switch (operator) {
          case "Gemm" -> gemm(node, in);
          case "MatMul" -> matMul(in);
          case "Add" -> elementwise(Operation.ADD, in);
          case "Sub" -> elementwise(Operation.SUB, in);
          case "Mul" -> elementwise(Operation.MUL, in);
          case "Div" -> elementwise(Operation.DIV, in);
          case "Tanh" -> activation(in.get(0), Activation.TANH);
          case "Relu" -> activation(in.get(0), Activation.RELU);
          case "Sigmoid" -> activation(in.get(0), Activation.SIGMOID);
          case "Softplus" -> activation(in.get(0), Activation.SOFTPLUS);
          case "Elu" -> node.number("alpha", 1) == 1 ? activation(in.get(0), Activation.ELU) : null;
          case "Exp" ->
              in.get(0) instanceof Computed from
                  ? new Computed(from, new Exponential(), from.width)
                  : mapped(in.get(0), StrictMath::exp);
          case "Sqrt" -> mapped(in.get(0), Math::sqrt);
          case "Clip" -> clip(node, in);
          case "Softmax", "LogSoftmax" -> softmax(node, in.get(0));
          case "Identity", "Dropout" -> in.get(0);
          case "Flatten" -> node.integer("axis", 1) == 1 ? in.get(0) : null;
          case "Cast" ->
              node.integer("to", 0) == NumberFormat.F32.onnxType()
                      || node.integer("to", 0) == NumberFormat.F64.onnxType()
                  ? in.get(0)
                  : null;
          case "Shape" -> in.get(0) instanceof Computed from ? new ShapeOf(from.width) : null;
          case "ConstantOfShape" -> constantOfShape(node, in.get(0));
          case "Expand" -> expand(in);
          default -> null;
        };
    return result == null ? new Unreadable(operator) : result;
  }

  private OnnxValue named(String name) {
    OnnxValue value = values.get(name);
    if (value == null) {
      throw new InputException(
          place, "uses the value '" + name + "' before it is computed", "export it again");
    }
    return value;
  }

  private static OnnxValue constant(OnnxModel.Node node) {
    Object value = node.attributes().get("value");
    if (value instanceof Tensor tensor) {
      return new Constant(tensor);
    }
    return node.attributes().get("value_float") instanceof Double number
        ? new Constant(new Tensor(new int[0], new double[] {number}))
        : new Unreadable("Constant");
  }

  private @Nullable OnnxValue gemm(OnnxModel.Node node, List<OnnxValue> in) {
    if (in.size() < 2
        || !(in.get(0) instanceof Computed x)
        || !(in.get(1) instanceof Constant b)
        || node.integer("transA", 0) != 0) {
      return null;
    }
    double[] bias = null;
    if (in.size() > 2) {
      if (!(in.get(2) instanceof Constant c)) {
        return null;
      }
      bias = c.tensor().values().clone();
      double beta = node.number("beta", 1);
      for (int i = 0; i < bias.length; i++) {
        bias[i] *= beta;
      }
    }
    boolean transposed = node.integer("transB", 0) != 0;
    return linear(x, b.tensor(), transposed, node.number("alpha", 1), bias);
  }

  private @Nullable OnnxValue matMul(List<OnnxValue> in) {
    return in.size() == 2 && in.get(0) instanceof Computed x && in.get(1) instanceof Constant b
        ? linear(x, b.tensor(), false, 1, null)
        : null;
  }

  private OnnxValue linear(
      Computed x, Tensor matrix, boolean outputsFirst, double factor, double @Nullable [] bias) {
    int[] shape = matrix.shape();
    int inputs = shape.length == 2 ? shape[outputsFirst ? 1 : 0] : -1;
    if (inputs != x.width) {
      throw misfit(Arrays.toString(shape), x.width);
    }
    int outputs = shape[outputsFirst ? 0 : 1];
    double[] weights = new double[inputs * outputs];
    for (int o = 0; o < outputs; o++) {
      for (int i = 0; i < inputs; i++) {
        weights[o * inputs + i] =
            factor * matrix.values()[outputsFirst ? o * inputs + i : i * outputs + o];
      }
    }
    double[] full = bias == null ? new double[outputs] : broadcast(bias, outputs);
    return new Computed(x, new Linear(inputs, weights, full), outputs);
  }

  private @Nullable OnnxValue elementwise(Operation operation, List<OnnxValue> in) {
    if (in.size() != 2) {
      return null;
    }
    OnnxValue left = in.get(0);
    OnnxValue right = in.get(1);
    if (left instanceof Constant a && right instanceof Constant b) {
      return folded(operation, a.tensor(), b.tensor());
    }
    if (left instanceof Computed x && right instanceof Constant c) {
      double[] operand = broadcast(c.tensor(), x.width);
      return new Computed(x, new Elementwise(operation, operand), x.width);
    }
    boolean symmetric = operation == Operation.ADD || operation == Operation.MUL;
    if (symmetric && left instanceof Constant && right instanceof Computed) {
      return elementwise(operation, List.of(right, left));
    }
    if (operation == Operation.MUL && left instanceof Computed a && right instanceof Computed b) {
      Computed base = isGateOf(a, b) ? b : isGateOf(b, a) ? a : null;
      return base == null ? null : activation(base, Activation.SILU);
    }
    return null;
  }

  /** Whether {@code gate} is the sigmoid of {@code x}, so that their product is SiLU. */
  private static boolean isGateOf(Computed gate, Computed x) {
    return gate.from == x
        && gate.step instanceof Activate activate
        && activate.activation() == Activation.SIGMOID;
  }

  private static @Nullable OnnxValue folded(Operation operation, Tensor a, Tensor b) {
    Tensor longer = a.values().length >= b.values().length ? a : b;
    double[] left = rowOf(a.values(), longer.values().length);
    double[] right = rowOf(b.values(), longer.values().length);
    if (left == null || right == null) {
      return null;
    }
    for (int i = 0; i < left.length; i++) {
      left[i] = operation.apply(left[i], right[i]);
    }
    return new Constant(new Tensor(longer.shape(), left));
  }

  private static @Nullable OnnxValue activation(OnnxValue value, Activation activation) {
    return value instanceof Computed x
        ? new Computed(x, new Activate(activation), x.width)
        : mapped(value, activation::at);
  }

  private static @Nullable OnnxValue mapped(OnnxValue value, DoubleUnaryOperator function) {
    return value instanceof Constant constant
        ? new Constant(
            new Tensor(
                constant.tensor().shape(),
                Arrays.stream(constant.tensor().values()).map(function).toArray()))
        : null;
  }

  /** Bounds may be left out, each by an empty name; so they are taken from the node itself. */
  private @Nullable OnnxValue clip(OnnxModel.Node node, List<OnnxValue> in) {
    double lower = bound(node, 1, Double.NEGATIVE_INFINITY);
    double upper = bound(node, 2, Double.POSITIVE_INFINITY);
    if (!(lower <= upper)) {
      return null;
    }
    return in.get(0) instanceof Computed x
        ? new Computed(x, new Clip(lower, upper), x.width)
        : mapped(in.get(0), v -> Math.min(Math.max(v, lower), upper));
  }

  private double bound(OnnxModel.Node node, int index, double otherwise) {
    if (node.inputs().size() <= index || node.inputs().get(index).isEmpty()) {
      return node.number(index == 1 ? "min" : "max", otherwise);
    }
    return named(node.inputs().get(index)) instanceof Constant c && c.tensor().values().length == 1
        ? c.tensor().values()[0]
        : Double.NaN;
  }

  private static @Nullable OnnxValue softmax(OnnxModel.Node node, OnnxValue value) {
    long axis = node.integer("axis", -1);
    return value instanceof Computed x && (axis == -1 || axis == 1)
        ? new Computed(x, new Softmax(), x.width)
        : null;
  }

  private static @Nullable OnnxValue constantOfShape(OnnxModel.Node node, OnnxValue shape) {
    if (!(shape instanceof ShapeOf of)) {
      return null;
    }
    double[] filled = new double[of.width()];
    if (node.attributes().get("value") instanceof Tensor tensor && tensor.values().length == 1) {
      Arrays.fill(filled, tensor.values()[0]);
    }
    return new Constant(Tensor.vector(filled));
  }

  /** Repeats constants over the batch. */
  private @Nullable OnnxValue expand(List<OnnxValue> in) {
    return in.size() == 2 && in.get(0) instanceof Constant c && in.get(1) instanceof ShapeOf shape
        ? new Constant(Tensor.vector(broadcast(c.tensor(), shape.width())))
        : null;
  }

  /** A row of {@code width} numbers from a scalar, a row, or a batch of equal rows. */
  double[] broadcast(Tensor tensor, int width) {
    return broadcast(tensor.values(), width);
  }

  private double[] broadcast(double[] values, int width) {
    double[] row = rowOf(values, width);
    if (row == null) {
      throw misfit(values.length + " numbers", width);
    }
    return row;
  }

  /** As {@link #broadcast(Tensor, int)}, or null if the numbers make no row. */
  static double @Nullable [] rowOf(double[] values, int width) {
    double[] row = new double[width];
    if (values.length == 1) {
      Arrays.fill(row, values[0]);
      return row;
    }
    if (values.length == 0 || width == 0 || values.length % width != 0) {
      return null;
    }
    for (int i = 0; i < values.length; i++) {
      if (i >= width && values[i] != values[i % width]) {
        return null;
      }
      row[i % width] = values[i % width];
    }
    return row;
  }

  private InputException misfit(String what, int width) {
    return new InputException(
        place, "combines " + what + " with a value of " + width + " numbers", "export it again");
  }
}
