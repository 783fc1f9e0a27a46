package org.surety.env;

/**
 * The steady turn rate that a turn command leads to: the velocity servo of Safety Gymnasium's point
 * robot with its force limit and damping, measured in MuJoCo, linear between the points and odd.
 */
public final class TurnRate {
  private static final double[] COMMAND = {
    0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95
  };
  private static final double[] RATE = {
    0, 0.033, 0.264, 0.495, 0.78, 1.00, 1.35, 1.68, 2.06, 2.44, 2.62, 2.81, 3.0
  };

  /** The fastest turn in rad/s. */
  static final double MAX = 3.0;

  private TurnRate() {}

  /** Sizes of the commands at which the map bends, rising; 0 below the first. */
  public static double[] commands() {
    return COMMAND.clone();
  }

  /** The turn rates in rad/s at {@link #commands}; constant above the last. */
  public static double[] rates() {
    return RATE.clone();
  }

  /** Turn rate in rad/s for a command; commands beyond ±1 act as ±1. */
  static double of(double command) {
    return interpolate(COMMAND, RATE, command);
  }

  /** The smallest command that gives a turn rate in rad/s, clipped to what can be reached. */
  static double command(double rate) {
    return rate == 0 ? 0 : interpolate(RATE, COMMAND, rate);
  }

  private static double interpolate(double[] from, double[] to, double value) {
    double size = Math.abs(value);
    int last = from.length - 1;
    double result;
    if (size <= from[0]) {
      result = to[0];
    } else if (size >= from[last]) {
      result = to[last];
    } else {
      int i = 1;
      while (size > from[i]) {
        i++;
      }
      double share = (size - from[i - 1]) / (from[i] - from[i - 1]);
      result = to[i - 1] + share * (to[i] - to[i - 1]);
    }
    return Math.copySign(result, value);
  }
}
