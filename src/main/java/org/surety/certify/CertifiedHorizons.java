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
  /** Another version may have rounded the last digits otherwise. */
  private static final BigDecimal ROUNDING = new BigDecimal("0.999999999");

  private final BaseCertificate certificate;
  private final List<ViolationBound> bounds;

  private CertifiedHorizons(BaseCertificate certificate, List<ViolationBound> bounds) {
    this.certificate = certificate;
    this.bounds = bounds;
  }

  /**
   * What a certificate covers. Its numbers are not believed but computed again from its counts: a
   * bound below the one they give is refused.
   *
   * @throws InputException if its numbers contradict each other
   */
  static CertifiedHorizons of(BaseCertificate certificate) {
    List<ViolationBound> bounds;
    try {
      bounds = bounds(certificate);
    } catch (IllegalArgumentException e) {
      throw contradiction(String.valueOf(e.getMessage()));
    }
    CertifiedHorizons horizons = new CertifiedHorizons(certificate, bounds);
    BigDecimal stated = new BigDecimal(certificate.bound().epsilon());
    if (stated.compareTo(horizons.computed(horizons.own()).multiply(ROUNDING)) < 0) {
      throw contradiction(
          "epsilon "
              + certificate.bound().epsilon()
              + " is below "
              + horizons.computed(horizons.own())
              + ", which its counts give");
    }
    return horizons;
  }

  private static InputException contradiction(String what) {
    return new InputException(
        "certificate", "its numbers contradict each other: " + what, "ask its issuer for another");
  }

  /** The bound at the horizon given, or at each from 0 to the largest. */
  private static List<ViolationBound> bounds(BaseCertificate certificate) {
    var sampling = certificate.sampling();
    int own = certificate.horizon().decisions();
    Integer maximum = certificate.horizon().horizonMax();
    require(
        maximum == null || maximum <= HorizonChoice.Best.LARGEST, maximum + " horizons to choose");
    HorizonChoice choice =
        maximum == null ? new HorizonChoice.Given(own) : new HorizonChoice.Best(maximum);
    require(own >= 1, "a horizon of " + own + " decisions");
    require(
        sampling.violationsByHorizon().isEmpty() == (maximum == null),
        "counts at each horizon go with a horizon chosen on the data");
    long[] violations =
        maximum == null
            ? new long[] {sampling.violations()}
            : org.surety.certificate.Sampling.expand(sampling.violationsByHorizon(), maximum);
    require(
        violations[maximum == null ? 0 : own] == sampling.violations(),
        "two numbers of violations at " + own + " decisions");
    Long planned = sampling.plannedEpisodes();
    BoundPlan plan =
        BoundPlan.of(
            planned == null ? new Sampling.Anytime() : new Sampling.Fixed(planned),
            choice,
            monotonicity(certificate.bound().method(), violations),
            ErrorProbability.parse(certificate.bound().beta()),
            sampling.family());
    if (sampling.tunedParameters() > 0) {
      plan = plan.withTunedParameters(sampling.tunedParameters(), sampling.discard());
    }
    String method = certificate.bound().method();
    require(plan.method().label().equals(method), "method '" + method + "' and the sampling");
    return maximum == null
        ? List.of(plan.bound(sampling.episodes(), sampling.violations()))
        : plan.bounds(sampling.episodes(), violations);
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
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

  private boolean given() {
    return certificate.horizon().horizonMax() == null;
  }

  /** All horizons covered. */
  int[] all() {
    return given() ? new int[] {own()} : IntStream.range(1, bounds.size()).toArray();
  }

  /** The horizon itself, if it is covered. */
  int require(int horizon) {
    if (Arrays.stream(all()).noneMatch(t -> t == horizon)) {
      throw new InputException(
          "--horizon " + horizon,
          given()
              ? "the certificate covers " + own() + " decisions and no other horizon"
              : "the certificate covers 1 to " + (bounds.size() - 1) + " decisions",
          given()
              ? "leave it out, or certify with --horizon best --horizon-max"
              : "choose one of these, or best");
    }
    return horizon;
  }

  /** ε at a horizon that is covered, as the decimal that is or would be certified. */
  BigDecimal epsilon(int horizon) {
    BigDecimal computed = computed(horizon);
    return horizon == own()
        ? computed.max(new BigDecimal(certificate.bound().epsilon()))
        : computed;
  }

  private BigDecimal computed(int horizon) {
    return new BigDecimal(bounds.get(given() ? 0 : horizon).epsilonDecimal());
  }
}
