package org.surety.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;
import org.surety.base.Sha256;
import org.surety.certificate.BaseCertificate;
import org.surety.certificate.ChainVerifier;
import org.surety.certificate.Check;
import org.surety.certificate.Evidence;
import org.surety.certificate.FileMatching;
import org.surety.certificate.Json;
import org.surety.certificate.Keys;
import org.surety.certificate.PredicateType;
import org.surety.certificate.Statement;
import org.surety.certificate.VerificationKey;
import org.surety.certify.AuditVerification;
import org.surety.certify.FileLogs;
import org.surety.certify.FilesAtHand;
import org.surety.certify.Recomputation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks certificates, as far as what is at hand allows. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Check a certificate: signature, chain and digests; with --logs, compute it again.",
    footer = {"", "Name the certificates before the options."})
final class VerifyCommand implements Callable<Integer> {
  @Parameters(arity = "1..*", paramLabel = "CERT", description = "Certificates to check.")
  private List<Path> certificates;

  @Option(
      names = "--public-key",
      required = true,
      arity = "1..*",
      paramLabel = "PUB.pem",
      description = "The keys you trust.")
  private List<Path> publicKeys;

  @Option(
      names = "--threshold",
      paramLabel = "n",
      defaultValue = "1",
      description = "How many of these keys must have signed (default: ${DEFAULT-VALUE}).")
  private int threshold;

  @Option(
      names = "--parents",
      paramLabel = "DIR",
      description = "A folder with the certificates this one builds on, and those replacing it.")
  private @Nullable Path parents;

  @Option(names = "--spec", paramLabel = "FILE", description = "Compare the property file.")
  private @Nullable Path spec;

  @Option(
      names = "--logs",
      arity = "1..*",
      paramLabel = "PATH",
      description = "Compute the whole certificate again from these logs.")
  private List<Path> logs = new ArrayList<>();

  @Option(names = "--format", paramLabel = "F", description = "The logs' format.")
  private @Nullable String format;

  @Option(
      names = "--policy",
      arity = "1..*",
      paramLabel = "FILE",
      description = "Compare the policy's digest; with --logs, replay it again.")
  private List<Path> policies = new ArrayList<>();

  @Mixin private OutputOptions console;

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<VerificationKey> trusted = new ArrayList<>();
    for (Path key : publicKeys) {
      trusted.add(Keys.readPublic(key));
    }
    if (certificates.size() > 1 && !(logs.isEmpty() && spec == null && policies.isEmpty())) {
      throw new InputException(
          "verify",
          "several certificates are given with one set of files",
          "give --logs, --spec and --policy with one certificate at a time");
    }
    ChainVerifier verifier = new ChainVerifier(trusted, threshold, parents, Instant.now());
    List<Json> rows = new ArrayList<>();
    boolean valid = true;
    for (Path certificate : certificates) {
      ChainVerifier.Outcome outcome = verifier.verify(certificate);
      List<Check> checks = new ArrayList<>(outcome.checks());
      Statement statement = outcome.statement();
      String claim = null;
      if (statement != null
          && statement.predicateType().equals(PredicateType.AUDIT_CERTIFICATE.uri())) {
        AuditVerification.Result audit =
            new AuditVerification(
                    verifier::statement,
                    new FilesAtHand(policies, spec, logs, Optional.ofNullable(format)),
                    Runtime.getRuntime().availableProcessors(),
                    console.progress())
                .verify(statement, certificate.toString());
        claim = audit.claim();
        checks.addAll(audit.checks());
      } else if (statement != null) {
        BaseCertificate base = BaseCertificate.of(statement, certificate.toString());
        checks.addAll(files(base));
        if (logs.isEmpty()) {
          claim = base.claim();
          checks.addAll(notRecomputed(statement, base));
        } else {
          Recomputation again = recomputed(statement, base);
          claim = again.claim();
          checks.addAll(again.checks());
        }
      }
      boolean good = Check.valid(checks);
      valid &= good;
      if (console.json()) {
        rows.add(json(certificate, good, checks));
      } else {
        print(certificate, good, claim, checks);
      }
    }
    if (console.json()) {
      console.print(rows.size() == 1 ? rows.get(0) : new Json.Arr(rows));
    }
    return valid ? 0 : 1;
  }

  private List<Check> files(BaseCertificate base) throws IOException {
    List<Path> files =
        logs.isEmpty()
            ? List.of()
            : org.surety.trace.LogFormats.files(logs, Optional.ofNullable(format));
    return FileMatching.check(base, policies, spec == null ? List.of() : List.of(spec), files);
  }

  private static List<Check> notRecomputed(Statement statement, BaseCertificate base) {
    List<Check> checks = new ArrayList<>();
    checks.add(
        new Check("recomputation", Check.Result.NOT_CHECKED, "the logs were not given (--logs)"));
    if (base.policy().replay() != null) {
      checks.add(
          new Check(
              "replay",
              Check.Result.NOT_CHECKED,
              "it takes the logs (--logs) and the policy (--policy)"));
    }
    if (!statement.predicate().equals(base.toJson())) {
      checks.add(
          new Check(
              "further members",
              Check.Result.NOT_CHECKED,
              "the certificate holds members that this version does not know"));
    }
    return checks;
  }

  private Recomputation recomputed(Statement statement, BaseCertificate base)
      throws IOException, InterruptedException {
    FileLogs source = new FileLogs(logs, Optional.ofNullable(format));
    Path policy = null;
    for (Path file : policies) {
      policy = Sha256.of(file).equals(base.policy().sha256()) ? file : policy;
    }
    if (policy != null && base.policy().replay() != null) {
      source = source.inOrderOf(base.evidence().stream().map(Evidence::sha256).toList());
    }
    return Recomputation.of(
        statement.predicate(),
        base,
        source,
        policy,
        Runtime.getRuntime().availableProcessors(),
        console.progress());
  }

  private static Json json(Path certificate, boolean valid, List<Check> checks) {
    List<Json> rows = new ArrayList<>();
    for (Check check : checks) {
      rows.add(
          Json.object()
              .put("name", check.name())
              .put("result", check.result().jsonName())
              .put("detail", check.detail())
              .build());
    }
    return Json.object()
        .put("certificate", certificate.toString())
        .put("valid", valid)
        .put("checks", new Json.Arr(rows))
        .build();
  }

  private void print(Path certificate, boolean valid, @Nullable String claim, List<Check> checks) {
    PrintWriter out = console.out();
    out.println(certificate + ": " + (valid ? "valid" : "NOT VALID"));
    for (Check check : checks) {
      String result =
          switch (check.result()) {
            case OK -> "ok";
            case FAILED -> "FAILED";
            case NOT_CHECKED -> "not checked";
          };
      out.printf(
          "  %-11s  %s%n", result, OutputOptions.plain(check.name() + ": " + check.detail()));
    }
    if (claim != null && valid) {
      out.println();
      out.println(OutputOptions.plain(claim));
    }
  }
}
