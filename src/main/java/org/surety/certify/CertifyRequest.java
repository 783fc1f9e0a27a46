package org.surety.certify;

import org.jspecify.annotations.Nullable;
import org.surety.bound.HorizonChoice;
import org.surety.bound.Sampling;
import org.surety.certificate.CertifiedEnvironment;
import org.surety.certificate.CertifiedPolicy;
import org.surety.certificate.Issuance;
import org.surety.spec.PropertyFile;

/**
 * Everything that decides what a certificate says, apart from the logs.
 *
 * @param spec the property file with the properties to certify, tightened by the margin
 * @param beta error probability of all statements together, as the user wrote it
 * @param horizon the horizon given beforehand, or the largest from which the best is chosen
 * @param sampling how it was decided when to stop collecting
 * @param family number of statements that share {@code beta}; at least the number of properties
 * @param tunedParameters number of policy parameters fitted on these episodes; 0 for none
 * @param discard number of violating episodes that may be left out, fixed beforehand
 * @param allowDuplicates whether episodes of continuous data may repeat each other exactly
 * @param policy whose behavior was logged, as far as it is known
 * @param replay the policy to be held against the logs; null to take {@code policy} as stated
 * @param environment where
 * @param issuance who issues the certificate, when, in which role
 */
public record CertifyRequest(
    PropertyFile spec,
    String beta,
    HorizonChoice horizon,
    Sampling sampling,
    int family,
    int tunedParameters,
    int discard,
    boolean allowDuplicates,
    CertifiedPolicy policy,
    @Nullable PolicyReplay replay,
    CertifiedEnvironment environment,
    Issuance issuance) {
  /** The same request with a policy about which more is known. */
  CertifyRequest with(CertifiedPolicy known) {
    return new CertifyRequest(
        spec,
        beta,
        horizon,
        sampling,
        family,
        tunedParameters,
        discard,
        allowDuplicates,
        known,
        replay,
        environment,
        issuance);
  }
}
