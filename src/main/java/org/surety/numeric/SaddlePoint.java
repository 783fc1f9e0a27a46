package org.surety.numeric;

/**
 * The two ingredients of Loader's saddle-point form of Poisson and binomial probabilities, which
 * keeps full relative accuracy far into the tails: the error of Stirling's formula and the
 * deviance. Loader, "Fast and Accurate Computation of Binomial Probabilities", 2000.
 */
public final class SaddlePoint {
  private static final double UNIT = 0x1p-53;

  /** ln Γ(n + 1) − (n + 1/2) ln n + n − ln(2π)/2 at n = 1/2, 1, …, 15, from 40 digits. */
  private static final double[] STIRLING_ERROR = {
    0.15342640972002734529,
    0.08106146679532725822,
    0.054814121051917653896,
    0.041340695955409294094,
    0.033162873519936287485,
    0.027677925684998339149,
    0.023746163656297495971,
    0.020790672103765093112,
    0.018488450532673185231,
    0.016644691189821192163,
    0.015134973221917378874,
    0.013876128823070747999,
    0.012810465242920226924,
    0.011896709945891770095,
    0.011104559758206917327,
    0.010411265261972096497,
    0.0097994161261588032984,
    0.0092554621827127329177,
    0.008768700134139385463,
    0.0083305634333628712565,
    0.0079341145643140205472,
    0.007573675487951840795,
    0.0072445543013203831795,
    0.0069428401072095298657,
    0.0066652470327076824424,
    0.0064089941880042070684,
    0.0061717122630394576475,
    0.0059513701127588477356,
    0.005746216513010115682,
    0.005554733551962801371
  };

  private SaddlePoint() {}

  /**
   * ln Γ(n + 1) − (n + 1/2) ln n + n − ln(2π)/2, to an absolute error below 2·10⁻¹⁶.
   *
   * @param n a positive multiple of 1/2
   */
  public static double stirlingError(double n) {
    if (n <= 15) {
      return STIRLING_ERROR[(int) (2 * n) - 1];
    }
    double q = 1 / (n * n);
    return (1 / 12.0
            - q
                * (1 / 360.0
                    - q * (1 / 1260.0 - q * (1 / 1680.0 - q * (1 / 1188.0 - q * 691 / 360360.0)))))
        / n;
  }

  /** The deviance x ln(x / mean) + mean − x ≥ 0 of a Poisson count; x and mean are positive. */
  public static double deviance(double x, double mean) {
    double difference = x - mean;
    if (Math.abs(difference) < 0.1 * (x + mean)) {
      double v = difference / (x + mean);
      double sum = difference * v;
      double term = 2 * x * v;
      v *= v;
      for (int j = 1; ; j++) {
        term *= v;
        double next = sum + term / (2 * j + 1);
        if (next == sum) {
          return sum;
        }
        sum = next;
      }
    }
    return x * StrictMath.log(x / mean) - difference;
  }

  /**
   * Bound on the absolute error of {@link #deviance} where the mean itself carries a relative error
   * of at most {@code meanError}.
   */
  public static double devianceError(double x, double mean, double meanError) {
    double value = deviance(x, mean);
    double difference = Math.abs(x - mean);
    double rounding =
        difference < 0.1 * (x + mean) ? 16 * UNIT * value : 8 * UNIT * (value + x + mean);
    return rounding + 1.01 * meanError * difference + 1.01 * meanError * meanError * (x + mean);
  }
}
