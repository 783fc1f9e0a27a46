package org.surety.env.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.surety.env.BatchEnvironment;
import org.surety.env.Environments;

/** What one computes with is what is stepped. */
class WorldOptimumTest {
  private static final int EPISODES = 20_000;

  private static final List<String> SMALL_MAZE =
      List.of("%%%%%%", "%Go.G%", "%.%..%", "%P.o.%", "%%%%%%");

  private static void isReached(BatchEnvironment world, String formula, double low, double high) {
    WorldOptimum optimum = WorldOptimum.solved(world, formula);
    double p = optimum.probability();
    assertTrue(p > low && p < high, formula + ": " + p);
    assertEquals(p, optimum.play(5), 5 * Math.sqrt(p * (1 - p) / EPISODES), formula);
  }

  @Test
  void theBestPolicyOfALakeComesToItsProbability() {
    try (BatchEnvironment lake = Environments.named("frozen-lake-4x4").batch().apply(EPISODES)) {
      isReached(lake, "F goal2 & G !unsafe", 0.9, 0.99);
      isReached(lake, "F (goal1 & X F goal2) & G !unsafe", 0.001, 0.99);
    }
  }

  @Test
  void theBestPolicyOfPacManComesToItsProbability() {
    try (PacMan game = new PacMan(SMALL_MAZE, EPISODES)) {
      isReached(game, "(!ghost U food1) & (!ghost U food2)", 0.1, 0.95);
    }
  }
}
