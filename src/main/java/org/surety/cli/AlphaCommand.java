package org.surety.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;
import org.surety.certificate.BaseCertificate;
import org.surety.certificate.Json;
import org.surety.certify.Allowance;
import org.surety.numeric.Decimals;
import org.surety.ratio.PolicyClass;
import org.surety.ratio.TransferTable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How far a new policy may move away from a certified one. */
@Command(
    name = "alpha",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Say how far a new policy may move away from a certified one at a risk budget.")
final class AlphaCommand implements Callable<Integer> {
  @Option(
      names = "--certificate",
      required = true,
      paramLabel = "CERT",
      description = "A base" + " certificate.")
  private Path certificate;

  @Option(
      names = "--risk",
      required = true,
      paramLabel = "R",
      description = "The violation probability that the new policy may have.")
  private BigDecimal risk;

  @Option(
      names = "--horizon",
      paramLabel = "T|best",
      description =
          "One of the certified horizons, or the one that allows the largest ratio (default: the"
              + " certificate's own).")
  private @Nullable String horizon;

  @Option(
      names = "--policy-class",
      paramLabel = "CLASS",
      defaultValue = "any",
      description =
          "Shape of both policies: any, gaussian, gaussian-mean (same covariance),"
              + " categorical.")
  private String policyClass;

  @Option(
      names = "--initial-ratio",
      paramLabel = "a",
      defaultValue = "1",
      description = "Bound on the density ratio of initial distributions, new over logged.")
  private BigDecimal initialRatio;

  @Option(
      names = "--dynamics-ratio",
      paramLabel = "b",
      defaultValue = "1",
      description = "Bound on the density ratio of transitions at each decision.")
  private BigDecimal dynamicsRatio;

  @Option(
      names = "--assume-bound",
      description =
          "Vouch that the logs come from the base policy, where nothing binds them to it.")
  private boolean assumeBound;

  @Option(
      names = "--by-cause",
      description =
          "Bound late violations and hazards each by itself, at half the error probability; --risk is"
              + " for both together.")
  private boolean byCause;

  @Option(
      names = "--late-risk",
      paramLabel = "R",
      description = "With --by-cause: what late violations alone may take of --risk.")
  private @Nullable BigDecimal lateRisk;

  @Option(
      names = "--hazard-risk",
      paramLabel = "R",
      description = "With --by-cause: what hazards alone may take of --risk.")
  private @Nullable BigDecimal hazardRisk;

  @Option(
      names = "--windows",
      split = ",",
      paramLabel = "t",
      description =
          "Add the time-resolved transfer: ends of windows of decisions, such as 5,10,22, fixed"
              + " before the counts were seen. Each pays its share of an error probability.")
  private List<Integer> windows = new ArrayList<>();

  @Option(
      names = "--parents",
      paramLabel = "DIR",
      description =
          "With --public-key: a folder of certificates; refuse one that another replaces, or whose"
              + " parents are missing.")
  private @Nullable Path parents;

  @Option(
      names = "--public-key",
      paramLabel = "PUB.pem",
      description = "Check the certificate's signature first.")
  private @Nullable Path publicKey;

  @Mixin private OutputOptions console;

  @Override
  public Integer call() throws IOException {
    if (publicKey == null && parents != null) {
      throw new InputException(
          "--parents", "whom to trust is not said", "add --public-key, or leave the folder out");
    }
    List<Path> keys = publicKey == null ? List.of() : List.of(publicKey);
    BaseCertificate base = ReadCertificate.of(certificate, keys, parents).base();
    Allowance allowance = Allowance.of(base, question());
    List<String> warnings = new ArrayList<>(allowance.warnings());
    if (publicKey == null) {
      warnings.add("the signature was not checked; give --public-key, or run 'surety verify'");
    }
    if (console.json()) {
      printJson(allowance, warnings);
    } else {
      print(base, allowance, warnings);
    }
    return allowance.table().recommended().isPresent() ? 0 : 1;
  }

  private Allowance.Question question() {
    boolean best = "best".equals(horizon);
    Integer decisions = null;
    if (horizon != null && !best) {
      try {
        decisions = Integer.valueOf(horizon);
      } catch (NumberFormatException e) {
        throw new InputException(
            "--horizon", "'" + horizon + "' is not a number of decisions", "give one, or best", e);
      }
    }
    if (!byCause && (lateRisk != null || hazardRisk != null)) {
      throw new InputException(
          lateRisk != null ? "--late-risk" : "--hazard-risk",
          "is of use only where causes are told apart",
          "add --by-cause");
    }
    return new Allowance.Question(
        risk,
        decisions,
        best,
        policies(),
        initialRatio,
        dynamicsRatio,
        assumeBound,
        new Allowance.Parts(byCause, lateRisk, hazardRisk, windows));
  }

  private PolicyClass policies() {
    for (PolicyClass known : PolicyClass.values()) {
      if (known.label().equals(policyClass)) {
        return known;
      }
    }
    throw new InputException(
        "--policy-class",
        "there is no class '" + policyClass + "'",
        "choose any, gaussian, gaussian-mean or categorical");
  }

  private void printJson(Allowance allowance, List<String> warnings) {
    List<Json> transfers = new ArrayList<>();
    for (TransferTable.Row row : allowance.table().rows()) {
      transfers.add(
          Json.object()
              .put("name", row.transfer().name())
              .put("premise", row.transfer().premise())
              .put("applies", row.applies() && !Double.isNaN(row.setting()))
              .put("reason", row.objection().orElse(null))
              .put(row.transfer().setting().field(), OutputOptions.numberDown(row.setting()))
              .put("bound", jsonBound(row.bound(), allowance.risk()))
              .put("shiftPerDecision", OutputOptions.number(row.shiftPerDecision()))
              .build());
    }
    console.print(
        Json.object()
            .put("risk", OutputOptions.number(allowance.risk().toString()))
            .put("epsilonBase", OutputOptions.number(allowance.epsilonBase().toString()))
            .put("horizon", allowance.horizon())
            .put("causes", allowance.causes().isEmpty() ? null : causes(allowance))
            .put("windows", allowance.windows().isEmpty() ? null : windows(allowance))
            .put("transfers", new Json.Arr(transfers))
            .put("recommended", allowance.table().recommended().orElse(null))
            .put("reason", allowance.table().reason())
            .put("warnings", Json.texts(warnings))
            .build());
  }

  private static Json causes(Allowance allowance) {
    return new Json.Arr(
        allowance.causes().stream()
            .<Json>map(
                c ->
                    Json.object()
                        .put("name", c.name())
                        .put("epsilon", OutputOptions.number(c.epsilon().toString()))
                        .build())
            .toList());
  }

  private static Json windows(Allowance allowance) {
    return new Json.Arr(
        allowance.windows().stream()
            .<Json>map(
                w ->
                    Json.object()
                        .put("lastDecision", w.lastDecision())
                        .put("epsilon", OutputOptions.number(w.epsilon().toString()))
                        .build())
            .toList());
  }

  private void print(BaseCertificate base, Allowance allowance, List<String> warnings) {
    PrintWriter out = console.out();
    out.printf(
        Locale.ROOT,
        "Base policy: '%s' violated within %d decisions with probability at most %s"
            + " (error probability %s). Risk allowed: %s.%n%n",
        OutputOptions.plain(base.property().name()),
        allowance.horizon(),
        allowance.epsilonBase().toPlainString(),
        base.bound().beta(),
        allowance.risk().toPlainString());
    allowance
        .causes()
        .forEach(
            c ->
                out.printf("  by cause '%s': at most %s%n", c.name(), c.epsilon().toPlainString()));
    allowance
        .windows()
        .forEach(
            w ->
                out.printf(
                    "  decided by decision %d and not in a window before: at most %s%n",
                    w.lastDecision(), w.epsilon().toPlainString()));
    if (allowance.table().recommended().isEmpty()) {
      out.println("No policy but a safer one is allowed: " + allowance.table().reason() + ".");
    } else {
      out.println("  transfer            setting                 bound        sigma per decision");
    }
    for (TransferTable.Row row : allowance.table().rows()) {
      if (row.objection().isPresent()) {
        out.printf(Locale.ROOT, "  %-18s  -  %s%n", row.transfer().name(), row.objection().get());
      } else if (!Double.isNaN(row.setting())) {
        out.printf(
            Locale.ROOT,
            "  %-18s  %-22s  %-11s  %s%n",
            row.transfer().name(),
            row.transfer().setting().field() + " = " + setting(row.setting()),
            bound(row.bound(), allowance.risk()),
            Double.isNaN(row.shiftPerDecision())
                ? "-"
                : String.format(Locale.ROOT, "%.4f", row.shiftPerDecision()));
      }
    }
    allowance
        .table()
        .recommended()
        .ifPresent(
            name -> {
              out.println();
              out.println("Recommended: " + name + ": " + allowance.table().reason() + ".");
            });
    out.println();
    for (TransferTable.Row row : allowance.table().rows()) {
      if (row.applies() && !Double.isNaN(row.setting())) {
        out.println("  " + row.transfer().name() + " holds for " + row.transfer().premise() + ".");
      }
    }
    warnings.forEach(w -> out.println("warning: " + w));
  }

  private static Json jsonBound(double value, BigDecimal risk) {
    return value == risk.doubleValue()
        ? OutputOptions.number(risk.toString())
        : OutputOptions.numberUp(value);
  }

  /** Rounded up, but not past the risk that it keeps: the double nearest to 0.01 is above it. */
  private static String bound(double value, BigDecimal risk) {
    if (Double.isNaN(value)) {
      return "-";
    }
    return value == risk.doubleValue() ? risk.toPlainString() : Decimals.up(value, 6);
  }

  private static String setting(double value) {
    return Double.isInfinite(value) ? "unlimited" : Decimals.down(value, 8);
  }
}
