package org.surety.ratio;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.surety.numeric.Directed;

/**
 * α^t for the time t at which a violation is decided: with the episode cut into windows of
 * decisions beforehand, and ε_i a bound on the probability that a violation is decided in window i,
 * which ends at decision t_i,
 *
 * <pre>P'(V) ≤ a Σ (α b)^{t_i} ε_i.</pre>
 *
 * After the decision the new policy is free. Each ε_i has its own error probability, and the
 * certificate pays for their sum. The exponent is the end of the window, never an expected time.
 */
public final class TimeResolvedTransfer implements Transfer {
  /**
   * A window of decisions.
   *
   * @param lastDecision the decision t_i ≥ 1 it ends with
   * @param epsilon bound on the base policy's probability of a violation decided in it, in (0, 1]
   */
  public record Window(int lastDecision, BigDecimal epsilon) {
    /** Checks the ranges. */
    public Window {
      if (lastDecision < 1 || epsilon.signum() <= 0 || epsilon.compareTo(BigDecimal.ONE) > 0) {
        throw new IllegalArgumentException(
            "a window ends at a decision of at least 1 with epsilon in (0, 1], got "
                + lastDecision
                + " and "
                + epsilon);
      }
    }
  }

  private final List<Window> windows;

  /**
   * The windows, in order; together they cover all decisions up to the last one's end.
   *
   * @param windows at least one, of increasing ends
   */
  public TimeResolvedTransfer(List<Window> windows) {
    if (windows.isEmpty()) {
      throw new IllegalArgumentException("at least one window is needed");
    }
    for (int i = 1; i < windows.size(); i++) {
      if (windows.get(i).lastDecision() <= windows.get(i - 1).lastDecision()) {
        throw new IllegalArgumentException("windows must end later and later, got " + windows);
      }
    }
    this.windows = List.copyOf(windows);
  }

  @Override
  public String name() {
    return "time-resolved";
  }

  @Override
  public String premise() {
    return "any policy whose density ratio to the base policy is at most alpha at every decision"
        + " before the property is decided";
  }

  @Override
  public Setting setting() {
    return Setting.RATIO;
  }

  @Override
  public Optional<String> objection(PolicyClass policies) {
    return policies == PolicyClass.GAUSSIAN_MEAN
        ? Optional.of("the density ratio of Gaussians of equal width is unbounded")
        : Optional.empty();
  }

  /**
   * {@inheritDoc} The bounds of the windows take the place of the base bound's ε; the last window
   * must end at its horizon.
   */
  @Override
  public double bound(BaseRisk base, double setting) {
    setting().check(setting);
    return Math.min(1, curve(base).applyAsDouble(setting));
  }

  @Override
  public double largestSetting(BaseRisk base, BigDecimal risk) {
    DoubleUnaryOperator curve = curve(base);
    boolean baseKeepsIt = sum(base, BigDecimal.ONE).compareTo(risk) <= 0;
    return EnclosedTransfer.largest(curve, setting(), risk, baseKeepsIt);
  }

  private DoubleUnaryOperator curve(BaseRisk base) {
    int end = windows.get(windows.size() - 1).lastDecision();
    if (end != base.horizon()) {
      throw new IllegalArgumentException(
          "the last window ends at decision " + end + ", the horizon is " + base.horizon());
    }
    return alpha -> Directed.up(sum(base, new BigDecimal(alpha)));
  }

  private BigDecimal sum(BaseRisk base, BigDecimal alpha) {
    BigDecimal step = alpha.multiply(base.dynamicsRatio(), PowerTransfer.UP);
    BigDecimal power = BigDecimal.ONE;
    BigDecimal sum = BigDecimal.ZERO;
    int done = 0;
    for (Window window : windows) {
      power =
          power.multiply(PowerTransfer.power(step, window.lastDecision() - done), PowerTransfer.UP);
      done = window.lastDecision();
      sum = sum.add(window.epsilon().multiply(power, PowerTransfer.UP), PowerTransfer.UP);
    }
    return sum.multiply(base.initialRatio(), PowerTransfer.UP);
  }

  @Override
  public double shiftPerDecision(BaseRisk base, double setting) {
    return GaussianShift.largest(setting);
  }
}
