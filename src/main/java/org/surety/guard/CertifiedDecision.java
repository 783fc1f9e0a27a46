package org.surety.guard;

/**
 * The statement that the whole certified conjunction is decided in the running episode: satisfied
 * or violated for good, so that nothing done from here on can change the verdict.
 *
 * @param certificate SHA-256 of the certificate whose conjunction is decided
 * @param labelSource name of what computed the labels it was decided by
 */
public record CertifiedDecision(String certificate, String labelSource) {}
