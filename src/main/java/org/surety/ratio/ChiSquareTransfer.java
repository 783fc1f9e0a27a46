package org.surety.ratio;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.DoubleUnaryOperator;
import org.surety.numeric.ChiSquare;
import org.surety.numeric.Directed;

/**
 * The chi-square transfer: if base and new policy are Gaussians at every decision (diagonal, or of
 * full covariance; squashed by a common bijection or not), the new one nowhere wider and with
 * density ratio at most α, then with the distribution function F_T of chi-square with T degrees of
 * freedom, whatever the dimension of the actions,
 *
 * <pre>P'(V) ≤ F_T(α² F_T⁻¹(ε)).</pre>
 *
 * It is below α^T ε always and tight: attained where one coordinate shrinks by α at every decision.
 * The proof is in {@code src/site/transfers.md}.
 *
 * <p>In the adaptive form the new policy deviates at no more than n decisions of an episode, which
 * it may choose as it goes; then n degrees of freedom take the place of T.
 */
public final class ChiSquareTransfer extends EnclosedTransfer {
  private final OptionalInt deviatingDecisions;

  private ChiSquareTransfer(OptionalInt deviatingDecisions) {
    this.deviatingDecisions = deviatingDecisions;
  }

  /** The new policy may deviate at every decision. */
  public static ChiSquareTransfer everyDecision() {
    return new ChiSquareTransfer(OptionalInt.empty());
  }

  /**
   * The new policy plays the base policy exactly at all but n decisions of every episode; which
   * ones may depend on the history.
   *
   * @param n at least 1
   */
  public static ChiSquareTransfer deviatingAtMost(int n) {
    if (n < 1) {
      throw new IllegalArgumentException("deviating decisions must be at least 1, got " + n);
    }
    return new ChiSquareTransfer(OptionalInt.of(n));
  }

  @Override
  public String name() {
    return deviatingDecisions.isEmpty() ? "chi-square" : "chi-square-adaptive";
  }

  @Override
  public String premise() {
    String gaussian =
        "Gaussian policies (squashed by a common bijection or not), nowhere wider than the base"
            + " policy, with density ratio at most alpha at every decision";
    return deviatingDecisions.isEmpty()
        ? gaussian
        : gaussian
            + ", and equal to the base policy at all but "
            + deviatingDecisions.getAsInt()
            + " decisions of every episode";
  }

  @Override
  public Setting setting() {
    return Setting.RATIO;
  }

  @Override
  public Optional<String> objection(PolicyClass policies) {
    return switch (policies) {
      case GAUSSIAN -> Optional.empty();
      case GAUSSIAN_MEAN ->
          Optional.of("the density ratio of Gaussians of equal width is unbounded");
      case ANY, CATEGORICAL -> Optional.of("it rests on the shape of Gaussian densities");
    };
  }

  @Override
  DoubleUnaryOperator curve(double epsilon, BaseRisk base) {
    int dof = Math.min(base.horizon(), deviatingDecisions.orElse(base.horizon()));
    double quantile = ChiSquare.quantileUpper(dof, epsilon);
    return alpha ->
        ChiSquare.cdfUpper(dof, Directed.multiplyUp(Directed.multiplyUp(alpha, alpha), quantile));
  }

  @Override
  public double shiftPerDecision(BaseRisk base, double setting) {
    return GaussianShift.largest(setting);
  }
}
