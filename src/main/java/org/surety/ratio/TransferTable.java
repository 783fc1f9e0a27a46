package org.surety.ratio;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * All transfers side by side for one base bound, one risk and one class of policies: which apply,
 * the largest setting of each, and the one to use.
 *
 * @param rows one row a transfer, in the order of the contract
 * @param recommended the name of the row to use; empty if the risk is below the base bound
 * @param reason why that one, in a sentence
 */
public record TransferTable(List<Row> rows, Optional<String> recommended, String reason) {
  /**
   * One transfer.
   *
   * @param transfer the theorem
   * @param objection why it does not apply; empty if it does
   * @param setting its largest setting; NaN where it does not apply or no setting keeps the risk
   * @param bound the bound at that setting, at most the risk but for its last digit; NaN where the
   *     setting is
   * @param shiftPerDecision what the setting buys, see {@link Transfer#shiftPerDecision}; NaN where
   *     the setting is not finite or policies are categorical
   */
  public record Row(
      Transfer transfer,
      Optional<String> objection,
      double setting,
      double bound,
      double shiftPerDecision) {
    /** Whether the theorem applies to the class of policies. */
    public boolean applies() {
      return objection.isEmpty();
    }
  }

  /** Keeps the rows as they are. */
  public TransferTable {
    rows = List.copyOf(rows);
  }

  /**
   * The table for the transfers that need no more than a base bound: α^T, chi-square, trajectory
   * budget, mean budget, two-sided, and Rényi at its best order.
   *
   * @param risk allowed violation probability, in (0, 1]
   */
  public static TransferTable of(BaseRisk base, BigDecimal risk, PolicyClass policies) {
    return of(base, risk, policies, List.of());
  }

  /**
   * The table with further transfers, such as a {@link TimeResolvedTransfer} whose windows were
   * certified or a {@link ChiSquareTransfer#deviatingAtMost}.
   */
  public static TransferTable of(
      BaseRisk base, BigDecimal risk, PolicyClass policies, List<Transfer> further) {
    List<Transfer> transfers = usual(base, risk);
    transfers.addAll(further);

    List<Row> rows = new ArrayList<>();
    for (Transfer transfer : transfers) {
      Optional<String> objection = transfer.objection(policies);
      double setting = Double.NaN;
      if (objection.isEmpty()) {
        setting = transfer.largestSetting(base, risk);
      }
      boolean usable = Double.isFinite(setting);
      double shift =
          policies == PolicyClass.CATEGORICAL || !usable
              ? Double.NaN
              : transfer.shiftPerDecision(base, setting);
      rows.add(
          new Row(
              transfer,
              objection,
              setting,
              usable ? transfer.bound(base, setting) : Double.isNaN(setting) ? Double.NaN : 1,
              shift));
    }
    return recommend(rows, policies);
  }

  private static List<Transfer> usual(BaseRisk base, BigDecimal risk) {
    List<Transfer> transfers = new ArrayList<>();
    transfers.add(new PowerTransfer());
    transfers.add(ChiSquareTransfer.everyDecision());
    transfers.add(new TrajectoryBudgetTransfer());
    transfers.add(new MeanShiftTransfer());
    transfers.add(TwoSidedTransfer.symmetric());
    double atBase = base.epsilon().multiply(base.environmentFactor()).doubleValue();
    double epsilon = base.epsilon().doubleValue();
    double limit = risk.doubleValue() * (epsilon / atBase);
    if (epsilon < limit && limit < 1) {
      transfers.add(RenyiTransfer.best(epsilon, limit));
    }
    return transfers;
  }

  /**
   * The table for a violation split by cause: a setting must keep the sum over all causes within
   * the risk, and every cause within the limit of its own.
   *
   * @param world the ratios of initial distributions and of transitions
   * @param causes at least one, all of one horizon
   * @param limits allowed probability of each cause, in their order
   */
  public static TransferTable ofCauses(
      BaseRisk world,
      List<CauseSplit.Cause> causes,
      List<BigDecimal> limits,
      BigDecimal risk,
      PolicyClass policies) {
    CauseSplit split = new CauseSplit(world, causes);
    CauseSplit.Cause largest =
        causes.stream().max(Comparator.comparing(CauseSplit.Cause::epsilon)).orElseThrow();
    BaseRisk one = world.with(largest.epsilon(), largest.horizon());
    List<Row> rows = new ArrayList<>();
    for (Transfer transfer : usual(one, risk)) {
      Optional<String> objection = transfer.objection(policies);
      double setting = Double.NaN;
      if (objection.isEmpty()) {
        // NaN wins: a limit that the base policy itself does not keep allows nothing.
        setting =
            Math.min(split.largestSetting(transfer, risk), split.largestSetting(transfer, limits));
      }
      boolean usable = Double.isFinite(setting);
      boolean shifts = usable && policies != PolicyClass.CATEGORICAL;
      rows.add(
          new Row(
              transfer,
              objection,
              setting,
              usable ? split.bound(transfer, setting) : Double.isNaN(setting) ? Double.NaN : 1,
              shifts ? transfer.shiftPerDecision(one, setting) : Double.NaN));
    }
    return recommend(rows, policies);
  }

  private static TransferTable recommend(List<Row> rows, PolicyClass policies) {
    String name = policies == PolicyClass.GAUSSIAN_MEAN ? "mean-budget" : "trajectory-budget";
    boolean usable =
        rows.stream()
            .anyMatch(row -> row.transfer().name().equals(name) && !Double.isNaN(row.setting()));
    if (!usable) {
      return new TransferTable(
          rows,
          Optional.empty(),
          "the base policy itself has no bound as low as the risk; certify it with more episodes"
              + " or accept a larger risk");
    }
    String reason =
        switch (policies) {
          case GAUSSIAN_MEAN ->
              "the only sharp bound for policies that keep the base policy's covariance";
          case GAUSSIAN ->
              "it admits every policy with this trajectory ratio, those of alpha^T included, and"
                  + " refunds what is not used; without a ledger on board use chi-square";
          case ANY, CATEGORICAL ->
              "it admits every policy with this trajectory ratio, those of alpha^T included, and"
                  + " refunds what is not used; without a ledger on board use alpha^T";
        };
    return new TransferTable(rows, Optional.of(name), reason);
  }
}
