package org.surety.env;

/**
 * Uniform numbers in [0, 1) for what is random in an environment's episode: {@link Philox} at
 * counters (episode, 2⁶² + i), which the noise of no policy uses.
 */
final class UniformStream {
  private static final long ENVIRONMENT = 1L << 62;
  private static final double ULP = 0x1p-53;

  private final long seed;
  private final long episode;
  private final long[] bits = new long[2];
  private long drawn;

  UniformStream(long seed, long episode) {
    this.seed = seed;
    this.episode = episode;
  }

  double next() {
    if ((drawn & 1) == 0) {
      Philox.block(seed, episode, ENVIRONMENT + (drawn >>> 1), bits);
    }
    return (bits[(int) (drawn++ & 1)] >>> 11) * ULP;
  }
}
