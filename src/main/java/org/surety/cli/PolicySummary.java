package org.surety.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.surety.base.Sha256;
import org.surety.certificate.Json;
import org.surety.policy.ActionScaling;
import org.surety.policy.DenseLayer;
import org.surety.policy.Head;
import org.surety.policy.Network;
import org.surety.policy.Normalizer;
import org.surety.policy.Policy;
import org.surety.policy.StdMap;
import org.surety.policy.file.MissingPieceException.Piece;
import org.surety.policy.file.Policies;
import org.surety.policy.file.PolicyHints;

/** What a policy's file says, and what it leaves open. */
record PolicySummary(Path file, String sha256, Policies.Examination found) {
  private static final int SHOWN = 8;
  private static final String TRUNK = "trunk";
  private static final String OPEN = "NOT SAID";

  static PolicySummary of(Path file, PolicyHints hints) throws IOException {
    Policies.Examination found = Policies.examine(file, hints);
    return new PolicySummary(file, Sha256.of(file), found);
  }

  private boolean open(Piece piece) {
    return found.missing().contains(piece);
  }

  private boolean complete() {
    return found.missing().isEmpty();
  }

  void print(PrintWriter out) {
    Policy policy = found.policy();
    out.printf(
        Locale.ROOT,
        "%s: %s policy, %d observations, %d %s, %,d parameters%n",
        file,
        policy.gaussian() ? "Gaussian" : "categorical",
        policy.observations(),
        policy.actions(),
        policy.gaussian() ? "action dimensions" : "actions",
        parameters());
    row(out, "file sha256", sha256);
    row(out, "policy sha256", complete() ? policy.digest() : "not known until all is said");
    row(out, "normalizer", open(Piece.NORMALIZER) ? OPEN : normalizer(policy.normalizer()));
    for (Part part : parts()) {
      row(out, part.name, part.network.layers().isEmpty() ? "no layer" : layers(part));
    }
    if (policy.head() instanceof Head.Gaussian gaussian) {
      row(out, "deviations", deviations(gaussian.deviation()));
    }
    if (policy.gaussian()) {
      row(out, "action", open(Piece.ACTION) ? OPEN : action(policy.scaling()));
    }
    for (Piece piece : found.missing()) {
      out.println(
          "missing: give " + piece.option() + ", or \"" + piece.hint() + "\" in --policy-hints");
    }
  }

  private static void row(PrintWriter out, String name, String value) {
    out.printf("  %-14s  %s%n", name, value);
  }

  private long parameters() {
    return found.policy().tensors().values().stream().mapToLong(t -> t.values().length).sum();
  }

  /** One of the policy's networks. */
  private record Part(String name, Network network) {}

  private List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    parts.add(new Part(TRUNK, found.policy().trunk()));
    if (found.policy().head() instanceof Head.Categorical categorical) {
      parts.add(new Part("logits", categorical.logits()));
    } else if (found.policy().head() instanceof Head.Gaussian gaussian) {
      parts.add(new Part("mean", gaussian.mean()));
      if (gaussian.deviation() instanceof Head.StateDeviation state) {
        parts.add(new Part("std", state.raw()));
      }
    }
    return parts;
  }

  private String layers(Part part) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < part.network.layers().size(); i++) {
      DenseLayer layer = part.network.layers().get(i);
      text.append(i == 0 ? Integer.toString(layer.inputs()) : "");
      text.append(" → ").append(layer.outputs()).append(' ').append(activation(part, i));
    }
    return text.toString();
  }

  /** What is not known is the activation of hidden layers: all but the last of a head. */
  private String activation(Part part, int layer) {
    boolean hidden = part.name.equals(TRUNK) || layer < part.network.layers().size() - 1;
    return hidden && open(Piece.ACTIVATION)
        ? OPEN
        : part.network.layers().get(layer).activation().word();
  }

  private static String normalizer(@Nullable Normalizer normalizer) {
    return normalizer == null
        ? "none"
        : "mean "
            + shown(normalizer.mean())
            + ", variance "
            + shown(normalizer.variance())
            + ", epsilon "
            + normalizer.epsilon()
            + ", clip "
            + normalizer.clip();
  }

  private String deviations(Head.Deviation deviation) {
    if (deviation instanceof Head.ConstantDeviation constant) {
      return "constant, log_std " + shown(constant.logStd());
    }
    StdMap map = ((Head.StateDeviation) deviation).map();
    return open(Piece.STD)
        ? "from the network by a map that is " + OPEN
        : "from the network by " + map.kind().word() + ", " + map.lower() + " to " + map.upper();
  }

  private static String action(ActionScaling scaling) {
    return switch (scaling.mode()) {
      case NONE -> "the raw action is executed as it is";
      case TANH -> "tanh of the raw action";
      case CLIP -> "clipped to " + shown(scaling.low()) + " .. " + shown(scaling.high());
      case TANH_RESCALE ->
          "tanh, rescaled to " + shown(scaling.low()) + " .. " + shown(scaling.high());
    };
  }

  private static String shown(double[] values) {
    return values.length <= SHOWN
        ? Arrays.toString(values)
        : Arrays.toString(Arrays.copyOf(values, SHOWN)).replace("]", ", …]")
            + " ("
            + values.length
            + ")";
  }

  Json json() {
    Policy policy = found.policy();
    List<Json> layers = new ArrayList<>();
    for (Part part : parts()) {
      for (int i = 0; i < part.network.layers().size(); i++) {
        DenseLayer layer = part.network.layers().get(i);
        String activation = activation(part, i);
        layers.add(
            Json.object()
                .put("part", part.name)
                .put("inputs", layer.inputs())
                .put("outputs", layer.outputs())
                .put("activation", activation.equals(OPEN) ? new Json.Nil() : Json.of(activation))
                .build());
      }
    }
    Json.ObjBuilder all =
        Json.object()
            .put("kind", "policy")
            .put("file", file.toString())
            .put("sha256", sha256)
            .put("policySha256", complete() ? Json.of(policy.digest()) : new Json.Nil())
            .put("head", policy.gaussian() ? "gaussian" : "categorical")
            .put("observations", policy.observations())
            .put("actions", policy.actions())
            .put("parameters", parameters())
            .put("layers", new Json.Arr(layers))
            .put("normalizer", jsonNormalizer(policy.normalizer()));
    if (policy.head() instanceof Head.Gaussian gaussian) {
      all.put("std", jsonStd(gaussian.deviation()));
    }
    if (policy.gaussian()) {
      all.put("action", jsonAction(policy.scaling()));
    }
    return all.put("missing", Json.texts(found.missing().stream().map(Piece::hint).toList()))
        .build();
  }

  private Json jsonNormalizer(@Nullable Normalizer normalizer) {
    if (open(Piece.NORMALIZER)) {
      return new Json.Nil();
    }
    return normalizer == null
        ? Json.of("none")
        : Json.object()
            .put("mean", numbers(normalizer.mean()))
            .put("var", numbers(normalizer.variance()))
            .put("epsilon", OutputOptions.number(normalizer.epsilon()))
            .put("clip", OutputOptions.number(normalizer.clip()))
            .build();
  }

  private Json jsonStd(Head.Deviation deviation) {
    if (deviation instanceof Head.ConstantDeviation constant) {
      return Json.object()
          .put("kind", "constant")
          .put("logStd", numbers(constant.logStd()))
          .build();
    }
    StdMap map = ((Head.StateDeviation) deviation).map();
    return open(Piece.STD)
        ? new Json.Nil()
        : Json.object()
            .put("kind", map.kind().word())
            .put("lower", OutputOptions.number(map.lower()))
            .put("upper", OutputOptions.number(map.upper()))
            .build();
  }

  private Json jsonAction(ActionScaling scaling) {
    if (open(Piece.ACTION)) {
      return new Json.Nil();
    }
    Json.ObjBuilder action = Json.object().put("mode", scaling.mode().word());
    if (scaling.mode().bounded()) {
      action.put("low", numbers(scaling.low())).put("high", numbers(scaling.high()));
    }
    return action.build();
  }

  private static Json numbers(double[] values) {
    return new Json.Arr(Arrays.stream(values).mapToObj(OutputOptions::number).toList());
  }
}
