package org.surety.cli;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.surety.base.InputException;
import org.surety.bound.ErrorProbability;
import org.surety.bound.Planning;
import org.surety.certificate.Json;
import org.surety.numeric.Decimals;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How many episodes a claim takes, and what a number of episodes buys. */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    description = "Say how many episodes a claim takes, and what a number of episodes buys.")
final class PlanCommand implements Runnable {
  private static final int PURCHASES = 10;
  private static final int MOST_VIOLATIONS = 10_000;

  @Option(
      names = "--epsilon",
      required = true,
      paramLabel = "E",
      description = "The violation probability to be certified.")
  private BigDecimal epsilon;

  @Option(
      names = "--beta",
      required = true,
      paramLabel = "B",
      description = "The probability with which the certificate may be wrong, such as 1e-7.")
  private String beta;

  @Option(
      names = "--violations",
      paramLabel = "k",
      defaultValue = "0",
      description = "Violations expected among the episodes (default: ${DEFAULT-VALUE}).")
  private long violations;

  @Option(names = "--episodes", paramLabel = "N", description = "Also say what N episodes buy.")
  private @Nullable Long episodes;

  @Mixin private OutputOptions console;

  private void check() {
    if (epsilon.signum() <= 0 || epsilon.compareTo(BigDecimal.ONE) >= 0) {
      throw new InputException(
          "--epsilon",
          epsilon + " is not strictly between 0 and 1",
          "give the violation probability that the certificate is to state");
    }
    if (violations > MOST_VIOLATIONS) {
      throw new InputException(
          "--violations", violations + " is too many to list", "give at most " + MOST_VIOLATIONS);
    }
  }

  @Override
  public void run() {
    ErrorProbability error = ErrorProbability.parse(beta);
    check();
    double target = epsilon.doubleValue();
    if (new BigDecimal(target).compareTo(epsilon) > 0) {
      target = Math.nextDown(target);
    }
    long planned = Planning.plannedEpisodes(target, error, violations);
    long anytime = Planning.anytimeEpisodes(target, error, violations);
    long n = episodes == null ? planned : episodes;
    List<Planning.Purchase> purchases =
        Planning.purchases(n, error, Math.max(PURCHASES, violations));
    if (console.json()) {
      List<Json> rows = new ArrayList<>();
      for (Planning.Purchase p : purchases) {
        rows.add(
            Json.object()
                .put("violations", p.violations())
                .put("epsilonPlanned", OutputOptions.numberUp(p.planned()))
                .put("epsilonAnytime", OutputOptions.numberUp(p.anytime()))
                .build());
      }
      console.print(
          Json.object()
              .put("epsilon", OutputOptions.number(epsilon.toString()))
              .put("beta", OutputOptions.number(beta))
              .put("violations", violations)
              .put("plannedEpisodes", planned)
              .put("anytimeEpisodes", anytime)
              .put("episodes", n)
              .put("buys", new Json.Arr(rows))
              .build());
      return;
    }
    PrintWriter out = console.out();
    out.printf(
        Locale.ROOT,
        "To certify a violation probability of at most %s with error probability %s and %d"
            + " violation%s:%n",
        epsilon.toPlainString(),
        beta,
        violations,
        violations == 1 ? "" : "s");
    out.printf(Locale.ROOT, "  %,d episodes, if that number is fixed beforehand%n", planned);
    out.printf(
        Locale.ROOT, "  %,d episodes, if you may look at any time and stop at will%n%n", anytime);
    out.printf(Locale.ROOT, "What %,d episodes buy:%n", n);
    out.println("  violations   epsilon, N fixed   epsilon, stop at will");
    for (Planning.Purchase p : purchases) {
      out.printf(
          Locale.ROOT,
          "  %10d   %16s   %21s%n",
          p.violations(),
          Decimals.up(p.planned(), 6),
          Decimals.up(p.anytime(), 6));
    }
  }
}
