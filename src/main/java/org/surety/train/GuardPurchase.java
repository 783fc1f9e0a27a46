package org.surety.train;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.surety.base.InputException;
import org.surety.base.Spelling;
import org.surety.certificate.BaseCertificate;
import org.surety.certificate.CertifiedPolicy;
import org.surety.certify.Allowance;
import org.surety.numeric.Decimals;
import org.surety.ratio.PolicyClass;
import org.surety.ratio.TrajectoryBudgetTransfer;
import org.surety.ratio.TransferTable;

/**
 * What a certified policy and a risk buy under one guard.
 *
 * @param guard {@code per-step}, {@code budget} or {@code mean-only}
 * @param transfer the theorem whose setting is largest
 * @param limit the guard's setting, a decimal, rounded down
 * @param cap most that one decision may use; empty for no limit of its own
 * @param horizon T, in decisions
 * @param bound certified violation probability under this guard, at most the risk but for its last
 *     digit
 * @param shift largest shift of the mean that one decision may have, in base standard deviations
 * @param decisions how many decisions of an episode may have that shift, on average
 * @param warnings what the user should know
 */
public record GuardPurchase(
    String guard,
    String transfer,
    String limit,
    Optional<String> cap,
    int horizon,
    double bound,
    double shift,
    double decisions,
    List<String> warnings) {
  private static final Map<String, List<String>> TRANSFERS =
      new TreeMap<>(
          Map.of(
              "per-step", List.of("alpha^T", "chi-square"),
              "budget", List.of("trajectory-budget"),
              "mean-only", List.of("mean-budget")));

  /** Copies the list. */
  public GuardPurchase {
    warnings = List.copyOf(warnings);
  }

  /**
   * Chooses the largest setting of a guard that keeps the risk.
   *
   * @param policySha256 digest of the base policy's file
   * @param assumeBound whether the user vouches that the logs are the base policy's
   * @throws InputException if the certificate is of another policy, binds none, or its own bound is
   *     above the risk
   */
  public static GuardPurchase of(
      BaseCertificate certificate,
      String policySha256,
      BigDecimal risk,
      String guard,
      boolean assumeBound) {
    List<String> transfers = TRANSFERS.get(guard);
    if (transfers == null) {
      throw new InputException(
          "--guard",
          "there is no guard '" + guard + "'",
          Spelling.remedy(guard, TRANSFERS.keySet()));
    }
    checkPolicy(certificate.policy(), policySha256);
    Allowance allowance =
        Allowance.of(
            certificate,
            new Allowance.Question(
                risk,
                null,
                false,
                guard.equals("mean-only") ? PolicyClass.GAUSSIAN_MEAN : PolicyClass.GAUSSIAN,
                BigDecimal.ONE,
                BigDecimal.ONE,
                assumeBound));
    TransferTable.Row best = null;
    for (TransferTable.Row row : allowance.table().rows()) {
      if (transfers.contains(row.transfer().name())
          && row.applies()
          && !Double.isNaN(row.setting())
          && (best == null || row.setting() > best.setting())) {
        best = row;
      }
    }
    if (best == null || best.setting() <= best.transfer().setting().atBase()) {
      throw new InputException(
          "--risk " + risk,
          "is not above the base policy's own certified bound "
              + allowance.epsilonBase().toPlainString()
              + " within "
              + allowance.horizon()
              + " decisions, so nothing but the base policy is allowed",
          "give a larger risk, or certify the base policy with more episodes");
    }
    return of(guard, best, allowance);
  }

  private static void checkPolicy(CertifiedPolicy policy, String policySha256) {
    if (policy.sha256() != null && !policy.sha256().equals(policySha256)) {
      throw new InputException(
          "--certificate",
          "is of another policy: its digest is "
              + policy.sha256()
              + ", that of the base is "
              + policySha256,
          "give the policy file that was certified, unchanged");
    }
    if (policy.actionMode() == CertifiedPolicy.ActionMode.DETERMINISTIC) {
      throw new InputException(
          "--certificate",
          "is of the policy's deterministic actions, to which no other policy has a finite ratio",
          "certify its stochastic actions");
    }
  }

  private static GuardPurchase of(String guard, TransferTable.Row row, Allowance allowance) {
    String limit = Decimals.exactDown(row.setting());
    double shift = row.shiftPerDecision();
    int horizon = allowance.horizon();
    Optional<String> cap = Optional.empty();
    double decisions = horizon;
    if (guard.equals("budget")) {
      double most = TrajectoryBudgetTransfer.perDecisionCap(row.setting(), horizon);
      cap = Optional.of(Decimals.exactDown(most));
      decisions = Math.min(horizon, row.setting() / expectedCharge(shift));
    }
    if (guard.equals("mean-only")) {
      // Nothing is refunded: without a cap the first decisions would spend it all.
      cap = Optional.of(Decimals.exactDown(shift));
    }
    return new GuardPurchase(
        guard,
        row.transfer().name(),
        limit,
        cap,
        horizon,
        row.bound(),
        shift,
        decisions,
        allowance.warnings());
  }

  /**
   * What a decision with the largest shift x that its limit allows costs on average: the divergence
   * of that Gaussian from the base, whose narrowing v has x = v/√(1 − v).
   */
  private static double expectedCharge(double x) {
    double v = 0.5 * x * (Math.sqrt(x * x + 4) - x);
    return 0.5 * (x * x - v - StrictMath.log1p(-v));
  }

  /** The keys of a settings file that say the same. */
  public Map<String, String> settings(String certificateSha256) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("guard.kind", quoted(guard));
    settings.put("guard.limit", quoted(limit));
    settings.put("guard.per_decision_cap", quoted(cap.orElse("")));
    settings.put("guard.horizon", Integer.toString(horizon));
    settings.put("guard.certificate", quoted(certificateSha256));
    return settings;
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }

  /** What it buys, in a sentence. */
  public String sentence() {
    return String.format(
        Locale.ROOT,
        "%s guard with %s %s over %d decisions (by %s): violation probability at most %s in every"
            + " episode; it buys a shift of %.3f base standard deviations in %s decisions",
        guard,
        guard.equals("per-step") ? "alpha" : "budget",
        Decimals.down(new BigDecimal(limit).doubleValue(), 6),
        horizon,
        transfer,
        Decimals.up(bound, 6),
        shift,
        decisions >= horizon
            ? "all " + horizon
            : String.format(Locale.ROOT, "%.1f of %d", decisions, horizon));
  }
}
