package org.surety.policy.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;
import org.surety.policy.Tensor;

/**
 * The parts of an ONNX model that a feed-forward policy has: nodes, constants, one input, outputs.
 * Field numbers are those of {@code onnx.proto}.
 *
 * @param nodes in the file's order, which is topological
 * @param constants initializers by name
 * @param inputs width of each input that is no constant; 0 if its last dimension is not fixed
 * @param outputs names
 */
record OnnxModel(
    List<Node> nodes,
    Map<String, Tensor> constants,
    Map<String, Integer> inputs,
    List<String> outputs) {
  private static final int MAX_NUMBERS = 1 << 26;

  /**
   * An operation.
   *
   * @param attributes Long, Double, or Tensor by name; other types are kept as their texts
   */
  record Node(
      String operator, List<String> inputs, List<String> outputs, Map<String, Object> attributes) {
    long integer(String name, long otherwise) {
      return attributes.get(name) instanceof Long value ? value : otherwise;
    }

    double number(String name, double otherwise) {
      return attributes.get(name) instanceof Double value ? value : otherwise;
    }
  }

  static OnnxModel parse(byte[] bytes, String place) {
    ProtoReader model = new ProtoReader(bytes, place);
    OnnxModel graph = null;
    for (int field = model.next(); field != 0; field = model.next()) {
      switch (field) {
        case 7 -> graph = graph(model.message(), place);
        case 25 -> throw refused(place, "has functions of its own");
        default -> model.skip();
      }
    }
    if (graph == null) {
      throw new InputException(place, "is no ONNX model", "export it again");
    }
    return graph;
  }

  private static OnnxModel graph(ProtoReader in, String place) {
    List<Node> nodes = new ArrayList<>();
    Map<String, Tensor> constants = new HashMap<>();
    Map<String, Integer> inputs = new LinkedHashMap<>();
    List<String> outputs = new ArrayList<>();
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> nodes.add(node(in.message(), place));
        case 5 -> tensor(in.message(), place, constants);
        case 11 -> value(in.message(), inputs);
        case 12 -> {
          Map<String, Integer> output = new LinkedHashMap<>();
          value(in.message(), output);
          outputs.addAll(output.keySet());
        }
        case 15 -> throw refused(place, "has sparse tensors");
        default -> in.skip();
      }
    }
    inputs.keySet().removeAll(constants.keySet());
    return new OnnxModel(nodes, constants, inputs, outputs);
  }

  private static Node node(ProtoReader in, String place) {
    List<String> inputs = new ArrayList<>();
    List<String> outputs = new ArrayList<>();
    Map<String, Object> attributes = new HashMap<>();
    String operator = "";
    String domain = "";
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> inputs.add(in.text());
        case 2 -> outputs.add(in.text());
        case 4 -> operator = in.text();
        case 5 -> attribute(in.message(), place, attributes);
        case 7 -> domain = in.text();
        default -> in.skip();
      }
    }
    boolean standard = domain.isEmpty() || domain.equals("ai.onnx");
    return new Node(standard ? operator : domain + "." + operator, inputs, outputs, attributes);
  }

  private static void attribute(ProtoReader in, String place, Map<String, Object> attributes) {
    String name = "";
    Object value = "";
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> name = in.text();
        case 2 -> value = (double) in.number();
        case 3 -> value = in.integer();
        case 4 -> value = in.text();
        case 5 -> {
          Map<String, Tensor> one = new HashMap<>();
          tensor(in.message(), place, one);
          value = one.values().iterator().next();
        }
        default -> in.skip();
      }
    }
    attributes.put(name, value);
  }

  /** A ValueInfoProto: name, and the last dimension of a tensor's shape. */
  private static void value(ProtoReader in, Map<String, Integer> values) {
    String name = "";
    long width = 0;
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> name = in.text();
        case 2 -> width = lastDimension(in.message());
        default -> in.skip();
      }
    }
    values.put(name, width > 0 && width < MAX_NUMBERS ? (int) width : 0);
  }

  private static long lastDimension(ProtoReader type) {
    long last = 0;
    for (int field = type.next(); field != 0; field = type.next()) {
      if (field != 1) {
        type.skip();
        continue;
      }
      ProtoReader tensor = type.message();
      for (int part = tensor.next(); part != 0; part = tensor.next()) {
        if (part != 2) {
          tensor.skip();
          continue;
        }
        ProtoReader shape = tensor.message();
        for (int dimension = shape.next(); dimension != 0; dimension = shape.next()) {
          last = dimension == 1 ? dimensionValue(shape.message()) : last;
        }
      }
    }
    return last;
  }

  private static long dimensionValue(ProtoReader dimension) {
    long value = 0;
    for (int field = dimension.next(); field != 0; field = dimension.next()) {
      if (field == 1) {
        value = dimension.integer();
      } else {
        dimension.skip();
      }
    }
    return value;
  }

  private static void tensor(ProtoReader in, String place, Map<String, Tensor> tensors) {
    List<Long> sizes = new ArrayList<>();
    int type = 0;
    String name = "";
    byte[] raw = null;
    List<Double> typed = new ArrayList<>();
    for (int field = in.next(); field != 0; field = in.next()) {
      switch (field) {
        case 1 -> integers(in).forEach(n -> sizes.add(n));
        case 2 -> type = (int) in.integer();
        case 4 -> typed.addAll(floats(in, NumberFormat.F32));
        case 5, 7 -> integers(in).forEach(n -> typed.add((double) n));
        case 8 -> name = in.text();
        case 9 -> raw = in.bytes();
        case 10 -> typed.addAll(floats(in, NumberFormat.F64));
        case 13 ->
            throw new InputException(
                place,
                "keeps its weights in another file",
                "export with external_data=False, or save it again as one file");
        default -> in.skip();
      }
    }
    tensors.put(
        name, new Tensor(shape(sizes, place, name), values(type, raw, typed, sizes, place, name)));
  }

  private static int[] shape(List<Long> sizes, String place, String name) {
    double count = 1;
    for (long size : sizes) {
      count *= size;
      if (size < 0 || size > MAX_NUMBERS || count > MAX_NUMBERS) {
        throw new InputException(
            place, "has the tensor '" + name + "' of the shape " + sizes, "export it again");
      }
    }
    return sizes.stream().mapToInt(Long::intValue).toArray();
  }

  private static double[] values(
      int type,
      byte @Nullable [] raw,
      List<Double> typed,
      List<Long> sizes,
      String place,
      String name) {
    long count = 1;
    for (long size : sizes) {
      count *= size;
    }
    NumberFormat format = NumberFormat.ofOnnx(type).orElse(null);
    if (format == null) {
      throw refused(place, "has numbers of type " + type + " in '" + name + "'");
    }
    if (raw != null ? raw.length != count * format.bytes() : typed.size() != count) {
      throw new InputException(
          place,
          "the numbers of '" + name + "' do not fit its shape " + sizes,
          "the file is corrupt: export it again");
    }
    if (raw != null) {
      return format.read(raw, 0, (int) count);
    }
    if (Set.of(NumberFormat.F16, NumberFormat.BF16).contains(format)) {
      throw refused(place, "has half-precision numbers in '" + name + "' that are not raw");
    }
    return typed.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static List<Long> integers(ProtoReader in) {
    if (!in.packed()) {
      return List.of(in.integer());
    }
    List<Long> values = new ArrayList<>();
    for (ProtoReader all = in.message(); !all.atEnd(); ) {
      values.add(all.varint());
    }
    return values;
  }

  private static List<Double> floats(ProtoReader in, NumberFormat format) {
    byte[] bytes =
        in.packed()
            ? in.bytes()
            : ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(in.number()).array();
    List<Double> values = new ArrayList<>();
    for (double value : format.read(bytes, 0, bytes.length / format.bytes())) {
      values.add(value);
    }
    return values;
  }

  private static InputException refused(String place, String problem) {
    return new InputException(
        place, problem, "export a plain network of linear layers and activations");
  }
}
