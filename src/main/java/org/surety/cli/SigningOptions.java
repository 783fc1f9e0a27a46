package org.surety.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.surety.base.InputException;
import org.surety.certificate.Issuance;
import org.surety.certificate.Keys;
import org.surety.certificate.SigningKey;
import picocli.CommandLine.Option;

/** Who signs, in which role. */
final class SigningOptions {
  private static final String DEFAULT_ROLE = "issuer";

  @Option(
      names = "--key",
      paramLabel = "[ROLE=]KEY.pem",
      description =
          "The signing key, with the role in which it signs (default: issuer); repeat for several.")
  private List<String> keys = new ArrayList<>();

  /** Keys and roles, in the order given. */
  record Signers(List<SigningKey> keys, List<Issuance.Signer> roles) {}

  /** The key files. */
  List<Path> files() {
    return keys.stream().map(entry -> Path.of(entry.substring(entry.indexOf('=') + 1))).toList();
  }

  Signers read(OutputOptions console) throws IOException {
    if (keys.isEmpty()) {
      throw new InputException(
          "--key",
          "no signing key is given, and a certificate is signed",
          "make one with 'surety keys generate -o KEY.pem' and add --key KEY.pem");
    }
    List<SigningKey> read = new ArrayList<>();
    List<Issuance.Signer> roles = new ArrayList<>();
    for (String entry : keys) {
      int equals = entry.indexOf('=');
      String role = equals < 0 ? DEFAULT_ROLE : entry.substring(0, equals);
      Path file = Path.of(entry.substring(equals + 1));
      Keys.Loaded loaded = Keys.readPrivate(file, () -> Passphrase.ask(file.toString()));
      loaded.notices().forEach(console::notice);
      String keyid = loaded.key().verificationKey().keyid();
      if (roles.stream().anyMatch(r -> r.keyid().equals(keyid))) {
        throw new InputException(
            "--key " + entry, "this key is given already", "sign once with each key");
      }
      read.add(loaded.key());
      roles.add(new Issuance.Signer(role, keyid));
    }
    return new Signers(read, roles);
  }
}
