package org.surety.ratio;

import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.surety.numeric.Directed;
import org.surety.numeric.StandardNormal;

/**
 * The mean-only Gaussian budget: if the new policy keeps the base policy's covariance exactly and
 * shifts the mean at decision t by x_t (whitened by the base covariance; chosen from the history),
 * with Σ|x_t|² ≤ D² on every path, then
 *
 * <pre>P'(V) ≤ Φ(Φ⁻¹(ε) + D).</pre>
 *
 * Tight: half-spaces attain it. The density ratio of one decision is unbounded here, so α^T says
 * nothing. Fully adaptive Gaussian differential privacy is the same mathematics: Smith and Thakurta
 * 2022, Koskela et al. 2022.
 */
public final class MeanShiftTransfer extends EnclosedTransfer {
  @Override
  public String name() {
    return "mean-budget";
  }

  @Override
  public String premise() {
    return "Gaussian policies with exactly the base policy's covariance, whose squared mean shifts"
        + " in base standard deviations add up to at most the square of the budget in every"
        + " episode";
  }

  @Override
  public Setting setting() {
    return Setting.MEAN_SHIFT_BUDGET;
  }

  @Override
  public Optional<String> objection(PolicyClass policies) {
    return switch (policies) {
      case GAUSSIAN_MEAN, GAUSSIAN -> Optional.empty();
      case ANY, CATEGORICAL -> Optional.of("it rests on the shape of Gaussian densities");
    };
  }

  @Override
  DoubleUnaryOperator curve(double epsilon, BaseRisk base) {
    double quantile = StandardNormal.quantileUpper(epsilon);
    return shift -> StandardNormal.cdfUpper(Directed.addUp(quantile, shift));
  }

  @Override
  public double shiftPerDecision(BaseRisk base, double setting) {
    return setting / Math.sqrt(base.horizon());
  }
}
