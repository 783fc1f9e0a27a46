package org.surety.ratio;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The table of rewards at equal certified bound; the long horizons are in a study. */
class BudgetRewardTest {
  @Test
  void closedFormsMatchTheTable() {
    int[] horizons = {1, 10, 100, 1000};
    double[][] table = {
      {1.554, 2.180, 2.289, 2.301},
      {1.755, 3.584, 5.527, 7.213},
      {1.554, 2.569, 6.087, 17.718},
      {0.764, 2.416, 7.639, 24.156},
      {1.755, 5.550, 17.550, 55.497}
    };
    for (int i = 0; i < horizons.length; i++) {
      int horizon = horizons[i];
      assertEquals(table[0][i], BudgetReward.powerGaussian(horizon), 6e-4);
      assertEquals(table[1][i], BudgetReward.powerCapped(horizon), 6e-4);
      assertEquals(table[2][i], BudgetReward.chiSquare(horizon), 6e-4);
      assertEquals(table[3][i], BudgetReward.meanBudget(horizon), 6e-4);
      assertEquals(table[4][i], BudgetReward.optimum(horizon), 6e-4);
    }
  }

  /** Fair coins, reward the number of ones: T α/2 with α of α^T. Reference with 18 digits. */
  @Test
  void coinsGainWhatThePowerAllows() {
    double[] expected = {6.29462705897083605, 51.1646496140377065, 501.152619038949836};
    int horizon = 10;
    for (double reward : expected) {
      double alpha =
          new PowerTransfer()
              .largestSetting(
                  BaseRisk.unchanged(new BigDecimal("0.001"), horizon), new BigDecimal("0.01"));
      assertEquals(reward, horizon * alpha / 2, 1e-12 * reward);
      horizon *= 10;
    }
  }

  @Test
  void ledgersGainWhatTheTableSaysWithinThreePercent() {
    SplittableRandom random = new SplittableRandom(1);
    assertEquals(4.40, BudgetReward.ledgerGaussian(10, 20_000, random), 0.03 * 4.40);
    assertEquals(12.53, BudgetReward.ledgerGaussian(100, 6_000, random), 0.03 * 12.53);
    assertEquals(4.68, BudgetReward.ledgerCapped(10, 20_000, random), 0.03 * 4.68);
  }
}
