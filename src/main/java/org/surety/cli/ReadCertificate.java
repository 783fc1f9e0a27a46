package org.surety.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
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
import org.surety.certificate.VerificationKey;
import org.surety.certify.AuditBasis;

/**
 * A certificate that is to be built on.
 *
 * @param file where it was read
 * @param statement what was signed
 * @param payloadSha256 its digest
 */
record ReadCertificate(Path file, Statement statement, String payloadSha256) {
  /**
   * Reads a certificate; one that does not verify is refused.
   *
   * @param publicKeys what its signature is checked with; none to take it as it is
   * @param parents the folder in which its parents, and what may replace it, are looked for
   */
  static ReadCertificate of(Path file, List<Path> publicKeys, @Nullable Path parents)
      throws IOException {
    Envelope envelope = Envelope.read(file);
    Statement statement =
        publicKeys.isEmpty()
            ? Statement.parse(envelope.uncheckedPayload(), file.toString())
            : verified(envelope, file, publicKeys, parents);
    return new ReadCertificate(file, statement, envelope.payloadDigest());
  }

  private static Statement verified(
      Envelope envelope, Path file, List<Path> publicKeys, @Nullable Path parents)
      throws IOException {
    List<VerificationKey> trusted = new ArrayList<>();
    for (Path key : publicKeys) {
      trusted.add(Keys.readPublic(key));
    }
    ChainVerifier.Outcome outcome =
        new ChainVerifier(trusted, 1, parents, Instant.now()).verify(envelope, file.toString());
    for (Check check : outcome.checks()) {
      if (check.result() == Check.Result.FAILED) {
        throw new InputException(
            file.toString(),
            check.name() + ": " + check.detail(),
            "use a certificate that verifies");
      }
    }
    if (outcome.statement() == null) {
      throw new IllegalStateException("a verified certificate has a statement");
    }
    return outcome.statement();
  }

  /** What it says as a base certificate; one that does not hold now is refused. */
  BaseCertificate base() {
    BaseCertificate base = BaseCertificate.of(statement, file.toString());
    requireValid(base.issuance(), Instant.now());
    return base;
  }

  /** What an audit builds on; one that does not hold now is refused. */
  AuditBasis basis() {
    AuditBasis basis = AuditBasis.of(statement, payloadSha256, file.toString());
    requireValid(basis.issuance(), Instant.now());
    return basis;
  }

  /** Whoever signed it: what it says of itself is that it does not hold now. */
  private void requireValid(Issuance issuance, Instant now) {
    Instant from = issuance.validFrom();
    Instant until = issuance.validUntil();
    if ((from != null && now.isBefore(from)) || (until != null && !now.isBefore(until))) {
      throw new InputException(
          file.toString(),
          until != null && !now.isBefore(until) ? "expired at " + until : "holds only from " + from,
          "use a certificate that holds now");
    }
  }
}
