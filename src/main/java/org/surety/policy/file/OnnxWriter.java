package org.surety.policy.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.surety.base.InputException;
import org.surety.policy.Activation;
import org.surety.policy.DenseLayer;
import org.surety.policy.Head;
import org.surety.policy.Network;
import org.surety.policy.Normalizer;
import org.surety.policy.Policy;
import org.surety.policy.StdMap;
import org.surety.policy.Tensor;

/**
 * Writes a policy as an ONNX graph (opset 17, float32) from {@code observation} to {@code mean} and
 * {@code std}, or to {@code logits}. Raw actions: squashing and scaling are left to the caller.
 */
final class OnnxWriter {
  private static final int OPSET = 17;
  private static final int IR_VERSION = 8;

  private final ProtoWriter graph = new ProtoWriter();
  private int names;

  private OnnxWriter() {}

  static byte[] model(Policy policy) {
    OnnxWriter writer = new OnnxWriter();
    writer.write(policy);
    return new ProtoWriter()
        .integer(1, IR_VERSION)
        .text(2, "surety")
        .message(7, writer.graph)
        .message(8, new ProtoWriter().text(1, "").integer(2, OPSET))
        .toByteArray();
  }

  private void write(Policy policy) {
    graph.text(2, "policy");
    graph.message(11, value("observation", policy.observations()));
    String x = "observation";
    Normalizer normalizer = policy.normalizer();
    if (normalizer != null) {
      double[] scale = normalizer.variance();
      for (int i = 0; i < scale.length; i++) {
        scale[i] = Math.sqrt(scale[i] + normalizer.epsilon());
      }
      x = operation("Sub", x, constant(Tensor.vector(normalizer.mean())));
      x = operation("Div", x, constant(Tensor.vector(scale)));
      x = clip(x, -normalizer.clip(), normalizer.clip());
    }
    String features = network(x, policy.trunk());
    if (policy.head() instanceof Head.Categorical categorical) {
      output(network(features, categorical.logits()), "logits", policy.actions());
    } else if (policy.head() instanceof Head.Gaussian gaussian) {
      String mean = network(features, gaussian.mean());
      output(mean, "mean", policy.actions());
      output(deviation(gaussian.deviation(), features, mean), "std", policy.actions());
    } else {
      throw new IllegalArgumentException(
          "a ratio-bounded head has no outputs without its base policy: write safetensors");
    }
  }

  private String deviation(Head.Deviation deviation, String features, String mean) {
    if (deviation instanceof Head.StateDeviation state) {
      String raw = network(features, state.raw());
      StdMap map = state.map();
      return switch (map.kind()) {
        case CLAMPED_LOG -> operation("Exp", clip(raw, map.lower(), map.upper()));
        case TANH_LOG -> {
          String tanh = operation("Add", operation("Tanh", raw), scalar(1));
          String scaled = operation("Mul", tanh, scalar(0.5 * (map.upper() - map.lower())));
          yield operation("Exp", operation("Add", scaled, scalar(map.lower())));
        }
        case SOFTPLUS -> {
          String soft = operation("Softplus", raw);
          yield map.lower() == 0 ? soft : operation("Add", soft, scalar(map.lower()));
        }
      };
    }
    if (deviation instanceof Head.NarrowedDeviation) {
      throw new InputException(
          "policy",
          "has a deviation that is narrowed from another policy's, which no ONNX file can state",
          "write it as safetensors");
    }
    double[] std = ((Head.ConstantDeviation) deviation).logStd();
    for (int i = 0; i < std.length; i++) {
      std[i] = StrictMath.exp(std[i]);
    }
    return operation("Expand", constant(Tensor.vector(std)), operation("Shape", mean));
  }

  private String network(String input, Network network) {
    String x = input;
    for (DenseLayer layer : network.layers()) {
      String weights = constant(Tensor.matrix(layer.outputs(), layer.inputs(), layer.weights()));
      ProtoWriter node = new ProtoWriter().text(1, x).text(1, weights);
      node.text(1, constant(Tensor.vector(layer.bias())));
      node.message(5, new ProtoWriter().text(1, "transB").integer(3, 1).integer(20, 2));
      x = add(node, "Gemm");
      x = activation(x, layer.activation());
    }
    return x;
  }

  private String activation(String x, Activation activation) {
    return switch (activation) {
      case IDENTITY -> x;
      case TANH -> operation("Tanh", x);
      case RELU -> operation("Relu", x);
      case ELU -> operation("Elu", x);
      case SIGMOID -> operation("Sigmoid", x);
      case SOFTPLUS -> operation("Softplus", x);
      case SILU -> operation("Mul", x, operation("Sigmoid", x));
    };
  }

  private String clip(String x, double lower, double upper) {
    if (Double.isInfinite(lower) && Double.isInfinite(upper)) {
      return x;
    }
    return operation(
        "Clip",
        x,
        Double.isInfinite(lower) ? "" : scalar(lower),
        Double.isInfinite(upper) ? "" : scalar(upper));
  }

  private String operation(String operator, String... inputs) {
    ProtoWriter node = new ProtoWriter();
    for (String input : inputs) {
      node.text(1, input);
    }
    return add(node, operator);
  }

  private String add(ProtoWriter node, String operator) {
    String name = "v" + names++;
    graph.message(1, node.text(2, name).text(4, operator));
    return name;
  }

  private void output(String from, String name, int width) {
    graph.message(1, new ProtoWriter().text(1, from).text(2, name).text(4, "Identity"));
    graph.message(12, value(name, width));
  }

  private String scalar(double value) {
    return constant(new Tensor(new int[0], new double[] {value}));
  }

  private String constant(Tensor tensor) {
    String name = "c" + names++;
    ProtoWriter proto = new ProtoWriter();
    for (int size : tensor.shape()) {
      proto.integer(1, size);
    }
    ByteBuffer raw = ByteBuffer.allocate(4 * tensor.values().length).order(ByteOrder.LITTLE_ENDIAN);
    for (double value : tensor.values()) {
      if (Float.isInfinite((float) value)) {
        throw new IllegalArgumentException(value + " is beyond the range of float32");
      }
      raw.putFloat((float) value);
    }
    graph.message(
        5, proto.integer(2, NumberFormat.F32.onnxType()).text(8, name).bytes(9, raw.array()));
    return name;
  }

  /** A float tensor of shape [batch, width]. */
  private static ProtoWriter value(String name, int width) {
    ProtoWriter shape =
        new ProtoWriter()
            .message(1, new ProtoWriter().text(2, "batch"))
            .message(1, new ProtoWriter().integer(1, width));
    ProtoWriter tensor =
        new ProtoWriter().integer(1, NumberFormat.F32.onnxType()).message(2, shape);
    return new ProtoWriter().text(1, name).message(2, new ProtoWriter().message(1, tensor));
  }
}
