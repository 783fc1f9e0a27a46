package org.surety.policy.file;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;
import org.surety.base.Spelling;
import org.surety.policy.ActionScaling;
import org.surety.policy.DenseLayer;
import org.surety.policy.Head;
import org.surety.policy.Network;
import org.surety.policy.Normalizer;
import org.surety.policy.Policy;
import org.surety.policy.Tensor;

/**
 * A policy from its tensors and the JSON of {@link Policy#structure()}. A normalizer has to be
 * mentioned, be it as null.
 */
final class StructureReader {
  private static final List<String> MEMBERS =
      List.of(
          "schema",
          "observations",
          "head",
          "trunk",
          "mean",
          "std",
          "logits",
          "ratio",
          "normalizer",
          "action");

  private final JsonFields json;
  private final Map<String, Tensor> tensors;
  private final MissingPieces pieces;
  private final Set<String> used = new HashSet<>();

  private StructureReader(JsonFields json, Map<String, Tensor> tensors, MissingPieces pieces) {
    this.json = json;
    this.tensors = tensors;
    this.pieces = pieces;
  }

  static Policy policy(JsonFields json, Map<String, Tensor> tensors, MissingPieces pieces) {
    StructureReader reader = new StructureReader(json.only(MEMBERS), tensors, pieces);
    if (json.number("schema") != 1) {
      throw new InputException(
          json.place(), "has the schema " + json.get("schema"), "this version reads schema 1");
    }
    Policy policy = PolicyHints.checked(json.place(), reader::policy);
    for (String name : tensors.keySet()) {
      if (!reader.used.contains(name)) {
        throw new InputException(
            json.place(),
            "does not mention the tensor '" + name + "'",
            "remove it or correct the structure");
      }
    }
    return policy;
  }

  private Policy policy() {
    Network trunk = json.has("trunk") ? network(json, "trunk", "trunk") : Network.NONE;
    @Nullable Normalizer normalizer = normalizer();
    String kind = json.text("head");
    Head head;
    Network first;
    ActionScaling scaling = ActionScaling.none();
    if (kind.equals("categorical")) {
      first = network(json, "logits", "logits");
      head = new Head.Categorical(first);
    } else if (kind.equals("gaussian") || kind.equals("ratio-bounded")) {
      if (kind.equals("gaussian")) {
        first = network(json, "mean", "mean");
        head = new Head.Gaussian(first, deviation());
      } else {
        first = network(json, "ratio", "ratio");
        head = new Head.RatioBounded(first);
      }
      boolean bounds = tensors.containsKey("action.low");
      scaling =
          pieces.scaling(
              json.has("action") ? PolicyHints.mode(json) : null,
              bounds ? vector("action.low") : null,
              bounds ? vector("action.high") : null);
    } else {
      throw new InputException(
          json.place(),
          "does not know the head '" + kind + "'",
          Spelling.remedy(kind, List.of("gaussian", "categorical", "ratio-bounded")));
    }
    int inputs = inputs(trunk, first);
    if (json.has("observations") && json.number("observations") != inputs) {
      throw new InputException(
          json.place(),
          "announces "
              + json.get("observations")
              + " observations, its first layer takes "
              + inputs,
          "correct the structure");
    }
    return new Policy(inputs, normalizer, trunk, head, scaling);
  }

  private int inputs(Network trunk, Network first) {
    Network network = trunk.layers().isEmpty() ? first : trunk;
    if (network.layers().isEmpty()) {
      throw new InputException(json.place(), "has no layers", "give at least one");
    }
    return network.layers().get(0).inputs();
  }

  private @Nullable Normalizer normalizer() {
    if (!json.has("normalizer")) {
      return pieces.normalizer();
    }
    if (json.get("normalizer") == null) {
      return pieces.normalizer(null);
    }
    JsonFields entry = json.object("normalizer").only(List.of("epsilon", "clip"));
    return pieces.normalizer(
        new Normalizer(
            vector("normalizer.mean"),
            vector("normalizer.var"),
            entry.number("epsilon"),
            entry.numberOr("clip", Double.POSITIVE_INFINITY)));
  }

  private Head.Deviation deviation() {
    JsonFields std = json.object("std").only(List.of("kind", "lower", "upper", "layers", "base"));
    if (std.text("kind").equals("narrowed")) {
      return new Head.NarrowedDeviation(network(std, "layers", "std"), base(std.object("base")));
    }
    return std.text("kind").equals("constant")
        ? new Head.ConstantDeviation(vector("log_std"))
        : new Head.StateDeviation(
            network(std, "layers", "std"), pieces.std(PolicyHints.stdMap(std)));
  }

  /** The policy inside, whose tensors have a prefix. */
  private Policy base(JsonFields structure) {
    String prefix = "base.";
    Map<String, Tensor> inside = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          if (name.startsWith(prefix)) {
            used.add(name);
            inside.put(name.substring(prefix.length()), tensor);
          }
        });
    return policy(structure, inside, new MissingPieces(structure.place(), PolicyHints.NONE));
  }

  private Network network(JsonFields from, String member, String name) {
    List<DenseLayer> layers = new ArrayList<>();
    for (String word : from.texts(member)) {
      String layer = name + "." + layers.size();
      Tensor weight = tensor(layer + ".weight");
      if (weight.shape().length != 2) {
        throw new InputException(
            json.place(), "'" + layer + ".weight' is no matrix", "correct the file");
      }
      layers.add(
          PolicyHints.checked(
              json.place() + ", " + layer,
              () ->
                  new DenseLayer(
                      weight.shape()[1],
                      weight.values(),
                      vector(layer + ".bias"),
                      PolicyHints.activation(from, word))));
    }
    return new Network(layers);
  }

  private double[] vector(String name) {
    return tensor(name).values();
  }

  private Tensor tensor(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new InputException(
          json.place(), "has no tensor '" + name + "'", "correct the structure or the file");
    }
    used.add(name);
    return tensor;
  }
}
