package org.surety.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.surety.base.InputException;
import org.surety.certificate.Envelope;
import org.surety.certificate.Json;
import org.surety.certificate.Statement;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows what a certificate, a policy's file or a run's folder says, without checking it. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Show what a certificate says, a policy's file, or the folder of a run. Checks nothing: that"
            + " is 'surety verify'.")
final class InspectCommand implements Callable<Integer> {
  private static final byte[] UTF_8_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  @Parameters(
      paramLabel = "FILE|RUN",
      description = "The certificate, the policy, or the folder of a run or a guarded policy.")
  private Path file;

  @Mixin private HintOptions hints;

  @Mixin private OutputOptions console;

  @Override
  public Integer call() throws IOException {
    if (Files.isDirectory(file)) {
      requireNoHints("is a folder");
      RunSummary run = RunSummary.of(file);
      if (console.json()) {
        console.print(run.json());
      } else {
        run.print(console.out());
      }
      return 0;
    }
    if (!looksLikeJson()) {
      PolicySummary policy = PolicySummary.of(file, hints.read());
      if (console.json()) {
        console.print(policy.json());
      } else {
        policy.print(console.out());
      }
      return 0;
    }
    requireNoHints("is JSON");
    Envelope envelope = Envelope.read(file);
    Statement statement = Statement.parse(envelope.uncheckedPayload(), file.toString());
    if (console.json()) {
      console.print(Json.parse(envelope.uncheckedPayload(), file.toString()));
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

  private void requireNoHints(String what) {
    if (hints.given()) {
      throw new InputException(
          file.toString(), what + ", no policy's file", "leave what is said of a policy out");
    }
  }

  /** Certificates are, and no policy's file is. */
  private boolean looksLikeJson() throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new InputException(
          file.toString(), "is no file", "name a certificate, a policy or a run");
    }
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(64);
    }
    int at = Arrays.mismatch(head, UTF_8_MARK) == UTF_8_MARK.length ? UTF_8_MARK.length : 0;
    while (at < head.length && (head[at] == ' ' || (head[at] >= '\t' && head[at] <= '\r'))) {
      at++;
    }
    // The first byte of safetensors is the low one of a length, which may be that of a brace.
    boolean tensors = head.length > 8 && head[8] == '{' && head[7] == 0;
    return head.length == 0 || (at < head.length && head[at] == '{' && !tensors);
  }
}
