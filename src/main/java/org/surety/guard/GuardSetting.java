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
 * @param box where a box guard plays the task policy; empty for the others
 */
public record GuardSetting(
    Kind kind,
    BigDecimal limit,
    Optional<BigDecimal> perDecisionCap,
    int horizon,
    Optional<ReleaseTerms> release,
    Optional<StateBox> box) {
  private static final BigDecimal LARGEST = new BigDecimal("1e9");
  private static final int MAX_DIGITS = 60;

  /** The guards. */
  public enum Kind {
    /** {@link PerStepGuard}: α, the ratio of every decision, at least 1. */
    PER_STEP("alpha"),
    /** {@link BudgetGuard}: B nats an episode, at least 0. */
    BUDGET("budget"),
    /** {@link MeanGuard}: D base standard deviations an episode, at least 0. */
    MEAN_ONLY("meanBudget"),
    /** {@link BoxGuard}: α, the ratio proved for every decision inside the box, at least 1. */
    BOX("alpha");

    private final String field;

    Kind(String field) {
      this.field = field;
    }

    /** The name of the guard in files. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether its limit is a density ratio α of every decision, rather than a budget. */
    public boolean limitsRatio() {
      return this == PER_STEP || this == BOX;
    }

    /** The name of its setting in files. */
    public String field() {
      return field;
    }
  }

  /** Checks the ranges. */
  public GuardSetting {
    BigDecimal least = kind.limitsRatio() ? BigDecimal.ONE : BigDecimal.ZERO;
    check(kind.field, limit);
    if (limit.compareTo(least) < 0) {
      throw new InputException(
          kind.field,
          limit + " is below " + least,
          kind.limitsRatio()
              ? "a density ratio has a supremum of at least 1; give 1 or more"
              : "give a budget of at least 0");
    }
    perDecisionCap.ifPresent(cap -> check("perDecisionCap", cap));
    if (perDecisionCap.isPresent() && (kind.limitsRatio() || perDecisionCap.get().signum() <= 0)) {
      throw new InputException(
          "perDecisionCap",
          kind.limitsRatio()
              ? "is given with a " + kind.word() + " guard, whose alpha is for every decision"
              : perDecisionCap.get() + " is not positive",
          "leave it out, or give a positive number with a budget");
    }
    if (horizon < 1) {
      throw new InputException(
          "guard", "has a horizon of " + horizon + " decisions", "give 1 or more");
    }
    if (box.isPresent() != (kind == Kind.BOX)) {
      throw new InputException(
          "guard",
          kind == Kind.BOX ? "has no box" : "of the kind " + kind.word() + " has a box",
          "say with a box guard, and with no other, outside which box base is played");
    }
  }

  /** A guard without a box. */
  public GuardSetting(
      Kind kind,
      BigDecimal limit,
      Optional<BigDecimal> perDecisionCap,
      int horizon,
      Optional<ReleaseTerms> release) {
    this(kind, limit, perDecisionCap, horizon, release, Optional.empty());
  }

  /** A guard that plays base outside a box, and is never released. */
  public static GuardSetting inBox(BigDecimal alpha, StateBox box, int horizon) {
    return new GuardSetting(
        Kind.BOX, alpha, Optional.empty(), horizon, Optional.empty(), Optional.of(box));
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
      case BOX -> new BoxGuard(most, box.orElseThrow(), horizon, release);
    };
  }

  /**
   * The most by which one decision's log density ratio may exceed 0, rounded up: ln α, or the cap
   * of a budget, at most the budget; infinite for mean shifts, whose ratio is unbounded. For a box
   * guard that is what has to be proved.
   */
  public double logRatioUpper() {
    return switch (kind) {
      case PER_STEP, BOX -> org.surety.numeric.Directed.logUp(Decimals.up(limit));
      // Refunds let a budget grow beyond what an episode starts with.
      case BUDGET -> perDecisionCap.map(Decimals::up).orElse(Double.POSITIVE_INFINITY);
      case MEAN_ONLY -> Double.POSITIVE_INFINITY;
    };
  }

  /** The theorem with the smallest bound for policies under this guard. */
  public Transfer transfer(BaseRisk base, PolicyClass policies) {
    return switch (kind) {
      case PER_STEP, BOX -> {
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
        + " decisions"
        + (box.isPresent() ? ", base outside its box" : "");
  }
}
