package org.surety.study;

import java.math.BigDecimal;
import java.util.Optional;
import org.surety.base.InputException;
import org.surety.guard.GuardSetting;
import org.surety.numeric.Decimals;
import org.surety.ratio.BaseRisk;
import org.surety.ratio.ChiSquareTransfer;
import org.surety.ratio.MeanShiftTransfer;
import org.surety.ratio.PowerTransfer;
import org.surety.ratio.TrajectoryBudgetTransfer;
import org.surety.ratio.Transfer;

/** The ways of staying near a base policy that are compared at equal certified bounds. */
enum Arm {
  /** The paper's: a limit on every decision's ratio, paid for by α^T. */
  ALPHA_T("alpha^T", GuardSetting.Kind.PER_STEP, new PowerTransfer()),
  /** The same guard; for Gaussians the chi-square theorem allows a larger α. */
  CHI_SQUARE("chi-square", GuardSetting.Kind.PER_STEP, ChiSquareTransfer.everyDecision()),
  /** α^n: base is played after as many decisions as an episode of the base policy takes. */
  ALPHA_N("alpha^n", GuardSetting.Kind.PER_STEP, new PowerTransfer()),
  /** The same by the chi-square theorem. */
  CHI_SQUARE_N("chi-square-n", GuardSetting.Kind.PER_STEP, ChiSquareTransfer.everyDecision()),
  /** A limit on the whole trajectory's ratio, with a ledger. */
  BUDGET("budget", GuardSetting.Kind.BUDGET, new TrajectoryBudgetTransfer()),
  /** Shifts of the mean alone. */
  MEAN_ONLY("mean-only", GuardSetting.Kind.MEAN_ONLY, new MeanShiftTransfer());

  /** More than any policy needs: a guard that limits nothing but that deviations may not grow. */
  private static final BigDecimal UNLIMITED = new BigDecimal("1e9");

  private final String word;
  private final GuardSetting.Kind kind;

  @SuppressWarnings("ImmutableEnumChecker") // transfers have no state
  private final Transfer transfer;

  Arm(String word, GuardSetting.Kind kind, Transfer transfer) {
    this.word = word;
    this.kind = kind;
    this.transfer = transfer;
  }

  /** Its name in tables and files. */
  String word() {
    return word;
  }

  /** Its name as a part of a file's name. */
  String fileWord() {
    return word.replace("^", "-");
  }

  /**
   * The certified bound of a guard of this kind, by its theorem.
   *
   * @param base the base policy's bound, of whatever part of the violations
   * @param limit the guard's, in its own unit
   * @param deviating decisions after which only base is played
   */
  double bound(BaseRisk base, double limit, int deviating) {
    return transfer.bound(deviatingWithin(base, deviating), limit);
  }

  /**
   * Where base is played from decision n on, ratios multiply n times at most, and the rest of the
   * episode is as under the base policy: n stands for the horizon in the theorem.
   */
  private static BaseRisk deviatingWithin(BaseRisk base, int n) {
    return base.with(base.epsilon(), Math.min(n, base.horizon()));
  }

  private int deviating(int horizon, int typicalDecisions) {
    return this == ALPHA_N || this == CHI_SQUARE_N ? Math.min(horizon, typicalDecisions) : horizon;
  }

  /**
   * The largest setting whose certified bound is at most {@code risk}.
   *
   * @param typicalDecisions how many decisions an episode of the base policy takes: what is meant
   *     to last for an episode is divided by its root, see {@link
   *     TrajectoryBudgetTransfer#perDecisionCap}
   * @throws InputException if the base policy itself has no bound as low
   */
  GuardSetting setting(BaseRisk base, BigDecimal risk, int typicalDecisions) {
    int deviating = deviating(base.horizon(), typicalDecisions);
    double most = transfer.largestSetting(deviatingWithin(base, deviating), risk);
    if (!(most > transfer.setting().atBase())) {
      throw new InputException(
          "risk " + risk,
          "is not above the base policy's certified bound "
              + Decimals.up(base.epsilon().doubleValue(), 4),
          "certify a better base policy, or with more episodes");
    }
    Optional<BigDecimal> cap =
        switch (kind) {
          case PER_STEP, BOX -> Optional.empty();
          case BUDGET -> decimal(TrajectoryBudgetTransfer.perDecisionCap(most, typicalDecisions));
          // Nothing is refunded: without a cap the first decisions would spend it all.
          case MEAN_ONLY -> decimal(most / Math.sqrt(typicalDecisions));
        };
    return new GuardSetting(
        kind, new BigDecimal(Decimals.exactDown(most)), cap, deviating, Optional.empty());
  }

  private static Optional<BigDecimal> decimal(double value) {
    return Optional.of(new BigDecimal(Decimals.exactDown(value)));
  }

  /** A guard that leaves a task policy as it is, but for deviations wider than the base's. */
  static GuardSetting unlimited(int horizon) {
    return GuardSetting.of(GuardSetting.Kind.PER_STEP, UNLIMITED, horizon);
  }

  /** The paper's guard with a given α. */
  static GuardSetting perStep(BigDecimal alpha, int horizon) {
    return GuardSetting.of(GuardSetting.Kind.PER_STEP, alpha, horizon);
  }
}
