package org.surety.policy;

import java.util.Locale;
import java.util.Optional;

/**
 * What a layer applies to each of its sums. Computed with {@link StrictMath}, so that a policy
 * gives the same bits on every machine.
 */
public enum Activation {
  /** x. */
  IDENTITY,
  /** tanh x. */
  TANH,
  /** max(0, x). */
  RELU,
  /** x for x &gt; 0, e^x − 1 below. */
  ELU,
  /** 1 / (1 + e^{−x}). */
  SIGMOID,
  /** ln(1 + e^x). */
  SOFTPLUS,
  /** x / (1 + e^{−x}), also called swish. */
  SILU;

  /** The function's value at x; NaN at NaN. */
  public double at(double x) {
    return switch (this) {
      case IDENTITY -> x;
      case TANH -> StrictMath.tanh(x);
      case RELU -> x <= 0 ? 0 : x;
      case ELU -> x > 0 ? x : StrictMath.expm1(x);
      case SIGMOID -> 1 / (1 + StrictMath.exp(-x));
      case SOFTPLUS -> x > 0 ? x + StrictMath.log1p(StrictMath.exp(-x)) : softplusBelow(x);
      case SILU -> x / (1 + StrictMath.exp(-x));
    };
  }

  /** Replaces {@code values[from..to)} by the function's values. */
  void applyTo(double[] values, int from, int to) {
    switch (this) {
      case IDENTITY -> {}
      case RELU -> {
        for (int i = from; i < to; i++) {
          values[i] = values[i] <= 0 ? 0 : values[i];
        }
      }
      case TANH -> {
        for (int i = from; i < to; i++) {
          values[i] = StrictMath.tanh(values[i]);
        }
      }
      default -> {
        for (int i = from; i < to; i++) {
          values[i] = at(values[i]);
        }
      }
    }
  }

  /** The lowercase name used in files. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The activation of this name, in any case. */
  public static Optional<Activation> named(String word) {
    for (Activation activation : values()) {
      if (activation.name().equalsIgnoreCase(word)) {
        return Optional.of(activation);
      }
    }
    return Optional.empty();
  }

  private static double softplusBelow(double x) {
    return StrictMath.log1p(StrictMath.exp(x));
  }
}
