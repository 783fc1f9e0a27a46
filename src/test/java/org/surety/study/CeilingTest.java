package org.surety.study;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class CeilingTest {
  /** 1,000 episodes: 100 of 10 decisions, 400 of 12, 490 of 15, and 10 that fail. */
  private static Census census() {
    Census census = Census.none(22);
    census.reached()[10] = 100;
    census.reached()[12] = 400;
    census.reached()[15] = 490;
    return new Census(1000, census.reached(), census.touched(), 0, 0, 0, 0);
  }

  /** The best share e^-B of all base episodes is as fast as a budget of B nats can be. */
  @Test
  void budgetCanOnlyPickTheFastestEpisodes() {
    double budget = Math.log(5);
    double fastest = (100 * 10 + 100 * 12) / 200.0;
    assertEquals(fastest, Ceiling.fewestDecisions(census(), 22, Arm.BUDGET, budget, 22), 1e-9);
  }

  @Test
  void nothingAllowedIsNothingGained() {
    double atBase = census().meanDecisions(22);
    assertEquals(atBase, Ceiling.fewestDecisions(census(), 22, Arm.BUDGET, 0, 22), 1e-9);
    assertEquals(atBase, Ceiling.fewestDecisions(census(), 22, Arm.ALPHA_T, 1, 22), 1e-9);
    assertEquals(atBase, Ceiling.fewestDecisions(census(), 22, Arm.MEAN_ONLY, 0, 22), 1e-6);
  }

  /** A success after ten decisions has used ten decisions' ratio, not the horizon's. */
  @Test
  void ratioOfADecisionCountsUntilTheGoal() {
    double alpha = 1.1;
    double mean = 0;
    for (int t = 0; t < 22; t++) {
      double atBase = t < 10 ? 0 : t < 12 ? 0.1 : t < 15 ? 0.5 : 0.99;
      mean += 1 - Math.min(1, atBase * Math.pow(alpha, t));
    }
    assertEquals(mean, Ceiling.fewestDecisions(census(), 22, Arm.ALPHA_T, alpha, 22), 1e-9);
  }
}
