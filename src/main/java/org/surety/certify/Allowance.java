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
import org.surety.ratio.CauseSplit;
import org.surety.ratio.PolicyClass;
import org.surety.ratio.PowerTransfer;
import org.surety.ratio.TimeResolvedTransfer;
import org.surety.ratio.Transfer;
import org.surety.ratio.TransferTable;

/**
 * How far a new policy may move away from a certified one at a risk budget.
 *
 * @param risk allowed violation probability of the new policy
 * @param epsilonBase certified bound on the base policy at {@code horizon}
 * @param horizon T, in decisions
 * @param table what each transfer allows, and the one to use
 * @param causes the bounds by cause that the table rests on; empty where it rests on {@code
 *     epsilonBase}
 * @param windows the bounds that the time-resolved transfer rests on; empty where there is none
 * @param warnings what the user should know
 */
public record Allowance(
    BigDecimal risk,
    BigDecimal epsilonBase,
    int horizon,
    TransferTable table,
    List<CauseSplit.Cause> causes,
    List<TimeResolvedTransfer.Window> windows,
    List<String> warnings) {
  private static final int MAX_DIGITS = 1000;
  private static final BigDecimal LEAST_RISK = new BigDecimal("1e-300");
  private static final BigDecimal LARGEST_RATIO = new BigDecimal("1e9");

  /** Copies the lists. */
  public Allowance {
    causes = List.copyOf(causes);
    windows = List.copyOf(windows);
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
   * @param parts how violations are divided
   */
  public record Question(
      BigDecimal risk,
      @Nullable Integer horizon,
      boolean best,
      PolicyClass policies,
      BigDecimal initialRatio,
      BigDecimal dynamicsRatio,
      boolean assumeBound,
      Parts parts) {
    /** About violations that are not divided. */
    public Question(
        BigDecimal risk,
        @Nullable Integer horizon,
        boolean best,
        PolicyClass policies,
        BigDecimal initialRatio,
        BigDecimal dynamicsRatio,
        boolean assumeBound) {
      this(
          risk, horizon, best, policies, initialRatio, dynamicsRatio, assumeBound, Parts.UNDIVIDED);
    }
  }

  /**
   * How violations are divided.
   *
   * @param byCause whether late violations and hazards have bounds of their own
   * @param lateRisk allowed probability of a late violation; null for the whole risk
   * @param hazardRisk allowed probability of a hazard; null for the whole risk
   * @param windows last decision of each window of the time-resolved transfer; empty for none
   */
  public record Parts(
      boolean byCause,
      @Nullable BigDecimal lateRisk,
      @Nullable BigDecimal hazardRisk,
      List<Integer> windows) {
    /** Not at all. */
    public static final Parts UNDIVIDED = new Parts(false, null, null, List.of());

    /** Copies the list. */
    public Parts {
      windows = List.copyOf(windows);
    }
  }

  /**
   * Answers a question about a certificate.
   *
   * @throws InputException if the certificate binds no policy, or does not cover the horizon, or a
   *     number is out of range
   */
  public static Allowance of(BaseCertificate certificate, Question question) {
    check(question);
    List<String> warnings = new ArrayList<>();
    checkPolicy(certificate.policy(), question.assumeBound, warnings);
    checkDynamics(certificate.environment(), question, warnings);
    CertifiedHorizons certified = CertifiedHorizons.of(certificate);
    int horizon = horizon(certified, question);
    BigDecimal epsilon = certified.epsilon(horizon);
    List<TimeResolvedTransfer.Window> windows = windows(certificate, question, horizon);
    if (!windows.isEmpty() || question.parts.byCause) {
      warnings.add(
          "bounds by "
              + (windows.isEmpty() ? "cause" : "window")
              + " hold with error probability "
              + certificate.bound().beta()
              + " of their own; it adds to the certificate's where its bound is used, too. Choose"
              + " before looking at the counts");
    }
    BaseRisk base = risk(epsilon, horizon, question);
    if (question.parts.byCause) {
      return byCause(certificate, base, question, warnings);
    }
    TransferTable table =
        TransferTable.of(
            base,
            question.risk,
            question.policies,
            windows.isEmpty() ? List.of() : List.of(new TimeResolvedTransfer(windows)));
    return new Allowance(question.risk, epsilon, horizon, table, List.of(), windows, warnings);
  }

  private static List<TimeResolvedTransfer.Window> windows(
      BaseCertificate certificate, Question question, int horizon) {
    List<Integer> ends = question.parts.windows;
    if (ends.isEmpty()) {
      return List.of();
    }
    if (question.parts.byCause || question.best) {
      throw new InputException(
          "--windows",
          "is given with " + (question.best ? "--horizon best" : "--by-cause"),
          "leave one of them out: each divides the error probability in its own way");
    }
    if (horizon != certificate.horizon().decisions()) {
      throw new InputException(
          "--windows",
          "are about the certificate's own horizon, " + certificate.horizon().decisions(),
          "leave --horizon out");
    }
    return new PartialBounds(certificate).windows(ends);
  }

  private static Allowance byCause(
      BaseCertificate certificate, BaseRisk base, Question question, List<String> warnings) {
    if (base.horizon() != certificate.horizon().decisions() || question.best) {
      throw new InputException(
          "--by-cause",
          "causes are counted at the certificate's own horizon, "
              + certificate.horizon().decisions(),
          "leave --horizon out");
    }
    List<CauseSplit.Cause> causes = new PartialBounds(certificate).causes();
    List<BigDecimal> limits =
        List.of(
            limit("--late-risk", question.parts.lateRisk, question.risk),
            limit("--hazard-risk", question.parts.hazardRisk, question.risk));
    TransferTable table =
        TransferTable.ofCauses(base, causes, limits, question.risk, question.policies);
    BigDecimal sum =
        causes.stream().map(CauseSplit.Cause::epsilon).reduce(BigDecimal.ZERO, BigDecimal::add);
    return new Allowance(
        question.risk, sum.min(BigDecimal.ONE), base.horizon(), table, causes, List.of(), warnings);
  }

  private static BigDecimal limit(String option, @Nullable BigDecimal given, BigDecimal risk) {
    if (given == null) {
      return risk;
    }
    if (given.signum() <= 0
        || given.precision() > MAX_DIGITS
        || given.compareTo(LEAST_RISK) < 0
        || given.compareTo(risk) > 0) {
      throw new InputException(
          option, "is not above 0 and at most the whole risk, " + risk, "give a part of --risk");
    }
    return given;
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

  /** Whether anything may be derived from a certificate of such a policy. */
  static void checkPolicy(CertifiedPolicy policy, boolean assumeBound, List<String> warnings) {
    if (policy.actionMode() == CertifiedPolicy.ActionMode.DETERMINISTIC) {
      throw new InputException(
          "certificate",
          "its logs are of deterministic actions: the policy puts all mass on one action, so every"
              + " other policy has an infinite density ratio to it and no alpha exists",
          "certify logs of actions that were drawn, with --action-mode stochastic");
    }
    if (policy.link() == CertifiedPolicy.Link.UNBOUND) {
      if (!assumeBound) {
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
          "the policy is bound by its digest alone, on the collector's word, and nothing shows that it"
              + " drew every action afresh; certify with a policy file that can be read and it is"
              + " held against the logs");
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
