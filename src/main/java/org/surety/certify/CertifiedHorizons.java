package org.surety.certify;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.surety.base.InputException;
import org.surety.bound.BoundMethod;
import org.surety.bound.BoundPlan;
import org.surety.bound.ErrorProbability;
import org.surety.bound.HorizonChoice;
import org.surety.bound.Monotonicity;
import org.surety.bound.Sampling;
import org.surety.bound.ViolationBound;
import org.surety.certificate.BaseCertificate;

/**
 * The horizons that a certificate covers, with the bound at each: its own, or, where the horizon
 * was chosen on the data, all from which it was chosen, because the error probability has been paid
 * for all of them.
 */
final class CertifiedHorizons {
  private final BaseCertificate certificate;
  private final List<ViolationBound> bounds;

  private CertifiedHorizons(BaseCertificate certificate, List<ViolationBound> bounds) {
    this.certificate = certificate;
    this.bounds = bounds;
  }

  static CertifiedHorizons of(BaseCertificate certificate) {
    Integer maximum = certificate.horizon().horizonMax();
    if (maximum == null) {
      return new CertifiedHorizons(certificate, List.of());
    }
    var sampling = certificate.sampling();
    long[] violations =
        org.surety.certificate.Sampling.expand(sampling.violationsByHorizon(), maximum);
    Long planned = sampling.plannedEpisodes();
    BoundPlan plan =
        BoundPlan.of(
            planned == null ? new Sampling.Anytime() : new Sampling.Fixed(planned),
            new HorizonChoice.Best(maximum),
            monotonicity(certificate.bound().method(), violations),
            ErrorProbability.parse(certificate.bound().beta()),
            sampling.family());
    if (sampling.tunedParameters() > 0) {
      plan = plan.withTunedParameters(sampling.tunedParameters(), sampling.discard());
    }
    if (!plan.method().label().equals(certificate.bound().method())) {
      throw new InputException(
          "certificate",
          "its method '" + certificate.bound().method() + "' does not fit its sampling",
          "ask its issuer for another");
    }
    try {
      return new CertifiedHorizons(certificate, plan.bounds(sampling.episodes(), violations));
    } catch (IllegalArgumentException e) {
      throw new InputException(
          "certificate",
          "its counts by horizon do not fit its method: " + e.getMessage(),
          "ask its issuer for another",
          e);
    }
  }

  /** The one under which the plan takes the method that the certificate names. */
  private static Monotonicity monotonicity(String method, long[] violations) {
    if (method.equals(BoundMethod.SIMULTANEOUS_BAND.label())) {
      boolean rising = violations[violations.length - 1] > violations[0];
      return rising ? Monotonicity.INCREASING : Monotonicity.DECREASING;
    }
    return method.equals(BoundMethod.CLOPPER_PEARSON.label())
            || method.equals(BoundMethod.ANYTIME_MIXTURE.label())
        ? Monotonicity.CONSTANT
        : Monotonicity.NONE;
  }

  /** The certificate's own horizon. */
  int own() {
    return certificate.horizon().decisions();
  }

  /** All horizons covered. */
  int[] all() {
    return bounds.isEmpty() ? new int[] {own()} : IntStream.range(1, bounds.size()).toArray();
  }

  /** The horizon itself, if it is covered. */
  int require(int horizon) {
    if (Arrays.stream(all()).noneMatch(t -> t == horizon)) {
      throw new InputException(
          "--horizon " + horizon,
          bounds.isEmpty()
              ? "the certificate covers " + own() + " decisions and no other horizon"
              : "the certificate covers 1 to " + (bounds.size() - 1) + " decisions",
          bounds.isEmpty()
              ? "leave it out, or certify with --horizon best --horizon-max"
              : "choose one of these, or best");
    }
    return horizon;
  }

  /** ε at a horizon that is covered, as the decimal that is or would be certified. */
  BigDecimal epsilon(int horizon) {
    return new BigDecimal(
        bounds.isEmpty() || horizon == own()
            ? certificate.bound().epsilon()
            : bounds.get(horizon).epsilonDecimal());
  }
}
