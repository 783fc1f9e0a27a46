package org.surety.train.ppo;

import java.util.random.RandomGenerator;

/** Distributions over choices from unnormalized log probabilities. */
final class Logits {
  private Logits() {}

  /**
   * Normalizes.
   *
   * @param logits from index {@code at}
   * @param logs receives as many log probabilities as it has room for
   */
  static void logProbabilities(float[] logits, int at, double[] logs) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < logs.length; i++) {
      largest = Math.max(largest, logits[at + i]);
    }
    double sum = 0;
    for (int i = 0; i < logs.length; i++) {
      logs[i] = logits[at + i] - largest;
      sum += StrictMath.exp(logs[i]);
    }
    double shift = StrictMath.log(sum);
    for (int i = 0; i < logs.length; i++) {
      logs[i] -= shift;
    }
  }

  /** Draws a choice; what rounding leaves over is the last possible one's. */
  static int draw(double[] logs, RandomGenerator random) {
    double left = random.nextDouble();
    int choice = 0;
    for (int i = 0; i < logs.length; i++) {
      double probability = StrictMath.exp(logs[i]);
      if (probability > 0) {
        choice = i;
        left -= probability;
        if (left < 0) {
          return i;
        }
      }
    }
    return choice;
  }
}
