package org.surety.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    return ReadCertificate.of(certificate, publicKeys, null).basis();
  }
}
