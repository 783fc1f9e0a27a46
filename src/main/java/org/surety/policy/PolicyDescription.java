package org.surety.policy;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.surety.base.Sha256;

/** The canonical text of a policy, on which its digest rests. */
final class PolicyDescription {
  /** Version of the structure's members; a reader refuses any other. */
  static final int SCHEMA = 1;

  private PolicyDescription() {}

  static Map<String, Tensor> tensors(Policy policy) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    Normalizer normalizer = policy.normalizer();
    if (normalizer != null) {
      tensors.put("normalizer.mean", Tensor.vector(normalizer.mean()));
      tensors.put("normalizer.var", Tensor.vector(normalizer.variance()));
    }
    put(tensors, "trunk", policy.trunk());
    if (policy.head() instanceof Head.Gaussian gaussian) {
      put(tensors, "mean", gaussian.mean());
      if (gaussian.deviation() instanceof Head.StateDeviation state) {
        put(tensors, "std", state.raw());
      } else if (gaussian.deviation() instanceof Head.ConstantDeviation constant) {
        tensors.put("log_std", Tensor.vector(constant.logStd()));
      } else if (gaussian.deviation() instanceof Head.NarrowedDeviation narrowed) {
        put(tensors, "std", narrowed.raw());
        tensors(narrowed.base()).forEach((name, tensor) -> tensors.put("base." + name, tensor));
      }
    } else if (policy.head() instanceof Head.RatioBounded bounded) {
      put(tensors, "ratio", bounded.raw());
    } else if (policy.head() instanceof Head.Categorical categorical) {
      put(tensors, "logits", categorical.logits());
    }
    if (policy.scaling().mode().bounded()) {
      tensors.put("action.low", Tensor.vector(policy.scaling().low()));
      tensors.put("action.high", Tensor.vector(policy.scaling().high()));
    }
    return tensors;
  }

  private static void put(Map<String, Tensor> tensors, String name, Network network) {
    for (int i = 0; i < network.layers().size(); i++) {
      DenseLayer layer = network.layers().get(i);
      tensors.put(
          name + "." + i + ".weight",
          Tensor.matrix(layer.outputs(), layer.inputs(), layer.weights()));
      tensors.put(name + "." + i + ".bias", Tensor.vector(layer.bias()));
    }
  }

  static String structure(Policy policy) {
    return text(structureOf(policy));
  }

  static String description(Policy policy) {
    Map<String, @Nullable Object> all = structureOf(policy);
    Map<String, @Nullable Object> tensors = new TreeMap<>();
    tensors(policy)
        .forEach(
            (name, tensor) -> {
              Map<String, @Nullable Object> one = new TreeMap<>();
              List<Object> shape = new ArrayList<>();
              for (int n : tensor.shape()) {
                shape.add((double) n);
              }
              one.put("shape", shape);
              one.put("sha256", Sha256.of(bytes(tensor.values())));
              tensors.put(name, one);
            });
    all.put("tensors", tensors);
    return text(all);
  }

  static String digest(Policy policy) {
    return Sha256.of(description(policy));
  }

  private static byte[] bytes(double[] values) {
    ByteBuffer buffer =
        ByteBuffer.allocate(Math.multiplyExact(values.length, 8)).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asDoubleBuffer().put(values);
    return buffer.array();
  }

  private static Map<String, @Nullable Object> structureOf(Policy policy) {
    Map<String, @Nullable Object> all = new TreeMap<>();
    all.put("schema", (double) SCHEMA);
    all.put("observations", (double) policy.observations());
    all.put("trunk", words(policy.trunk()));
    Normalizer normalizer = policy.normalizer();
    if (normalizer == null) {
      all.put("normalizer", null);
    } else {
      Map<String, @Nullable Object> one = new TreeMap<>();
      one.put("epsilon", normalizer.epsilon());
      one.put("clip", finiteOrNull(normalizer.clip()));
      all.put("normalizer", one);
    }
    if (policy.head() instanceof Head.Categorical categorical) {
      all.put("head", "categorical");
      all.put("logits", words(categorical.logits()));
    } else if (policy.head() instanceof Head.RatioBounded bounded) {
      all.put("head", "ratio-bounded");
      all.put("ratio", words(bounded.raw()));
      all.put("action", policy.scaling().mode().word());
    } else if (policy.head() instanceof Head.Gaussian gaussian) {
      all.put("head", "gaussian");
      all.put("mean", words(gaussian.mean()));
      all.put("action", policy.scaling().mode().word());
      Map<String, @Nullable Object> std = new TreeMap<>();
      if (gaussian.deviation() instanceof Head.StateDeviation state) {
        std.put("kind", state.map().kind().word());
        std.put("lower", finiteOrNull(state.map().lower()));
        std.put("upper", finiteOrNull(state.map().upper()));
        std.put("layers", words(state.raw()));
      } else if (gaussian.deviation() instanceof Head.NarrowedDeviation narrowed) {
        std.put("kind", "narrowed");
        std.put("layers", words(narrowed.raw()));
        std.put("base", structureOf(narrowed.base()));
      } else {
        std.put("kind", "constant");
      }
      all.put("std", std);
    }
    return all;
  }

  private static @Nullable Double finiteOrNull(double value) {
    return Double.isInfinite(value) ? null : value;
  }

  private static List<Object> words(Network network) {
    List<Object> words = new ArrayList<>();
    network.layers().forEach(layer -> words.add(layer.activation().word()));
    return words;
  }

  private static String text(@Nullable Object value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  /** Names and words written here are ASCII without quotes, so nothing needs escaping. */
  private static void write(@Nullable Object value, StringBuilder out) {
    if (value instanceof Map<?, ?> map) {
      String comma = "{";
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        out.append(comma).append('"').append(entry.getKey()).append("\":");
        write(entry.getValue(), out);
        comma = ",";
      }
      out.append(map.isEmpty() ? "{}" : "}");
    } else if (value instanceof List<?> list) {
      String comma = "[";
      for (Object item : list) {
        out.append(comma);
        write(item, out);
        comma = ",";
      }
      out.append(list.isEmpty() ? "[]" : "]");
    } else if (value instanceof Double number) {
      out.append(shortest(number));
    } else if (value == null) {
      out.append("null");
    } else {
      out.append('"').append(value).append('"');
    }
  }

  /**
   * The decimal with the fewest digits that reads back as the same double. Not {@code
   * Double.toString}, whose digits changed between Java versions.
   */
  static String shortest(double value) {
    if (value == 0) {
      return 1 / value < 0 ? "-0.0" : "0";
    }
    BigDecimal exact = new BigDecimal(value);
    BigDecimal rounded = exact;
    for (int digits = 1; digits <= 17; digits++) {
      rounded = exact.round(new MathContext(digits));
      if (rounded.doubleValue() == value) {
        break;
      }
    }
    BigDecimal plain = rounded.stripTrailingZeros();
    return plain.scale() <= 0 && plain.precision() - plain.scale() <= 17
        ? plain.toPlainString()
        : plain.toString();
  }
}
