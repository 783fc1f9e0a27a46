package org.surety.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.surety.certificate.Json;
import org.surety.certificate.Keys;
import org.surety.certificate.SigningKey;
import org.surety.certificate.VerificationKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes signing keys and their public halves. */
@Command(
    name = "keys",
    mixinStandardHelpOptions = true,
    description = "Make an Ed25519 signing key, or write a key's public half.")
final class KeysCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say what to do: 'keys generate -o KEY.pem' or 'keys public KEY.pem'");
  }

  @Command(
      name = "generate",
      mixinStandardHelpOptions = true,
      description = "Make a new key: PKCS#8 PEM, readable by its owner alone.")
  void generate(
      @Option(names = "-o", required = true, paramLabel = "KEY.pem", description = "Where to.")
          Path output,
      @Option(
              names = "--passphrase",
              description = "Encrypt the file; asks on the terminal or takes $SURETY_PASSPHRASE.")
          boolean passphrase,
      @Mixin OutputOptions console)
      throws IOException {
    SigningKey key =
        Keys.generate(output, passphrase ? Passphrase.askNew(output.toString()) : null);
    report(console, output, key.verificationKey());
  }

  @Command(
      name = "public",
      mixinStandardHelpOptions = true,
      description = "Write the public half of a key, which others need to verify.")
  void publish(
      @Parameters(paramLabel = "KEY.pem", description = "The private key.") Path key,
      @Option(names = "-o", required = true, paramLabel = "PUB.pem", description = "Where to.")
          Path output,
      @Mixin OutputOptions console)
      throws IOException {
    OutputFile.requireNoneOf(output, List.of(key));
    Keys.Loaded loaded = Keys.readPrivate(key, () -> Passphrase.ask(key.toString()));
    loaded.notices().forEach(console::notice);
    Keys.writePublic(loaded.key().verificationKey(), output);
    report(console, output, loaded.key().verificationKey());
  }

  private static void report(OutputOptions console, Path written, VerificationKey key) {
    if (console.json()) {
      console.print(
          Json.object().put("file", written.toString()).put("keyid", key.keyid()).build());
    } else {
      console.out().println("wrote " + written + " (keyid " + key.keyid() + ")");
    }
  }
}
