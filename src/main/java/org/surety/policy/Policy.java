package org.surety.policy;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A stochastic policy as data: observation → normalizer → trunk → head → raw action → scaling.
 * Immutable; two policies are equal if they have the same numbers in the same structure.
 */
public final class Policy {
  private final int observations;
  private final int actions;
  private final @Nullable Normalizer normalizer;
  private final Network trunk;
  private final Head head;
  private final ActionScaling scaling;

  /**
   * A policy of these parts.
   *
   * @param observations number of observed values
   * @param normalizer of the observations, or null if they are used as they are
   * @param trunk layers that all heads share, perhaps none
   * @param head what the outputs mean
   * @param scaling from raw to executed actions; {@link ActionScaling#none()} for categories
   * @throws IllegalArgumentException if the parts do not fit
   */
  public Policy(
      int observations,
      @Nullable Normalizer normalizer,
      Network trunk,
      Head head,
      ActionScaling scaling) {
    this.observations = observations;
    this.normalizer = normalizer;
    this.trunk = trunk;
    this.head = head;
    this.scaling = scaling;
    if (observations < 1) {
      throw new IllegalArgumentException("a policy needs at least one observation");
    }
    fit("the normalizer", normalizer == null ? observations : normalizer.size(), observations);
    fit("the first layer", trunk.inputsOr(observations), observations);
    int features = trunk.outputs(observations);
    if (head instanceof Head.Categorical categorical) {
      fit("the layer of logits", categorical.logits().inputsOr(features), features);
      actions = categorical.logits().outputs(features);
      if (scaling.mode() != ActionScaling.Mode.NONE) {
        throw new IllegalArgumentException("categories cannot be scaled");
      }
    } else {
      if (head instanceof Head.Gaussian gaussian
          && gaussian.deviation() instanceof Head.NarrowedDeviation narrowed) {
        fit("the deviation's base", narrowed.base().observations(), observations);
      }
      actions =
          head instanceof Head.RatioBounded bounded
              ? dimensions(bounded, features)
              : dimensions((Head.Gaussian) head, features);
      if (scaling.mode().bounded() && scaling.low().length != actions) {
        throw new IllegalArgumentException(
            "there are " + actions + " actions but " + scaling.low().length + " action bounds");
      }
    }
  }

  private static int dimensions(Head.Gaussian gaussian, int features) {
    fit("the layer of means", gaussian.mean().inputsOr(features), features);
    int means = gaussian.mean().outputs(features);
    int deviations;
    if (gaussian.deviation() instanceof Head.StateDeviation state) {
      fit("the layer of deviations", state.raw().inputsOr(features), features);
      deviations = state.raw().outputs(features);
    } else if (gaussian.deviation() instanceof Head.NarrowedDeviation narrowed) {
      fit("the layer of deviations", narrowed.raw().inputsOr(features), features);
      deviations = narrowed.raw().outputs(features);
      fit("the deviation's base", narrowed.base().actions(), deviations);
    } else {
      deviations = ((Head.ConstantDeviation) gaussian.deviation()).dimension();
    }
    if (deviations != means) {
      throw new IllegalArgumentException(
          "there are " + means + " means but " + deviations + " deviations");
    }
    return means;
  }

  private static int dimensions(Head.RatioBounded bounded, int features) {
    fit("the ratio-bounded layer", bounded.raw().inputsOr(features), features);
    int outputs = bounded.raw().outputs(features);
    if (outputs < 4 || outputs % 3 != 1) {
      throw new IllegalArgumentException(
          "a ratio-bounded head of d actions takes 3 d + 1 outputs, there are " + outputs);
    }
    return outputs / 3;
  }

  private static void fit(String what, int takes, int given) {
    if (takes != given) {
      throw new IllegalArgumentException(
          what + " takes " + takes + " values but is given " + given);
    }
  }

  /** Number of observed values. */
  public int observations() {
    return observations;
  }

  /** Dimensions of a Gaussian's action, or number of categories. */
  public int actions() {
    return actions;
  }

  /** The normalizer, or null if there is none. */
  public @Nullable Normalizer normalizer() {
    return normalizer;
  }

  /** Layers that all heads share. */
  public Network trunk() {
    return trunk;
  }

  /** What the outputs mean. */
  public Head head() {
    return head;
  }

  /** Whether actions are vectors drawn from a Gaussian; else they are categories. */
  public boolean gaussian() {
    return !(head instanceof Head.Categorical);
  }

  /** Whether it has distributions of its own; a {@link Head.RatioBounded} needs a base policy. */
  public boolean standsAlone() {
    return !(head instanceof Head.RatioBounded);
  }

  /** From raw to executed actions. */
  public ActionScaling scaling() {
    return scaling;
  }

  /** The same policy with another normalizer. */
  public Policy withNormalizer(@Nullable Normalizer other) {
    return new Policy(observations, other, trunk, head, scaling);
  }

  /** All numbers by name, in a fixed order: what a file holds and what the digest covers. */
  public Map<String, Tensor> tensors() {
    return PolicyDescription.tensors(this);
  }

  /**
   * The structure as canonical JSON (sorted members, no white space, shortest decimals), without
   * the tensors: what is put beside them in a file.
   */
  public String structure() {
    return PolicyDescription.structure(this);
  }

  /**
   * The structure and, of every tensor, shape and SHA-256 of its little-endian doubles, as
   * canonical JSON.
   */
  public String description() {
    return PolicyDescription.description(this);
  }

  /** SHA-256 of {@link #description()}: equal digests, equal policies. */
  public String digest() {
    return PolicyDescription.digest(this);
  }

  /** An evaluator for one thread that takes up to {@code maxRows} observations at once. */
  public PolicyEvaluator evaluator(int maxRows) {
    return new PolicyEvaluator(this, maxRows);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Policy that
        && observations == that.observations
        && java.util.Objects.equals(normalizer, that.normalizer)
        && trunk.equals(that.trunk)
        && head.equals(that.head)
        && scaling.equals(that.scaling);
  }

  @Override
  public int hashCode() {
    return 31 * trunk.hashCode() + head.hashCode();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(gaussian() ? "Gaussian" : "categorical")
        .append(" policy, ")
        .append(observations)
        .append(" observations, ")
        .append(actions)
        .append(gaussian() ? " action dimensions" : " actions")
        .append("; ")
        .append(normalizer == null ? "no normalizer" : normalizer)
        .append("; trunk ")
        .append(trunk);
    if (head instanceof Head.Gaussian g) {
      text.append("; mean ").append(g.mean());
      if (g.deviation() instanceof Head.StateDeviation s) {
        text.append("; deviation ").append(s.raw()).append(", ").append(s.map().kind().word());
      } else if (g.deviation() instanceof Head.NarrowedDeviation n) {
        text.append("; deviation of (").append(n.base()).append(") narrowed by ").append(n.raw());
      } else {
        text.append("; constant deviation");
      }
      text.append("; action ").append(scaling);
    } else if (head instanceof Head.RatioBounded r) {
      text.append("; ratio-bounded ").append(r.raw()).append("; action ").append(scaling);
    } else if (head instanceof Head.Categorical c) {
      text.append("; logits ").append(c.logits());
    }
    return text.toString();
  }
}
