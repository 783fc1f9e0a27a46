package org.surety.env;

/**
 * Philox4x32-10, a counter-based random generator: 128 random bits are a function of a 64-bit key
 * and a 128-bit counter. Here the key is the seed and the counter is (episode, decision), so the
 * noise of a decision depends on nothing else: not on the order, the batch or the thread in which
 * episodes are collected, and no two decisions ever share their bits.
 *
 * <p>J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw: Parallel random numbers: as easy as 1, 2,
 * 3. SC 2011.
 */
public final class Philox {
  private static final int ROUNDS = 10;
  private static final int MULTIPLIER_0 = 0xD2511F53;
  private static final int MULTIPLIER_1 = 0xCD9E8D57;
  private static final int WEYL_0 = 0x9E3779B9;
  private static final int WEYL_1 = 0xBB67AE85;
  private static final double ULP = 0x1p-53;

  private Philox() {}

  /**
   * The 128 bits of a counter: words 0 and 1 of the output in the low and high half of {@code
   * out[0]}, words 2 and 3 in {@code out[1]}. Key and counter are split into words the same way.
   */
  public static void block(long key, long counterLow, long counterHigh, long[] out) {
    block(key, counterLow, counterHigh, out, 0);
  }

  /** The same, to {@code out[at]} and {@code out[at + 1]}. */
  public static void block(long key, long counterLow, long counterHigh, long[] out, int at) {
    int k0 = (int) key;
    int k1 = (int) (key >>> 32);
    int c0 = (int) counterLow;
    int c1 = (int) (counterLow >>> 32);
    int c2 = (int) counterHigh;
    int c3 = (int) (counterHigh >>> 32);
    for (int round = 0; round < ROUNDS; round++) {
      long p0 = (MULTIPLIER_0 & 0xffffffffL) * (c0 & 0xffffffffL);
      long p1 = (MULTIPLIER_1 & 0xffffffffL) * (c2 & 0xffffffffL);
      c0 = (int) (p1 >>> 32) ^ c1 ^ k0;
      c1 = (int) p1;
      c2 = (int) (p0 >>> 32) ^ c3 ^ k1;
      c3 = (int) p0;
      k0 += WEYL_0;
      k1 += WEYL_1;
    }
    out[at] = (c0 & 0xffffffffL) | ((long) c1 << 32);
    out[at + 1] = (c2 & 0xffffffffL) | ((long) c3 << 32);
  }

  /**
   * Two independent standard normal numbers from 128 bits in place, by Box and Muller's transform
   * of 53 bits each; StrictMath, so the same everywhere. None exceeds 8.6 in size.
   */
  static void normals(long[] bits, double[] out) {
    double u = ((bits[0] >>> 11) + 1) * ULP; // (0, 1]
    double angle = 2 * Math.PI * ((bits[1] >>> 11) * ULP);
    double radius = StrictMath.sqrt(-2 * StrictMath.log(u));
    out[0] = radius * StrictMath.cos(angle);
    out[1] = radius * StrictMath.sin(angle);
  }
}
