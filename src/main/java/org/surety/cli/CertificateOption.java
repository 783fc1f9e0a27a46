package org.surety.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.surety.base.InputException;
import org.surety.certificate.ChainVerifier;
import org.surety.certificate.Check;
import org.surety.certificate.Envelope;
import org.surety.certificate.Issuance;
import org.surety.certificate.Keys;
import org.surety.certificate.Statement;
import org.surety.certificate.VerificationKey;
import org.surety.certify.AuditBasis;
import picocli.CommandLine.Option;

/** The certificate that a command builds on, and the keys that must have signed it. */
final class CertificateOption {
  @Option(
      names = "--certificate",
      required = true,
      paramLabel = "CERT",
      description = "The base certificate, or an earlier audit certificate of the same policy.")
  private Path certificate;

  @Option(
      names = "--public-key",
      arity = "1..*",
      paramLabel = "PUB.pem",
      description = "Check the certificate's signature first.")
  private List<Path> publicKeys = new ArrayList<>();

  Path file() {
    return certificate;
  }

  /** Whether its signature is checked. */
  boolean checked() {
    return !publicKeys.isEmpty();
  }

  /** Reads it; a certificate that does not verify, or does not hold now, is refused. */
  AuditBasis basis() throws IOException {
    Envelope envelope = Envelope.read(certificate);
    Statement statement =
        checked()
            ? verified(envelope)
            : Statement.parse(envelope.uncheckedPayload(), certificate.toString());
    AuditBasis basis = AuditBasis.of(statement, envelope.payloadDigest(), certificate.toString());
    checkValidity(basis.issuance(), Instant.now());
    return basis;
  }

  private Statement verified(Envelope envelope) throws IOException {
    List<VerificationKey> trusted = new ArrayList<>();
    for (Path key : publicKeys) {
      trusted.add(Keys.readPublic(key));
    }
    ChainVerifier.Outcome outcome =
        new ChainVerifier(trusted, 1, null, Instant.now()).verify(envelope, certificate.toString());
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
  private void checkValidity(Issuance issuance, Instant now) {
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
