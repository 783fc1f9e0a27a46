package org.surety.ratio;

import java.math.BigDecimal;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.surety.numeric.Directed;

/**
 * A violation split by cause, for example into late and hazardous: each cause has its own base
 * bound, all under one setting of one transfer. The error probabilities β of the causes' bounds add
 * up.
 *
 * <p>Where only the sum matters a split buys nothing that the undivided bound does not: the
 * transfers are concave in ε. It pays where causes have limits of their own, as a late arrival may
 * be a hundred times more tolerable than a collision, or horizons of their own.
 */
public final class CauseSplit {
  /**
   * One cause.
   *
   * @param name for messages and tables
   * @param epsilon bound on the base policy's probability of a violation by this cause, in (0, 1]
   * @param horizon decisions until a violation by this cause is decided, at least 1
   */
  public record Cause(String name, BigDecimal epsilon, int horizon) {}

  private final BaseRisk world;
  private final List<Cause> causes;

  /**
   * A split whose causes together make up the violation.
   *
   * @param world the ratios of initial distributions and of transitions; its ε and horizon are not
   *     used
   * @param causes at least one
   */
  public CauseSplit(BaseRisk world, List<Cause> causes) {
    if (causes.isEmpty()) {
      throw new IllegalArgumentException("at least one cause is needed");
    }
    this.world = world;
    this.causes = List.copyOf(causes);
  }

  /** Bound on the probability of a violation by any cause: the sum, rounded up, at most 1. */
  public double bound(Transfer transfer, double setting) {
    double sum = 0;
    for (Cause cause : causes) {
      sum = Directed.addUp(sum, transfer.bound(risk(cause), setting));
    }
    return Math.min(1, sum);
  }

  /** The largest setting at which the sum over all causes is at most {@code risk}. */
  public double largestSetting(Transfer transfer, BigDecimal risk) {
    DoubleUnaryOperator sum =
        s -> {
          double total = 0;
          for (Cause cause : causes) {
            total = Directed.addUp(total, transfer.bound(risk(cause), s));
          }
          return total;
        };
    boolean baseKeepsIt = sum.applyAsDouble(transfer.setting().atBase()) <= Directed.down(risk);
    return EnclosedTransfer.largest(sum, transfer.setting(), risk, baseKeepsIt);
  }

  /**
   * The largest setting at which every cause keeps the limit of its own.
   *
   * @param limits allowed probability of each cause, in the order of the causes
   * @return as {@link Transfer#largestSetting}
   */
  public double largestSetting(Transfer transfer, List<BigDecimal> limits) {
    if (limits.size() != causes.size()) {
      throw new IllegalArgumentException(
          causes.size() + " causes need as many limits, got " + limits.size());
    }
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < causes.size(); i++) {
      double own = transfer.largestSetting(risk(causes.get(i)), limits.get(i));
      if (Double.isNaN(own)) {
        return Double.NaN;
      }
      least = Math.min(least, own);
    }
    return least;
  }

  private BaseRisk risk(Cause cause) {
    return world.with(cause.epsilon(), cause.horizon());
  }
}
