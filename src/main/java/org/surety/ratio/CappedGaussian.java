package org.surety.ratio;

import java.util.random.RandomGenerator;
import org.surety.numeric.Directed;
import org.surety.numeric.StandardNormal;

/**
 * The exact projection, over all distributions, of a standard normal shifted by d onto those whose
 * ratio to the standard normal is at most α:
 *
 * <pre>p(ξ) = min(c φ(ξ − d), α φ(ξ)),  capped for ξ > x*,</pre>
 *
 * in the direction of a mean shift of equal width; the other directions stay standard normal. It
 * reaches further than a Gaussian of the same ratio and needs no narrowing, but it is not Gaussian:
 * the power and trajectory-budget transfers apply to it, chi-square does not.
 */
public final class CappedGaussian {
  private final double shift;
  private final double logRatio;
  private final double alpha;
  private final double edge; // x*
  private final double body; // mass below x*
  private final double factor; // c
  private final double logFactor;

  /**
   * The projection.
   *
   * @param shift d > 0, in base standard deviations, at most 30
   * @param logRatio δ = ln α, in [1e-10, 30]
   */
  public CappedGaussian(double shift, double logRatio) {
    if (!(shift > 0 && shift <= 30) || !(logRatio >= 1e-10 && logRatio <= 30)) {
      throw new IllegalArgumentException(
          "expected a shift in (0, 30] and a log ratio in [1e-10, 30], got "
              + shift
              + " and "
              + logRatio);
    }
    this.shift = shift;
    this.logRatio = logRatio;
    // A relative 1e-12 below the limit, so that both pieces stay within it after rounding.
    double inside = logRatio * (1 - 1e-12);
    alpha = StrictMath.exp(inside);
    edge = edge(shift, inside, alpha);
    // 1 − α Φ(−x*), without cancellation for small δ.
    body = Math.max(0, alpha * StandardNormal.cdf(edge) - StrictMath.expm1(inside));
    // Where the edge is far out both are the same to rounding; the lesser is within the limit.
    logFactor =
        Math.min(
            StrictMath.log(body / StandardNormal.cdf(edge - shift)),
            inside - shift * edge + shift * shift / 2);
    factor = StrictMath.exp(logFactor);
  }

  /** The point x* above which the density is capped. */
  public double edge() {
    return edge;
  }

  /** The factor c of the shifted density below the edge. */
  public double factor() {
    return factor;
  }

  /** The mean, d times the mass below the edge. */
  public double mean() {
    return shift * body;
  }

  /** ln p(ξ)/φ(ξ), rounded up, at most δ. */
  public double logRatioUpper(double xi) {
    double uncapped = logFactor + shift * xi - shift * shift / 2;
    double slack = 0x1p-46 * (1 + Math.abs(logFactor) + shift * Math.abs(xi) + shift * shift);
    return Math.min(logRatio, Directed.addUp(uncapped, slack));
  }

  /** Draws ξ by inversion of either piece. */
  public double sample(RandomGenerator random) {
    double u = 1 - random.nextDouble(); // in (0, 1]
    if (u <= 1 - body) {
      return -StandardNormal.quantile(Math.min(1 - 0x1p-53, u / alpha));
    }
    double below = StandardNormal.cdf(edge - shift);
    double part = Math.min(1 - 0x1p-53, (1 - u) / body * below);
    return Math.min(edge, shift + StandardNormal.quantile(Math.max(Double.MIN_NORMAL, part)));
  }

  /** The root of α (e^{−dx + d²/2} Φ(x − d) + Φ(−x)) = 1, whose left side falls, by bisection. */
  private static double edge(double d, double delta, double alpha) {
    double low = -StandardNormal.quantile(1 / alpha); // α Φ(−low) = 1
    if (!(low > -40)) {
      low = -40;
    }
    double high = low + 1;
    while (excess(high, d, delta) > 0) {
      high += high - low;
    }
    for (int i = 0; i < 200; i++) {
      double middle = 0.5 * (low + high);
      if (middle <= low || middle >= high) {
        break;
      }
      if (excess(middle, d, delta) > 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Written with differences from α = 1, so that it keeps its digits for small δ. */
  private static double excess(double x, double d, double delta) {
    double grown = StrictMath.expm1(delta);
    // Φ(−x) = 1 − Φ(x): α Φ(−x) − 1 = (α − 1) − α Φ(x).
    double body = StrictMath.exp(-d * x + d * d / 2 + StrictMath.log(StandardNormal.cdf(x - d)));
    return grown + (1 + grown) * (body - StandardNormal.cdf(x));
  }
}
