package org.surety.bench;

import java.util.Map;
import org.surety.bound.ClopperPearson;
import org.surety.bound.ErrorProbability;
import org.surety.certify.CertifyCoverage;

/**
 * How often certificates are wrong, through the public certify path: 20,000 simulated
 * certifications of every kind at β = 0.05, beside what a hurried user would do. Argument: the
 * number of runs.
 */
public final class CertifyCoverageStudy {
  private CertifyCoverageStudy() {}

  /** Prints the table. */
  public static void main(String[] arguments) {
    int runs = arguments.length == 0 ? 20_000 : Integer.parseInt(arguments[0]);
    ErrorProbability tail = ErrorProbability.of(0.005);
    System.out.printf(
        "%,d simulated certifications of each kind, beta %s%n", runs, CertifyCoverage.BETA);
    for (Map.Entry<String, CertifyCoverage.Setting> e : CertifyCoverage.settings().entrySet()) {
      int errors = CertifyCoverage.errors(e.getValue(), runs, 2026);
      double low = ClopperPearson.lower(errors, runs, tail);
      double high = ClopperPearson.upper(errors, runs, tail);
      String verdict =
          e.getValue().claims()
              ? low <= CertifyCoverage.BETA ? "as claimed" : "LIES"
              : low > CertifyCoverage.BETA ? "wrong, as expected of it" : "not shown to be wrong";
      System.out.printf(
          "  %-62s wrong %.4f  (99%% interval %.4f..%.4f)  %s%n",
          e.getKey(), (double) errors / runs, low, high, verdict);
    }
  }
}
