package org.surety.guard;

import java.util.random.RandomGenerator;
import org.surety.numeric.Logarithm;

/**
 * Noise whose every number is a function of seed, episode, decision and its index there, so that an
 * interrupted episode continues with the draws it would have had. SplitMix64 (Steele, Lea and Flood
 * 2014), which is a counter behind a mixing function; normal numbers by Marsaglia's polar method,
 * from arithmetic, square root and {@link Logarithm} alone, the same bits in every language.
 */
public final class CounterNoise implements RandomGenerator {
  private static final long GOLDEN = 0x9e3779b97f4a7c15L;

  private final long seed;
  private long key;
  private long counter;
  private double second = Double.NaN; // of the last pair of normal numbers

  /** Noise of one seed, at the first decision of episode 0. */
  public CounterNoise(long seed) {
    this.seed = seed;
    seek(0, 0);
  }

  /** Moves to the first number of a decision. */
  public void seek(long episode, long decision) {
    key = mix(mix(seed + GOLDEN) + episode);
    counter = decision << 16;
    second = Double.NaN;
  }

  /** The seed. */
  public long seed() {
    return seed;
  }

  @Override
  public long nextLong() {
    return mix(key + ++counter * GOLDEN);
  }

  /** Uniform in [0, 1), 53 bits. */
  @Override
  public double nextDouble() {
    return (nextLong() >>> 11) * 0x1p-53;
  }

  @Override
  public double nextGaussian() {
    if (!Double.isNaN(second)) {
      double z = second;
      second = Double.NaN;
      return z;
    }
    while (true) {
      double a = 2 * nextDouble() - 1;
      double b = 2 * nextDouble() - 1;
      double square = a * a + b * b;
      if (square < 1 && square > 0) {
        double scale = Math.sqrt(-2 * Logarithm.log(square) / square);
        second = b * scale;
        return a * scale;
      }
    }
  }

  /** The finalizer of SplitMix64: a bijection of 64 bits. */
  static long mix(long bits) {
    long z = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
