package org.surety.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.surety.base.AtomicFile;
import org.surety.base.InputException;
import org.surety.base.ToolkitVersion;
import org.surety.bound.HorizonChoice;
import org.surety.bound.Sampling;
import org.surety.certificate.BaseCertificate;
import org.surety.certificate.CertifiedEnvironment;
import org.surety.certificate.Envelope;
import org.surety.certificate.Issuance;
import org.surety.certificate.Json;
import org.surety.certify.Certify;
import org.surety.certify.CertifyRequest;
import org.surety.monitor.WorstEpisode;
import org.surety.spec.Property;
import org.surety.spec.PropertyFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** From logs to signed certificates. */
@Command(
    name = "certify",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Certify from logs how rarely a policy violates a property; sign the result.")
final class CertifyCommand implements Callable<Integer> {
  private static final int MAX_THREADS = 1024;

  @Mixin private SpecOptions specOptions;
  @Mixin private LogOptions logOptions;
  @Mixin private HorizonOptions horizonOptions;

  @Option(
      names = "--beta",
      required = true,
      paramLabel = "B",
      description = "The probability with which the certificate may be wrong, such as 1e-7.")
  private String beta;

  @Option(
      names = "--planned-episodes",
      paramLabel = "N",
      description =
          "The number of episodes fixed before the first was collected; gives the tighter fixed-N"
              + " bound and must match. Without it one may look at any time and stop at will.")
  private @Nullable Long plannedEpisodes;

  @Option(
      names = "--family",
      paramLabel = "m",
      description =
          "Statements (properties, candidate policies, repeats) that share beta (default: the number"
              + " of properties).")
  private @Nullable Integer family;

  @Option(
      names = "--tuned-parameters",
      paramLabel = "d",
      defaultValue = "0",
      description = "Policy parameters fitted on these same episodes by a convex program.")
  private int tunedParameters;

  @Option(
      names = "--discard",
      paramLabel = "k",
      defaultValue = "0",
      description = "With --tuned-parameters: episodes that may be left out, fixed beforehand.")
  private int discard;

  @Option(
      names = "--allow-duplicates",
      description = "Accept episodes of continuous data that repeat exactly; recorded.")
  private boolean allowDuplicates;

  @Mixin private PolicyOptions policyOptions;

  @Option(
      names = "--environment",
      paramLabel = "NAME",
      defaultValue = CertifiedEnvironment.NOT_STATED)
  private String environment;

  @Option(
      names = "--environment-version",
      paramLabel = "V",
      defaultValue = CertifiedEnvironment.NOT_STATED)
  private String environmentVersion;

  @Option(
      names = "--dynamics",
      paramLabel = "KIND",
      defaultValue = "unknown",
      description = "Whether the environment's transitions are deterministic or stochastic.")
  private CertifiedEnvironment.Dynamics dynamics;

  @Option(
      names = "--initial-distribution",
      paramLabel = "TEXT",
      defaultValue = "the one the logged episodes were started from",
      description = "Where episodes start, in words.")
  private String initialDistribution;

  @Option(
      names = "--collector",
      paramLabel = "TEXT",
      defaultValue = "not stated",
      description = "Who collected the logs, and when.")
  private String collector;

  @Option(names = "--valid-from", paramLabel = "TIME", description = "As 2026-11-20T12:00:00Z.")
  private @Nullable String validFrom;

  @Option(names = "--valid-until", paramLabel = "TIME", description = "As 2027-11-20T12:00:00Z.")
  private @Nullable String validUntil;

  @Option(
      names = "--supersedes",
      paramLabel = "CERT",
      description = "The certificate that this one replaces.")
  private @Nullable Path supersedes;

  @Mixin private SigningOptions signing;

  @Option(
      names = "-o",
      required = true,
      paramLabel = "CERT.json",
      description = "Where to; with several properties CERT.NAME.json for each.")
  private Path output;

  @Option(
      names = "--threads",
      paramLabel = "n",
      description = "Threads that judge episodes (default: all processors).")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Mixin private OutputOptions console;

  @Override
  public Integer call() throws IOException, InterruptedException {
    SigningOptions.Signers signers = signing.read(console);
    checkThreads();
    PropertyFile spec = specOptions.read();
    checkOutputs(spec);
    HorizonChoice horizon = horizonOptions.choice(spec);
    CertifyRequest request =
        new CertifyRequest(
            spec,
            beta,
            horizon,
            plannedEpisodes == null ? new Sampling.Anytime() : new Sampling.Fixed(plannedEpisodes),
            family == null ? spec.properties().size() : family,
            tunedParameters,
            discard,
            allowDuplicates,
            policyOptions.stated(),
            policyOptions.replay(),
            new CertifiedEnvironment(
                environment, environmentVersion, dynamics, initialDistribution),
            issuance(signers.roles()));
    List<Certify.Result> results =
        Certify.run(request, logOptions.source(), threads, console.progress());
    List<Path> written = new ArrayList<>();
    for (Certify.Result result : results) {
      Path file = outputFor(result.certificate().property().name(), results.size());
      AtomicFile.write(file, result.certificate().sign(signers.keys()).toBytes());
      written.add(file);
    }
    if (console.json()) {
      printJson(results, written);
    } else {
      for (int i = 0; i < results.size(); i++) {
        print(results.get(i), written.get(i));
      }
    }
    return 0;
  }

  /** Told before a long log is read, not after. */
  private void checkOutputs(PropertyFile spec) throws IOException {
    OutputFile.requireWritable(output);
    List<Path> inputs = new ArrayList<>(logOptions.paths());
    inputs.add(specOptions.file());
    inputs.addAll(signing.files());
    inputs.addAll(policyOptions.files());
    for (Property property : spec.properties()) {
      OutputFile.requireNoneOf(outputFor(property.name(), spec.properties().size()), inputs);
    }
  }

  private void checkThreads() {
    if (threads < 1 || threads > MAX_THREADS) {
      throw new InputException(
          "--threads " + threads, "is no number of threads", "give 1 to " + MAX_THREADS);
    }
  }

  private Path outputFor(String property, int properties) {
    if (properties == 1) {
      return output;
    }
    String name = String.valueOf(output.getFileName());
    int dot = name.lastIndexOf('.');
    String stem = dot > 0 ? name.substring(0, dot) : name;
    return output.resolveSibling(stem + "." + property + (dot > 0 ? name.substring(dot) : ""));
  }

  private Issuance issuance(List<Issuance.Signer> roles) throws IOException {
    Instant from = instant("--valid-from", validFrom);
    Instant until = instant("--valid-until", validUntil);
    if (from != null && until != null && !from.isBefore(until)) {
      throw new InputException(
          "--valid-until", until + " is not after " + from, "give a later end");
    }
    return new Issuance(
        collector,
        Issuance.now(System.getenv(), Clock.systemUTC()),
        from,
        until,
        supersedes == null ? null : Envelope.read(supersedes).payloadDigest(),
        List.of(),
        roles,
        new Issuance.Toolkit(ToolkitVersion.NAME, ToolkitVersion.number()));
  }

  private static @Nullable Instant instant(String option, @Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      return Instant.parse(text).truncatedTo(ChronoUnit.SECONDS);
    } catch (DateTimeException e) {
      throw new InputException(
          option, "'" + text + "' is not a time", "write it as 2026-11-20T12:00:00Z", e);
    }
  }

  private void printJson(List<Certify.Result> results, List<Path> written) {
    List<Json> rows = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      BaseCertificate c = results.get(i).certificate();
      rows.add(
          Json.object()
              .put("property", c.property().name())
              .put("formula", c.property().formula())
              .put("horizon", c.horizon().decisions())
              .put("episodes", c.sampling().episodes())
              .put("violations", c.sampling().violations())
              .put("undecided", c.sampling().undecided())
              .put("epsilon", OutputOptions.number(c.bound().epsilon()))
              .put("beta", OutputOptions.number(c.bound().beta()))
              .put("method", c.bound().method())
              .put("policyLink", c.policy().link().jsonName())
              .put("certificate", written.get(i).toString())
              .put("warnings", Json.texts(c.warnings()))
              .put("worst", worst(results.get(i).tally().worst()))
              .build());
    }
    console.print(rows.size() == 1 ? rows.get(0) : new Json.Arr(rows));
  }

  private static Json worst(List<WorstEpisode> episodes) {
    return new Json.Arr(
        episodes.stream()
            .<Json>map(
                w ->
                    Json.object()
                        .put("episode", w.id())
                        .put("length", w.decisions())
                        .put("robustness", OutputOptions.number(w.robustness()))
                        .put("explanation", w.explanation().sentence())
                        .build())
            .toList());
  }

  private void print(Certify.Result result, Path file) {
    PrintWriter out = console.out();
    BaseCertificate c = result.certificate();
    out.println(c.claim());
    out.println();
    c.assumptions().forEach(a -> out.println("  " + a.id() + "  " + a.text()));
    out.println();
    out.printf(
        Locale.ROOT,
        "%s: %d of %d episodes count as violations within %d decisions; epsilon %s by %s%n",
        c.property().name(),
        c.sampling().violations(),
        c.sampling().episodes(),
        c.horizon().decisions(),
        c.bound().epsilon(),
        c.bound().method());
    List<WorstEpisode> worst = result.tally().worst();
    if (!worst.isEmpty()) {
      out.println("episodes closest to violating, or violating:");
      for (WorstEpisode w : worst.subList(0, Math.min(5, worst.size()))) {
        out.printf(
            Locale.ROOT,
            "  episode %s (number %d, %d decisions): robustness %.6g, %s%n",
            w.id(),
            w.number(),
            w.decisions(),
            w.robustness(),
            w.explanation().sentence());
      }
    }
    c.warnings().forEach(w -> out.println("warning: " + w));
    out.println("wrote " + file);
  }
}
