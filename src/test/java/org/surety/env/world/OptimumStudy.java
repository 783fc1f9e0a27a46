package org.surety.env.world;

import org.surety.env.BatchEnvironment;
import org.surety.env.Environments;

/**
 * What the best policy for a formula comes to in a grid or a game of Pac-Man: {@code OptimumStudy
 * NAME FORMULA}.
 */
public final class OptimumStudy {
  private OptimumStudy() {}

  /** Prints the probability. */
  public static void main(String[] arguments) {
    String name = arguments[0];
    String formula = arguments[1];
    try (BatchEnvironment world = Environments.named(name).batch().apply(1)) {
      System.out.printf("%s, %s: %.5f%n", name, formula, WorldOptimum.of(world, formula));
    }
  }
}
