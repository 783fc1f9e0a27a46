package org.surety.certify;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;
import org.surety.certificate.BaseCertificate;
import org.surety.certificate.CertifiedEnvironment;
import org.surety.certificate.CertifiedPolicy;
import org.surety.ratio.BaseRisk;
import org.surety.ratio.PolicyClass;
import org.surety.ratio.PowerTransfer;
import org.surety.ratio.Transfer;
import org.surety.ratio.TransferTable;

/**
 * How far a new policy may move away from a certified one at a risk budget.
 *
 * @param risk allowed violation probability of the new policy
 * @param epsilonBase certified bound on the base policy at {@code horizon}
 * @param horizon T, in decisions
 * @param table what each transfer allows, and the one to use
 * @param warnings what the user should know
 */
public record Allowance(
    BigDecimal risk,
    BigDecimal epsilonBase,
    int horizon,
    TransferTable table,
    List<String> warnings) {
  private static final int MAX_DIGITS = 1000;
  private static final BigDecimal LEAST_RISK = new BigDecimal("1e-300");
  private static final BigDecimal LARGEST_RATIO = new BigDecimal("1e9");

  /** Copies the list. */
  public Allowance {
    warnings = List.copyOf(warnings);
  }

  /**
   * What the user asks.
   *
   * @param risk allowed violation probability, in (0, 1]
   * @param horizon T in decisions; null for the certificate's own
   * @param best whether to take the certified horizon that allows most; then {@code horizon} is
   *     null
   * @param policies what is known of the shape of both policies
   * @param initialRatio bound a on the ratio of initial distributions, at least 1
   * @param dynamicsRatio bound b on the ratio of transitions, at least 1
   * @param assumeBound whether the user vouches that the logs are the base policy's
   */
  public record Question(
      BigDecimal risk,
      @Nullable Integer horizon,
      boolean best,
      PolicyClass policies,
      BigDecimal initialRatio,
      BigDecimal dynamicsRatio,
      boolean assumeBound) {}

  /**
   * Answers a question about a certificate.
   *
   * @throws InputException if the certificate binds no policy, or does not cover the horizon, or a
   *     number is out of range
   */
  public static Allowance of(BaseCertificate certificate, Question question) {
    check(question);
    List<String> warnings = new ArrayList<>();
    checkPolicy(certificate.policy(), question, warnings);
    checkDynamics(certificate.environment(), question, warnings);
    CertifiedHorizons certified = CertifiedHorizons.of(certificate);
    int horizon = horizon(certified, question);
    BigDecimal epsilon = certified.epsilon(horizon);
    TransferTable table =
        TransferTable.of(risk(epsilon, horizon, question), question.risk, question.policies);
    return new Allowance(question.risk, epsilon, horizon, table, warnings);
  }

  private static BaseRisk risk(BigDecimal epsilon, int horizon, Question question) {
    return new BaseRisk(epsilon, horizon, question.initialRatio, question.dynamicsRatio);
  }

  /** The horizon asked for; for the best, the one at which α^T allows the largest ratio. */
  private static int horizon(CertifiedHorizons certified, Question question) {
    if (!question.best) {
      return question.horizon == null ? certified.own() : certified.require(question.horizon);
    }
    Transfer measure = new PowerTransfer();
    int best = certified.own();
    double most = Double.NEGATIVE_INFINITY;
    for (int t : certified.all()) {
      double setting =
          measure.largestSetting(risk(certified.epsilon(t), t, question), question.risk);
      if (setting > most) {
        most = setting;
        best = t;
      }
    }
    return best;
  }

  private static void check(Question question) {
    if (question.risk.signum() <= 0 || question.risk.compareTo(BigDecimal.ONE) >= 0) {
      throw new InputException(
          "--risk",
          question.risk + " is not strictly between 0 and 1",
          "give the violation probability that the new policy may have, such as 0.01");
    }
    // A decimal of a billion digits would take the machine's memory to multiply or print.
    if (question.risk.precision() > MAX_DIGITS || question.risk.compareTo(LEAST_RISK) < 0) {
      throw new InputException(
          "--risk", "is below " + LEAST_RISK + " or has too many digits", "give one such as 0.01");
    }
    checkSize("--initial-ratio", question.initialRatio);
    checkSize("--dynamics-ratio", question.dynamicsRatio);
    if (question.initialRatio.compareTo(BigDecimal.ONE) < 0) {
      throw new InputException(
          "--initial-ratio",
          question.initialRatio
              + " is below 1, but the ratio of two densities has a supremum of"
              + " at least 1",
          "give 1 where the initial distribution is unchanged");
    }
    if (question.dynamicsRatio.compareTo(BigDecimal.ONE) < 0) {
      throw new InputException(
          "--dynamics-ratio",
          question.dynamicsRatio
              + " is below 1, but the ratio of two densities has a supremum of"
              + " at least 1",
          "give 1 where the dynamics are unchanged");
    }
  }

  private static void checkSize(String option, BigDecimal ratio) {
    if (ratio.precision() > MAX_DIGITS
        || ratio.scale() > MAX_DIGITS
        || ratio.compareTo(LARGEST_RATIO) > 0) {
      throw new InputException(
          option,
          "is above " + LARGEST_RATIO + " or has too many digits",
          "give the supremum of a density ratio, such as 1.1");
    }
  }

  private static void checkPolicy(
      CertifiedPolicy policy, Question question, List<String> warnings) {
    if (policy.actionMode() == CertifiedPolicy.ActionMode.DETERMINISTIC) {
      throw new InputException(
          "certificate",
          "its logs are of deterministic actions: the policy puts all mass on one action, so every"
              + " other policy has an infinite density ratio to it and no alpha exists",
          "certify logs of actions that were drawn, with --action-mode stochastic");
    }
    if (policy.link() == CertifiedPolicy.Link.UNBOUND) {
      if (!question.assumeBound) {
        throw new InputException(
            "certificate",
            "its logs are not bound to a policy, so there is no base policy to keep a ratio to",
            "certify again with --policy and --action-mode, or vouch for the link yourself with"
                + " --assume-bound");
      }
      warnings.add(
          "the policy is not bound: you vouch with --assume-bound that these logs come from the"
              + " base policy that the guard will use");
    }
    if (policy.link() == CertifiedPolicy.Link.DIGEST_ONLY) {
      warnings.add(
          "the policy is bound by its digest alone, on the collector's word; certify with a policy"
              + " file that can be read and it is held against the logs");
    }
    if (policy.actionMode() == CertifiedPolicy.ActionMode.UNKNOWN) {
      warnings.add(
          "the action mode of the logs is not known: if they were made with deterministic actions,"
              + " alpha allows nothing but the base policy");
    }
  }

  private static void checkDynamics(
      CertifiedEnvironment environment, Question question, List<String> warnings) {
    if (question.dynamicsRatio.compareTo(BigDecimal.ONE) == 0) {
      return;
    }
    switch (environment.dynamics()) {
      case DETERMINISTIC ->
          throw new InputException(
              "--dynamics-ratio",
              "the logged environment is deterministic, so any change of its dynamics has an"
                  + " infinite ratio",
              "leave it out; parameters drawn once per episode belong to --initial-ratio");
      case UNKNOWN ->
          warnings.add(
              "it is not known whether the logged dynamics are stochastic; if they are"
                  + " deterministic, no change of them is covered");
      case STOCHASTIC -> {
        // A bounded ratio is possible; its value is the user's claim.
      }
    }
  }
}
