package org.surety.certificate;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.surety.base.Sha256;

/** Base certificates for tests. */
final class SampleCertificates {
  static final String POLICY = Sha256.of("policy bytes");
  static final String LOG = Sha256.of("log bytes");
  static final String SPEC = "property reach_avoid := (!hazard) U goal  # \"ε\"\n";
  static final Instant ISSUED = Instant.parse("2026-11-20T12:00:00Z");

  private SampleCertificates() {}

  static Issuance issuance(
      @Nullable Instant from,
      @Nullable Instant until,
      @Nullable String supersedes,
      List<String> parents,
      SigningKey... signers) {
    return new Issuance(
        "Jo Doe, Example Robotics",
        ISSUED,
        from,
        until,
        supersedes,
        parents,
        java.util.stream.IntStream.range(0, signers.length)
            .mapToObj(
                i ->
                    new Issuance.Signer(
                        i == 0 ? "collector" : "safety-officer",
                        signers[i].verificationKey().keyid()))
            .toList(),
        new Issuance.Toolkit("surety", "0.1.0"));
  }

  /** A certificate with every optional member present. */
  static BaseCertificate full(Issuance issuance) {
    long[] byHorizon = {10_000, 10_000, 1};
    return new BaseCertificate(
        "If A1..A2 hold, then with error probability 1e-7 ...",
        CertifiedProperty.of("reach_avoid", "(!hazard) U goal", "!hazard U goal", SPEC, "0.05"),
        new CertifiedPolicy(
            "policy.json",
            POLICY,
            CertifiedPolicy.ActionMode.STOCHASTIC,
            CertifiedPolicy.Link.DIGEST_ONLY),
        new CertifiedEnvironment(
            "point-robot", "1", CertifiedEnvironment.Dynamics.DETERMINISTIC, "a single point"),
        CertifiedHorizon.best(2, "0.4", 2),
        new Sampling(
            10_000,
            3,
            1,
            new Sampling.ByCause(1, 1, 1),
            Sampling.runs(byHorizon),
            Sampling.StoppingRule.FIXED,
            10_000L,
            2,
            3,
            1,
            4,
            true),
        new CertifiedBound("0.00162", "1E-7", "clopper-pearson"),
        new Exposure("at most ...", "0.29"),
        List.of(
            new Evidence(
                "rollouts.parquet", LOG, 123_456, "parquet", true, "none", "terminated+truncated")),
        "the environment's own geometry",
        List.of(
            new Assumption("A1", "episodes are independent"),
            new Assumption("A2", "the policy does not change")),
        List.of("two episodes are duplicates"),
        List.of("--horizon best overrides horizon 22"),
        issuance);
  }

  /** A certificate with every optional member absent. */
  static BaseCertificate bare(Issuance issuance) {
    BaseCertificate full = full(issuance);
    return new BaseCertificate(
        full.claim(),
        full.property(),
        CertifiedPolicy.UNBOUND,
        full.environment(),
        CertifiedHorizon.given(22, null),
        new Sampling(
            10_000,
            0,
            0,
            new Sampling.ByCause(0, 0, 0),
            List.of(),
            Sampling.StoppingRule.ANYTIME,
            null,
            1,
            0,
            0,
            0,
            false),
        full.bound(),
        new Exposure("the step's duration is not known", null),
        full.evidence(),
        full.labelSource(),
        full.assumptions(),
        List.of(),
        List.of(),
        issuance);
  }
}
