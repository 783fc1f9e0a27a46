package org.surety.certify;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.surety.bound.HorizonChoice;
import org.surety.bound.ViolationBound;
import org.surety.certificate.Assumption;
import org.surety.certificate.CertifiedEnvironment;
import org.surety.certificate.CertifiedHorizon;
import org.surety.certificate.CertifiedPolicy;
import org.surety.certificate.Exposure;
import org.surety.certificate.ReplayEvidence;
import org.surety.certificate.Sampling;
import org.surety.numeric.Decimals;
import org.surety.policy.Replay;
import org.surety.spec.PropertyFile;

/** What a base certificate says in words: the claim, what it assumes, what it means per hour. */
final class Wording {
  private static final MathContext UP = new MathContext(6, RoundingMode.CEILING);
  private static final BigDecimal SECONDS_PER_HOUR = BigDecimal.valueOf(3600);

  private Wording() {}

  /** T decisions in seconds, or null where the step is not known. */
  static @Nullable String seconds(int decisions, OptionalDouble step) {
    if (step.isEmpty()) {
      return null;
    }
    return BigDecimal.valueOf(step.getAsDouble())
        .multiply(BigDecimal.valueOf(decisions))
        .stripTrailingZeros()
        .toPlainString();
  }

  /** The claim with its scope, one line. */
  static String claim(
      String property,
      ViolationBound bound,
      String beta,
      CertifiedHorizon horizon,
      Sampling sampling,
      CertifiedPolicy policy,
      CertifiedEnvironment environment,
      Exposure exposure,
      String labelSource,
      String collector,
      String issuedAt,
      int assumptions) {
    String shared =
        bound.family() == 1 ? "" : " (shared by a family of " + bound.family() + " statements)";
    String within = decisions(horizon);
    return "If A1..A"
        + assumptions
        + " hold, then with error probability "
        + beta
        + shared
        + " "
        + subject(policy)
        + " violates '"
        + property
        + "' within "
        + within
        + " with probability at most "
        + Decimals.up(bound.epsilon(), 3)
        + ". Scope: "
        + scope(policy)
        + "; environment "
        + named(environment)
        + ", initial distribution: "
        + environment.initialDistribution()
        + "; labels: "
        + labelSource
        + "; "
        + sampling.episodes()
        + " episodes, "
        + sampling.violations()
        + " counted as violations (late "
        + sampling.byCause().late()
        + ", hazard "
        + sampling.byCause().hazard()
        + ", undecided "
        + sampling.byCause().undecided()
        + "); stopping rule "
        + (sampling.plannedEpisodes() == null ? "anytime" : "fixed number planned beforehand")
        + "; horizon "
        + (horizon.horizonMax() == null
            ? "given beforehand"
            : "chosen on these data from 1.." + horizon.horizonMax() + " and paid for")
        + "; exposure: "
        + exposure.text()
        + "; collected by "
        + collector
        + "; issued "
        + issuedAt
        + ".";
  }

  static String decisions(CertifiedHorizon horizon) {
    String decisions =
        horizon.decisions() + (horizon.decisions() == 1 ? " decision" : " decisions");
    return horizon.seconds() == null ? decisions : decisions + " (" + horizon.seconds() + " s)";
  }

  static String named(CertifiedEnvironment environment) {
    return environment.version().equals(CertifiedEnvironment.NOT_STATED)
        ? environment.name()
        : environment.name() + " version " + environment.version();
  }

  private static String subject(CertifiedPolicy policy) {
    return policy.link() == CertifiedPolicy.Link.UNBOUND
        ? "whatever produced these logs"
        : "this policy";
  }

  private static String scope(CertifiedPolicy policy) {
    String mode = ", action mode " + policy.actionMode().name().toLowerCase(java.util.Locale.ROOT);
    if (policy.sha256() == null) {
      return "policy not bound" + mode;
    }
    String name = policy.name() == null ? "policy" : "policy " + policy.name();
    String link =
        policy.link() == CertifiedPolicy.Link.REPLAYED
            ? "replayed on the logs"
            : "digest stated by the collector";
    return name + " sha256 " + policy.sha256() + " (" + link + ")" + mode;
  }

  /** The step that a property file states. */
  static OptionalDouble step(String specText) {
    return PropertyFile.parse("the certificate's property file", specText).step();
  }

  /** What ε means per hour, if episodes follow each other without a pause. */
  static Exposure exposure(String epsilon, CertifiedHorizon horizon) {
    if (horizon.seconds() == null) {
      return new Exposure("not known per hour: the property file states no step", null);
    }
    BigDecimal duration = new BigDecimal(horizon.seconds());
    BigDecimal perHour = new BigDecimal(epsilon).multiply(SECONDS_PER_HOUR).divide(duration, UP);
    String decimal = Decimals.up(Math.nextUp(perHour.doubleValue()), 6);
    return new Exposure(
        "at most "
            + Decimals.up(Math.nextUp(perHour.doubleValue()), 3)
            + " violations expected per hour of operation, if every episode takes all "
            + decisions(horizon)
            + " and the next follows without a pause; more if episodes end earlier",
        decimal);
  }

  /** What is assumed and not checked, A1..An. */
  static List<Assumption> assumptions(
      CertifyRequest request, ViolationBound bound, boolean lastObservation, boolean readsActions) {
    CertifiedEnvironment environment = request.environment();
    List<String> texts = new ArrayList<>();
    texts.add(
        "Every episode starts from one initial distribution ("
            + environment.initialDistribution()
            + ") and uses random numbers of its own"
            + (request.tunedParameters() == 0
                ? "; none was used to train or to choose the policy."
                : "."));
    texts.add(policyAssumption(request.policy()));
    texts.add(
        "The dynamics in operation are those of the environment that produced the logs ("
            + named(environment)
            + ").");
    texts.add(
        "The logs are complete: every episode that was started is in them, in order of its start,"
            + " and none was left out, cut or repeated because of how it went.");
    texts.add(
        "What the property is about is what its predicates compute from the logged columns at the"
            + " decision instants; nothing is claimed between the instants.");
    texts.addAll(bound.premises());
    if (!lastObservation) {
      texts.add(
          "The logs lack the state after an episode's last decision; what depends on it is counted"
              + " as undecided, that is, as a violation.");
    }
    if (readsActions) {
      texts.add(
          "Where the property reads an action, the last state of a horizon carries the action of"
              + " the decision before it, so that T decisions are judged and no more.");
    }
    List<Assumption> assumptions = new ArrayList<>();
    for (String text : texts) {
      assumptions.add(new Assumption("A" + (assumptions.size() + 1), text));
    }
    return assumptions;
  }

  /** What of the plan is not as the property file says, in the words of the options. */
  static List<String> overrides(CertifyRequest request) {
    PropertyFile spec = request.spec();
    PropertyFile written = PropertyFile.parse(spec.fileName(), spec.text());
    List<String> overrides = new ArrayList<>();
    if (spec.margin() != written.margin()) {
      overrides.add(
          "--margin " + spec.margin() + " overrides " + written.margin() + " of the property file");
    }
    String own =
        written.horizon().isEmpty()
            ? ""
            : " overrides " + written.horizon().getAsInt() + " of the property file";
    if (request.horizon() instanceof HorizonChoice.Best best) {
      overrides.add("--horizon best --horizon-max " + best.maximum() + own);
    } else if (request.horizon() instanceof HorizonChoice.Given given
        && (written.horizon().isEmpty() || written.horizon().getAsInt() != given.horizon())) {
      overrides.add("--horizon " + given.horizon() + own);
    }
    return overrides;
  }

  private static String replayed(CertifiedPolicy policy) {
    ReplayEvidence replay = Objects.requireNonNull(policy.replay());
    return "One fixed policy, the one with the digest stated, produced all episodes in the action"
        + " mode stated. It was replayed on the logged "
        + replay.observations()
        + " and held against the logged "
        + replay.actions()
        + ": "
        + replay.outcome()
        + ". Such a test cannot tell smaller differences, noise that depends on what is not logged"
        + " or lies more than "
        + Replay.LAGS
        + " decisions back, nor logs that were made up to pass it.";
  }

  private static String policyAssumption(CertifiedPolicy policy) {
    return switch (policy.link()) {
      case UNBOUND ->
          "One fixed policy in one fixed action mode produced all episodes. Which one is not"
              + " known: policy not bound.";
      case DIGEST_ONLY ->
          "One fixed policy, the one with the digest stated, produced all episodes in the action"
              + " mode stated; the collector says so and nobody checked.";
      case REPLAYED -> replayed(policy);
    };
  }
}
