package org.surety.policy.file;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;
import org.surety.policy.ActionScaling;
import org.surety.policy.Activation;
import org.surety.policy.DenseLayer;
import org.surety.policy.Head;
import org.surety.policy.Network;
import org.surety.policy.Policy;
import org.surety.policy.StdMap;
import org.surety.policy.Tensor;

/**
 * Actors recognized by the names of their tensors: Stable-Baselines3's PPO, A2C and SAC, CleanRL's
 * PPO and SAC. Tensors of critics are skipped; any other that is not used is refused, because the
 * policy would be another one.
 */
final class StateDicts {
  private static final List<String> CRITICS =
      List.of("critic", "value_net.", "mlp_extractor.value_net.", "qf", "target_", "log_ent_coef");
  private static final List<String> RECURRENT =
      List.of("lstm", "gru", "rnn", "weight_ih", "weight_hh");

  /**
   * What the surroundings of a state dict tell about it; null for unknown.
   *
   * @param categorical whether actions are categories
   */
  record Facts(
      @Nullable Activation activation,
      @Nullable StdMap std,
      ActionScaling.@Nullable Mode mode,
      double @Nullable [] low,
      double @Nullable [] high,
      @Nullable Boolean categorical) {
    static final Facts UNKNOWN = new Facts(null, null, null, null, null, null);
  }

  private final Map<String, Tensor> tensors;
  private final String place;
  private final MissingPieces pieces;
  private final Facts facts;
  private final Set<String> used = new HashSet<>();

  private StateDicts(Map<String, Tensor> tensors, String place, PolicyHints hints, Facts facts) {
    this.tensors = tensors;
    this.place = place;
    this.pieces = new MissingPieces(place, hints);
    this.facts = facts;
  }

  static Policy policy(Map<String, Tensor> tensors, String place, PolicyHints hints, Facts facts) {
    StateDicts reading = new StateDicts(tensors, place, hints, facts);
    reading.refuseByName();
    return PolicyHints.checked(place, reading::policy);
  }

  private Policy policy() {
    Policy policy;
    if (has("mlp_extractor.policy_net.0.weight") || has("action_net.weight")) {
      policy = stableBaselinesOnPolicy();
    } else if (has("actor.mu.weight") || has("mu.weight")) {
      policy = stableBaselinesSac(has("actor.mu.weight") ? "actor." : "");
    } else if (has("actor_mean.0.weight")) {
      policy = cleanRlPpo();
    } else if (has("actor.0.weight")) {
      Activation hidden = pieces.activation(facts.activation, usual("tanh"));
      List<DenseLayer> layers = sequence("actor.", hidden, Activation.IDENTITY);
      policy = categorical(trunk(layers), last(layers));
    } else if (has("fc_mean.weight")) {
      policy = cleanRlSac();
    } else {
      throw refused(
          "has no actor that is known (its tensors: " + some(tensors.keySet()) + ")",
          "give a PPO, A2C or SAC actor of Stable-Baselines3 or CleanRL, or export ONNX");
    }
    for (String name : tensors.keySet()) {
      if (!used.contains(name) && CRITICS.stream().noneMatch(name::startsWith)) {
        throw refused(
            "has the tensor '" + name + "', which is no layer of a plain actor",
            "export the actor as ONNX, or remove what the policy does not use");
      }
    }
    return policy;
  }

  private void refuseByName() {
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      String name = entry.getKey();
      String lower = name.toLowerCase(Locale.ROOT);
      if (RECURRENT.stream().anyMatch(lower::contains)) {
        throw refused(
            "is recurrent (tensor '" + name + "')", "only feed-forward policies are read");
      }
      boolean critic = CRITICS.stream().anyMatch(name::startsWith);
      if (!critic && (entry.getValue().shape().length > 2 || lower.contains("cnn"))) {
        throw refused(
            "has convolutions for images (tensor '" + name + "')",
            "only policies on vectors are read");
      }
    }
    Tensor logStd = tensors.get("log_std");
    if (logStd != null && logStd.shape().length == 2 && has("action_net.weight")) {
      throw refused(
          "was trained with gSDE (state-dependent exploration), whose noise is kept over steps",
          "train with use_sde=False");
    }
    if (has("actor.mu.0.weight") || has("fc_mu.weight")) {
      throw refused(
          "is the deterministic actor of DDPG or TD3, whose density ratio to any other is infinite",
          "give a stochastic policy: PPO, A2C or SAC");
    }
    if (has("q_net.q_net.0.weight") || has("network.0.weight")) {
      throw refused(
          "is a Q network without a distribution over actions",
          "give a stochastic policy: PPO, A2C or SAC");
    }
  }

  private Policy stableBaselinesOnPolicy() {
    Activation hidden = pieces.activation(facts.activation, usual("tanh"));
    Network trunk = new Network(sequence("mlp_extractor.policy_net.", hidden, hidden));
    Network out = new Network(List.of(layer("action_net", Activation.IDENTITY)));
    return has("log_std")
        ? gaussian(trunk, out, new Head.ConstantDeviation(take("log_std").values()))
        : categorical(trunk, out);
  }

  private Policy stableBaselinesSac(String prefix) {
    if (!has(prefix + "log_std.weight")) {
      throw refused("was trained with gSDE or has no deviations", "train with use_sde=False");
    }
    Activation hidden = pieces.activation(facts.activation, usual("relu"));
    Network trunk = new Network(sequence(prefix + "latent_pi.", hidden, hidden));
    return gaussian(
        trunk,
        new Network(List.of(layer(prefix + "mu", Activation.IDENTITY))),
        new Head.StateDeviation(
            new Network(List.of(layer(prefix + "log_std", Activation.IDENTITY))),
            pieces.std(facts.std)));
  }

  private Policy cleanRlPpo() {
    Activation hidden = pieces.activation(facts.activation, usual("tanh"));
    if (!has("actor_logstd")) {
      throw refused("has no tensor 'actor_logstd'", "save the whole state_dict of the agent");
    }
    List<DenseLayer> layers = sequence("actor_mean.", hidden, Activation.IDENTITY);
    return gaussian(
        trunk(layers), last(layers), new Head.ConstantDeviation(take("actor_logstd").values()));
  }

  private Policy cleanRlSac() {
    Activation hidden = pieces.activation(facts.activation, usual("relu"));
    List<DenseLayer> trunk = new ArrayList<>();
    for (int i = 1; has("fc" + i + ".weight"); i++) {
      trunk.add(layer("fc" + i, hidden));
    }
    Head.Deviation deviation =
        new Head.StateDeviation(
            new Network(List.of(layer("fc_logstd", Activation.IDENTITY))), pieces.std(facts.std));
    Network mean = new Network(List.of(layer("fc_mean", Activation.IDENTITY)));
    if (!has("action_scale") || !has("action_bias")) {
      return gaussian(new Network(trunk), mean, deviation);
    }
    double[] low = take("action_scale").values().clone();
    double[] bias = take("action_bias").values();
    if (low.length != bias.length) {
      throw refused("has action_scale and action_bias of different sizes", "save it again");
    }
    double[] high = low.clone();
    for (int i = 0; i < low.length; i++) {
      high[i] = bias[i] + low[i];
      low[i] = bias[i] - low[i];
    }
    return new Policy(
        inputs(new Network(trunk), mean),
        pieces.normalizer(),
        new Network(trunk),
        new Head.Gaussian(mean, deviation),
        pieces.scaling(ActionScaling.Mode.TANH_RESCALE, low, high));
  }

  private Policy gaussian(Network trunk, Network mean, Head.Deviation deviation) {
    if (Boolean.TRUE.equals(facts.categorical)) {
      throw refused("has deviations although its actions are categories", "save it again");
    }
    return new Policy(
        inputs(trunk, mean),
        pieces.normalizer(),
        trunk,
        new Head.Gaussian(mean, deviation),
        pieces.scaling(facts.mode, facts.low, facts.high));
  }

  private Policy categorical(Network trunk, Network logits) {
    if (Boolean.FALSE.equals(facts.categorical)) {
      throw refused("has no deviations although its actions are vectors", "save it again");
    }
    return new Policy(
        inputs(trunk, logits),
        pieces.normalizer(),
        trunk,
        new Head.Categorical(logits),
        ActionScaling.none());
  }

  /** All layers but the last: one actor has one structure, however its file is laid out. */
  private static Network trunk(List<DenseLayer> layers) {
    return new Network(layers.subList(0, layers.size() - 1));
  }

  private static Network last(List<DenseLayer> layers) {
    return new Network(layers.subList(layers.size() - 1, layers.size()));
  }

  private static int inputs(Network trunk, Network out) {
    return (trunk.layers().isEmpty() ? out : trunk).layers().get(0).inputs();
  }

  /** Linear layers at the even places of a sequence, an activation after each. */
  private List<DenseLayer> sequence(String prefix, Activation hidden, Activation last) {
    TreeMap<Integer, String> places = new TreeMap<>();
    for (String name : tensors.keySet()) {
      if (name.startsWith(prefix) && name.endsWith(".weight")) {
        String number = name.substring(prefix.length(), name.length() - ".weight".length());
        if (number.matches("[0-9]{1,4}")) {
          places.put(Integer.parseInt(number), prefix + number);
        }
      }
    }
    List<DenseLayer> layers = new ArrayList<>();
    for (Map.Entry<Integer, String> at : places.entrySet()) {
      if (at.getKey() != 2 * layers.size()) {
        throw refused(
            "has something between its layers that is no single activation (before '"
                + at.getValue()
                + "')",
            "export the actor as ONNX");
      }
      boolean end = layers.size() == places.size() - 1;
      layers.add(layer(at.getValue(), end ? last : hidden));
    }
    return layers;
  }

  private DenseLayer layer(String name, Activation activation) {
    Tensor weight = take(name + ".weight");
    if (weight.shape().length != 2) {
      throw refused(
          "has '" + name + ".weight', which is no matrix (a normalization layer?)",
          "export the actor as ONNX");
    }
    double[] bias =
        has(name + ".bias") ? take(name + ".bias").values() : new double[weight.shape()[0]];
    return PolicyHints.checked(
        place + ", " + name,
        () -> new DenseLayer(weight.shape()[1], weight.values(), bias, activation));
  }

  private boolean has(String name) {
    return tensors.containsKey(name);
  }

  private Tensor take(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw refused("has no tensor '" + name + "'", "save the whole state_dict of the actor");
    }
    used.add(name);
    return tensor;
  }

  private static String usual(String word) {
    return " (a state dict has none; "
        + word
        + " is what these trainers use unless told otherwise)";
  }

  private static String some(Set<String> names) {
    List<String> first = names.stream().limit(6).toList();
    return String.join(", ", first) + (names.size() > 6 ? ", …" : "");
  }

  private InputException refused(String problem, String remedy) {
    return new InputException(place, problem, remedy);
  }
}
