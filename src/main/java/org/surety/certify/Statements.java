package org.surety.certify;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.surety.bound.BoundPlan;
import org.surety.bound.ErrorProbability;
import org.surety.bound.HorizonChoice;
import org.surety.bound.Monotonicity;
import org.surety.bound.Sampling;
import org.surety.bound.ViolationBound;
import org.surety.certificate.Assumption;
import org.surety.certificate.BaseCertificate;
import org.surety.certificate.CertifiedBound;
import org.surety.certificate.CertifiedHorizon;
import org.surety.certificate.CertifiedPolicy;
import org.surety.certificate.CertifiedProperty;
import org.surety.certificate.Evidence;
import org.surety.certificate.Exposure;
import org.surety.monitor.Outcome;
import org.surety.monitor.Tally;
import org.surety.spec.Property;
import org.surety.trace.LogFacts;

/** Turns the counts of a log into what a certificate states. */
record Statements(
    CertifyRequest request, LogFacts facts, List<Evidence> evidence, long duplicates) {

  Certify.Result about(JudgedProperty judged, Tally tally, boolean readsActions) {
    // A verdict that reads the action held at its last letter may change in either direction.
    Monotonicity monotonicity = readsActions ? Monotonicity.NONE : judged.monotonicity();
    BoundPlan plan =
        BoundPlan.of(
            request.sampling(),
            request.horizon(),
            monotonicity,
            ErrorProbability.parse(request.beta()),
            request.family());
    if (request.tunedParameters() > 0) {
      plan = plan.withTunedParameters(request.tunedParameters(), request.discard());
    }
    ViolationBound bound =
        request.horizon() instanceof HorizonChoice.Given given
            ? plan.bound(tally.episodes(), tally.violations(given.horizon()))
            : best(plan.bounds(tally.episodes(), tally.violations()), monotonicity);
    return new Certify.Result(certificate(judged, tally, bound, readsActions), bound, tally);
  }

  /**
   * The horizon that the certificate's own claim is about; all others are covered too. Where
   * violations only appear with time, any shorter horizon claims less: the longest. Otherwise the
   * first with the smallest bound.
   */
  private static ViolationBound best(List<ViolationBound> bounds, Monotonicity monotonicity) {
    ViolationBound best = bounds.get(bounds.size() - 1);
    if (monotonicity == Monotonicity.INCREASING) {
      return best;
    }
    for (int t = bounds.size() - 1; t >= 1; t--) {
      if (bounds.get(t).epsilon() <= best.epsilon()) {
        best = bounds.get(t);
      }
    }
    return best;
  }

  private BaseCertificate certificate(
      JudgedProperty judged, Tally tally, ViolationBound bound, boolean readsActions) {
    Property property = judged.property();
    CertifiedHorizon horizon = horizon(bound.horizon(), request.spec().step());
    org.surety.certificate.Sampling sampling = sampling(tally, bound.horizon());
    List<Assumption> assumptions =
        Wording.assumptions(request, bound, facts.lastObservation(), readsActions);
    Exposure exposure = Wording.exposure(bound.epsilonDecimal(), horizon);
    String labelSource = labelSource(property);
    return new BaseCertificate(
        Wording.claim(
            property.name(),
            bound,
            request.beta(),
            horizon,
            sampling,
            request.policy(),
            request.environment(),
            exposure,
            labelSource,
            request.issuance().collector(),
            request.issuance().issuedAt().toString(),
            assumptions.size()),
        CertifiedProperty.of(
            property.name(),
            property.written().toString(),
            request.spec().canonicalText(property),
            request.spec().text(),
            Double.toString(property.margin())),
        request.policy(),
        request.environment(),
        horizon,
        sampling,
        new CertifiedBound(bound.epsilonDecimal(), request.beta(), bound.method().label()),
        exposure,
        evidence,
        labelSource,
        assumptions,
        warnings(judged, sampling),
        Wording.overrides(request),
        request.issuance());
  }

  private CertifiedHorizon horizon(int decisions, OptionalDouble step) {
    @Nullable String seconds = Wording.seconds(decisions, step);
    return request.horizon() instanceof HorizonChoice.Best best
        ? CertifiedHorizon.best(decisions, seconds, best.maximum())
        : CertifiedHorizon.given(decisions, seconds);
  }

  private org.surety.certificate.Sampling sampling(Tally tally, int t) {
    boolean fixed = request.sampling() instanceof Sampling.Fixed;
    long undecided = tally.count(Outcome.UNDECIDED, t);
    return new org.surety.certificate.Sampling(
        tally.episodes(),
        tally.violations(t),
        undecided,
        new org.surety.certificate.Sampling.ByCause(
            tally.count(Outcome.LATE, t), tally.count(Outcome.HAZARD, t), undecided),
        request.horizon() instanceof HorizonChoice.Best
            ? org.surety.certificate.Sampling.runs(tally.violations())
            : List.of(),
        fixed
            ? org.surety.certificate.Sampling.StoppingRule.FIXED
            : org.surety.certificate.Sampling.StoppingRule.ANYTIME,
        request.sampling() instanceof Sampling.Fixed plan ? plan.plannedEpisodes() : null,
        request.family(),
        request.tunedParameters(),
        request.discard(),
        duplicates,
        request.allowDuplicates());
  }

  private static String labelSource(Property property) {
    return "predicates of the property file, computed from the logged columns "
        + String.join(", ", property.program().columns().stream().map(Object::toString).toList());
  }

  private List<String> warnings(JudgedProperty judged, org.surety.certificate.Sampling sampling) {
    List<String> warnings = new ArrayList<>(judged.warnings());
    if (request.policy().link() == CertifiedPolicy.Link.UNBOUND) {
      warnings.add("policy not bound: nothing ties these logs to a policy");
    }
    if (request.policy().actionMode() == CertifiedPolicy.ActionMode.DETERMINISTIC) {
      warnings.add(
          "the logs are of deterministic actions: no density ratio to another policy is finite");
    }
    if (sampling.undecided() > 0) {
      warnings.add(
          sampling.undecided()
              + " episodes are undecided at the horizon and counted as violations");
    }
    if (sampling.duplicates() > 0) {
      warnings.add(sampling.duplicates() + " episodes repeat an earlier one exactly");
    }
    return warnings;
  }
}
