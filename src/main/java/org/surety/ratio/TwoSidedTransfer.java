package org.surety.ratio;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import org.surety.numeric.Directed;
import org.surety.numeric.SaddlePoint;

/**
 * The two-sided transfer, for policies over finite sets of actions: if 1/a' ≤ π'/π_b ≤ α at every
 * decision, the ratio of a decision is dominated in convex order by the variable that is α with
 * probability q = (a' − 1)/(α a' − 1) and 1/a' otherwise, and P'(V) is at most the Neyman–Pearson
 * power at level ε of T independent copies: with J binomial (T, q), its ratio α^J a'^{J−T} and any
 * c ≥ 0,
 *
 * <pre>P'(V) ≤ c ε + E(α^J a'^{J−T} − c)⁺.</pre>
 *
 * <p>The c used is the ratio at the ε-quantile of J from above, where the right-hand side is least;
 * rounding can only choose a c that is not quite the best.
 */
public final class TwoSidedTransfer extends EnclosedTransfer {
  private static final double UNIT = 0x1p-53;

  private final OptionalDouble lowerRatio;

  private TwoSidedTransfer(OptionalDouble lowerRatio) {
    this.lowerRatio = lowerRatio;
  }

  /** Ratios between 1/α and α. */
  public static TwoSidedTransfer symmetric() {
    return new TwoSidedTransfer(OptionalDouble.empty());
  }

  /**
   * Ratios between 1/a' and α.
   *
   * @param lowerRatio a', finite and at least 1
   */
  public static TwoSidedTransfer withLowerRatio(double lowerRatio) {
    Setting.RATIO.check(lowerRatio);
    return new TwoSidedTransfer(OptionalDouble.of(lowerRatio));
  }

  @Override
  public String name() {
    return "two-sided";
  }

  @Override
  public String premise() {
    return "finite sets of actions whose probabilities are at most alpha times the base policy's"
        + (lowerRatio.isEmpty()
            ? " and at least 1/alpha times them"
            : " and at least 1/" + lowerRatio.getAsDouble() + " times them")
        + " at every decision";
  }

  @Override
  public Setting setting() {
    return Setting.RATIO;
  }

  @Override
  public Optional<String> objection(PolicyClass policies) {
    return policies == PolicyClass.CATEGORICAL
        ? Optional.empty()
        : Optional.of("densities on the real line have ratios that come down to 0");
  }

  @Override
  DoubleUnaryOperator curve(double epsilon, BaseRisk base) {
    return alpha -> power(epsilon, base.horizon(), alpha, lowerRatio.orElse(alpha));
  }

  @Override
  public double shiftPerDecision(BaseRisk base, double setting) {
    return Double.NaN;
  }

  private static double power(double epsilon, int horizon, double alpha, double low) {
    if (epsilon >= 1 || alpha > 0x1p500 || low > 0x1p500) {
      return 1;
    }
    if (low == 1) {
      return epsilon; // a ratio of at least 1 everywhere is 1
    }
    // Written so that nothing cancels: α a' − 1 = (α − 1) + α (a' − 1).
    double spread = (alpha - 1) + alpha * (low - 1);
    Binomial base = new Binomial(horizon, (low - 1) / spread, low * (alpha - 1) / spread);
    Binomial task = new Binomial(horizon, alpha * (low - 1) / spread, (alpha - 1) / spread);
    double logAlpha = StrictMath.log(alpha);
    double logLow = StrictMath.log(low);

    int j = task.negligibleFrom(80 - StrictMath.log(epsilon));
    double taskMass = j < horizon ? 0x1p-110 * epsilon : 0; // e^{-80} < 2^-115
    double baseMass = 0;
    for (; j >= 0; j--) {
      double next = Directed.addDown(baseMass, base.massDown(j));
      if (next >= epsilon) {
        break;
      }
      baseMass = next;
      taskMass = Directed.addUp(taskMass, task.massUp(j));
      if (taskMass > 1 - 1e-9) {
        return 1; // not worth the rest of a long sum
      }
    }
    if (j < 0) {
      return 1;
    }
    double up = j * logAlpha;
    double down = (horizon - j) * logLow;
    double critical =
        StrictMath.exp(up - down) * (1 + 8 * UNIT * (1 + up + down)) + Double.MIN_VALUE;
    double rest = Directed.multiplyUp(critical, Directed.addUp(epsilon, -baseMass));
    return Math.min(1, Directed.addUp(taskMass, rest));
  }

  /** Binomial probabilities whose two success parameters carry a relative error of 8 units. */
  private record Binomial(int n, double success, double failure) {
    private static final double PARAMETER_ERROR = 8 * UNIT;

    /** An index above which, by Chernoff, the mass is below e^{−exponent}; n if there is none. */
    int negligibleFrom(double exponent) {
      int low = (int) Math.min(n, Math.ceil(n * success) + 1);
      int high = n;
      if (low >= n - 1 || deviance(n - 1) < exponent) {
        return n;
      }
      while (high - low > 1) {
        int middle = (low + high) >>> 1;
        if (deviance(middle) >= exponent + 1) {
          high = middle;
        } else {
          low = middle;
        }
      }
      return high;
    }

    private double deviance(int k) {
      return SaddlePoint.deviance(k, n * success) + SaddlePoint.deviance(n - k, n * failure);
    }

    double massUp(int k) {
      return mass(k, true);
    }

    double massDown(int k) {
      return mass(k, false);
    }

    private double mass(int k, boolean up) {
      double exponent;
      double error;
      double front = 1;
      if (k == 0 || k == n) {
        exponent = n * StrictMath.log(k == 0 ? failure : success);
        error = n * 2 * PARAMETER_ERROR + 4 * UNIT * -exponent;
      } else {
        exponent =
            SaddlePoint.stirlingError(n)
                - SaddlePoint.stirlingError(k)
                - SaddlePoint.stirlingError(n - k)
                - deviance(k);
        error =
            SaddlePoint.devianceError(k, n * success, PARAMETER_ERROR)
                + SaddlePoint.devianceError(n - k, n * failure, PARAMETER_ERROR);
        front = Math.sqrt(n / (2 * Math.PI * k * (n - k)));
      }
      double value = front * StrictMath.exp(exponent);
      double slack = 1.01 * error + 64 * UNIT;
      return up
          ? value * (1 + slack) + 4 * Double.MIN_VALUE
          : Math.max(0, value * (1 - slack) - 4 * Double.MIN_VALUE);
    }
  }
}
