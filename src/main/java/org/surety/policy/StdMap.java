package org.surety.policy;

/**
 * From a raw output r of a network to a standard deviation.
 *
 * @param kind the formula
 * @param lower its first parameter
 * @param upper its second parameter
 */
public record StdMap(Kind kind, double lower, double upper) {
  /** The formulas in use. */
  public enum Kind {
    /** e^{min(max(r, lower), upper)}: Stable-Baselines3's SAC has −20 and 2. */
    CLAMPED_LOG("clamped-log"),
    /** e^{lower + (upper − lower)(tanh r + 1)/2}: CleanRL's SAC has −5 and 2. */
    TANH_LOG("tanh-log"),
    /** ln(1 + e^r) + lower. */
    SOFTPLUS("softplus");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** The name used in files. */
    public String word() {
      return word;
    }
  }

  /** Checks the parameters. */
  public StdMap {
    boolean ordered = lower <= upper;
    boolean inRange =
        switch (kind) {
          case CLAMPED_LOG -> ordered;
          case TANH_LOG -> ordered && Double.isFinite(lower) && Double.isFinite(upper);
          case SOFTPLUS -> lower >= 0 && Double.isFinite(lower) && upper > lower;
        };
    if (!inRange) {
      throw new IllegalArgumentException(
          "the deviation " + kind.word + " cannot have lower " + lower + " and upper " + upper);
    }
  }

  /** e^r, clamped between e^lower and e^upper; infinite bounds clamp nothing. */
  public static StdMap clampedLog(double lower, double upper) {
    return new StdMap(Kind.CLAMPED_LOG, lower, upper);
  }

  /** CleanRL's map. */
  public static StdMap tanhLog(double lower, double upper) {
    return new StdMap(Kind.TANH_LOG, lower, upper);
  }

  /** ln(1 + e^r) + minimum. */
  public static StdMap softplus(double minimum) {
    return new StdMap(Kind.SOFTPLUS, minimum, Double.POSITIVE_INFINITY);
  }

  /** The standard deviation for the raw output r. */
  public double at(double r) {
    return switch (kind) {
      case CLAMPED_LOG -> StrictMath.exp(Math.min(Math.max(r, lower), upper));
      case TANH_LOG -> StrictMath.exp(lower + 0.5 * (upper - lower) * (StrictMath.tanh(r) + 1));
      case SOFTPLUS -> Activation.SOFTPLUS.at(r) + lower;
    };
  }

  /** How fast the standard deviation grows at the raw output r; 0 where it is clamped. */
  public double slopeAt(double r) {
    return switch (kind) {
      case CLAMPED_LOG -> r > lower && r < upper ? StrictMath.exp(r) : 0;
      case TANH_LOG -> {
        double t = StrictMath.tanh(r);
        yield at(r) * 0.5 * (upper - lower) * (1 - t) * (1 + t);
      }
      case SOFTPLUS -> Activation.SIGMOID.at(r);
    };
  }
}
