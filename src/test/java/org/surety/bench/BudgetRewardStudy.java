package org.surety.bench;

import java.util.SplittableRandom;
import org.surety.ratio.BudgetReward;

/**
 * Expected rewards that the transfers allow at equal certified bound, against the table they were
 * designed from. The argument is the number of episodes of the simulated rows, 40,000 if missing.
 */
public final class BudgetRewardStudy {
  private static final int[] HORIZONS = {1, 10, 100, 1000};
  private static final String[] NAMES = {
    "alpha^T, Gaussian",
    "alpha^T, capped density",
    "chi-square, Gaussian",
    "mean budget",
    "ledger, Gaussian",
    "ledger, capped density",
    "optimum"
  };
  private static final double[][] TABLE = {
    {1.554, 2.180, 2.289, 2.301},
    {1.755, 3.584, 5.527, 7.213},
    {1.554, 2.569, 6.087, 17.718},
    {0.764, 2.416, 7.639, 24.156},
    {Double.NaN, 4.40, 12.53, 38.3},
    {Double.NaN, 4.68, 14.65, 41.5},
    {1.755, 5.550, 17.550, 55.497}
  };

  private BudgetRewardStudy() {}

  /** Prints the table; the exit status is 1 if an entry is off by more than 3 %. */
  public static void main(String[] arguments) {
    int episodes = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 40_000;
    SplittableRandom random = new SplittableRandom(2);
    boolean good = true;
    for (int row = 0; row < NAMES.length; row++) {
      System.out.printf("%-26s", NAMES[row]);
      for (int i = 0; i < HORIZONS.length; i++) {
        int horizon = HORIZONS[i];
        double expected = TABLE[row][i];
        if (Double.isNaN(expected)) {
          System.out.printf("%20s", "-");
          continue;
        }
        double value =
            switch (row) {
              case 0 -> BudgetReward.powerGaussian(horizon);
              case 1 -> BudgetReward.powerCapped(horizon);
              case 2 -> BudgetReward.chiSquare(horizon);
              case 3 -> BudgetReward.meanBudget(horizon);
              case 4 -> BudgetReward.ledgerGaussian(horizon, episodes, random);
              case 5 -> BudgetReward.ledgerCapped(horizon, episodes, random);
              default -> BudgetReward.optimum(horizon);
            };
        System.out.printf("%10.3f (%+5.2f%%)", value, 100 * (value / expected - 1));
        good &= Math.abs(value / expected - 1) <= 0.03;
      }
      System.out.println();
    }
    if (!good) {
      System.exit(1);
    }
  }
}
