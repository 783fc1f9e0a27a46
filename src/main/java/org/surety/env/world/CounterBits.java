package org.surety.env.world;

import org.surety.env.Philox;

/**
 * Random 32-bit words of the lanes of a world: words 4 t .. 4 t + 3 of a lane are {@link Philox} at
 * counter (episode, 2⁶² + t), so that they depend on seed, episode and index alone.
 */
final class CounterBits {
  private static final long ENVIRONMENT = 1L << 62;

  private final long[] seeds;
  private final long[] episodes;
  private final long[] bits;

  CounterBits(int lanes) {
    seeds = new long[lanes];
    episodes = new long[lanes];
    bits = new long[2 * lanes];
  }

  void reset(int lane, long seed, long episode) {
    seeds[lane] = seed;
    episodes[lane] = episode;
  }

  /** Draws words that no decision uses: for where an episode begins. */
  void drawForStart(int lane) {
    draw(lane, Integer.MAX_VALUE);
  }

  /** Draws words 4 block .. 4 block + 3 of a lane. Serves threads on disjoint lanes. */
  void draw(int lane, int block) {
    Philox.block(seeds[lane], episodes[lane], ENVIRONMENT + block, bits, 2 * lane);
  }

  /** A word of those drawn last, k from 0 to 3, as a number from 0 to 2³² − 1. */
  long word(int lane, int k) {
    return bits[2 * lane + (k >>> 1)] >>> (32 * (k & 1)) & 0xffffffffL;
  }

  /** The same, as a number in [0, 1). */
  double uniform(int lane, int k) {
    return word(lane, k) * 0x1p-32;
  }
}
