package org.surety.policy.file;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.surety.policy.Activation;
import org.surety.policy.DenseLayer;
import org.surety.policy.Normalizer;
import org.surety.policy.file.OnnxValue.Activate;
import org.surety.policy.file.OnnxValue.Clip;
import org.surety.policy.file.OnnxValue.Computed;
import org.surety.policy.file.OnnxValue.Elementwise;
import org.surety.policy.file.OnnxValue.Linear;
import org.surety.policy.file.OnnxValue.Operation;
import org.surety.policy.file.OnnxValue.Step;

/**
 * The steps from the observation to one output, sorted into a normalizer, layers, and what follows
 * the last layer.
 *
 * @param normalizer steps before the first layer, or null
 * @param layers with elementwise steps folded into their weights
 * @param ends the last step of each layer, by which shared layers are known
 * @param tail steps after the last layer and its activation
 */
record OnnxPath(
    @Nullable Normalizer normalizer,
    List<DenseLayer> layers,
    List<Computed> ends,
    List<Step> tail) {

  /** The sorted steps, or null if they are those of no policy. */
  static @Nullable OnnxPath of(List<Computed> steps) {
    int first = 0;
    while (first < steps.size() && !(steps.get(first).step instanceof Linear)) {
      first++;
    }
    if (first == steps.size()) {
      return null;
    }
    Normalizer normalizer = null;
    if (first > 0) {
      normalizer = normalizer(steps.subList(0, first));
      if (normalizer == null) {
        return null;
      }
    }
    List<DenseLayer> layers = new ArrayList<>();
    List<Computed> ends = new ArrayList<>();
    List<Step> tail = new ArrayList<>();
    int at = first;
    while (at < steps.size() && steps.get(at).step instanceof Linear linear) {
      double[] weights = linear.weights().clone();
      double[] bias = linear.bias().clone();
      at++;
      while (at < steps.size() && steps.get(at).step instanceof Elementwise each) {
        fold(each, weights, bias, linear.inputs());
        at++;
      }
      Activation activation = Activation.IDENTITY;
      if (at < steps.size() && steps.get(at).step instanceof Activate activate) {
        activation = activate.activation();
        at++;
      }
      layers.add(new DenseLayer(linear.inputs(), weights, bias, activation));
      ends.add(steps.get(at - 1));
    }
    for (; at < steps.size(); at++) {
      if (steps.get(at).step instanceof Linear) {
        return null;
      }
      tail.add(steps.get(at).step);
    }
    return new OnnxPath(normalizer, layers, ends, tail);
  }

  /** Number of first layers that both paths compute once. */
  int sharedLayers(OnnxPath other) {
    int n = 0;
    while (n < ends.size() && n < other.ends.size() && ends.get(n) == other.ends.get(n)) {
      n++;
    }
    return n;
  }

  private static void fold(Elementwise each, double[] weights, double[] bias, int inputs) {
    Operation operation = each.operation();
    for (int o = 0; o < bias.length; o++) {
      double operand = each.operand()[o];
      bias[o] = operation.apply(bias[o], operand);
      if (operation == Operation.MUL || operation == Operation.DIV) {
        for (int i = 0; i < inputs; i++) {
          weights[o * inputs + i] = operation.apply(weights[o * inputs + i], operand);
        }
      }
    }
  }

  /** (x − mean) / deviation, then perhaps a symmetric clip; each part at most once, in order. */
  private static @Nullable Normalizer normalizer(List<Computed> steps) {
    int width = steps.get(0).width;
    double[] mean = new double[width];
    double[] variance = new double[width];
    java.util.Arrays.fill(variance, 1);
    double clip = Double.POSITIVE_INFINITY;
    int stage = 0;
    for (Computed computed : steps) {
      int next;
      if (computed.step instanceof Clip bounds && bounds.lower() == -bounds.upper()) {
        next = 3;
        clip = bounds.upper();
      } else if (computed.step instanceof Elementwise each) {
        boolean shift = each.operation() == Operation.SUB || each.operation() == Operation.ADD;
        next = shift ? 1 : 2;
        for (int i = 0; i < width; i++) {
          double operand = each.operand()[i];
          if (shift) {
            mean[i] = each.operation() == Operation.SUB ? operand : -operand;
          } else {
            double deviation = each.operation() == Operation.DIV ? operand : 1 / operand;
            if (!(deviation > 0)) {
              return null;
            }
            variance[i] = deviation * deviation; // its root is the deviation again
          }
        }
      } else {
        return null;
      }
      if (next <= stage) {
        return null;
      }
      stage = next;
    }
    return new Normalizer(mean, variance, 0, clip);
  }
}
