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
    0.15342640972002736,
    0.08106146679532726,
    0.05481412105191765,
    0.0413406959554093,
    0.03316287351993629,
    0.02767792568499834,
    0.023746163656297496,
    0.020790672103765093,
    0.018488450532673187,
    0.016644691189821193,
    0.015134973221917378,
    0.013876128823070748,
    0.012810465242920227,
    0.01189670994589177,
    0.011104559758206917,
    0.010411265261972096,
    0.009799416126158804,
    0.009255462182712733,
    0.008768700134139386,
    0.00833056343336287,
    0.00793411456431402,
    0.007573675487951841,
    0.007244554301320383,
    0.00694284010720953,
    0.006665247032707682,
    0.006408994188004207,
    0.006171712263039458,
    0.0059513701127588475,
    0.0057462165130101155,
    0.005554733551962801
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
