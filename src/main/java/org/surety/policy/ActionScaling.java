package org.surety.policy;

import java.util.Arrays;
import java.util.Locale;

/**
 * From the raw action that was drawn to the action that the environment gets. All of it comes after
 * the draw, so densities, ratios and charges are those of raw actions.
 */
public final class ActionScaling {
  /** What is done. */
  public enum Mode {
    /** The raw action itself. */
    NONE,
    /** The raw action, clipped into the bounds: PPO and A2C. */
    CLIP,
    /** low + (high − low)(tanh(raw) + 1)/2: SAC. */
    TANH_RESCALE,
    /** tanh(raw). */
    TANH;

    /** The lowercase name used in files. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether bounds are needed. */
    public boolean bounded() {
      return this == CLIP || this == TANH_RESCALE;
    }
  }

  private static final ActionScaling UNCHANGED =
      new ActionScaling(Mode.NONE, new double[0], new double[0]);
  private static final ActionScaling SQUASHED =
      new ActionScaling(Mode.TANH, new double[0], new double[0]);

  private final Mode mode;
  private final double[] low;
  private final double[] high;

  private ActionScaling(Mode mode, double[] low, double[] high) {
    this.mode = mode;
    this.low = low;
    this.high = high;
  }

  /** Raw actions are executed as they are. */
  public static ActionScaling none() {
    return UNCHANGED;
  }

  /** tanh of raw actions is executed. */
  public static ActionScaling tanh() {
    return SQUASHED;
  }

  /**
   * Scaling into bounds, which are copied.
   *
   * @param mode one that is {@link Mode#bounded()}
   * @param low not above {@code high}; finite unless clipped
   */
  public static ActionScaling bounded(Mode mode, double[] low, double[] high) {
    if (!mode.bounded() || low.length == 0 || low.length != high.length) {
      throw new IllegalArgumentException(
          mode.word() + " with " + low.length + " lower and " + high.length + " upper bounds");
    }
    for (int i = 0; i < low.length; i++) {
      boolean finite = Double.isFinite(low[i]) && Double.isFinite(high[i]);
      if (!(low[i] <= high[i]) || (mode == Mode.TANH_RESCALE && !(finite && low[i] < high[i]))) {
        throw new IllegalArgumentException(
            "action " + i + " cannot lie between " + low[i] + " and " + high[i]);
      }
    }
    return new ActionScaling(mode, low.clone(), high.clone());
  }

  /** What is done. */
  public Mode mode() {
    return mode;
  }

  /** A copy of the lower bounds; empty if there are none. */
  public double[] low() {
    return low.clone();
  }

  /** A copy of the upper bounds; empty if there are none. */
  public double[] high() {
    return high.clone();
  }

  /** Replaces one raw action by the action that is executed. */
  public void apply(double[] action) {
    for (int i = 0; i < action.length; i++) {
      action[i] =
          switch (mode) {
            case NONE -> action[i];
            case CLIP -> Math.min(Math.max(action[i], low[i]), high[i]);
            case TANH -> StrictMath.tanh(action[i]);
            case TANH_RESCALE ->
                low[i] + 0.5 * (StrictMath.tanh(action[i]) + 1) * (high[i] - low[i]);
          };
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ActionScaling that
        && mode == that.mode
        && Arrays.equals(low, that.low)
        && Arrays.equals(high, that.high);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(low) + Arrays.hashCode(high) + mode.hashCode();
  }

  @Override
  public String toString() {
    return mode.bounded()
        ? mode.word() + " to " + Arrays.toString(low) + " .. " + Arrays.toString(high)
        : mode.word();
  }
}
