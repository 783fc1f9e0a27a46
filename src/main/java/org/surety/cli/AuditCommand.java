package org.surety.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.surety.audit.box.BoxAuditResult;
import org.surety.base.AtomicFile;
import org.surety.base.InputException;
import org.surety.base.ToolkitVersion;
import org.surety.certificate.AuditCertificate;
import org.surety.certificate.AuditedBound;
import org.surety.certificate.AuditedTraining;
import org.surety.certificate.Issuance;
import org.surety.certificate.Json;
import org.surety.certificate.TrainingAccount;
import org.surety.certify.Audit;
import org.surety.certify.AuditBasis;
import org.surety.certify.StatesProof;
import org.surety.guard.file.GuardedRun;
import org.surety.numeric.Decimals;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** From a certificate and a finished policy to a signed audit certificate. */
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Carry a certificate over to a policy that is kept close to the certified one; sign it.")
final class AuditCommand implements Callable<Integer> {
  @Mixin private CertificateOption certificate;
  @Mixin private GuardOptions guard;

  @Option(
      names = "--unguarded",
      description =
          "The finished policy runs as it is; its rollouts tell how often it went beyond the limit.")
  private boolean unguarded;

  @Mixin private StatesOptions states;
  @Mixin private RolloutOptions rollouts;

  @Option(
      names = "--horizon",
      paramLabel = "T",
      description = "One of the certified horizons (default: the certificate's own).")
  private @Nullable Integer horizon;

  @Option(
      names = "--risk",
      paramLabel = "R",
      description = "Answer no, and sign nothing, if the bound is above this.")
  private @Nullable BigDecimal risk;

  @Option(
      names = "--auditor",
      paramLabel = "TEXT",
      defaultValue = "not stated",
      description = "Who audits, in words.")
  private String auditor;

  @Option(
      names = "--save-run",
      paramLabel = "DIR",
      description = "Also write the guarded policy there, for 'surety act'.")
  private @Nullable Path saveRun;

  @Mixin private SigningOptions signing;

  @Option(names = "-o", required = true, paramLabel = "CERT.json", description = "Where to.")
  private Path output;

  @Mixin private OutputOptions console;

  @Override
  public Integer call() throws IOException, InterruptedException {
    SigningOptions.Signers signers = signing.read(console);
    OutputFile.requireWritable(output);
    List<Path> inputs = new ArrayList<>(guard.files());
    inputs.addAll(signing.files());
    inputs.addAll(rollouts.files());
    inputs.addAll(states.files());
    inputs.add(certificate.file());
    OutputFile.requireNoneOf(output, inputs);
    checkRisk();
    AuditBasis basis = certificate.basis();
    GuardedRun run = guard.run(basis.decisions(horizon), basis.baseHints(), states.guarded());
    StatesProof proof = states.prove(run, basis.ofAudit(), console.progress());
    if (proof != null && !proof.holds()) {
      return unproved(proof);
    }
    Audit.Request request =
        new Audit.Request(
            basis,
            run,
            !unguarded && (proof == null || run.manifest().setting().box().isPresent()),
            proof,
            horizon,
            rollouts.ofTask(),
            rollouts.ofBase(),
            guard.training(console),
            issuance(basis.digest(), signers.roles()));
    AuditCertificate audit =
        Audit.run(request, Runtime.getRuntime().availableProcessors(), console.progress());
    BigDecimal epsilon = new BigDecimal(audit.bound().epsilon());
    boolean holds = epsilon.compareTo(risk == null ? BigDecimal.ONE : risk) < 0;
    holds |= risk != null && epsilon.compareTo(risk) == 0;
    if (holds) {
      if (saveRun != null) {
        run.write(saveRun);
      }
      AtomicFile.write(output, audit.sign(signers.keys()).toBytes());
    }
    if (console.json()) {
      console.print(json(audit, run, proof, holds));
    } else if (holds) {
      print(audit);
    } else {
      refuse(request, audit);
    }
    return holds ? 0 : 1;
  }

  private void checkRisk() {
    if (risk != null && (risk.signum() <= 0 || risk.compareTo(BigDecimal.ONE) >= 0)) {
      throw new InputException(
          "--risk",
          risk + " is not strictly between 0 and 1",
          "give the violation probability that the policy may have, such as 0.01");
    }
  }

  private Issuance issuance(String parent, List<Issuance.Signer> roles) {
    return new Issuance(
        auditor,
        Issuance.now(System.getenv(), Clock.systemUTC()),
        null,
        null,
        null,
        List.of(parent),
        roles,
        new Issuance.Toolkit(ToolkitVersion.NAME, ToolkitVersion.number()));
  }

  /** No proof: the answer is no, or that nobody knows. */
  private int unproved(StatesProof proof) {
    BoxAuditResult result = proof.result();
    String verdict = result.verdict().name().toLowerCase(Locale.ROOT);
    if (console.json()) {
      console.print(StatesOptions.put(Json.object().put("verdict", verdict), result).build());
    } else {
      console.out().println(StatesOptions.sentence(result));
    }
    return 1;
  }

  private Json json(
      AuditCertificate audit, GuardedRun run, @Nullable StatesProof proof, boolean holds) {
    List<Json> bounds = new ArrayList<>();
    for (AuditedBound bound : audit.bounds()) {
      bounds.add(
          Json.object()
              .put("source", bound.source().jsonName())
              .put("epsilon", OutputOptions.number(bound.epsilon()))
              .put("beta", OutputOptions.number(bound.beta()))
              .put("method", bound.method())
              .putIfKnown("episodes", bound.episodes())
              .putIfKnown("counted", bound.counted())
              .build());
    }
    Json.ObjBuilder json = Json.object().put("verdict", holds ? "holds" : "violated");
    if (proof == null) {
      json.put(
              "maxLogRatioUpper",
              unguarded
                  ? new Json.Nil()
                  : OutputOptions.numberUp(run.manifest().setting().logRatioUpper()))
          .put("maxLogRatioLower", OutputOptions.numberDown(0))
          .put("witness", new Json.Nil())
          .put("boxes", 0);
    } else {
      StatesOptions.put(json, proof.result());
    }
    return json.put("keptBy", audit.policy().keptBy().jsonName())
        .put("policySha256", audit.policy().sha256())
        .put("horizon", audit.horizon().decisions())
        .put("epsilonBase", OutputOptions.number(audit.parent().epsilon()))
        .put("epsilon", OutputOptions.number(audit.bound().epsilon()))
        .put("beta", OutputOptions.number(audit.bound().beta()))
        .put("method", audit.bound().method())
        .put("bounds", new Json.Arr(bounds))
        .put("training", audit.training() == null ? null : training(audit.training()))
        .put("certificate", holds ? output.toString() : null)
        .put("warnings", Json.texts(warnings(audit)))
        .build();
  }

  private static Json training(AuditedTraining training) {
    TrainingAccount.Episodes episodes = training.account().episodes();
    TrainingAccount.Verdicts verdicts = training.account().verdicts();
    return Json.object()
        .put("episodes", episodes.started())
        .put("judged", training.account().judged().jsonName())
        .put("violations", verdicts == null ? new Json.Nil() : Json.of(verdicts.violations()))
        .put("costlyInTime", episodes.costlyInTime())
        .put("exceptions", training.account().exceptions())
        .put("largestCharge", OutputOptions.number(training.account().largestCharge()))
        .put(
            "probability",
            training.probability() == null
                ? new Json.Nil()
                : OutputOptions.number(training.probability()))
        .build();
  }

  private List<String> warnings(AuditCertificate audit) {
    List<String> warnings = new ArrayList<>(audit.warnings());
    if (!certificate.checked()) {
      warnings.add(
          "the parent's signature was not checked; give --public-key, or run 'surety verify'");
    }
    return warnings;
  }

  private void print(AuditCertificate audit) {
    PrintWriter out = console.out();
    out.println(OutputOptions.plain(audit.claim()));
    out.println();
    audit
        .assumptions()
        .forEach(a -> out.println("  " + a.id() + "  " + OutputOptions.plain(a.text())));
    out.println();
    for (AuditedBound bound : audit.bounds()) {
      out.printf(
          Locale.ROOT,
          "  %-14s  %-22s  at error probability %-8s  %s%n",
          bound.source().jsonName(),
          bound.epsilon(),
          bound.beta(),
          bound.episodes() == null
              ? bound.method()
              : bound.method() + ", " + bound.counted() + " of " + bound.episodes() + " episodes");
    }
    warnings(audit).forEach(w -> out.println("warning: " + OutputOptions.plain(w)));
    out.println("wrote " + output);
    if (saveRun != null) {
      out.println("wrote " + saveRun);
    }
  }

  private void refuse(Audit.Request request, AuditCertificate audit) {
    PrintWriter out = console.out();
    if (risk == null) {
      out.println(
          "No: the bound is 1, which says nothing. Choose a smaller setting with 'surety alpha'.");
      return;
    }
    double most = Audit.largestSetting(request, risk);
    String field = request.run().manifest().setting().kind().field();
    out.println(
        "No: the bound is "
            + audit.bound().epsilon()
            + ", above the risk "
            + risk.toPlainString()
            + ". "
            + (Double.isNaN(most)
                ? "The base policy itself has no bound as low."
                : "The largest " + field + " that keeps it is " + Decimals.down(most, 8) + "."));
  }
}
