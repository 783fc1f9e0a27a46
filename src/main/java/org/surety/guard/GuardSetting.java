package org.surety.guard;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import org.surety.base.InputException;
import org.surety.numeric.Decimals;
import org.surety.ratio.BaseRisk;
import org.surety.ratio.ChiSquareTransfer;
import org.surety.ratio.MeanShiftTransfer;
import org.surety.ratio.PolicyClass;
import org.surety.ratio.PowerTransfer;
import org.surety.ratio.TrajectoryBudgetTransfer;
import org.surety.ratio.Transfer;

/**
 * Which guard runs a policy, how far it lets it go, and for how long: what is deployed, and what a
 * certificate of the guarded policy rests on.
 *
 * @param kind the guard
 * @param limit the setting of that guard in its own unit, see {@link Kind}
 * @param perDecisionCap most that one decision may use, for a budget; empty for no limit of its own
 * @param horizon decisions after which only base is played, at least 1
 * @param release under which terms the guard may be released; empty for never
 */
public record GuardSetting(
    Kind kind,
    BigDecimal limit,
    Optional<BigDecimal> perDecisionCap,
    int horizon,
    Optional<ReleaseTerms> release) {
  private static final BigDecimal LARGEST = new BigDecimal("1e9");
  private static final int MAX_DIGITS = 60;

  /** The guards. */
  public enum Kind {
    /** {@link PerStepGuard}: α, the ratio of every decision, at least 1. */
    PER_STEP("alpha"),
    /** {@link BudgetGuard}: B nats an episode, at least 0. */
    BUDGET("budget"),
    /** {@link MeanGuard}: D base standard deviations an episode, at least 0. */
    MEAN_ONLY("meanBudget");

    private final String field;

    Kind(String field) {
      this.field = field;
    }

    /** The name of the guard in files. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The name of its setting in files. */
    public String field() {
      return field;
    }
  }

  /** Checks the ranges. */
  public GuardSetting {
    BigDecimal least = kind == Kind.PER_STEP ? BigDecimal.ONE : BigDecimal.ZERO;
    check(kind.field, limit);
    if (limit.compareTo(least) < 0) {
      throw new InputException(
          kind.field,
          limit + " is below " + least,
          kind == Kind.PER_STEP
              ? "a density ratio has a supremum of at least 1; give 1 or more"
              : "give a budget of at least 0");
    }
    perDecisionCap.ifPresent(cap -> check("perDecisionCap", cap));
    if (perDecisionCap.isPresent()
        && (kind == Kind.PER_STEP || perDecisionCap.get().signum() <= 0)) {
      throw new InputException(
          "perDecisionCap",
          kind == Kind.PER_STEP
              ? "is given with a per-step guard, whose alpha is the limit of every decision"
              : perDecisionCap.get() + " is not positive",
          "leave it out, or give a positive number with a budget");
    }
    if (horizon < 1) {
      throw new InputException(
          "guard", "has a horizon of " + horizon + " decisions", "give 1 or more");
    }
  }

  /** A guard that is never released and has no cap beside its limit. */
  public static GuardSetting of(Kind kind, BigDecimal limit, int horizon) {
    return new GuardSetting(kind, limit, Optional.empty(), horizon, Optional.empty());
  }

  /** A decimal of a billion digits would take the machine's memory to multiply or print. */
  private static void check(String field, BigDecimal value) {
    if (value.precision() > MAX_DIGITS
        || Math.abs((long) value.scale()) > MAX_DIGITS
        || value.compareTo(LARGEST) > 0) {
      throw new InputException(
          field, "is above " + LARGEST + " or has too many digits", "give a number such as 1.05");
    }
  }

  /** A guard with these limits, rounded down, at the start of an episode. */
  public Guard guard() {
    double most = Decimals.down(limit);
    double cap = perDecisionCap.map(Decimals::down).orElse(Double.POSITIVE_INFINITY);
    return switch (kind) {
      case PER_STEP -> new PerStepGuard(most, horizon, release);
      case BUDGET -> new BudgetGuard(most, cap, horizon, release);
      case MEAN_ONLY -> new MeanGuard(most, cap, horizon, release);
    };
  }

  /**
   * The most by which one decision's log density ratio may exceed 0, rounded up: ln α, or the cap
   * of a budget, at most the budget; infinite for mean shifts, whose ratio is unbounded.
   */
  public double logRatioUpper() {
    return switch (kind) {
      case PER_STEP -> org.surety.numeric.Directed.logUp(Decimals.up(limit));
      // Refunds let a budget grow beyond what an episode starts with.
      case BUDGET -> perDecisionCap.map(Decimals::up).orElse(Double.POSITIVE_INFINITY);
      case MEAN_ONLY -> Double.POSITIVE_INFINITY;
    };
  }

  /** The theorem with the smallest bound for policies under this guard. */
  public Transfer transfer(BaseRisk base, PolicyClass policies) {
    return switch (kind) {
      case PER_STEP -> {
        Transfer power = new PowerTransfer();
        Transfer chiSquare = ChiSquareTransfer.everyDecision();
        double setting = Decimals.up(limit);
        yield chiSquare.objection(policies).isEmpty()
                && chiSquare.bound(base, setting) < power.bound(base, setting)
            ? chiSquare
            : power;
      }
      case BUDGET -> new TrajectoryBudgetTransfer();
      case MEAN_ONLY -> new MeanShiftTransfer();
    };
  }

  /** In words: {@code a per-step guard with alpha 1.05 over 22 decisions}. */
  @Override
  public String toString() {
    return "a "
        + kind.word()
        + " guard with "
        + kind.field
        + " "
        + Decimals.text(limit)
        + perDecisionCap.map(cap -> " and at most " + Decimals.text(cap) + " a decision").orElse("")
        + " over "
        + horizon
        + " decisions";
  }
}
