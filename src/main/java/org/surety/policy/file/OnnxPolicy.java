package org.surety.policy.file;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;
import org.surety.policy.Activation;
import org.surety.policy.DenseLayer;
import org.surety.policy.Head;
import org.surety.policy.Network;
import org.surety.policy.Normalizer;
import org.surety.policy.Policy;
import org.surety.policy.StdMap;
import org.surety.policy.file.OnnxValue.Clip;
import org.surety.policy.file.OnnxValue.Computed;
import org.surety.policy.file.OnnxValue.Constant;
import org.surety.policy.file.OnnxValue.Elementwise;
import org.surety.policy.file.OnnxValue.Exponential;
import org.surety.policy.file.OnnxValue.Observation;
import org.surety.policy.file.OnnxValue.Softmax;
import org.surety.policy.file.OnnxValue.Step;
import org.surety.policy.file.OnnxValue.Unreadable;

/**
 * A policy from an ONNX graph of linear layers and activations. Its outputs are known by name: mean
 * with std or log_std, or logits, or probabilities.
 */
final class OnnxPolicy {
  private static final List<String> MEAN = List.of("mean", "mu", "action_mean");
  private static final List<String> STD = List.of("std", "sigma", "stddev", "action_std");
  private static final List<String> LOG_STD = List.of("log_std", "logstd");
  private static final List<String> CATEGORIES =
      List.of("logits", "action_logits", "probabilities", "probs", "action_probs");

  private final String place;
  private final MissingPieces pieces;

  private OnnxPolicy(String place, PolicyHints hints) {
    this.place = place;
    this.pieces = new MissingPieces(place, hints);
  }

  static Policy read(byte[] bytes, String place, PolicyHints hints) {
    OnnxModel model = OnnxModel.parse(bytes, place);
    Map<String, OnnxValue> values = OnnxGraph.follow(model, place);
    return PolicyHints.checked(
        place, () -> new OnnxPolicy(place, hints).policy(model.outputs(), values));
  }

  private Policy policy(List<String> outputs, Map<String, OnnxValue> values) {
    String categories = find(outputs, CATEGORIES);
    String mean = find(outputs, MEAN);
    if (categories != null) {
      OnnxPath path = path(categories, values);
      List<DenseLayer> layers = path.layers();
      if (path.tail().size() > 1
          || (path.tail().size() == 1 && !(path.tail().get(0) instanceof Softmax))
          || (categories.startsWith("prob") && path.tail().isEmpty())) {
        throw unreadable(categories, "does not end in logits or their softmax");
      }
      int last = layers.size() - 1;
      return new Policy(
          layers.get(0).inputs(),
          normalizer(path),
          new Network(layers.subList(0, last)),
          new Head.Categorical(new Network(layers.subList(last, last + 1))),
          org.surety.policy.ActionScaling.none());
    }
    if (mean == null) {
      throw new InputException(
          place,
          "has the outputs " + outputs + ", none of which is known to be a distribution",
          "export the network with the outputs mean and std, mean and log_std, or logits (an"
              + " export of actions alone is deterministic)");
    }
    return gaussian(mean, find(outputs, STD), find(outputs, LOG_STD), values);
  }

  private Policy gaussian(
      String meanName,
      @Nullable String stdName,
      @Nullable String logStdName,
      Map<String, OnnxValue> values) {
    OnnxPath mean = path(meanName, values);
    if (!mean.tail().isEmpty()) {
      throw unreadable(meanName, "does not end in a linear layer and an activation");
    }
    List<DenseLayer> layers = mean.layers();
    int shared = layers.size() - 1;
    Head.Deviation deviation;
    String name = stdName != null ? stdName : logStdName;
    if (name == null) {
      deviation = new Head.ConstantDeviation(pieces.logStd());
    } else if (values.get(name) instanceof Constant constant) {
      deviation = constantDeviation(constant, name, stdName != null, layers.get(shared).outputs());
    } else {
      OnnxPath std = path(name, values);
      if (!sameNormalizer(mean.normalizer(), std.normalizer())) {
        throw unreadable(name, "normalizes the observation in another way than the mean");
      }
      shared = Math.min(mean.sharedLayers(std), Math.min(shared, std.layers().size() - 1));
      Network raw = new Network(std.layers().subList(shared, std.layers().size()));
      deviation = stateDeviation(name, std, raw, stdName != null);
    }
    return new Policy(
        layers.get(0).inputs(),
        normalizer(mean),
        new Network(layers.subList(0, shared)),
        new Head.Gaussian(new Network(layers.subList(shared, layers.size())), deviation),
        pieces.scaling(null, null, null));
  }

  private static boolean sameNormalizer(@Nullable Normalizer a, @Nullable Normalizer b) {
    return java.util.Objects.equals(a, b);
  }

  private Head.Deviation constantDeviation(
      Constant constant, String name, boolean isStd, int actions) {
    double[] row = OnnxGraph.rowOf(constant.tensor().values(), actions);
    if (row == null) {
      throw unreadable(name, "does not give one number an action");
    }
    for (int i = 0; isStd && i < row.length; i++) {
      row[i] = StrictMath.log(row[i]);
    }
    return new Head.ConstantDeviation(row);
  }

  /** The map is told by the steps after the last linear layer, see {@link StdMap}. */
  private Head.Deviation stateDeviation(String name, OnnxPath path, Network raw, boolean isStd) {
    List<Step> tail = new ArrayList<>(path.tail());
    Activation last = raw.layers().get(raw.layers().size() - 1).activation();
    if (isStd && last == Activation.SOFTPLUS) {
      StdMap map = StdMap.softplus(tail.isEmpty() ? 0 : uniform(name, tail, 0));
      return new Head.StateDeviation(withoutLastActivation(raw), map);
    }
    if (isStd) {
      if (tail.isEmpty() || !(tail.remove(tail.size() - 1) instanceof Exponential)) {
        throw unreadable(name, "is no exponential or softplus of a network");
      }
    }
    if (last == Activation.TANH) {
      double lower = uniform(name, tail, -1);
      double upper = uniform(name, tail, 1);
      return new Head.StateDeviation(withoutLastActivation(raw), StdMap.tanhLog(lower, upper));
    }
    if (last != Activation.IDENTITY) {
      throw unreadable(name, "is the exponential of a " + last.word());
    }
    if (tail.isEmpty()) {
      return new Head.StateDeviation(
          raw, StdMap.clampedLog(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY));
    }
    if (tail.size() == 1 && tail.get(0) instanceof Clip clip) {
      return new Head.StateDeviation(raw, StdMap.clampedLog(clip.lower(), clip.upper()));
    }
    throw unreadable(name, "has steps before its exponential that no known head has");
  }

  private static Network withoutLastActivation(Network network) {
    List<DenseLayer> layers = new ArrayList<>(network.layers());
    DenseLayer last = layers.remove(layers.size() - 1);
    layers.add(new DenseLayer(last.inputs(), last.weights(), last.bias(), Activation.IDENTITY));
    return new Network(layers);
  }

  /** What elementwise steps make of one number, if they do the same to all actions. */
  private double uniform(String name, List<Step> steps, double at) {
    double value = at;
    for (Step step : steps) {
      if (!(step instanceof Elementwise each)) {
        throw unreadable(name, "has steps that no known head has");
      }
      for (double operand : each.operand()) {
        if (operand != each.operand()[0]) {
          throw unreadable(name, "treats its actions differently");
        }
      }
      value = each.operation().apply(value, each.operand()[0]);
    }
    return value;
  }

  private @Nullable Normalizer normalizer(OnnxPath path) {
    Normalizer known = path.normalizer();
    return known == null ? pieces.normalizer() : pieces.normalizer(known);
  }

  private OnnxPath path(String output, Map<String, OnnxValue> values) {
    OnnxValue value = values.get(output);
    if (value instanceof Unreadable unreadable) {
      throw unreadable(output, "needs the operator " + unreadable.operator() + " as used here");
    }
    if (!(value instanceof Computed computed)) {
      throw unreadable(output, "does not depend on the observation");
    }
    List<Computed> steps = new ArrayList<>();
    for (Computed at = computed; at != null; at = at.from) {
      steps.add(at);
    }
    Collections.reverse(steps);
    OnnxPath path = OnnxPath.of(steps.subList(1, steps.size()));
    if (path == null || !(steps.get(0).step instanceof Observation)) {
      throw unreadable(output, "has steps before or between its layers that no policy has");
    }
    return path;
  }

  private static @Nullable String find(List<String> outputs, List<String> names) {
    for (String output : outputs) {
      if (names.contains(output.toLowerCase(Locale.ROOT))) {
        return output;
      }
    }
    return null;
  }

  private InputException unreadable(String output, String problem) {
    return new InputException(
        place,
        "output '" + output + "' " + problem,
        "read are chains of Gemm, MatMul, Add, Sub, Mul, Div, Tanh, Relu, Elu, Sigmoid, Softplus,"
            + " Clip, Exp, Softmax, Identity, Flatten and Constant with the outputs mean and std,"
            + " or logits");
  }
}
