package org.surety.guard;

import java.util.List;
import java.util.Optional;
import org.surety.numeric.Directed;
import org.surety.ratio.ActionDistribution;
import org.surety.ratio.BaseRisk;
import org.surety.ratio.DiagonalGaussian;
import org.surety.ratio.MeanProjection;
import org.surety.ratio.MeanShiftTransfer;
import org.surety.ratio.PolicyClass;

/**
 * Keeps the base policy's width and lets the squared shifts of the mean, in base standard
 * deviations, add up to at most D² over an episode: P'(V) ≤ Φ(Φ⁻¹(ε) + D). What is charged does not
 * depend on the action drawn. For Gaussians only.
 */
public final class MeanGuard extends LedgeredGuard implements Guard {
  private final double budget;
  private final double cap;
  private double charge;

  /**
   * A guard that is never released.
   *
   * @param budget D in standard deviations, at least 0, finite
   * @param perStepCap longest shift of one decision, in standard deviations, positive; infinity for
   *     no limit
   * @param horizon number of decisions after which only base is played
   */
  public MeanGuard(double budget, double perStepCap, int horizon) {
    this(budget, perStepCap, horizon, Optional.empty());
  }

  /** As above, to be released under {@code terms}. */
  public MeanGuard(double budget, double perStepCap, int horizon, Optional<ReleaseTerms> terms) {
    super("mean-only", List.of(budget, perStepCap), horizon, square(budget, perStepCap), terms);
    this.budget = budget;
    cap = perStepCap;
  }

  static double square(double budget, double perStepCap) {
    if (!(budget >= 0 && budget < 1e150)) {
      throw wrong("mean budget", budget, "give a finite number of deviations, at least 0");
    }
    if (!(perStepCap > 0)) {
      throw wrong("per-step cap", perStepCap, "give a positive number of standard deviations");
    }
    return Directed.multiplyDown(budget, budget);
  }

  @Override
  void checkKind(ActionDistribution distribution) {
    if (!(distribution instanceof DiagonalGaussian)) {
      throw new IllegalArgumentException(
          "a mean guard takes diagonal Gaussians before squashing; got " + distribution);
    }
  }

  @Override
  Optional<ActionDistribution> limit(
      ActionDistribution base, ActionDistribution task, double remaining) {
    DiagonalGaussian from = (DiagonalGaussian) base;
    DiagonalGaussian to = (DiagonalGaussian) task;
    int d = from.dimension();
    double[] mean = new double[d];
    try {
      new MeanProjection(d)
          .project(size(remaining), from.means(), from.stds(), to.means(), to.stds(), mean, 0);
    } catch (IllegalArgumentException outOfRange) {
      return Optional.empty();
    }
    charge = MeanProjection.squaredShiftUpper(mean, from.means(), from.stds(), 0, d);
    return Optional.of(new DiagonalGaussian(mean, from.stds()));
  }

  /** How far one decision may shift the mean, in base standard deviations. */
  static double radius(double cap, double remaining) {
    double root = Math.sqrt(remaining);
    if (Directed.multiplyUp(root, root) > remaining) {
      root = Math.nextDown(root);
    }
    return Math.min(cap, root);
  }

  @Override
  double size(double left) {
    return radius(cap, left);
  }

  @Override
  double charge(ActionDistribution base, ActionDistribution played, double[] rawAction) {
    return charge;
  }

  @Override
  double after(double left, double spending) {
    return Directed.addDown(left, -spending);
  }

  @Override
  boolean spent(double left) {
    return !(left >= SPENT);
  }

  @Override
  public double riskUpper(BaseRisk base, PolicyClass policies) {
    return new MeanShiftTransfer().bound(base, budget);
  }
}
