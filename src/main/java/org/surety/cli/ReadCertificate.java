package org.surety.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;
import org.surety.certificate.BaseCertificate;
import org.surety.certificate.ChainVerifier;
import org.surety.certificate.Check;
import org.surety.certificate.Envelope;
import org.surety.certificate.Issuance;
import org.surety.certificate.Keys;
import org.surety.certificate.Statement;

/**
 * A base certificate that is to be built on.
 *
 * @param base what it says
 * @param payloadSha256 digest of what was signed
 */
record ReadCertificate(BaseCertificate base, String payloadSha256) {
  /**
   * Reads a certificate; one that does not verify, or does not hold now, is refused.
   *
   * @param publicKey what its signature is checked with; null if it is not
   */
  static ReadCertificate of(Path certificate, @Nullable Path publicKey) throws IOException {
    Envelope envelope = Envelope.read(certificate);
    BaseCertificate base =
        BaseCertificate.of(statement(envelope, certificate, publicKey), certificate.toString());
    checkValidity(base.issuance(), Instant.now(), certificate);
    return new ReadCertificate(base, envelope.payloadDigest());
  }

  private static Statement statement(Envelope envelope, Path certificate, @Nullable Path publicKey)
      throws IOException {
    if (publicKey == null) {
      return Statement.parse(envelope.uncheckedPayload(), certificate.toString());
    }
    ChainVerifier.Outcome outcome =
        new ChainVerifier(List.of(Keys.readPublic(publicKey)), 1, null, Instant.now())
            .verify(envelope, certificate.toString());
    for (Check check : outcome.checks()) {
      if (check.result() == Check.Result.FAILED) {
        throw new InputException(
            certificate.toString(),
            check.name() + ": " + check.detail(),
            "use a certificate that verifies");
      }
    }
    if (outcome.statement() == null) {
      throw new IllegalStateException("a verified certificate has a statement");
    }
    return outcome.statement();
  }

  /** Whoever signed it: what it says of itself is that it does not hold now. */
  private static void checkValidity(Issuance issuance, Instant now, Path certificate) {
    Instant from = issuance.validFrom();
    Instant until = issuance.validUntil();
    if ((from != null && now.isBefore(from)) || (until != null && !now.isBefore(until))) {
      throw new InputException(
          certificate.toString(),
          until != null && !now.isBefore(until) ? "expired at " + until : "holds only from " + from,
          "use a certificate that holds now");
    }
  }
}
