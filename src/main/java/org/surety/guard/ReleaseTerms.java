package org.surety.guard;

import org.surety.base.InputException;

/**
 * Under which certificate a guard may be released. A release frees the policy from every property
 * in force, so it must wait for the whole certified conjunction to be decided, by labels from the
 * source that the certificate was made with.
 *
 * @param certificate SHA-256 of the certificate that bounds the conjunction, 64 hexadecimal digits
 * @param labelSource name of what computes the labels: the property file's digest, a sensor
 *     pipeline's version
 */
public record ReleaseTerms(String certificate, String labelSource) {
  /** Checks the digest. */
  public ReleaseTerms {
    if (!certificate.matches("[0-9a-f]{64}")) {
      throw new InputException(
          "release",
          "the certificate digest '" + certificate + "' is not a SHA-256",
          "give the 64 lowercase hexadecimal digits of the certificate file");
    }
    if (labelSource.isBlank()) {
      throw new InputException(
          "release", "names no source of labels", "name what computes them at run time");
    }
  }

  /** Throws unless {@code decision} is one of these terms. */
  void check(CertifiedDecision decision) {
    if (!decision.certificate().equals(certificate)) {
      throw new InputException(
          "release",
          "decided is the conjunction of certificate "
              + decision.certificate()
              + ", the guard runs under "
              + certificate,
          "release only when the conjunction of the guard's own certificate is decided");
    }
    if (!decision.labelSource().equals(labelSource)) {
      throw new InputException(
          "release",
          "the labels come from '"
              + decision.labelSource()
              + "', those of the certificate from '"
              + labelSource
              + "'",
          "decide by the labels the certificate was made with, or do not release");
    }
  }
}
