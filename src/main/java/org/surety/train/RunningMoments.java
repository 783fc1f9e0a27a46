package org.surety.train;

import org.surety.policy.Normalizer;

/**
 * Mean and variance of rows of numbers, added one by one or as the moments of others (Chan, Golub
 * and LeVeque, 1983), so that threads can each keep their own.
 */
public final class RunningMoments {
  /** What is added to a variance, as in Gymnasium and Stable-Baselines3. */
  private static final double EPSILON = 1e-8;

  /** Normalized observations are clipped here. */
  private static final double CLIP = 10;

  private double count;
  private final double[] mean;

  /** Sums of squared differences from the mean. */
  private final double[] squares;

  /** Moments of rows of {@code size} numbers, none so far. */
  public RunningMoments(int size) {
    mean = new double[size];
    squares = new double[size];
  }

  /**
   * Adds one row, which begins at {@code from}; a row with a number that is not finite is left out.
   */
  public void add(double[] rows, int from) {
    for (int i = 0; i < mean.length; i++) {
      if (!Double.isFinite(rows[from + i])) {
        return;
      }
    }
    count++;
    for (int i = 0; i < mean.length; i++) {
      double difference = rows[from + i] - mean[i];
      mean[i] += difference / count;
      squares[i] += difference * (rows[from + i] - mean[i]);
    }
  }

  /** Adds the rows of others. */
  public void add(RunningMoments other) {
    double all = count + other.count;
    if (other.count == 0) {
      return;
    }
    for (int i = 0; i < mean.length; i++) {
      double difference = other.mean[i] - mean[i];
      mean[i] += difference * other.count / all;
      squares[i] += other.squares[i] + difference * difference * count * other.count / all;
    }
    count = all;
  }

  /** Forgets all. */
  public void reset() {
    restore(new double[1 + 2 * mean.length]);
  }

  /** How many rows were added. */
  public double count() {
    return count;
  }

  /** The variance of number {@code i}; 1 before there are two rows. */
  public double variance(int i) {
    return count < 2 ? 1 : squares[i] / count;
  }

  /** A normalizer by these moments. */
  public Normalizer normalizer() {
    double[] variance = new double[mean.length];
    for (int i = 0; i < variance.length; i++) {
      variance[i] = variance(i);
    }
    return new Normalizer(mean, variance, EPSILON, CLIP);
  }

  /** Numbers to save. */
  public double[] toArray() {
    double[] all = new double[1 + 2 * mean.length];
    all[0] = count;
    System.arraycopy(mean, 0, all, 1, mean.length);
    System.arraycopy(squares, 0, all, 1 + mean.length, mean.length);
    return all;
  }

  /** Continues from numbers that were saved. */
  public void restore(double[] saved) {
    count = saved[0];
    System.arraycopy(saved, 1, mean, 0, mean.length);
    System.arraycopy(saved, 1 + mean.length, squares, 0, mean.length);
  }
}
