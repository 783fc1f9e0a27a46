package org.surety.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.surety.certificate.Envelope;
import org.surety.certificate.Json;
import org.surety.certificate.Statement;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows what a certificate says, without checking it. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    description = "Show what a certificate says. Checks nothing: that is 'surety verify'.")
final class InspectCommand implements Callable<Integer> {
  @Parameters(paramLabel = "CERT", description = "The certificate.")
  private Path certificate;

  @Mixin private OutputOptions console;

  @Override
  public Integer call() throws IOException {
    Envelope envelope = Envelope.read(certificate);
    Statement statement = Statement.parse(envelope.uncheckedPayload(), certificate.toString());
    if (console.json()) {
      console.print(Json.parse(envelope.uncheckedPayload(), certificate.toString()));
      return 0;
    }
    PrintWriter out = console.out();
    out.println(
        "Not verified. "
            + envelope.signatureCount()
            + (envelope.signatureCount() == 1 ? " signature" : " signatures")
            + ", payload sha256 "
            + envelope.payloadDigest());
    out.println(OutputOptions.plain(statement.predicateType()));
    if (statement.predicate().get("claim") instanceof Json.Str claim) {
      out.println();
      out.println("Claimed: " + OutputOptions.plain(claim.value()));
    }
    out.println();
    out.println(statement.predicate().pretty());
    return 0;
  }
}
