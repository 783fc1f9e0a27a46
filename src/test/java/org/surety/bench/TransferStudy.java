package org.surety.bench;

import java.util.ArrayList;
import java.util.List;
import org.surety.ratio.TransferModels;
import org.surety.ratio.TransferTrial.Outcome;

/**
 * Every transfer against Neyman–Pearson-worst violations of extreme and adaptively random policies,
 * at horizons 1, 10 and 100. Arguments: trajectories of each case (1,000,000 if missing), then
 * horizons.
 */
public final class TransferStudy {
  private TransferStudy() {}

  /** Prints every case; the exit status is 1 if one fails. */
  public static void main(String[] arguments) {
    int trajectories = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
    List<Integer> horizons = new ArrayList<>();
    for (int i = 1; i < arguments.length; i++) {
      horizons.add(Integer.parseInt(arguments[i]));
    }
    if (horizons.isEmpty()) {
      horizons.addAll(List.of(1, 10, 100));
    }
    int failed = 0;
    int cases = 0;
    for (int horizon : horizons) {
      for (Outcome outcome : TransferModels.allTransfers(horizon, trajectories)) {
        boolean good = outcome.holds() && outcome.attained(0.02);
        System.out.println((good ? "ok    " : "FAILED") + " " + outcome);
        failed += good ? 0 : 1;
        cases++;
      }
    }
    System.out.printf("%d cases of %d trajectories, %d failed%n", cases, trajectories, failed);
    if (failed > 0) {
      System.exit(1);
    }
  }
}
